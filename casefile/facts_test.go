package casefile

import (
	"encoding/json"
	"testing"

	"yichuang/facts"
	"yichuang/people"
)

// TestCase_FactsJSON makes an object that the vocabulary reads, with the case's
// own place, service and application whatever was answered.
func TestCase_FactsJSON(t *testing.T) {
	c := Case{
		Number: "QD26-004172-R", Place: "370200", Service: "work-permit", Application: "first",
		Answers: map[string]json.RawMessage{
			"applicant.birth_date":   json.RawMessage(`"1979-02-28"`),
			"applicant.degree.level": json.RawMessage(`"none"`),
			"job.annual_salary":      json.RawMessage(`140000`),
			"place":                  json.RawMessage(`"650100"`),
		},
	}
	got, err := c.FactsJSON(day("2026-04-27"))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"applicant":{"birth_date":"1979-02-28","degree":{"level":"none"}},"application":"first",` +
		`"job":{"annual_salary":140000},"on":"2026-04-27","place":"370200","service":"work-permit"}`
	if string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if err := facts.Default().Parse(got, facts.Default().New()); err != nil {
		t.Errorf("the vocabulary does not read it: %v", err)
	}
	chosen := Case{Place: "650100", Answers: map[string]json.RawMessage{"service": json.RawMessage(`"visa-internship"`)}}
	if got, _ := chosen.FactsJSON(day("2026-04-27")); string(got) != `{"on":"2026-04-27","place":"650100","service":"visa-internship"}` {
		t.Errorf("got %s; want the service that was chosen", got)
	}
	c.Answers["applicant"] = json.RawMessage(`1`)
	if _, err := c.FactsJSON(day("2026-04-27")); err == nil {
		t.Error("a value and an object share one path")
	}
}

// TestMatter_Hides: exit-entry officers do not see pay on a joint case, and do
// see the years of a permanent residence.
func TestMatter_Hides(t *testing.T) {
	joint := matter(t, "work-permit-first")
	for _, c := range []struct {
		role people.Role
		what string
		want bool
	}{
		{people.Police, "job.annual_salary", true}, {people.Police, "slot/tax-record", true}, {people.Police, "job.post", false},
		{people.OfficerRole, "job.annual_salary", false}, {people.Clerk, "job.annual_salary", false},
	} {
		if got := joint.Hides(c.role, c.what); got != c.want {
			t.Errorf("%s, %s: got hidden %t, want %t", c.role, c.what, got, c.want)
		}
	}
	if matter(t, "permanent-residence").Hides(people.Police, "years") {
		t.Error("exit-entry cannot see the years of a permanent residence")
	}
}

package web

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yichuang/civil"
	"yichuang/office"
	"yichuang/people"
	"yichuang/supervision"
)

// TestFollow_signedByTheApplicant: where a clause lets papers follow, the
// applicant's side is told which and signs; an unsigned name is refused, and once
// signed nothing is asked again.
func TestFollow_signedByTheApplicant(t *testing.T) {
	s, _ := newDemoSite(t)
	window, hr := s.server.Window, mustWho(t, "hr-ur")
	rows, _, err := window.Cases(t.Context(), hr, office.CaseFilter{Text: "OBRAZTSOVA"})
	must(t, err)
	anna, err := rows[0].Folded()
	must(t, err)
	c, err := window.Open(t.Context(), office.Opening{Who: hr, Key: "follow", Matter: anna.Matter, Place: anna.Place, Employer: anna.Employer, Foreigner: anna.Foreigner})
	must(t, err)
	answers := map[string]json.RawMessage{}
	for path, v := range anna.Answers {
		answers[path] = v
	}
	for path, v := range map[string]string{"zone": `["xj-ftz-urumqi"]`, "applicant.awards": `["tianshan"]`, "applicant.scarce_talent": "true"} {
		answers[path] = json.RawMessage(v)
	}
	c, err = window.Save(t.Context(), office.Write{Who: hr, Number: c.Number, Seen: c.Version, Key: "follow-1"}, answers)
	must(t, err)
	c, err = window.Refresh(t.Context(), office.Write{Who: hr, Number: c.Number, Seen: c.Version, Key: "follow-2"})
	must(t, err)
	s.is("hr-ur")
	path := "/case/" + string(c.Number)
	lift := suspend(t, window, "DEMO0000000000UR1")
	for _, lang := range []string{"en", "zh"} {
		got := s.get(path + "?lang=" + lang)
		said := map[string]string{"en": "not while handling is suspended, here until Sun 31 May 2026", "zh": "暂缓办理期间（至2026年5月31日"}[lang]
		if !strings.Contains(got.body, said) || strings.Contains(got.body, path+"/follow") {
			t.Errorf("%s: under a suspension the promise must not be asked for, and the page say why: %d\n%s", lang, got.status, got.body)
		}
	}
	lift()
	got := s.get(path + "?lang=en")
	if !strings.Contains(got.body, "Papers that may follow") {
		t.Fatalf("the case offers no promise to follow: %d\n%s", got.status, got.body)
	}
	mustBeWhole(t, path, got.body)
	form := url.Values{"seen": {onPage(t, got.body).Get("seen")}, "key": {"k1"}, "name": {""}}
	if got := s.post(path+"/follow", form); got.status != http.StatusUnprocessableEntity {
		t.Errorf("signed without a name: status %d, want 422", got.status)
	}
	form.Set("name", "Ma")
	form.Set("key", "k2")
	if got := s.post(path+"/follow", form); got.status != http.StatusOK || strings.Contains(got.body, "Papers that may follow") {
		t.Errorf("after signing: status %d, and the page asks again", got.status)
	}
	after, err := window.Case(t.Context(), hr, c.Number)
	must(t, err)
	if len(after.Commitments) != 1 || after.Commitments[0].ID != office.FollowPromise || after.Commitments[0].Name != "Ma" {
		t.Errorf("got commitments %+v", after.Commitments)
	}
}

// suspend has handling suspended for the party with the code; lift ends it on an
// objection of the party's.
func suspend(t *testing.T, window *office.Window, code string) (lift func()) {
	t.Helper()
	ctx, by, second, party := t.Context(), mustWho(t, "integrity-ur"), mustWho(t, "integrity2-ur"), mustWho(t, "hr-ur")
	as := func(who people.Who) office.Supervising { return office.Supervising{Who: who, Key: rand.Text()} }
	entry, err := window.RecordFinding(ctx, office.Finding{
		Supervising: as(by), Code: code, Of: supervision.OfEmployer, Cause: supervision.IllegalWork, Reason: "two without permits", Evidence: []string{"report"},
		Clause: window.SupervisionClauses("650100")[0].Ref(), Until: civil.MustParseDate("2027-04-26"),
	})
	must(t, err)
	id, err := window.Impose(ctx, office.Imposing{Supervising: as(by), Entry: entry, Reason: "illegal work", From: civil.DateOf(window.Clock()), Until: civil.MustParseDate("2026-05-31")})
	must(t, err)
	return func() {
		t.Helper()
		must(t, window.ContestSanction(ctx, as(party), string(id), "they have permits", []string{"register"}))
		must(t, window.RuleSanction(ctx, as(second), string(id), false, "they have"))
	}
}

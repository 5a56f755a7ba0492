package office

import (
	"slices"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/determination"
	"yichuang/lists"
)

// TestConfirmation_youngTalent is S1.2: a doctor of 36 whose university stands on
// the operator's list is class A by the clause, and has the confirmation letter
// from two officers within three working days; one of another university is not.
func TestConfirmation_youngTalent(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.qingdao("2027-12-31")
		_, err := w.KeepList(ctx, policyStaff, ListEdit{Kind: "high-level-universities", Place: "CN", Source: "list of the test", Rows: lists.Rows{{ID: "1", Cells: map[string]string{
			"name.zh": "示范理工大学", "name.en": "Example Institute of Technology", "country.zh": "样例国", "country.en": "Exampleland"}}}})
		must(t, err)
		opened := func(university string) casefile.Case {
			return w.openedOn(Opening{Who: hr, Key: university, Matter: "confirmation-letter", Place: "370200", Employer: "firm", Foreigner: "anna"},
				`{"applicant.degree.university":"`+university+`","applicant.degree.school":null,"applicant.postdoc":"none","applicant.projects":[]}`)
		}
		c := opened("Example Institute of Technology")
		d, err := w.Determine(c)
		must(t, err)
		opens := func(d *determination.Determination) bool {
			return slices.ContainsFunc(d.Grounds, func(g determination.Ground) bool {
				return g.ID == "young-talent" && strings.HasSuffix(g.Clause, "/S1.2")
			})
		}
		if d.Class != "A" || !opens(d) {
			t.Fatalf("got class %q, grounds %+v; want A, and S1.2 among them", d.Class, d.Grounds)
		}
		c = w.acceptedBy(c, hr, qdOfficer)
		promised := false
		for _, l := range c.Clocks {
			promised = promised || l.Limit.Amount == 3 && strings.HasSuffix(l.Limit.Clause, "/S3.4")
		}
		if !promised {
			t.Errorf("got clocks %+v, want three working days by S3.4", c.Clocks)
		}
		c, err = w.Draft(ctx, w.write(qdOfficer, c), casefile.Decision{Track: c.Tracks[0].ID, Outcome: casefile.Granted, Class: d.Class, Reason: "as the papers show", Term: c.Determination.Term})
		must(t, err)
		c, err = w.Approve(ctx, w.write(qdApprover, c), c.Tracks[0].ID)
		must(t, err)
		if c.Label() != casefile.LabelGranted {
			t.Errorf("got %s, want the letter granted", c.Label())
		}
		d, err = w.Determine(opened("Somewhere Else"))
		must(t, err)
		if opens(d) {
			t.Errorf("a university on no list opens %+v", d.Grounds)
		}
	})
}

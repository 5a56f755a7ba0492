package office

import (
	"encoding/json"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/policy"
	"yichuang/store"
	"yichuang/supervision"
)

// TestWageGround_cancelled is S3.2: an extension on the wage ground whose tax proof
// does not verify is refused, and with the second signature the authority cancels
// the permit, tells the parties, and asks for the integrity entry.
func TestWageGround_cancelled(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.Say = speaks(t)
		row := w.qingdao("2026-07-31")
		law := w.Law()
		law.Engine = determination.New(law.Engine.Policies, law.Places, policy.NewParameters([]policy.ParameterValue{
			{ID: "average-wage", Place: "370200", Value: 100000, ValidFrom: civil.MustParseDate("2025-06-01")},
		}))
		w.Window.Law = func() Law { return law }
		must(t, w.DB.Do(ctx, w.now, func(tx *store.Tx) error {
			_, err := addAccount(ctx, tx, admin, Newcomer{ID: "integrity", Name: "Wu", Login: "wu@qd.example", Language: "en", Roles: []people.Role{people.IntegrityOfficer}, Office: qdExperts.ID})
			return err
		}))
		w.conditioned(t)
		c, err := w.Open(ctx, Opening{Who: hr, Key: "extend", Matter: "work-permit-extension", Place: "370200", Employer: "firm", Foreigner: "anna", PermitRow: row})
		must(t, err)
		var answers map[string]json.RawMessage
		must(t, json.Unmarshal([]byte(anna), &answers))
		for path := range answers {
			if strings.HasPrefix(path, "previous_permit.") || path == "zone" || path == "applicant.postdoc" {
				delete(answers, path)
			}
		}
		matter, err := w.matter("work-permit-extension")
		must(t, err)
		kept := map[string]json.RawMessage{}
		for _, path := range matter.Fields {
			if v, ok := answers[path]; ok {
				kept[path] = v
			}
		}
		kept["job.annual_salary"], kept["salary_ground.tax_proof"], kept["applicant.postdoc"] = []byte("700000"), []byte("false"), []byte(`"none"`)
		kept["applicant.degree.level"], kept["applicant.residence_permit"] = []byte(`"none"`), []byte(`"work"`)
		c, err = w.Save(ctx, w.write(hr, c), kept)
		must(t, err)
		c, err = w.Refresh(ctx, w.write(hr, c))
		must(t, err)
		if c.Determination.Cancels != "cn-370000-2023/S3.2" {
			t.Fatalf("got %+v, want the clause that cancels", c.Determination)
		}
		c = w.papers(c)
		c = w.acceptedBy(c, hr, qdOfficer)
		c, err = w.Draft(ctx, w.write(qdOfficer, c), casefile.Decision{
			Track: "permit", Outcome: casefile.Refused, Reason: "The tax record shows half of the pay.", Clauses: []casefile.Citation{{Clause: "cn-370000-2023/S3.2"}},
		})
		must(t, err)
		if p := w.held(row); p.Status != permit.Active {
			t.Fatalf("a draft cancelled the permit: %s", p.Status)
		}
		c, err = w.Approve(ctx, w.write(qdApprover, c), "permit")
		must(t, err)
		if p := w.held(row); p.Status != permit.Cancelled || c.Ended == nil || c.Ended.Cause != "authority" {
			t.Errorf("the permit is %s, the case says %+v; want it cancelled by the authority", p.Status, c.Ended)
		}
		if got := w.messages("hr-wang"); !strings.Contains(got, "the permit is cancelled") {
			t.Errorf("the employer was told\n%s", got)
		}
		if got := w.messages("hr-wang"); !strings.Contains(got, "A new record in your integrity file") {
			t.Errorf("the employer was not told of its record:\n%s", got)
		}
		if got := w.messages("integrity"); !strings.Contains(got, "an integrity entry was made") {
			t.Errorf("the integrity officer was told\n%s", got)
		}
		entries, total, err := w.Entries(ctx, hr, FileFilter{})
		must(t, err)
		if total != 1 || entries[0].Cause != supervision.TaxProofMissing || entries[0].Clause != "cn-370000-2023/S3.2" || entries[0].By != qdApprover.Account ||
			entries[0].Case != string(c.Number) || entries[0].Until != civil.DateOf(w.now).AddMonths(12) {
			t.Errorf("got %d entries, %+v; want one by who signed, with its clause, case and end", total, entries)
		}
		must(t, w.ContestEntry(ctx, w.as(hr), string(entries[0].ID), "the tax record was of another year", []string{"tax record"}))
		inspector := people.Who{Account: "integrity", Role: people.IntegrityOfficer, Office: qdExperts.ID, Places: qdExperts.Places}
		must(t, w.RuleEntry(ctx, w.as(inspector), string(entries[0].ID), false, "it was"))
	})
}

// conditioned grants Maria a first permit on the wage ground without tax proof: it
// runs a year at most and carries the condition, which the letter tells.
func (w *world) conditioned(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	c, err := w.Open(ctx, Opening{Who: hr, Key: "first", Matter: "work-permit-first", Place: "370200", Employer: "firm", Foreigner: "maria"})
	must(t, err)
	var answers map[string]json.RawMessage
	must(t, json.Unmarshal([]byte(anna), &answers))
	delete(answers, "employer.prefiled")
	delete(answers, "applicant.postdoc")
	answers["applicant.postdoc"], answers["applicant.degree.level"], answers["job.annual_salary"] = []byte(`"none"`), []byte(`"none"`), []byte("700000")
	answers["salary_ground.tax_proof"] = []byte("false")
	c, err = w.Save(ctx, w.write(hr, c), answers)
	must(t, err)
	c, err = w.Refresh(ctx, w.write(hr, c))
	must(t, err)
	c = w.papers(c)
	c = w.acceptedBy(c, hr, qdOfficer)
	if c.Determination.Ground != "wage-6x" || c.Determination.Term == nil || c.Determination.Term.Until.String() > "2027-04-30" {
		t.Fatalf("got %s, %v; want the wage ground for a year", c.Determination.Ground, c.Determination.Term)
	}
	c, err = w.Draft(ctx, w.write(qdOfficer, c), casefile.Decision{Track: "permit", Outcome: casefile.Granted, Reason: "wage", Class: "A", Term: c.Determination.Term})
	must(t, err)
	_, err = w.Approve(ctx, w.write(qdApprover, c), "permit")
	must(t, err)
	rows, err := w.DB.Permits(ctx, store.PermitFilter{Scope: systemScope, Holder: "maria"})
	must(t, err)
	if p := w.held(rows[0].ID); p.Ground != "wage-6x" || len(p.Conditions) != 1 || p.Conditions[0].Clause != "cn-370000-2023/S3.2" {
		t.Errorf("the permit rests on %s under %+v, want the wage ground and the tax proof", p.Ground, p.Conditions)
	}
}

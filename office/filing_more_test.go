package office

import (
	"encoding/json"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
)

func must2[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T { t.Helper(); must(t, err); return v }
}

// TestPlatform_approval is S5.1: the register opens the application, its zone is
// known, and the end of the approval closes it.
func TestPlatform_approval(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.qingdao("2029-12-31")
		n := NewPlatform{
			Platform: Platform{Name: "Example Park", Code: "91350100M000100Y43", Place: "370200", Zone: "sco-demo", ApprovedFrom: civil.MustParseDate("2026-01-01"), Decision: "No. 3"},
			Handler:  "Gao", Login: "gao@park.example",
		}
		if _, err := w.ApprovePlatform(ctx, officer, n); !fault.Is(err, fault.Forbidden) {
			t.Errorf("approved by another place's officer: %v", err)
		}
		wrong := n
		wrong.Zone = "xj-ftz-urumqi"
		if _, err := w.ApprovePlatform(ctx, qdOfficer, wrong); !fault.Is(err, fault.Invalid) {
			t.Errorf("a zone elsewhere: %v", err)
		}
		code, err := w.ApprovePlatform(ctx, qdOfficer, n)
		must(t, err)
		if code == "" {
			t.Error("the handler got no invitation")
		}
		all, err := w.Platforms(ctx)
		must(t, err)
		gao := people.Who{Account: "gao", Role: people.Incubator, Party: all[0].ID}
		open := Opening{Who: gao, Key: "founder", Matter: "startup-permit", Place: "370200", Employer: all[0].ID, Foreigner: "maria"}
		c, err := w.Open(ctx, open)
		must(t, err)
		if k, _ := c.KnownAs("employer.incubator_approved"); string(k.Value) != "true" || !k.Firm {
			t.Errorf("the approval is known as %+v", k)
		}
		if c.Determination.Verdict != "met" || c.Determination.Term == nil || c.Determination.Term.Until.String() != "2026-10-26" {
			t.Errorf("got %s, %v; want met for six months", c.Determination.Verdict, c.Determination.Term)
		}
		must(t, w.EndApproval(ctx, qdOfficer, all[0].ID, civil.MustParseDate("2026-04-26"), "ended"))
		open.Key = "another"
		if _, err := w.Open(ctx, open); !fault.Is(err, fault.Conflict) {
			t.Errorf("after the end of the approval: %v, want a conflict", err)
		}
		if c, err = w.Refresh(ctx, w.write(gao, c)); err != nil || c.Determination.Verdict != "not-met" {
			t.Errorf("the draft says %s, %v; want not-met", c.Determination.Verdict, err)
		}
	})
}

// TestConsent_byLink: a party without an account answers by the link that is bound
// to it; a wrong code is counted and the fifth kills the link; it can register
// later under the same code and finds its answer.
func TestConsent_byLink(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.Say = speaks(t)
		const code = "91350100M000100Y43"
		c, err := w.Open(ctx, Opening{Who: hr, Key: "u5", Matter: "part-time-urumqi", Place: "650100", Employer: "firm", Foreigner: "anna"})
		must(t, err)
		c, err = w.Save(ctx, w.write(hr, c), map[string]json.RawMessage{"part_time.kind": []byte(`"work"`), "employer.kind": []byte(`["key-university"]`)})
		must(t, err)
		ask := Asking{Of: "main-employer", Name: "Example University", Code: code, Email: "staff@univ.example"}
		c, link, err := w.AskConsent(ctx, w.write(hr, c), ask)
		must(t, err)
		dead := strings.TrimPrefix(link, "/consent/")
		for range mostTries {
			if _, err := w.AnswerByLink(ctx, dead, Answering{Agree: true, Name: "Li", Code: "91350100M000100Y44"}); !fault.Is(err, fault.Invalid) {
				t.Fatalf("a wrong code: %v, want invalid", err)
			}
		}
		if _, err := w.AnswerByLink(ctx, dead, Answering{Agree: true, Name: "Li", Code: code}); !fault.Is(err, fault.NotFound) {
			t.Errorf("after five wrong codes: %v, want not found", err)
		}
		c, link, err = w.AskConsent(ctx, w.write(hr, c), ask)
		must(t, err)
		live := strings.TrimPrefix(link, "/consent/")
		asked, err := w.ConsentByLink(ctx, live)
		must(t, err)
		if asked.PartyName != "Example University" || len(asked.Covers) != 1 {
			t.Errorf("the link shows %+v, want what is agreed to and no more", asked)
		}
		asked, err = w.AnswerByLink(ctx, live, Answering{Agree: false, Reason: "no time", Name: "Li", Code: code})
		must(t, err)
		if asked.State.RefusedAt == nil {
			t.Errorf("got %+v, want the refusal", asked.State)
		}
		if _, err := w.AnswerByLink(ctx, live, Answering{Agree: true, Name: "Li", Code: "91350100m000100y43"}); err != nil {
			t.Errorf("the party thinks again: %v", err)
		}
		c = w.reread(c)
		if c.Consents[0].GivenAt == nil || c.Consents[0].Name != "Li" {
			t.Fatalf("got %+v, want the consent", c.Consents[0])
		}
		if _, err := w.Register(ctx, Registration{Name: "Example University", CreditCode: code, Place: "650100", Handler: "Li", Login: "li@univ.example"}); err != nil {
			t.Fatalf("the named party registers: %v", err)
		}
		rows, err := w.DB.Accounts(ctx, string(c.Consents[0].Party))
		if err != nil || len(rows) != 1 {
			t.Errorf("the registration has %d accounts for the named party, %v; want one", len(rows), err)
		}
		second := people.Who{Account: "li", Role: people.EmployerHR, Party: c.Consents[0].Party}
		if _, err := w.Case(ctx, second, c.Number); !fault.Is(err, fault.NotFound) {
			t.Errorf("who consents reads the case: %v", err)
		}
		if list := must2(w.ConsentsAsked(ctx, second))(t); len(list) != 0 {
			t.Errorf("who registered a named party reads %d consents before anybody checked it, want none", len(list))
		}
		if _, err := w.ConsentOf(ctx, second, c.Number, c.Consents[0].Of); !fault.Is(err, fault.NotFound) {
			t.Errorf("it reads the consent before anybody checked it: %v", err)
		}
		if _, err := w.AnswerConsent(ctx, w.write(second, c), c.Consents[0].Of, Answering{Agree: false, Reason: "no", Name: "Li"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("it answers before anybody checked it: %v", err)
		}
		must(t, w.Verify(ctx, clerk, second.Party, people.Verified, ""))
		if list := must2(w.ConsentsAsked(ctx, second))(t); len(list) != 1 {
			t.Errorf("it sees %d consents, want one", len(list))
		}
	})
}

// TestCascade_byChange: a revocation ends everything that rests on the permit; a
// change of employer ends the part-time work beside the former employment and
// leaves the person's domestic worker; an extension carries the part-time work on.
func TestCascade_byChange(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		row := w.qingdao("2029-12-31")
		change := func(do func(permit.Permit, permit.By) (permit.Permit, error)) {
			t.Helper()
			must(t, w.DB.Do(ctx, w.now, func(tx *store.Tx) error {
				held, p, err := readPermit(ctx, &tx.Reader, row)
				if err != nil {
					return err
				}
				if p, err = do(p, permit.By{Who: "qd-officer", At: w.now}); err != nil {
					return err
				}
				s := &step{Window: w.Window, tx: tx, law: w.Law(), by: casefile.By{Who: qdOfficer, At: w.now}}
				return s.changePermit(ctx, held, p)
			}))
		}
		term := func(until string) permit.Term {
			last := civil.MustParseDate(until)
			return permit.Term{From: civil.MustParseDate("2026-05-01"), Until: last, Caps: []permit.Cap{{Binding: permit.PolicyCap, Until: last}}}
		}
		helper, first := w.engaged(row), w.filedIn(w.partTime(row, "370200"))
		change(func(p permit.Permit, by permit.By) (permit.Permit, error) {
			return p.Extend(term("2031-04-30"), false, by)
		})
		records := must2(w.Records(ctx, hr, casefile.Engagement, "anna"))(t)
		if len(records) != 1 || records[0].Until.String() != "2031-04-30" || !records[0].Active {
			t.Errorf("after the extension: %+v, want the filing until 2031-04-30", records)
		}
		change(func(p permit.Permit, by permit.By) (permit.Permit, error) {
			return p.ChangeEmployer("other-firm", "researcher", "head", term("2031-04-30"), by)
		})
		if first = w.reread(first); first.Ended == nil || first.Ended.Cause != endedMoved {
			t.Errorf("after the change of employer the filing says %+v", first.Ended)
		}
		if helper = w.reread(helper); helper.Ended != nil {
			t.Errorf("the domestic worker left with the employer: %+v", helper.Ended)
		}
		change(func(p permit.Permit, by permit.By) (permit.Permit, error) { return p.Revoke(by) })
		if helper = w.reread(helper); helper.Ended == nil || helper.Ended.Cause != endedRevoked {
			t.Errorf("after the revocation the worker's case says %+v", helper.Ended)
		}
	})
}

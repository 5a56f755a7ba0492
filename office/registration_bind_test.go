package office

import (
	"slices"
	"strings"
	"testing"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/packs"
	"yichuang/people"
	"yichuang/store"
)

// imported is an employer that an import brought, with a permit.
func (w *world) imported() {
	w.t.Helper()
	must(w.t, w.DB.Do(w.t.Context(), w.now, func(tx *store.Tx) error {
		if err := tx.AddParty(w.t.Context(), &store.Party{ID: "brought", Kind: kindEmployer, Name: "Brought Example", Code: "91350100M000100Y43", Place: "650100", Status: string(people.Unverified), Body: []byte("{}")}); err != nil {
			return err
		}
		if err := tx.AddParty(w.t.Context(), &store.Party{ID: "bo", Kind: "person", Name: "EXAMPLE Bo", Body: []byte("{}")}); err != nil {
			return err
		}
		return tx.AddPermit(w.t.Context(), &store.PermitRow{ID: "p1", Code: "c1", Kind: "work", Number: "W-1", Holder: "bo", Employer: "brought", Place: "650100",
			Class: "A", Status: "active", ValidFrom: civil.DateOf(w.now) - 30, ValidUntil: civil.DateOf(w.now) + 300, State: []byte("{}")})
	}))
}

// registers registers an employer under the imported code and signs its handler in.
func (w *world) registersAs(name, login string) people.Who {
	w.t.Helper()
	r := goodRegistration()
	r.Name, r.Login = name, login
	code, err := w.Register(w.t.Context(), r)
	must(w.t, err)
	s, err := w.Take(w.t.Context(), code, goodPassword)
	must(w.t, err)
	return w.handlerOf(s.Account)
}

func (w *world) handlerOf(account people.PartyID) people.Who {
	w.t.Helper()
	who, err := w.Who(w.t.Context(), account, "employer-hr")
	must(w.t, err)
	return who
}

// TestRegister_imported: an employer that came with its permits registers like any
// other; the window alone binds it, and then it has its permits, and what it
// prepared meanwhile is its own.
func TestRegister_imported(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.imported()
		zhao := w.registersAs("Standard Example", "zhao@example.org")
		if permits, total, err := w.Permits(ctx, zhao, PermitFilter{}); err != nil || total != 0 || len(permits) != 0 {
			t.Errorf("before the check: %+v, %v", permits, err)
		}
		c, err := w.Open(ctx, Opening{Who: zhao, Key: "draft", Matter: "work-permit-first", Place: "650100", Employer: zhao.Party, Foreigner: "anna"})
		must(t, err)
		o, err := w.Registration(ctx, clerk, zhao.Party)
		if err != nil || o.Claims != "brought" || o.Code != "91350100M000100Y43" {
			t.Fatalf("the window reads %+v, %v", o.Registered, err)
		}
		must(t, w.Verify(ctx, clerk, zhao.Party, people.Verified, ""))
		zhao = w.handlerOf(zhao.Account)
		if permits, total, err := w.Permits(ctx, zhao, PermitFilter{}); err != nil || total != 1 || permits[0].Number != "W-1" || zhao.Party != "brought" {
			t.Errorf("bound to %s: %+v, %v", zhao.Party, permits, err)
		}
		if got, err := w.Case(ctx, zhao, c.Number); err != nil || got.Employer != "brought" {
			t.Errorf("the draft: %s, %v", got.Employer, err)
		}
		if rows, total, err := w.Cases(ctx, zhao, CaseFilter{}); err != nil || total != 1 {
			t.Errorf("its cases: %+v, %v", rows, err)
		}
		if mine, err := w.Organisation(ctx, zhao); err != nil || mine.Status != people.Verified || mine.Name != "Standard Example" || mine.Code != "91350100M000100Y43" {
			t.Errorf("its page: %+v, %v", mine.Registered, err)
		}
		list, err := w.Registrations(ctx, clerk, people.Unverified)
		if err != nil || len(list) != 0 {
			t.Errorf("still to be checked: %+v, %v", list, err)
		}
		again := goodRegistration()
		again.Login = "second@example.org"
		if _, err := w.Register(ctx, again); !fault.Is(err, fault.Conflict) {
			t.Errorf("registered once more: %v", err)
		}
		claim := o.ID
		wrong, err := VerifyRegisters(ctx, w.DB)
		must(t, err)
		for _, id := range []people.PartyID{"brought", claim, zhao.Account} {
			if slices.ContainsFunc(wrong, func(s string) bool { return strings.Contains(s, "/"+string(id)) }) {
				t.Errorf("changed behind the record: %q", wrong)
			}
		}
	})
}

// TestRegister_stranger: who registers under a foreign code learns nothing and
// gets nothing: not by registering, not by changing the data, not when sent back,
// and not once somebody else was bound.
func TestRegister_stranger(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.imported()
		eve := w.registersAs("Eve Example", "eve@example.org")
		zhao := w.registersAs("Standard Example", "zhao@example.org")
		nothing := func(when string) {
			t.Helper()
			eve = w.handlerOf(eve.Account)
			_, permits, err := w.Permits(ctx, eve, PermitFilter{})
			must(t, err)
			o, err := w.Organisation(ctx, eve)
			must(t, err)
			told, err := w.Messages(ctx, eve, "en", 10, 0)
			must(t, err)
			if permits != 0 || o.Claims != "" || o.Name == "Brought Example" || eve.Party == "brought" || slices.ContainsFunc(told, func(m Told) bool { return strings.Contains(m.Text, "Brought") }) {
				t.Errorf("%s: %d permits, %+v, party %s", when, permits, o.Registered, eve.Party)
			}
			if _, err := w.Party(ctx, eve, "brought"); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s she reads the employer: %v", when, err)
			}
		}
		nothing("registered")
		o, err := w.Organisation(ctx, eve)
		must(t, err)
		must(t, w.ChangeOrganisation(ctx, eve, OrganisationChange{Name: "Brought Example ", Place: "370200", Seen: o.Version}))
		far := clerk
		far.Places = []people.PlaceCode{"370200"}
		if err := w.Verify(ctx, far, eve.Party, people.Verified, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("a window of another place binds the employer: %v", err)
		}
		o, err = w.Organisation(ctx, eve)
		must(t, err)
		must(t, w.ChangeOrganisation(ctx, eve, OrganisationChange{Name: "Eve Example", Place: "650100", Seen: o.Version}))
		must(t, w.Verify(ctx, clerk, eve.Party, people.Rejected, "You do not act for this employer."))
		nothing("sent back")
		must(t, w.Verify(ctx, clerk, zhao.Party, people.Verified, ""))
		if err := w.Verify(ctx, clerk, eve.Party, people.Verified, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second one is bound: %v", err)
		}
		nothing("after the employer was bound")
		if err := w.Verify(ctx, clerk, zhao.Party, people.Verified, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("a bound claim is checked again: %v", err)
		}
	})
}

// TestRegistration_by: the days of the check run from when the registration, or
// what was changed of it, was handed in; an edit of what nobody checks does not
// begin them anew.
func TestRegistration_by(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		documents, err := packs.Files(packs.FS, "parameters/defined", "*.yaml")
		must(t, err)
		w.Settings, err = ReadParameterDefs(documents)
		must(t, err)
		zhao := w.registersAs("Standard Example", "zhao@example.org")
		by := func(when string, since civil.Date) int64 {
			t.Helper()
			o, err := w.Organisation(ctx, zhao)
			must(t, err)
			cal, err := w.Law().calendar("650100")
			must(t, err)
			if want := cal.Due(since, 5); o.By == nil || *o.By != want {
				t.Errorf("%s: by %v, want %s", when, o.By, want)
			}
			return o.Version
		}
		handed := civil.DateOf(w.now)
		seen := by("registered", handed)
		w.now = w.now.AddDate(0, 0, 2)
		change := OrganisationChange{Name: "Standard Example", NameEN: "Example", Place: "650100", Seen: seen}
		must(t, w.ChangeOrganisation(ctx, zhao, change))
		change.Seen = by("an English name added", handed)
		change.Representative = "Zhou"
		must(t, w.ChangeOrganisation(ctx, zhao, change))
		by("the missing representative handed in", handed+2)
		w.now = w.now.AddDate(0, 0, 1)
		must(t, w.Verify(ctx, clerk, zhao.Party, people.Rejected, "no licence"))
		o, err := w.Organisation(ctx, zhao)
		must(t, err)
		change.Seen = o.Version
		must(t, w.ChangeOrganisation(ctx, zhao, change))
		by("handed in again", handed+3)
	})
}

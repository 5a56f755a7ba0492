package office

import (
	"errors"
	"testing"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/packs"
	"yichuang/people"
)

// TestUnchecked: what an employer prepared is sent only once its registration was
// found right; it is told who checks and by when, nothing is lost, and a later
// change that is still looked at keeps nothing back.
func TestUnchecked(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		documents, err := packs.Files(packs.FS, "parameters/defined", "*.yaml")
		must(t, err)
		w.Settings, err = ReadParameterDefs(documents)
		must(t, err)
		c := w.opened("work-permit-first")
		mustNot := func(status people.Verification) {
			t.Helper()
			_, err := w.Submit(ctx, w.write(hr, c), "declaration-1", "")
			var f *fault.Error
			if !errors.As(err, &f) || f.Code != fault.Conflict || f.Key != "fault.case.registration-"+string(status) {
				t.Errorf("sent while %s: %v", status, err)
			}
			if found, err := w.Unchecked(ctx, hr, c); err != nil || found == nil || found.Status != status {
				t.Errorf("got %+v, %v; want it kept back as %s", found, err, status)
			}
		}
		must(t, w.Verify(ctx, clerk, hr.Party, people.Rejected, "The licence cannot be read."))
		mustNot(people.Rejected)
		o, err := w.Organisation(ctx, hr)
		must(t, err)
		change := OrganisationChange{Name: o.Name, Place: "650100", Representative: "Zhou", Seen: o.Version}
		must(t, w.ChangeOrganisation(ctx, hr, change))
		mustNot(people.Unverified)
		found, err := w.Unchecked(ctx, hr, c)
		must(t, err)
		cal, err := w.Law().calendar("650100")
		must(t, err)
		if want := cal.Due(civil.DateOf(w.now), 5); found.By == nil || *found.By != want || len(found.Checkers) != 1 {
			t.Errorf("checked by %v of %+v, want %s by one office", found.By, found.Checkers, want)
		}
		if _, err := w.Unchecked(ctx, otherHR, c); !fault.Is(err, fault.NotFound) {
			t.Errorf("another employer asks: %v", err)
		}
		must(t, w.Verify(ctx, clerk, hr.Party, people.Verified, ""))
		o, err = w.Organisation(ctx, hr)
		must(t, err)
		change.Representative, change.Seen = "Qian", o.Version
		must(t, w.ChangeOrganisation(ctx, hr, change))
		if o, err = w.Organisation(ctx, hr); err != nil || o.Status != people.Unverified || !o.Was || !o.Holds() {
			t.Errorf("got %+v, %v; a change of what was found right keeps nothing back", o.RegistrationState, err)
		}
		if _, err := w.Submit(ctx, w.write(hr, c), "declaration-1", ""); err != nil {
			t.Errorf("sending: %v", err)
		}
	})
}

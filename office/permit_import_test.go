package office

import (
	"testing"

	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// TestImportPermits: an imported permit is one that its employer's handlers and
// cases find, on both databases; a wrong line undoes the whole.
func TestImportPermits(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		line := ExistingPermit{Line: 2, Number: "OLD-1", Holder: "EXAMPLE Ivan", Passport: "DEMO9", BirthDate: "1980-02-01", Nationality: "RUS",
			EmployerCode: "DEMO-1", Place: "650100", Class: "B", From: "2025-05-01", Until: "2026-06-30"}
		wrong := line
		wrong.Line, wrong.Number, wrong.Class = 3, "OLD-2", "D"
		done, err := w.ImportPermits(ctx, operator, "former system", false, []ExistingPermit{line, wrong})
		if err != nil || done.Added != 0 || len(done.Faults) != 1 || done.Faults[0].Line != 3 {
			t.Fatalf("got %+v, %v; want the one wrong line and nothing imported", done, err)
		}
		if _, n, err := w.Permits(ctx, hr, store.PermitFilter{}); err != nil || n != 0 {
			t.Errorf("%d permits there, %v", n, err)
		}
		if done, err = w.ImportPermits(ctx, operator, "former system", true, []ExistingPermit{line, wrong}); err != nil || done.Added != 1 || len(done.Faults) != 1 {
			t.Fatalf("got %+v, %v", done, err)
		}
		if done, err = w.ImportPermits(ctx, operator, "former system", false, []ExistingPermit{line}); err != nil || done.Unchanged != 1 {
			t.Errorf("again: got %+v, %v", done, err)
		}
		rows, n, err := w.Permits(ctx, hr, store.PermitFilter{})
		if err != nil || n != 1 || rows[0].Number != "OLD-1" || rows[0].ValidUntil.String() != "2026-06-30" {
			t.Errorf("got %+v, %v", rows, err)
		}
		c, err := w.Open(ctx, Opening{Who: hr, Key: "extend", Matter: "work-permit-extension", Place: "650100", Employer: hr.Party,
			Foreigner: people.PartyID(rows[0].Holder), PermitRow: rows[0].ID})
		if err != nil || c.Permit != "OLD-1" {
			t.Errorf("an extension of it: got %s, %v", c.Permit, err)
		}
		if _, n, err := w.Permits(ctx, otherHR, store.PermitFilter{}); err != nil || n != 0 {
			t.Errorf("another employer sees %d permits, %v", n, err)
		}
		if _, err := w.ImportPermits(ctx, admin, "x", false, nil); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an administrator imports: %v", err)
		}
	})
}

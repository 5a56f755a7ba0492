package office

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// TestRecord: every act beside cases stands in the record with who did it, and
// an act that fails leaves nothing there.
func TestRecord(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		desk := people.Office{ID: "qd-experts", Kind: people.ForeignExperts, Name: people.Words{ZH: "zh", EN: "en"},
			Places: []people.PlaceCode{"370200"}, Letters: "QD"}
		must(t, w.KeepOffice(ctx, admin, desk))
		must(t, w.KeepOffice(ctx, admin, desk)) // changes nothing
		desk.Phone = "0532"
		must(t, w.KeepOffice(ctx, admin, desk))
		a, _, _ := w.member(wang)
		must(t, w.Disable(ctx, admin, a, true))
		must(t, w.Disable(ctx, admin, a, true)) // changes nothing
		must(t, w.Disable(ctx, admin, a, false))
		must(t, w.ResetFactor(ctx, admin, a))
		if err := w.KeepOffice(ctx, officer, desk); !fault.Is(err, fault.Forbidden) {
			t.Fatalf("an officer changes offices: %v", err)
		}
		for chain, want := range map[string][]string{
			"office/qd-experts": {"office.added", "office.changed"},
			accountChain(a): {"account.added", "account.invited", "account.password-set", "account.factor-set",
				"account.disabled", "account.enabled", "account.factor-reset"},
		} {
			entries, err := recorded(ctx, &w.DB.Reader, chain)
			must(t, err)
			var kinds []string
			for _, e := range entries {
				kinds = append(kinds, e.Kind)
				if e.Actor != "admin" && e.Actor != a {
					t.Errorf("%s %s: done by %s", chain, e.Kind, e.Actor)
				}
			}
			if !slices.Equal(kinds, want) {
				t.Errorf("%s: got %v, want %v", chain, kinds, want)
			}
		}
		undone := w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
			must(t, record(ctx, tx, admin, "office/x", "office.added", nil))
			return errors.New("undo")
		})
		if entries, err := recorded(ctx, &w.DB.Reader, "office/x"); err != nil || len(entries) != 0 || undone == nil {
			t.Errorf("got %v, %v after a rollback", entries, err)
		}
		if r, err := w.DB.VerifyAudit(ctx, ""); err != nil || r.Broken != nil {
			t.Errorf("got %+v, %v", r, err)
		}
	})
}

// TestRecord_onBehalf: a mandate is recorded as the employer's act.
func TestRecord_onBehalf(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		agency := goodRegistration()
		agency.Agency = true
		_, err := w.Register(ctx, agency)
		must(t, err)
		m, err := w.Grant(ctx, hr, Granting{AgentCode: agency.CreditCode, Acts: people.MandateActs, From: civil.DateOf(w.now)})
		must(t, err)
		must(t, w.Revoke(ctx, hr, m.ID))
		entries, err := recorded(ctx, &w.DB.Reader, mandateChain(m.ID))
		must(t, err)
		if len(entries) != 2 || entries[1].Kind != "mandate.revoked" || entries[0].For != hr.Party || entries[0].Actor != hr.Account {
			t.Errorf("got %+v", entries)
		}
	})
}

// TestVerifyRegisters finds an office, a number and a calendar year that somebody
// changed without a trace.
func TestVerifyRegisters(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.Settings = []ParameterDef{{ID: "average-wage", Placed: true, Min: 1000}}
		must(t, w.KeepOffice(ctx, admin, experts))
		_, err := w.SetParameters(ctx, operator, Setting{ID: "average-wage", Place: "650100", Value: 98000, ValidFrom: civil.DateOf(w.now), Source: "communiqué"})
		must(t, err)
		_, err = w.ImportCalendar(ctx, operator, almanac(t, eid2026), "")
		must(t, err)
		if wrong, err := VerifyRegisters(ctx, w.DB); err != nil || len(wrong) != 0 {
			t.Fatalf("got %v, %v; want nothing", wrong, err)
		}
		must(t, w.DB.Do(ctx, w.now, func(tx *store.Tx) error { // past the acts
			row, err := tx.Office(ctx, string(experts.ID))
			must(t, err)
			row.Body = []byte(strings.Replace(string(row.Body), experts.Phone, "0991-111", 1))
			must(t, tx.ChangeOffice(ctx, &row))
			must(t, tx.AddParameter(ctx, &store.Parameter{ID: store.NewID(), Name: "average-wage", Place: "650100", ValidFrom: civil.DateOf(w.now), Value: []byte("1")}))
			years, err := tx.CalendarYears(ctx)
			must(t, err)
			years[0].ID, years[0].Body = store.NewID(), []byte(strings.Replace(string(years[0].Body), "2026-05-29", "2026-05-28", 1))
			return tx.AddCalendarYear(ctx, &years[0])
		}))
		wrong, err := VerifyRegisters(ctx, w.DB)
		must(t, err)
		if len(wrong) != 3 || !strings.Contains(wrong[0], "office urumqi-experts") || !strings.Contains(wrong[1], "average-wage of 650100") || !strings.Contains(wrong[2], "xinjiang of 2026") {
			t.Errorf("got %q; want the three that were changed", wrong)
		}
	})
}

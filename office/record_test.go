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

// TestVerifyRegisters finds what somebody changed, put in or took out without a
// trace, in every register, and names it.
func TestVerifyRegisters(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.Settings = []ParameterDef{{ID: "average-wage", Placed: true, Min: 1000}}
		must(t, w.KeepOffice(ctx, admin, experts))
		_, err := w.SetParameters(ctx, operator, Setting{ID: "average-wage", Place: "650100", Value: 98000, ValidFrom: civil.DateOf(w.now), Source: "communiqué"})
		must(t, err)
		_, err = w.ImportCalendar(ctx, operator, almanac(t, eid2026), "")
		must(t, err)
		newcomer, _, err := w.Welcome(ctx, admin, Newcomer{Name: "Clerk", Login: "clerk@ur.example", Roles: []people.Role{people.Clerk}, Office: experts.ID})
		must(t, err)
		firm, agency := goodRegistration(), goodRegistration()
		_, err = w.Register(ctx, firm)
		must(t, err)
		agency.Agency, agency.CreditCode, agency.Login = true, "91350100M000200Y4T", "agent@ur.example"
		_, err = w.Register(ctx, agency)
		must(t, err)
		party, err := w.DB.PartyByCode(ctx, strings.ToUpper(strings.TrimSpace(firm.CreditCode)))
		must(t, err)
		handlers, err := w.DB.Accounts(ctx, party.ID)
		must(t, err)
		mandate, err := w.Grant(ctx, people.Who{Account: people.PartyID(handlers[0].ID), Role: people.EmployerHR, Party: people.PartyID(party.ID)},
			Granting{AgentCode: agency.CreditCode, Acts: people.MandateActs, From: civil.DateOf(w.now)})
		must(t, err)
		if wrong, err := VerifyRegisters(ctx, w.DB); err != nil || len(wrong) != 0 {
			t.Fatalf("got %q, %v; want nothing", wrong, err)
		}
		for _, tamper := range []struct {
			want string
			do   func(tx *store.Tx) error // past the acts
		}{
			{"office " + string(experts.ID) + " is not what", func(tx *store.Tx) error {
				row, err := tx.Office(ctx, string(experts.ID))
				must(t, err)
				row.Body = []byte(strings.Replace(string(row.Body), experts.Phone, "0991-111", 1))
				return tx.ChangeOffice(ctx, &row)
			}},
			{"average-wage of 650100 is not what", func(tx *store.Tx) error {
				return tx.AddParameter(ctx, &store.Parameter{ID: store.NewID(), Name: "average-wage", Place: "650100", ValidFrom: civil.DateOf(w.now), Value: []byte("1")})
			}},
			{"xinjiang of 2026 is not what", func(tx *store.Tx) error {
				years, err := tx.CalendarYears(ctx)
				must(t, err)
				years[0].ID, years[0].Body = store.NewID(), []byte(strings.Replace(string(years[0].Body), "2026-05-29", "2026-05-28", 1))
				return tx.AddCalendarYear(ctx, &years[0])
			}},
			{"account " + string(newcomer.ID) + " is not what", func(tx *store.Tx) error { // another's post
				return addPost(ctx, tx, people.Officer{Account: newcomer.ID, Office: experts.ID, Role: people.Approver}, nil)
			}},
			{"account " + handlers[0].ID + " is not what", func(tx *store.Tx) error { // a sealed field
				row, err := tx.Account(ctx, handlers[0].ID)
				must(t, err)
				row.Login = "thief@ur.example"
				return tx.ChangeAccount(ctx, &row)
			}},
			{"account intruder stands in no record", func(tx *store.Tx) error {
				return tx.AddAccount(ctx, &store.Account{ID: "intruder", Name: "-", Login: "intruder", Status: "active", Body: []byte("{}")})
			}},
			{"party " + party.ID + " is not what", func(tx *store.Tx) error {
				row, err := tx.Party(ctx, party.ID)
				must(t, err)
				row.Status = string(people.Verified)
				return tx.ChangeParty(ctx, &row)
			}},
			{"mandate " + string(mandate.ID) + " is not what", func(tx *store.Tx) error {
				row, err := tx.Mandate(ctx, string(mandate.ID))
				must(t, err)
				day := civil.DateOf(w.now) + 4000
				row.ValidUntil = &day
				return tx.ChangeMandate(ctx, &row)
			}},
		} {
			before, err := VerifyRegisters(ctx, w.DB)
			must(t, err)
			must(t, w.DB.Do(ctx, w.now, tamper.do))
			after, err := VerifyRegisters(ctx, w.DB)
			must(t, err)
			if len(after) != len(before)+1 || !slices.ContainsFunc(after, func(s string) bool { return strings.Contains(s, tamper.want) }) {
				t.Errorf("got %q, want one more with %q", after, tamper.want)
			}
		}
	})
}

// TestVerifyRegisters_permits: what cases do to permits is in the record, and a
// permit that runs longer by hand is found.
func TestVerifyRegisters_permits(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		wrong := func() (permits []string) {
			all, err := VerifyRegisters(ctx, w.DB)
			must(t, err)
			return slices.DeleteFunc(all, func(s string) bool { return !strings.HasPrefix(s, "permit ") }) // the world's people came without acts
		}
		l := living{w, hr}
		w.decided(w.settle(l.run("work-permit-first", "{}", nil)), "2026-07-15")
		w.decided(w.settle(l.run("work-permit-change", `{"job.post":"head of research"}`, nil)), "")
		if got := wrong(); len(got) != 0 {
			t.Errorf("got %q, want nothing", got)
		}
		rows, _, err := w.Permits(ctx, officer, store.PermitFilter{Holder: "anna"})
		must(t, err)
		rows[0].ValidUntil += 365
		must(t, w.DB.Do(ctx, w.now, func(tx *store.Tx) error { return tx.ChangePermit(ctx, &rows[0]) }))
		if got := wrong(); len(got) != 1 || !strings.Contains(got[0], rows[0].ID) {
			t.Errorf("got %q, want the permit %s", got, rows[0].ID)
		}
	})
}

package store

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

func TestAppointments(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		do(t, db, func(tx *Tx) error {
			if err := tx.AddOffice(ctx, &Office{ID: "qd"}); err != nil {
				return err
			}
			if err := tx.SaveCase(ctx, goodCase(1), filed()); err != nil {
				return err
			}
			return tx.AddSlot(ctx, &Slot{ID: "s1", Office: "qd", Purpose: "originals", StartsAt: now, EndsAt: now.Add(time.Hour), Capacity: 3})
		})
		var wg sync.WaitGroup
		var mutex sync.Mutex
		var booked []*Appointment
		for i := range 10 {
			wg.Go(func() {
				a := &Appointment{ID: fmt.Sprintf("a%d", i), Slot: "s1", CaseID: "c00001", Party: "kim"}
				err := db.Do(ctx, now, func(tx *Tx) error { return tx.Book(ctx, a) })
				mutex.Lock()
				defer mutex.Unlock()
				if err == nil {
					booked = append(booked, a)
				} else {
					wantCode(t, err, fault.Conflict)
				}
			})
		}
		wg.Wait()
		if len(booked) != 3 {
			t.Fatalf("%d were booked, want 3", len(booked))
		}
		do(t, db, func(tx *Tx) error { return tx.Release(ctx, booked[0]) })
		do(t, db, func(tx *Tx) error { return tx.Book(ctx, &Appointment{ID: "late", Slot: "s1", CaseID: "c00001"}) })
		if got, err := db.AppointmentsBetween(ctx, "qd", now, now.Add(time.Minute)); err != nil || len(got) != 3 {
			t.Errorf("got %d, %v; want 3 booked", len(got), err)
		}
		if got, err := db.Slots(ctx, "qd", "originals", now, now.Add(time.Minute)); err != nil || len(got) != 1 || got[0].Booked != 3 {
			t.Errorf("got %+v, %v", got, err)
		}
		wantCode(t, db.Do(ctx, now, func(tx *Tx) error { return tx.Book(ctx, &Appointment{ID: "x", Slot: "none"}) }), fault.NotFound)
	})
}

func TestPermits(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		end := func(n int) civil.Date { return date("2026-12-31").AddDays(civil.Days(n)) }
		do(t, db, func(tx *Tx) error {
			for _, id := range []string{"kim", "e1", "e2"} {
				if err := tx.AddParty(ctx, &Party{ID: id}); err != nil {
					return err
				}
			}
			for i, employer := range []string{"e1", "e1", "e2"} {
				p := &PermitRow{ID: fmt.Sprintf("p%d", i), Kind: "work", Number: "DEMO1", Holder: "kim", Employer: employer,
					Place: "370200", Status: "active", ValidFrom: date("2025-01-01"), ValidUntil: end(-i)}
				if err := tx.AddPermit(ctx, p); err != nil {
					return err
				}
			}
			return nil
		})
		until := end(-1)
		for name, c := range map[string]struct {
			filter PermitFilter
			want   int
		}{
			"holder":         {PermitFilter{Scope: people.Scope{Foreigner: "kim"}}, 3},
			"employer":       {PermitFilter{Scope: people.Scope{Principals: []people.PartyID{"e1"}}}, 2},
			"other employer": {PermitFilter{Scope: people.Scope{Principals: []people.PartyID{"e3"}}}, 0},
			"province":       {PermitFilter{Scope: people.Scope{Places: []people.PlaceCode{"370000"}, Office: "x"}}, 3},
			"other place":    {PermitFilter{Scope: people.Scope{Places: []people.PlaceCode{"650100"}, Office: "x"}}, 0},
			"nobody":         {PermitFilter{}, 0},
			"ends until":     {PermitFilter{Scope: people.Scope{Foreigner: "kim"}, EndsUntil: &until}, 2},
			"number":         {PermitFilter{Scope: people.Scope{Foreigner: "kim"}, Number: "DEMO1", Employer: "e2"}, 1},
		} {
			got, err := db.Permits(ctx, c.filter)
			n, errCount := db.CountPermits(ctx, c.filter)
			if err != nil || errCount != nil || len(got) != c.want || int(n) != c.want {
				t.Errorf("%s: got %d, counted %d (%v, %v), want %d", name, len(got), n, err, errCount, c.want)
			}
		}
	})
}

func TestSupervisionRegisters(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		day, before := date("2026-04-27"), date("2026-04-26")
		do(t, db, func(tx *Tx) error {
			steps := []func() error{
				func() error { return tx.AddParty(ctx, &Party{ID: "e1"}) },
				func() error { return tx.SaveCase(ctx, goodCase(1), filed()) },
				func() error {
					return tx.AddIntegrityEntry(ctx, &IntegrityEntry{ID: "i1", Party: "e1", Kind: "false-commitment"})
				},
				func() error {
					return tx.AddSanction(ctx, &Sanction{ID: "s1", Party: "e1", Finding: "i1", ValidFrom: day, Place: "370200", Places: PlaceList([]people.PlaceCode{"370200", "650000"})})
				},
				func() error {
					return tx.AddSanction(ctx, &Sanction{ID: "s2", Party: "e1", ValidFrom: before, ValidUntil: &before})
				},
				func() error {
					return tx.AddFiling(ctx, &Filing{ID: "f1", Kind: "employer-prefiling", CaseID: "c00001", Party: "e1", ValidFrom: day})
				},
				func() error {
					return tx.AddRating(ctx, &Rating{ID: "r1", CaseID: "c00001", Account: "a", Office: "qd", Level: 2})
				},
				func() error {
					return tx.AddDetermination(ctx, &Determination{ID: "d1", CaseID: "c00001", On: day, Outcome: json.RawMessage(`{"class":"B"}`)})
				},
			}
			for _, step := range steps {
				if err := step(); err != nil {
					return err
				}
			}
			return nil
		})
		for place, want := range map[people.PlaceCode]int{people.Nation: 2, "370000": 1, "370200": 1, "650000": 1, "370300": 0, "650100": 0, "110000": 0} {
			in := FileFilter{Places: []people.PlaceCode{place}}
			got, err := db.SanctionFile(ctx, in)
			n, errCount := db.CountSanctionFile(ctx, in)
			if err != nil || errCount != nil || len(got) != want || int(n) != want {
				t.Errorf("at %s: got %d, counted %d (%v, %v), want %d", place, len(got), n, err, errCount, want)
			}
		}
		active := SanctionFilter{Parties: []string{"e1", "e9"}, On: &day}
		got, err := db.Sanctions(ctx, active)
		if err != nil || len(got) != 1 || got[0].ID != "s1" {
			t.Fatalf("got %+v, %v; want s1", got, err)
		}
		got[0].LiftedAt = now
		do(t, db, func(tx *Tx) error { return tx.ChangeSanction(ctx, &got[0]) })
		if got, err := db.Sanctions(ctx, active); err != nil || len(got) != 0 {
			t.Errorf("got %+v, %v; want none after it was lifted", got, err)
		}
		if got, err := db.Filings(ctx, FilingFilter{Party: "e1", On: &before}); err != nil || len(got) != 0 {
			t.Errorf("got %+v, %v; want none before its first day", got, err)
		}
		if got, err := db.Filings(ctx, FilingFilter{Party: "e1", On: &day}); err != nil || len(got) != 1 {
			t.Errorf("got %+v, %v; want one", got, err)
		}
		if got, err := db.IntegrityEntries(ctx, FileFilter{Party: "e1"}); err != nil || len(got) != 1 {
			t.Errorf("got %+v, %v; want one", got, err)
		}
		if got, err := db.LowRatings(ctx, LowRatings{Places: []people.PlaceCode{"370000"}, Level: 2}); err != nil || len(got) != 1 {
			t.Errorf("got %+v, %v; want one", got, err)
		}
		wantCode(t, db.Do(ctx, now, func(tx *Tx) error {
			return tx.AddRating(ctx, &Rating{ID: "r2", CaseID: "c00001", Account: "a", Level: 5})
		}), fault.Conflict)
		if got, err := db.Determinations(ctx, "c00001"); err != nil || len(got) != 1 || string(got[0].Outcome) != `{"class":"B"}` || got[0].On != day {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

func TestRulesAndSelfChecks(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		do(t, db, func(tx *Tx) error {
			steps := []func() error{
				func() error {
					return tx.AddParameter(ctx, &Parameter{ID: "1", Name: "average-wage", Place: "650100", ValidFrom: date("2024-06-01"), Value: json.RawMessage("100000")})
				},
				func() error { return tx.AddCalendarYear(ctx, &CalendarYear{ID: "1", Year: 2027}) },
				func() error { return tx.AddList(ctx, &List{ID: "1", Name: "urgent-industries"}) },
				func() error {
					return tx.AddPolicy(ctx, &Policy{ID: "1", Pack: "demo", Digest: "d", ValidFrom: date("2026-01-01")})
				},
				func() error {
					return tx.KeepSelfCheck(ctx, "abc-def", json.RawMessage(`{"place":"650100"}`), now.Add(time.Hour))
				},
			}
			for _, step := range steps {
				if err := step(); err != nil {
					return err
				}
			}
			return nil
		})
		if got, err := db.Parameters(ctx); err != nil || len(got) != 1 || string(got[0].Value) != "100000" {
			t.Errorf("got %+v, %v", got, err)
		}
		if got, err := db.CalendarYears(ctx); err != nil || len(got) != 1 || got[0].Year != 2027 {
			t.Errorf("got %+v, %v", got, err)
		}
		if got, err := db.Lists(ctx); err != nil || len(got) != 1 {
			t.Errorf("got %+v, %v", got, err)
		}
		if got, err := db.Policies(ctx); err != nil || len(got) != 1 {
			t.Errorf("got %+v, %v", got, err)
		}
		if got, err := db.SelfCheck(ctx, "ABCDEF", now); err != nil || string(got) != `{"place":"650100"}` {
			t.Errorf("got %s, %v", got, err)
		}
		_, err := db.SelfCheck(ctx, "ABCDEF", now.Add(time.Hour))
		wantCode(t, err, fault.NotFound)
		if err := db.Do(ctx, now.Add(time.Hour), func(tx *Tx) error { return tx.Forget(ctx) }); err != nil {
			t.Fatal(err)
		}
		if n, _ := db.number(ctx, "SELECT COUNT(*) FROM self_checks"); n != 0 {
			t.Errorf("%d self-checks left, want 0", n)
		}
	})
}

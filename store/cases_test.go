package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"yichuang/fault"
	"yichuang/people"
)

func TestTx_SaveCase(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		row := goodCase(1)
		row.Permit, row.Alters = "p1", "p1"
		do(t, db, func(tx *Tx) error { return tx.SaveCase(ctx, row, filed(), filed()) })
		if row.Version != 2 {
			t.Fatalf("got version %d after two events, want 2", row.Version)
		}
		t.Run("read back", func(t *testing.T) {
			got, err := db.CaseByNumber(ctx, row.Number)
			if err != nil || got.Version != 2 || string(got.State) != string(row.State) || got.ForeignerKey != "kim demoho" ||
				!got.CreatedAt.Equal(now) || got.DueOn != nil || got.HeadHash != row.HeadHash {
				t.Errorf("got %+v, %v", got, err)
			}
			events, err := db.Events(ctx, CaseChain(row.ID), 0)
			if err != nil || len(events) != 2 || string(events[0].Body) != `{"n": 1}` || events[1].Version != 2 {
				t.Errorf("got %+v, %v", events, err)
			}
		})
		t.Run("stale", func(t *testing.T) {
			old := *row
			do(t, db, func(tx *Tx) error {
				return tx.SaveCase(ctx, row, Event{Kind: "accept", Actor: "li"})
			})
			err := db.Do(ctx, now, func(tx *Tx) error { return tx.SaveCase(ctx, &old, filed()) })
			wantCode(t, err, fault.Conflict)
			var conflict *fault.Error
			if !errors.As(err, &conflict) || !strings.Contains(fmt.Sprint(conflict.Args), "actor li act accept") {
				t.Errorf("got %v, want who changed what", err)
			}
			if head, _ := db.Head(ctx, CaseChain(row.ID)); head.Version != 3 {
				t.Errorf("got version %d, want 3", head.Version)
			}
		})
		t.Run("permit taken", func(t *testing.T) {
			other := goodCase(2)
			other.Alters = "p1"
			err := db.Do(ctx, now, func(tx *Tx) error { return tx.SaveCase(ctx, other, filed()) })
			wantCode(t, err, fault.Conflict)
			row.Alters = ""
			do(t, db, func(tx *Tx) error {
				if err := tx.SaveCase(ctx, row, Event{Kind: "close", Actor: "li"}); err != nil {
					return err
				}
				other.Version = 0
				return tx.SaveCase(ctx, other, filed())
			})
		})
		t.Run("not found", func(t *testing.T) {
			_, err := db.Case(ctx, "nobody")
			wantCode(t, err, fault.NotFound)
			missing := goodCase(9)
			missing.Version = 4
			wantCode(t, db.Do(ctx, now, func(tx *Tx) error { return tx.SaveCase(ctx, missing, filed()) }), fault.NotFound)
		})
		t.Run("without event", func(t *testing.T) {
			wantCode(t, db.Do(ctx, now, func(tx *Tx) error { return tx.SaveCase(ctx, row) }), fault.Invalid)
		})
	})
}

// Of many who change the same version at once exactly one succeeds.
func TestTx_SaveCase_concurrent(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		row := goodCase(1)
		do(t, db, func(tx *Tx) error { return tx.SaveCase(ctx, row, filed()) })
		var wg sync.WaitGroup
		var mutex sync.Mutex
		won := 0
		for range 20 {
			wg.Go(func() {
				mine := *row
				err := db.Do(ctx, now, func(tx *Tx) error { return tx.SaveCase(ctx, &mine, filed()) })
				mutex.Lock()
				defer mutex.Unlock()
				if err == nil {
					won++
				} else {
					wantCode(t, err, fault.Conflict)
				}
			})
		}
		wg.Wait()
		if got, _ := db.Case(ctx, row.ID); won != 1 || got.Version != 2 {
			t.Errorf("%d writers won, version %d; want 1 and 2", won, got.Version)
		}
	})
}

// Lists follow the same rule as the single read: people.Scope.Holds.
func TestReader_Cases_scope(t *testing.T) {
	places := []people.PlaceCode{"370000", "370200", "370202", "650100", "650102", "xpcc-12"}
	parties := []string{"", "p1", "p2"}
	offices := []string{"qd-experts", "qd-police", "wlmq-experts"}
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		var subjects []people.Subject
		var rows []*CaseRow
		do(t, db, func(tx *Tx) error {
			for _, p := range parties[1:] {
				if err := tx.AddParty(ctx, &Party{ID: p, Kind: "employer", Name: p}); err != nil {
					return err
				}
			}
			for i := range 144 {
				row := goodCase(i)
				row.Place = string(places[i%6])
				row.Principal, row.Foreigner = parties[i%3], parties[i/3%3]
				row.IsDraft, row.OpenedBy = i%4 == 0, "account"+parties[i/9%3]
				row.Offices, row.Consenters = offices[i/6%3:i/6%3+1], parties[i/12%3:i/12%3+1]
				if err := tx.SaveCase(ctx, row, filed()); err != nil {
					return err
				}
				rows = append(rows, row)
				subjects = append(subjects, people.Subject{Place: people.PlaceCode(row.Place), Offices: []people.OfficeID{people.OfficeID(row.Offices[0])},
					Principal: people.PartyID(row.Principal), Foreigner: people.PartyID(row.Foreigner),
					Consenters: []people.PartyID{people.PartyID(row.Consenters[0])}, Draft: row.IsDraft, OpenedBy: people.PartyID(row.OpenedBy)})
			}
			return nil
		})
		rapid.Check(t, func(rt *rapid.T) {
			party := rapid.SampledFrom([]people.PartyID{"", "p1", "p2", "p3"})
			scope := people.Scope{
				Account: rapid.SampledFrom([]people.PartyID{"account", "accountp1"}).Draw(rt, "account"), Foreigner: party.Draw(rt, "foreigner"),
				Principals: rapid.SliceOfN(rapid.SampledFrom([]people.PartyID{"p1", "p2", "p3"}), 0, 2).Draw(rt, "principals"),
				Consenter:  party.Draw(rt, "consenter"),
				Places:     rapid.SliceOfN(rapid.SampledFrom(places), 0, 2).Draw(rt, "places"),
				Office:     people.OfficeID(rapid.SampledFrom(append(offices, "")).Draw(rt, "office")), AnyOffice: rapid.Bool().Draw(rt, "any office"),
			}
			want := map[string]bool{}
			for i, s := range subjects {
				if scope.Holds(s) {
					want[rows[i].ID] = true
				}
			}
			filter := CaseFilter{Scope: scope, Limit: 1000}
			got, err := db.Cases(ctx, filter)
			if err != nil {
				rt.Fatal(err)
			}
			count, err := db.CountCases(ctx, filter)
			if err != nil || len(got) != len(want) || int(count) != len(want) {
				rt.Fatalf("scope %+v: listed %d, counted %d (%v), want %d", scope, len(got), count, err, len(want))
			}
			for _, row := range got {
				if !want[row.ID] {
					rt.Fatalf("scope %+v lists %s, which it does not hold", scope, row.ID)
				}
			}
		})
	})
}

func TestReader_Cases_filter(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		day := date("2026-05-09")
		do(t, db, func(tx *Tx) error {
			for i := range 5 {
				row := goodCase(i)
				due := day.AddDays(-2)
				switch i {
				case 1:
					row.DueOn, row.Handler = &day, "zhang"
				case 2:
					row.DueOn, row.Place, row.ForeignerKey = &due, "650100", "OBRAZTSOVA-EXAMPLE Änna 安娜"
				case 3:
					row.IsOpen, row.Status, row.Matter = false, "closed", "reissue"
				}
				row.State = json.RawMessage(fmt.Sprintf(`{"i":%d}`, i))
				if err := tx.SaveCase(ctx, row, filed()); err != nil {
					return err
				}
			}
			return nil
		})
		all := people.Scope{Places: []people.PlaceCode{"370000", "650000"}, AnyOffice: true}
		for name, c := range map[string]struct {
			filter CaseFilter
			want   string
		}{
			"by due, none last": {CaseFilter{OpenOnly: true}, "c00002 c00001 c00000 c00004"},
			"page":              {CaseFilter{OpenOnly: true, Limit: 2, Offset: 1}, "c00001 c00000"},
			"closed":            {CaseFilter{ClosedOnly: true}, "c00003"},
			"due until":         {CaseFilter{DueUntil: &day}, "c00002 c00001"},
			"place":             {CaseFilter{Places: []people.PlaceCode{"650000"}}, "c00002"},
			"handler":           {CaseFilter{Handler: "zhang"}, "c00001"},
			"no handler":        {CaseFilter{NoHandler: true, OpenOnly: true, Places: []people.PlaceCode{"370200"}}, "c00000 c00004"},
			"matter":            {CaseFilter{Matters: []string{"reissue", "x"}}, "c00003"},
			"text name":         {CaseFilter{Text: "anna obraztsova"}, "c00002"},
			"text Chinese name": {CaseFilter{Text: "安娜"}, "c00002"},
			"text number":       {CaseFilter{Text: "qd26-000004-r"}, "c00004"},
			"text none":         {CaseFilter{Text: "anna kim"}, ""},
			"text with percent": {CaseFilter{Text: "%"}, ""},
		} {
			c.filter.Scope = all
			rows, err := db.Cases(ctx, c.filter)
			var got []string
			for _, row := range rows {
				got = append(got, row.ID)
			}
			if s := strings.Join(got, " "); err != nil || s != c.want {
				t.Errorf("%s: got %q (%v), want %q", name, s, err, c.want)
			}
		}
	})
}

package store

import (
	"encoding/json"
	"errors"
	"sync"
	"testing"

	"yichuang/fault"
)

// TestAllocations_oneHolder: of many cases that take one flat at once exactly
// one gets it; handed back, it can be given again, and its history stays.
func TestAllocations_oneHolder(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		const rivals = 8
		do(t, db, func(tx *Tx) error {
			for i := range rivals {
				if err := tx.SaveCase(ctx, goodCase(i+1), filed()); err != nil {
					return err
				}
			}
			return nil
		})
		allocate := func(i int) error {
			return db.Do(ctx, now, func(tx *Tx) error {
				return tx.Allocate(ctx, &Allocation{ID: NewID(), List: "housing-stock", Place: "650100", Item: "7", CaseID: goodCase(i + 1).ID, From: date("2026-04-27")})
			})
		}
		errs := make([]error, rivals)
		var all sync.WaitGroup
		for i := range rivals {
			all.Go(func() { errs[i] = allocate(i) })
		}
		all.Wait()
		won := 0
		for i, err := range errs {
			var f *fault.Error
			if err == nil {
				won++
			} else if !errors.As(err, &f) || f.Key != "fault.list.taken" {
				t.Errorf("case %d: got %v, want the conflict of a flat that is taken", i+1, err)
			}
		}
		if won != 1 {
			t.Fatalf("%d cases got the flat, want 1", won)
		}
		held, err := db.Allocations(ctx, AllocationFilter{List: "housing-stock", Place: "650100", HeldOnly: true})
		if err != nil || len(held) != 1 {
			t.Fatalf("got %v, %v", held, err)
		}
		do(t, db, func(tx *Tx) error { return tx.HandBack(ctx, &held[0], date("2026-05-01")) })
		if err := allocate(0); err != nil {
			t.Fatalf("a flat handed back cannot be given again: %v", err)
		}
		history, err := db.Allocations(ctx, AllocationFilter{Item: "7"})
		if err != nil || len(history) != 2 || history[0].Held == "" || history[1].Until == nil || *history[1].Until != date("2026-05-01") {
			t.Errorf("got %+v, %v; want the holder first, then the former one", history, err)
		}
		stale := held[0]
		stale.Version--
		wantCode(t, db.Do(ctx, now, func(tx *Tx) error { return tx.HandBack(ctx, &stale, date("2026-05-02")) }), fault.Conflict)
	})
}

// TestLists_highestEditionAnswers, also where two were added in one instant.
func TestLists_highestEditionAnswers(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		do(t, db, func(tx *Tx) error {
			for i, place := range []string{"650100", "650100", "CN", "650100"} {
				if err := tx.AddList(ctx, &List{ID: NewID(), Name: "schools", Place: place, Edition: int64(i + 1), Body: json.RawMessage("[]")}); err != nil {
					return err
				}
			}
			return nil
		})
		if got, err := db.List(ctx, "schools", "650100"); err != nil || got.Edition != 4 {
			t.Errorf("got %+v, %v; want edition 4", got, err)
		}
		if all, err := db.ListEditions(ctx, "schools", "650100"); err != nil || len(all) != 3 || all[0].Edition != 4 || all[2].Edition != 1 {
			t.Errorf("got %+v, %v; want 4, 2, 1", all, err)
		}
		if all, err := db.Lists(ctx); err != nil || len(all) != 2 {
			t.Errorf("got %+v, %v; want one edition a place", all, err)
		}
		_, err := db.List(ctx, "hospitals", "650100")
		wantCode(t, err, fault.NotFound)
	})
}

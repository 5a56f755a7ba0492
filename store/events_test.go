package store

import (
	"fmt"
	"sync"
	"testing"
)

// Many who record in one chain at once all get their place in it.
func TestTx_Record_atOnce(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		const many = 12
		var wait sync.WaitGroup
		failed := make(chan error, many)
		for i := range many {
			wait.Go(func() {
				failed <- db.Do(t.Context(), now, func(tx *Tx) error {
					_, err := tx.Record(t.Context(), "parameter/average-wage/650100", -1, Event{Kind: "parameter.set", Actor: fmt.Sprint(i)})
					return err
				})
			})
		}
		wait.Wait()
		close(failed)
		for err := range failed {
			if err != nil {
				t.Error(err)
			}
		}
		if head, err := db.Head(t.Context(), "parameter/average-wage/650100"); err != nil || head.Version != many {
			t.Errorf("got %v, %v; want version %d", head, err, many)
		}
		if r, err := db.VerifyAudit(t.Context(), ""); err != nil || r.Broken != nil {
			t.Errorf("got %+v, %v", r, err)
		}
	})
}

func TestTx_Record_seenAndUndone(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		do(t, db, func(tx *Tx) error {
			_, err := tx.Record(t.Context(), "office/a", 0, Event{Kind: "office.added", Actor: "x"})
			return err
		})
		for _, seen := range []int64{0, 2} {
			err := db.Do(t.Context(), now, func(tx *Tx) error {
				_, err := tx.Record(t.Context(), "office/a", seen, Event{Kind: "office.changed", Actor: "x"})
				return err
			})
			if err == nil {
				t.Errorf("seen %d: recorded", seen)
			}
		}
		if all, err := db.Events(t.Context(), "office/a", 0); err != nil || len(all) != 1 {
			t.Errorf("got %v, %v; want the one event", all, err)
		}
	})
}

func TestReader_FindEvents(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		do(t, db, func(tx *Tx) error {
			if err := tx.SaveCase(t.Context(), goodCase(0), filed()); err != nil {
				return err
			}
			for _, e := range []struct{ chain, kind, actor string }{
				{"office/a", "office.added", "x"}, {"office/a", "office.changed", "y"}, {"office/b", "office.added", "x"}, {"officer/a", "post.given", "x"},
			} {
				if _, err := tx.Record(t.Context(), e.chain, -1, Event{Kind: e.kind, Actor: e.actor}); err != nil {
					return err
				}
			}
			return nil
		})
		for name, c := range map[string]struct {
			filter EventFilter
			want   int
		}{
			"all":          {EventFilter{}, 5},
			"beside cases": {EventFilter{Beside: true}, 4},
			"a chain":      {EventFilter{Chain: "office/a"}, 2},
			"a prefix":     {EventFilter{Chain: "office/"}, 3},
			"an actor":     {EventFilter{Actor: "y"}, 1},
			"a kind":       {EventFilter{Kind: "office.added"}, 2},
			"from now":     {EventFilter{From: now, Beside: true}, 4},
			"until now":    {EventFilter{Until: now}, 0},
		} {
			got, err := db.FindEvents(t.Context(), c.filter)
			count, err2 := db.CountEvents(t.Context(), c.filter)
			if err != nil || err2 != nil || len(got) != c.want || count != int64(c.want) {
				t.Errorf("%s: got %d events, count %d, %v, %v; want %d", name, len(got), count, err, err2, c.want)
			}
		}
		if got, err := db.FindEvents(t.Context(), EventFilter{Chain: "office/a", Limit: 1}); err != nil || len(got) != 1 || got[0].Version != 2 {
			t.Errorf("got %v, %v; want the newest", got, err)
		}
	})
}

package store

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"yichuang/fault"
)

// Letters of one office and year are numbered without gaps, whatever fails.
func TestTx_AddLetter(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		do(t, db, func(tx *Tx) error { return tx.SaveCase(ctx, goodCase(1), filed()) })
		add := func(i int) error {
			return db.Do(ctx, now, func(tx *Tx) error {
				l := &Letter{ID: fmt.Sprintf("l%d", i), CaseID: "c00001", Kind: "acceptance", Office: "qd-experts",
					Series: "s", Year: 2026, Code: fmt.Sprintf("code%d", i)}
				err := tx.AddLetter(ctx, l, func(l *Letter) error {
					l.Body = json.RawMessage(fmt.Sprintf(`{"number":%d}`, l.Number))
					return nil
				})
				if err == nil && i%4 == 0 {
					return fmt.Errorf("changed my mind")
				}
				return err
			})
		}
		var wg sync.WaitGroup
		for i := range 24 {
			wg.Go(func() {
				if err := add(i); (err != nil) != (i%4 == 0) {
					t.Errorf("letter %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		all, err := db.Letters(ctx, "c00001")
		if err != nil || len(all) != 18 {
			t.Fatalf("got %d letters, %v; want 18", len(all), err)
		}
		seen := map[int64]bool{}
		for _, l := range all {
			seen[l.Number] = true
			if want := fmt.Sprintf(`{"number":%d}`, l.Number); string(l.Body) != want {
				t.Errorf("got body %s, want %s", l.Body, want)
			}
		}
		for n := int64(1); n <= 18; n++ {
			if !seen[n] {
				t.Errorf("number %d is missing", n)
			}
		}
		if got, err := db.LetterByCode(ctx, "code1"); err != nil || got.ID != "l1" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

func TestTx_Once(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		var mutex sync.Mutex
		ran := 0
		once := func(request string) (result []byte, err error) {
			err = db.Do(ctx, now, func(tx *Tx) (err error) {
				result, err = tx.Once(ctx, "hr", "key1", []byte(request), func() ([]byte, error) {
					mutex.Lock()
					defer mutex.Unlock()
					ran++
					return fmt.Appendf(nil, "result %d", ran), nil
				})
				return err
			})
			return result, err
		}
		var wg sync.WaitGroup
		for range 12 {
			wg.Go(func() {
				if got, err := once("submit"); err != nil || string(got) != "result 1" {
					t.Errorf("got %q, %v; want the first result", got, err)
				}
			})
		}
		wg.Wait()
		if ran != 1 {
			t.Errorf("ran %d times, want once", ran)
		}
		_, err := once("withdraw")
		wantCode(t, err, fault.Conflict)
		wantCode(t, db.Do(ctx, now, func(tx *Tx) error {
			_, err := tx.Once(ctx, "hr", "", nil, nil)
			return err
		}), fault.Invalid)
		t.Run("failure is not remembered", func(t *testing.T) {
			for want := range 2 {
				err := db.Do(ctx, now, func(tx *Tx) error {
					_, err := tx.Once(ctx, "hr", "key2", nil, func() ([]byte, error) {
						if want == 0 {
							return nil, fmt.Errorf("not yet")
						}
						return nil, nil
					})
					return err
				})
				if (err != nil) != (want == 0) {
					t.Errorf("try %d: got %v", want, err)
				}
			}
		})
	})
}

func TestClocksAndAttachments(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		due, later := date("2026-05-09"), date("2026-05-14")
		set := []Clock{{Track: "permit", Step: "decision", Basis: "law", Office: "qd", DueOn: later, Paused: true},
			{Track: "permit", Step: "decision", Basis: "promise", Office: "qd", DueOn: due}}
		do(t, db, func(tx *Tx) error {
			if err := tx.SaveCase(ctx, goodCase(1), filed()); err != nil {
				return err
			}
			if err := tx.SetClocks(ctx, "c00001", set); err != nil {
				return err
			}
			return tx.AddAttachment(ctx, &Attachment{ID: "at1", CaseID: "c00001", Slot: "passport", File: "f00", Size: 12, State: "given"})
		})
		for name, c := range map[string]struct {
			filter ClockFilter
			want   int
		}{
			"all": {ClockFilter{Office: "qd"}, 2}, "running": {ClockFilter{Running: true}, 1},
			"due": {ClockFilter{DueUntil: &due}, 1}, "other": {ClockFilter{Office: "yt"}, 0}, "first": {ClockFilter{Limit: 1}, 1},
		} {
			got, err := db.Clocks(ctx, c.filter)
			if err != nil || len(got) != c.want || c.want > 0 && got[0].DueOn != due {
				t.Errorf("%s: got %+v, %v; want %d, the promise first", name, got, err, c.want)
			}
		}
		do(t, db, func(tx *Tx) error { return tx.SetClocks(ctx, "c00001", nil) })
		if got, _ := db.Clocks(ctx, ClockFilter{CaseID: "c00001"}); len(got) != 0 {
			t.Errorf("got %+v, want none", got)
		}
		if got, err := db.Contents(ctx); err != nil || len(got) != 1 || got[0] != "f00" {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

package store

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"yichuang/fault"
)

func goodMessage(i int) *Message {
	return &Message{ID: fmt.Sprintf("m%d", i), Dedupe: fmt.Sprintf("event%d", i), Kind: "correction", Party: "kim",
		Recipient: "kim@example.org", Subject: "A notice for you", Text: "Open the window."}
}

// Workers of several servers share the work: everything once, nothing twice.
func TestQueue_Lease_concurrent(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		const total = 60
		do(t, db, func(tx *Tx) error {
			for i := range total {
				if err := tx.AddMessage(ctx, goodMessage(i)); err != nil {
					return err
				}
			}
			return nil
		})
		var wg sync.WaitGroup
		var mutex sync.Mutex
		sent := map[string]int{}
		for n := range 6 {
			wg.Go(func() {
				worker := fmt.Sprintf("w%d", n)
				for {
					var got []Message
					err := db.Do(ctx, now, func(tx *Tx) (err error) {
						got, err = Outbox.Lease(ctx, tx, Lease{Worker: worker, For: time.Minute, Limit: 4})
						return err
					})
					if err != nil {
						t.Error(err)
						return
					}
					if len(got) == 0 {
						return
					}
					if len(got) > 4 {
						t.Errorf("leased %d, want at most 4", len(got))
					}
					for _, m := range got {
						mutex.Lock()
						sent[m.ID]++
						mutex.Unlock()
						if err := db.Do(ctx, now, func(tx *Tx) error { return Outbox.Finish(ctx, tx, m.ID, worker) }); err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		wg.Wait()
		for id, n := range sent {
			if n != 1 {
				t.Errorf("%s was sent %d times", id, n)
			}
		}
		if len(sent) != total {
			t.Errorf("sent %d, want %d", len(sent), total)
		}
	})
}

func TestQueue_Lease(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		lease := func(worker string, at time.Time) (got []Message) {
			t.Helper()
			err := db.Do(ctx, at, func(tx *Tx) (err error) {
				got, err = Outbox.Lease(ctx, tx, Lease{Worker: worker, For: time.Minute, Limit: 10})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		do(t, db, func(tx *Tx) error {
			later, page := goodMessage(2), goodMessage(3)
			later.DueAt, page.Recipient = now.Add(time.Hour), ""
			for _, m := range []*Message{goodMessage(1), goodMessage(1), later, page} {
				if err := tx.AddMessage(ctx, m); err != nil {
					return err
				}
			}
			return nil
		})
		got := lease("a", now)
		if len(got) != 1 || got[0].ID != "m1" || got[0].Recipient != "kim@example.org" || got[0].Attempts != 1 {
			t.Fatalf("got %+v, want m1 alone: m2 is not due, m3 is for the page", got)
		}
		if again := lease("b", now.Add(30*time.Second)); len(again) != 0 {
			t.Errorf("a leased message was leased again: %+v", again)
		}
		if again := lease("b", now.Add(time.Minute)); len(again) != 1 {
			t.Fatalf("got %+v, want the message of the dead worker", again)
		}
		wantCode(t, db.Do(ctx, now, func(tx *Tx) error { return Outbox.Finish(ctx, tx, "m1", "a") }), fault.Conflict)
		if err := db.Do(ctx, now, func(tx *Tx) error { return Outbox.Fail(ctx, tx, "m1", "b", "451 later") }); err != nil {
			t.Fatal(err)
		}
		if m, _ := db.Message(ctx, "m1"); m.LastError != "451 later" || !m.DueAt.Equal(now.Add(2*time.Minute)) {
			t.Errorf("got %+v, want due two minutes later after two attempts", m)
		}
		at := now
		for range maxAttempts {
			at = at.Add(7 * time.Hour)
			for _, m := range lease("c", at) {
				if err := db.Do(ctx, at, func(tx *Tx) error { return Outbox.Fail(ctx, tx, m.ID, "c", "550 no") }); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got, _ := db.Messages(ctx, MessageFilter{GivenUp: true}); len(got) != 2 {
			t.Errorf("%d given up, want 2", len(got))
		}
		if err := db.Do(ctx, at, func(tx *Tx) error { return Outbox.Repeat(ctx, tx, "m1") }); err != nil {
			t.Fatal(err)
		}
		if got := lease("d", at); len(got) != 1 {
			t.Errorf("got %+v, want the repeated message", got)
		}
		if err := db.Do(ctx, at, func(tx *Tx) error { return Outbox.GiveUp(ctx, tx, "m1", "d", "550 no such person") }); err != nil {
			t.Fatal(err)
		}
		if m, _ := db.Message(ctx, "m1"); !m.GivenUpAt.Equal(at) || m.LastError != "550 no such person" {
			t.Errorf("got %+v, want it given up", m)
		}
	})
}

func TestQueue_jobs(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		do(t, db, func(tx *Tx) error {
			for _, id := range []string{"j1", "j2"} { // the second has the first one's dedupe
				if err := tx.AddJob(ctx, &Job{ID: id, Dedupe: "checkpoint/2026-04-27", Kind: "checkpoint"}); err != nil {
					return err
				}
			}
			return nil
		})
		do(t, db, func(tx *Tx) error {
			got, err := Jobs.Lease(ctx, tx, Lease{Worker: "a", For: time.Minute, Limit: 5})
			if err != nil || len(got) != 1 || got[0].ID != "j1" {
				t.Errorf("got %+v, %v; want j1", got, err)
			}
			return Jobs.Fail(ctx, tx, "j1", "a", "no")
		})
		if got, err := db.JobsWaiting(ctx); err != nil || len(got) != 1 || got[0].LastError != "no" {
			t.Errorf("got %+v, %v", got, err)
		}
		err := db.Do(ctx, now.Add(time.Minute), func(tx *Tx) error {
			if _, err := Jobs.Lease(ctx, tx, Lease{Worker: "b", For: time.Minute, Limit: 5}); err != nil {
				return err
			}
			return Jobs.Finish(ctx, tx, "j1", "b")
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := db.JobsWaiting(ctx); len(got) != 0 {
			t.Errorf("got %+v, want none", got)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	for attempts, want := range map[int64]time.Duration{1: time.Minute, 2: 2 * time.Minute, 5: 16 * time.Minute, 10: 6 * time.Hour, 60: 6 * time.Hour} {
		if got := retryAfter(attempts); got != want {
			t.Errorf("after %d attempts: got %v, want %v", attempts, got, want)
		}
	}
}

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"yichuang/fault"
	"yichuang/store/storetest"
)

// now is the instant of tests: Mon 27 April 2026 09:00 Beijing time.
var now = time.Date(2026, 4, 27, 1, 0, 0, 0, time.UTC)

// eachDatabase runs a test on a fresh SQLite and a fresh PostgreSQL database.
func eachDatabase(t *testing.T, test func(t *testing.T, db *DB)) {
	t.Helper()
	for name, source := range map[string]func(testing.TB) string{
		"sqlite":   func(t testing.TB) string { return t.TempDir() },
		"postgres": storetest.Postgres,
	} {
		t.Run(name, func(t *testing.T) { test(t, openTest(t, source(t), testKeys(t))) })
	}
}

func testKeys(t testing.TB) *Keys {
	t.Helper()
	keys, err := NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func openTest(t testing.TB, source string, keys *Keys) *DB {
	t.Helper()
	db, err := Open(t.Context(), source, keys)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db
}

// do runs a transaction that must succeed.
func do(t testing.TB, db *DB, fn func(*Tx) error) {
	t.Helper()
	if err := db.Do(context.Background(), now, fn); err != nil {
		t.Fatal(err)
	}
}

func wantCode(t testing.TB, err error, want fault.Code) {
	t.Helper()
	if got := fault.CodeOf(err); got != want {
		t.Errorf("got code %q (%v), want %q", got, err, want)
	}
}

func goodCase(n int) *CaseRow {
	return &CaseRow{ID: fmt.Sprintf("c%05d", n), Number: fmt.Sprintf("QD26-%06d-R", n), Matter: "work-permit-first",
		Place: "370200", Status: "submitted", Label: "submitted", IsOpen: true, OpenedBy: "hr",
		ForeignerKey: "KIM Demoho", State: json.RawMessage(`{"status":"submitted"}`), Offices: []string{"qd-experts"}}
}

func filed() Event { return Event{Kind: "submit", Actor: "hr", Body: json.RawMessage(`{"n": 1}`)} }

func TestDB_Do(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		count := func() int64 {
			n, err := db.number(ctx, "SELECT COUNT(*) FROM counters")
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		add := func(name string) func(*Tx) error {
			return func(tx *Tx) error {
				_, err := tx.q.ExecContext(ctx, "INSERT INTO counters (name, last) VALUES ($1, 1)", name)
				return err
			}
		}
		t.Run("kept", func(t *testing.T) {
			do(t, db, add("a"))
			if n := count(); n != 1 {
				t.Errorf("got %d rows, want 1", n)
			}
		})
		t.Run("undone", func(t *testing.T) {
			mine := errors.New("mine")
			err := db.Do(ctx, now, func(tx *Tx) error { return errors.Join(add("b")(tx), mine) })
			if !errors.Is(err, mine) || count() != 1 {
				t.Errorf("got %v and %d rows, want my error and 1 row", err, count())
			}
		})
		t.Run("undone by panic", func(t *testing.T) {
			func() {
				defer func() { recover() }()
				db.Do(ctx, now, func(tx *Tx) error { add("c")(tx); panic("broken arithmetic") })
			}()
			if n := count(); n != 1 {
				t.Errorf("got %d rows, want 1", n)
			}
			do(t, db, add("d"))
		})
		t.Run("conflict", func(t *testing.T) { wantCode(t, db.Do(ctx, now, add("a")), fault.Conflict) })
		t.Run("cancelled before its turn", func(t *testing.T) {
			gone, cancel := context.WithCancel(ctx)
			cancel()
			if err := db.Do(gone, now, add("e")); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v, want cancelled", err)
			}
		})
		t.Run("one failure among many spares the others", func(t *testing.T) {
			var wg sync.WaitGroup
			for i := range 40 {
				wg.Go(func() {
					err := db.Do(ctx, now, func(tx *Tx) error {
						if err := add(fmt.Sprintf("many%d", i))(tx); err != nil || i%3 != 0 {
							return err
						}
						return errors.New("no")
					})
					if (err != nil) != (i%3 == 0) {
						t.Errorf("writer %d: got %v", i, err)
					}
				})
			}
			wg.Wait()
			if n, _ := db.number(ctx, "SELECT COUNT(*) FROM counters WHERE name LIKE 'many%'"); n != 26 {
				t.Errorf("got %d rows, want 26", n)
			}
		})
		t.Run("now", func(t *testing.T) {
			at := time.Date(2026, 4, 27, 9, 0, 0, 123456789, time.FixedZone("Beijing", 8*3600))
			db.Do(ctx, at, func(tx *Tx) error {
				if want := time.Date(2026, 4, 27, 1, 0, 0, 123456000, time.UTC); !tx.Now().Equal(want) || tx.Now().Location() != time.UTC {
					t.Errorf("got %v, want %v", tx.Now(), want)
				}
				return nil
			})
		})
	})
}

func TestDB_CloseEndsWriters(t *testing.T) {
	db := openTest(t, t.TempDir(), testKeys(t))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	wantCode(t, db.Do(context.Background(), now, func(*Tx) error { return nil }), fault.Unavailable)
}

func TestDB_Migrate(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatalf("again: %v", err)
		}
		database, program, err := db.Schema(t.Context())
		if err != nil || database != program || program == 0 {
			t.Errorf("got schema %d of %d (%v), want the same and not 0", database, program, err)
		}
	})
}

// The database itself refuses changes to what is insert-only.
func TestDB_InsertOnly(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		do(t, db, func(tx *Tx) error { return tx.SaveCase(t.Context(), goodCase(1), filed()) })
		for _, statement := range []string{"UPDATE events SET actor = 'x'", "DELETE FROM events"} {
			err := db.Do(t.Context(), now, func(tx *Tx) error {
				_, err := tx.q.ExecContext(t.Context(), statement)
				return err
			})
			if err == nil {
				t.Errorf("%s: was let through", statement)
			}
		}
	})
}

func TestOpen_needsKeys(t *testing.T) {
	if _, err := Open(t.Context(), t.TempDir(), nil); err == nil {
		t.Error("opened without keys")
	}
}

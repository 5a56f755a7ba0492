package store

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// faultyConn fails one statement, after or instead of carrying it out.
type faultyConn struct {
	writeConn
	statement string // the beginning of the one that fails next; empty: none
	stored    bool   // it is carried out all the same
}

var errInjected = errors.New("disk went away")

func (c *faultyConn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if c.statement == "" || !strings.HasPrefix(query, c.statement) {
		return c.writeConn.ExecContext(ctx, query, args...)
	}
	c.statement = ""
	if c.stored {
		if _, err := c.writeConn.ExecContext(ctx, query, args...); err != nil {
			return nil, err
		}
	}
	return nil, errInjected
}

// Every statement of a write fails in two ways, stored and not stored. The
// writer is told, nothing half-done stays, and the same request tried again
// with its idempotency key happens once.
func TestBatcher_everyStatementFails(t *testing.T) {
	db := openTest(t, t.TempDir(), testKeys(t))
	batch := db.engine.(*sqliteEngine).batch
	faulty := &faultyConn{writeConn: batch.conn}
	batch.conn = faulty
	ctx := t.Context()
	submit := func(n int) error {
		return db.Do(ctx, now, func(tx *Tx) error {
			_, err := tx.Once(ctx, "hr", fmt.Sprintf("key%d", n), nil, func() ([]byte, error) {
				if err := tx.SaveCase(ctx, goodCase(n), filed()); err != nil {
					return nil, err
				}
				return nil, tx.AddLetter(ctx, &Letter{ID: fmt.Sprintf("l%d", n), CaseID: goodCase(n).ID, Office: "qd",
					Code: fmt.Sprintf("code%d", n), Year: 2026}, nil)
			})
			return err
		})
	}
	n := 0
	for _, statement := range []string{"BEGIN", "SAVEPOINT", "INSERT INTO idempotency", "INSERT INTO cases", "INSERT INTO events",
		"INSERT INTO case_readers", "INSERT INTO letters", "UPDATE idempotency", "UPDATE registers", "RELEASE", "COMMIT"} {
		for _, stored := range []bool{false, true} {
			n++
			faulty.statement, faulty.stored = statement, stored
			if err := submit(n); !errors.Is(err, errInjected) {
				t.Fatalf("%s, stored %v: got %v, want the injected error", statement, stored, err)
			}
			kept, err := db.number(ctx, "SELECT (SELECT COUNT(*) FROM cases) + (SELECT COUNT(*) FROM events) + (SELECT COUNT(*) FROM letters)")
			if want := int64(4 * (n - 1)); err != nil || kept != want && !(stored && statement == "COMMIT" && kept == want+4) {
				t.Errorf("%s, stored %v: %d rows (%v), want %d", statement, stored, kept, err, want)
			}
			if err := submit(n); err != nil {
				t.Fatalf("%s, stored %v: the retry: %v", statement, stored, err)
			}
			checkWhole(t, db, n)
		}
	}
}

// checkWhole checks that there are n cases, each with its letter, the letters
// numbered from 1 without gaps, and an unbroken audit record of both.
func checkWhole(t *testing.T, db *DB, n int) {
	t.Helper()
	ctx := t.Context()
	for query, want := range map[string]int{
		"SELECT COUNT(*) FROM cases":                                                       n,
		"SELECT COUNT(*) FROM letters":                                                     n,
		"SELECT COALESCE(MAX(number), 0) FROM letters":                                     n,
		"SELECT COUNT(DISTINCT number) FROM letters":                                       n,
		"SELECT COUNT(*) FROM cases WHERE id NOT IN (SELECT case_id FROM letters)":         0,
		"SELECT COUNT(*) FROM cases WHERE 'case/' || id NOT IN (SELECT chain FROM events)": 0,
		"SELECT COUNT(*) FROM events WHERE chain NOT IN (SELECT 'case/' || id FROM cases UNION SELECT 'letter/' || id FROM letters)": 0,
		"SELECT COUNT(*) FROM letters WHERE 'letter/' || id NOT IN (SELECT chain FROM events)":                                       0,
		"SELECT COUNT(*) FROM cases WHERE id NOT IN (SELECT case_id FROM case_readers)":                                              0,
	} {
		if got, err := db.number(ctx, query); err != nil || int(got) != want {
			t.Errorf("%s: got %d (%v), want %d", query, got, err, want)
		}
	}
	if r, err := db.VerifyAudit(ctx, ""); err != nil || r.Broken != nil {
		t.Errorf("audit: %v, %v", r.Broken, err)
	}
}

// A batch that breaks is told to all its members, and nobody who came
// meanwhile is left without an answer.
func TestBatcher_breaksForAll(t *testing.T) {
	for _, statement := range []string{"SAVEPOINT", "RELEASE", "COMMIT"} {
		t.Run(statement, func(t *testing.T) { breakOnce(t, statement) })
	}
}

func breakOnce(t *testing.T, statement string) {
	db := openTest(t, t.TempDir(), testKeys(t))
	batch := db.engine.(*sqliteEngine).batch
	faulty := &faultyConn{writeConn: batch.conn}
	batch.conn = faulty
	var wg sync.WaitGroup
	var failed, saved atomic.Int64
	faulty.statement = statement
	for n := range 30 {
		wg.Go(func() {
			err := db.Do(t.Context(), now, func(tx *Tx) error { return tx.SaveCase(t.Context(), goodCase(n), filed()) })
			if errors.Is(err, errInjected) {
				failed.Add(1)
			} else if err == nil {
				saved.Add(1)
			}
		})
	}
	wg.Wait()
	kept, err := db.number(t.Context(), "SELECT COUNT(*) FROM cases")
	if err != nil || kept != saved.Load() || failed.Load() == 0 || failed.Load()+saved.Load() != 30 {
		t.Errorf("kept %d (%v), saved %d, failed %d", kept, err, saved.Load(), failed.Load())
	}
}

const (
	burstVariable = "YICHUANG_TEST_BURST" // data directory of the process that is killed
	kills         = 50
)

// TestMain lets the test binary be the process that a test kills.
func TestMain(m *testing.M) {
	if dir := os.Getenv(burstVariable); dir != "" {
		burst(dir)
		return
	}
	if folder := os.Getenv(deliverVariable); folder != "" {
		deliverAll(folder)
		return
	}
	os.Exit(m.Run())
}

// burst submits from many goroutines until it is killed, and prints the id of
// each case once its submission was acknowledged.
func burst(dir string) {
	keys, err := ReadKeys(filepath.Join(dir, "keys.json"))
	if err != nil {
		panic(err)
	}
	db, err := Open(context.Background(), dir, keys)
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for {
				id := NewID()
				err := db.Do(ctx, now, func(tx *Tx) error {
					row := goodCase(0)
					row.ID, row.Number = id, id
					if err := tx.SaveCase(ctx, row, filed(), filed()); err != nil {
						return err
					}
					return tx.AddLetter(ctx, &Letter{ID: id, CaseID: id, Office: "qd", Code: id, Year: 2026}, nil)
				})
				if err != nil {
					panic(err)
				}
				fmt.Println(id)
			}
		})
	}
	wg.Wait()
}

// A server is killed in a burst of submissions, again and again: everything it
// acknowledged is there, whole, and the record verifies.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	keys := testKeys(t)
	if err := keys.Create(filepath.Join(dir, "keys.json")); err != nil {
		t.Fatal(err)
	}
	openTest(t, dir, keys).Close()
	var acknowledged []string
	for range kills {
		acknowledged = append(acknowledged, burstAndKill(t, dir)...)
	}
	if len(acknowledged) < kills {
		t.Fatalf("only %d submissions were acknowledged in %d bursts", len(acknowledged), kills)
	}
	db := openTest(t, dir, keys)
	there, err := db.texts(t.Context(), "SELECT id FROM cases")
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]bool{}
	for _, id := range there {
		kept[id] = true
	}
	for _, id := range acknowledged {
		if !kept[id] {
			t.Errorf("case %s was acknowledged and is lost", id)
		}
	}
	checkWhole(t, db, len(there))
	t.Logf("%d kills, %d submissions acknowledged, %d kept", kills, len(acknowledged), len(there))
}

// burstAndKill returns the ids that a burst acknowledged before it was killed.
func burstAndKill(t *testing.T, dir string) (ids []string) {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), burstVariable+"="+dir)
	var complaints bytes.Buffer
	command.Stderr = &complaints
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if len(ids) == 0 { // it is under way: any moment from now will do
			time.AfterFunc(time.Duration(rand.IntN(20_000))*time.Microsecond, func() { command.Process.Kill() })
		}
		ids = append(ids, lines.Text())
	}
	if err := command.Wait(); err == nil || complaints.Len() > 0 {
		t.Fatalf("the burst ended with %v: %s", err, complaints.String())
	}
	if n := len(ids); n > 0 && len(ids[n-1]) != len(ids[0]) {
		ids = ids[:n-1] // the last line was cut off
	}
	return ids
}

package store

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// uncompared are the tables that no part of `audit verify` in this package reads,
// and why an edit of a row in them need not, or cannot, be found by the record.
var uncompared = map[string]string{
	"parameters":  "insert-only, and compared with their record in full by office.VerifyRegisters",
	"calendars":   "insert-only, and compared with their record in full by office.VerifyRegisters",
	"clocks":      "last days of running limits for worklists; computed anew from the case and the calendars at every act and at every load of a calendar",
	"steps":       "finished steps for figures; computed anew from the case and the calendars",
	"counters":    "the last number given: a lower one meets the unique numbers of cases and letters, a higher one leaves a gap",
	"sessions":    "who is signed in now; ends by itself and is in no backup",
	"open_files":  "who looks at what now; ends by itself and is in no backup",
	"idempotency": "answers to requests that may come twice, kept for a day",
	"self_checks": "a visitor's own answers under a code, kept for 30 days; no act rests on them",
	"outbox":      "copies of what was told; what a message tells stands in the case or register it is about",
	"jobs":        "work to do, found again from the cases by the daily round",
}

var tableName = regexp.MustCompile(`(?:FROM|JOIN) ([a-z_]+)`)

// Every table is read by a part of `audit verify`, or a reason says why not: who
// adds a table has to decide.
func TestVerify_everyTable(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		registered(t, db)
		do(t, db, func(tx *Tx) error { _, err := tx.Seal(ctx, date("2026-04-27")); return err })
		list := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
		if _, lite := db.engine.(*sqliteEngine); !lite {
			list = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
		}
		tables, err := db.texts(ctx, list)
		if err != nil || len(tables) < 40 {
			t.Fatalf("got %q, %v; want the tables", tables, err)
		}
		read := map[string]bool{}
		db.Trace(func(statement string) {
			for _, found := range tableName.FindAllStringSubmatch(statement, -1) {
				read[found[1]] = true
			}
		})
		r := db.Reader
		if report, err := r.verifyAudit(ctx, verifiers(t, db.keys)); err != nil || report.Broken != nil {
			t.Fatalf("got %+v, %v", report, err)
		}
		if wrong, err := r.VerifyStanding(ctx); err != nil || len(wrong) > 0 {
			t.Fatalf("got %q, %v", wrong, err)
		}
		if _, err := r.keptCases(ctx, []string{"c00001"}); err != nil {
			t.Fatal(err)
		}
		for _, table := range tables {
			_, reasoned := uncompared[table]
			switch {
			case strings.HasPrefix(table, "goose_"): // which migrations ran
			case !read[table] && !reasoned:
				t.Errorf("table %s: neither compared with the record nor listed with a reason; give it a subject in standing.go", table)
			case read[table] && reasoned:
				t.Errorf("table %s: compared after all; take its reason away", table)
			}
		}
		for _, table := range slices.Sorted(maps.Keys(uncompared)) {
			if !slices.Contains(tables, table) {
				t.Errorf("table %s: listed, and there is none", table)
			}
		}
	})
}

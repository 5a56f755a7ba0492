package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/store/storetest"
)

// BenchmarkVerify measures what `audit verify` reads of 10,000 cases, each with
// two letters, two determinations, four uploads and an appointment.
func BenchmarkVerify(b *testing.B) {
	for _, name := range []string{"sqlite", "postgres"} {
		b.Run(name, func(b *testing.B) {
			source := b.TempDir()
			if name == "postgres" {
				source = storetest.Postgres(b)
			}
			db := openTest(b, source, testKeys(b))
			fillPapers(b, db, 10_000)
			ctx := b.Context()
			for what, verify := range map[string]func() ([]string, error){
				"entries": func() ([]string, error) {
					report, err := db.VerifyAudit(ctx, "")
					if report.Broken != nil {
						err = errors.Join(err, report.Broken)
					}
					return nil, err
				},
				"folds":     func() ([]string, error) { return db.VerifyFolds(ctx) },
				"registers": func() ([]string, error) { return db.VerifyStanding(ctx) },
			} {
				b.Run(what, func(b *testing.B) {
					for b.Loop() {
						if wrong, err := verify(); err != nil || len(wrong) > 0 {
							b.Fatalf("got %d wrong, %v", len(wrong), err)
						}
					}
				})
			}
		})
	}
}

// fillPapers adds cases with their papers; the sizes are those of the demo.
func fillPapers(b *testing.B, db *DB, total int) {
	b.Helper()
	ctx := b.Context()
	long := func(n int) json.RawMessage { return json.RawMessage(`{"x":"` + strings.Repeat("x", n) + `"}`) }
	do(b, db, func(tx *Tx) error {
		return errors.Join(tx.AddParty(ctx, &Party{ID: "e1"}), tx.AddParty(ctx, &Party{ID: "kim"}), tx.AddOffice(ctx, &Office{ID: "qd"}))
	})
	for _, chain := range []string{"party/e1", "party/kim", "office/qd"} {
		do(b, db, func(tx *Tx) error {
			_, err := tx.Record(ctx, chain, -1, Event{Kind: "added"})
			return err
		})
	}
	one := func(tx *Tx, i int) error {
		id := fmt.Sprintf("QD26-%06d-R", i)
		events := opening()
		for i := range events {
			events[i].Case = casefile.CaseNumber(id)
		}
		opened := events[0].Body.(casefile.Opened)
		opened.Alters, opened.Permit = false, ""
		events[0].Body = opened
		if _, err := tx.KeepCase(ctx, casefile.Case{}, slices.Clone(events), CaseIndex{}); err != nil {
			return err
		}
		var errs []error
		for range 2 {
			errs = append(errs,
				tx.AddLetter(ctx, &Letter{ID: NewID(), CaseID: id, Office: "qd", Year: 2026, Code: NewID(), Body: long(8000)}, nil),
				tx.AddDetermination(ctx, &Determination{ID: NewID(), CaseID: id, On: date("2026-04-27"), Facts: long(1000), Outcome: long(15000), Receipt: long(500)}))
		}
		for k := range 4 {
			errs = append(errs, tx.AddAttachment(ctx, &Attachment{ID: NewID(), CaseID: id, Slot: fmt.Sprint(k), File: NewID(), Name: "passport.pdf"}))
		}
		slot := "s" + id
		return errors.Join(append(errs,
			tx.OpenSlot(ctx, &Slot{ID: slot, Office: "qd", StartsAt: now, EndsAt: now, Capacity: 3}),
			tx.Book(ctx, &Appointment{ID: "a" + id, Slot: slot, CaseID: id, Party: "kim"}))...)
	}
	for from := 0; from < total; from += 500 {
		do(b, db, func(tx *Tx) error {
			for i := from; i < from+500; i++ {
				if err := one(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

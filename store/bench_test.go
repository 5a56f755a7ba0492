package store

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"yichuang/civil"
	"yichuang/people"
	"yichuang/store/storetest"
)

// BenchmarkDo measures acknowledged submissions a second: a new case with one
// event, on disk. "alone" is SQLite with one writer a commit, as it would be
// without group commit.
func BenchmarkDo(b *testing.B) {
	for _, writers := range []int{1, 32} {
		for _, name := range []string{"sqlite-alone", "sqlite", "postgres"} {
			b.Run(fmt.Sprintf("%s/writers=%d", name, writers), func(b *testing.B) {
				source := b.TempDir()
				if name == "postgres" {
					source = storetest.Postgres(b)
				}
				db := openTest(b, source, testKeys(b))
				if name == "sqlite-alone" {
					db.engine.(*sqliteEngine).batch.limit = 1
				}
				var n atomic.Int64
				b.ReportAllocs()
				b.ResetTimer()
				b.SetParallelism(writers) // times GOMAXPROCS, which -cpu=1 makes 1
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						row := goodCase(int(n.Add(1)))
						if err := db.Do(context.Background(), now, func(tx *Tx) error { return tx.SaveCase(context.Background(), row, filed()) }); err != nil {
							b.Error(err)
						}
					}
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
			})
		}
	}
}

// BenchmarkCases lists one page of an officer's worklist out of 100,000 cases.
func BenchmarkCases(b *testing.B) {
	for _, name := range []string{"sqlite", "postgres"} {
		b.Run(name, func(b *testing.B) {
			source := b.TempDir()
			if name == "postgres" {
				source = storetest.Postgres(b)
			}
			db := openTest(b, source, testKeys(b))
			fillCases(b, db, 100_000)
			do(b, db, func(tx *Tx) error { // as autovacuum does by and by
				_, err := tx.q.ExecContext(b.Context(), "ANALYZE")
				return err
			})
			office := people.Scope{Account: "zhang", Places: []people.PlaceCode{"370000"}, Office: "office7"}
			for label, f := range map[string]CaseFilter{
				"worklist": {Scope: office, OpenOnly: true},
				"search":   {Scope: office, Text: "demoho 4711"},
			} {
				b.Run(label, func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if _, err := db.Cases(b.Context(), f); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		})
	}
}

// fillCases adds cases of ten offices, due over a year, one in five closed.
func fillCases(b *testing.B, db *DB, total int) {
	b.Helper()
	for from := 0; from < total; from += 5000 {
		do(b, db, func(tx *Tx) error {
			for i := from; i < from+5000; i++ {
				row := goodCase(i)
				due := date("2026-01-01").AddDays(civil.Days(i * 7919 % 365))
				row.DueOn = &due
				row.IsOpen = i%5 != 0
				row.Offices = []string{fmt.Sprintf("office%d", i%10)}
				row.ForeignerKey = fmt.Sprintf("KIM Demoho %d", i)
				if err := tx.SaveCase(b.Context(), row, filed()); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

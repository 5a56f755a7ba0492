package store

import (
	"context"
	"fmt"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store/storetest"
)

var shandong = []people.PlaceCode{"370000"}

// sentCase is a folded case of Qingdao with one promise, sent and accepted.
func sentCase(n int) casefile.Case {
	accepted := date("2026-04-10")
	return casefile.Case{
		Number: casefile.CaseNumber(fmt.Sprintf("QD26-%06d-R", n)), Version: 1, Matter: "work-permit-first", Place: "370200", Status: casefile.StatusAccepted,
		Employer: "e1", Moments: map[casefile.Moment]civil.Date{casefile.AtSubmission: date("2026-04-09"), casefile.AtAcceptance: accepted},
		Tracks:      []casefile.Track{{ID: "permit", Office: "qd-experts", Begun: &accepted}},
		Slots:       []casefile.Slot{{ID: "cv", Committed: "promise-cv"}, {ID: "photo"}},
		Commitments: []casefile.Commitment{{ID: "promise-cv", Slot: "cv", At: now}, {ID: "promise-photo", Slot: "photo", At: now}},
	}
}

// decided is the case with a decision on its first track.
func decided(c casefile.Case, outcome casefile.Outcome, on string) casefile.Case {
	day := date(on)
	c.Tracks = []casefile.Track{{ID: "permit", Office: "qd-experts", Decision: &casefile.Decision{Outcome: outcome, On: &day, Class: "B"}}}
	c.Status, c.Version = casefile.StatusDecided, c.Version+1
	return c
}

func (tx *Tx) addSent(ctx context.Context, c casefile.Case) error {
	row := goodCase(0)
	row.ID, row.Number, row.Principal = string(c.Number), string(c.Number), string(c.Employer)
	if err := tx.SaveCase(ctx, row, filed()); err != nil {
		return err
	}
	return tx.keepProgress(ctx, casefile.Case{}, c)
}

func TestProgress(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		c := sentCase(1)
		paused := c
		paused.Requests = []casefile.CorrectionRequest{{On: date("2026-04-12")}, {On: date("2026-04-14"), Again: "forgotten"}}
		paused.Clocks = []casefile.Clock{{Entries: []casefile.Entry{{Kind: casefile.Started, On: 1}, {Kind: casefile.Paused, On: date("2026-04-14"), Ground: casefile.ForCorrection}}}}
		do(t, db, func(tx *Tx) error {
			if err := tx.AddParty(ctx, &Party{ID: "e1"}); err != nil {
				return err
			}
			if err := tx.addSent(ctx, c); err != nil {
				return err
			}
			return tx.keepProgress(ctx, c, paused)
		})
		scope := people.Scope{Account: "chen", Places: shandong, AnyOffice: true}
		on := func(day string) *civil.Date { d := date(day); return &d }
		for _, x := range []struct {
			name string
			f    CaseFilter
			want int64
		}{
			{"paused since the day", CaseFilter{PausedUntil: on("2026-04-14")}, 1},
			{"paused since the day before", CaseFilter{PausedUntil: on("2026-04-13")}, 0},
			{"asked again", CaseFilter{AgainSince: on("2026-04-14")}, 1},
			{"asked again later", CaseFilter{AgainSince: on("2026-04-15")}, 0},
			{"deemed", CaseFilter{DeemedSince: on("2026-01-01")}, 0},
			{"of the office", CaseFilter{Office: "qd-experts"}, 1},
			{"of another office", CaseFilter{Office: "other"}, 0},
		} {
			x.f.Scope = scope
			if n, err := db.CountCases(ctx, x.f); err != nil || n != x.want {
				t.Errorf("%s: got %d, %v; want %d", x.name, n, err, x.want)
			}
			x.f.Scope = people.Scope{Account: "far", Places: []people.PlaceCode{"650100"}, AnyOffice: true}
			if n, err := db.CountCases(ctx, x.f); err != nil || n != 0 {
				t.Errorf("%s, elsewhere: got %d, %v; want 0", x.name, n, err)
			}
		}
		period := Period{Places: shandong, From: date("2026-04-10"), Until: date("2026-04-30")}
		right, err := db.FirstTimeRight(ctx, period)
		if err != nil || len(right) != 1 || right[0] != (RightCount{"qd-experts", 1, 0}) {
			t.Errorf("first-time-right: got %+v, %v", right, err)
		}
		do(t, db, func(tx *Tx) error { return tx.keepProgress(ctx, paused, decided(c, casefile.Granted, "2026-04-20")) })
		promises, err := db.Unchecked(ctx, shandong, date("2026-04-20"), date("2026-04-20"))
		if err != nil || len(promises) != 1 || promises[0].ID != "promise-cv" || promises[0].Class != "B" {
			t.Errorf("got %+v, %v; want the promise that stood", promises, err)
		}
		if n, err := db.CountUnchecked(ctx, shandong, date("2026-04-21"), date("2026-04-30")); err != nil || n != 0 {
			t.Errorf("got %d, %v; want none granted later", n, err)
		}
		if count, err := db.SentCases(ctx, shandong, date("2026-04-20"), date("2026-04-20")); err != nil || count["e1"] != 1 {
			t.Errorf("got %v, %v; want one case of e1", count, err)
		}
		months, err := db.Volumes(ctx, Period{Places: shandong, From: date("2026-04-01"), Until: date("2026-04-30")})
		if err != nil || len(months) != 2 {
			t.Errorf("volumes: got %+v, %v; want one sent and one granted", months, err)
		}
	})
}

func TestSteps(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		do(t, db, func(tx *Tx) error {
			if err := tx.AddParty(ctx, &Party{ID: "e1"}); err != nil {
				return err
			}
			for i, days := range []int{3, 3, 5} {
				c := sentCase(i)
				if err := tx.addSent(ctx, c); err != nil {
					return err
				}
				for range 2 { // replaced, not added
					if err := tx.setSteps(ctx, c, []StepDays{{Track: "permit", Step: "decision", Office: "qd-experts", Class: "A", Ended: date("2026-04-20"), Days: days}}); err != nil {
						return err
					}
				}
			}
			return nil
		})
		p := Period{Places: shandong, From: date("2026-04-20"), Until: date("2026-04-20"), Matter: "work-permit-first"}
		got, err := db.StepDayCounts(ctx, p)
		if err != nil || len(got) != 2 || got[0].Days != 3 || got[0].Count != 2 || got[1].Count != 1 {
			t.Errorf("got %+v, %v; want 3 days twice and 5 days once", got, err)
		}
		p.Places = []people.PlaceCode{"650100"}
		if got, err := db.StepDayCounts(ctx, p); err != nil || len(got) != 0 {
			t.Errorf("elsewhere: got %+v, %v; want nothing", got, err)
		}
	})
}

func TestChecks(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		c := Check{ID: "k1", CaseID: "c00001", Commitment: "promise-cv", Place: "370200", Result: "open", DueOn: date("2026-05-20")}
		do(t, db, func(tx *Tx) error {
			if err := tx.SaveCase(ctx, goodCase(1), filed()); err != nil {
				return err
			}
			return tx.AddCheck(ctx, &c)
		})
		again := Check{ID: "k2", CaseID: "c00001", Commitment: "promise-cv", Place: "370200"}
		wantCode(t, db.Do(ctx, now, func(tx *Tx) error { return tx.AddCheck(ctx, &again) }), fault.Conflict)
		stale := c
		c.Result = "kept"
		do(t, db, func(tx *Tx) error { return tx.ChangeCheck(ctx, &c) })
		wantCode(t, db.Do(ctx, now, func(tx *Tx) error { return tx.ChangeCheck(ctx, &stale) }), fault.Conflict)
		for want, f := range map[int64]CheckFilter{1: {Places: shandong, Results: []string{"kept"}}, 0: {Places: shandong, Results: []string{"open"}}} {
			if n, err := db.CountChecks(ctx, f); err != nil || n != want {
				t.Errorf("%+v: got %d, %v; want %d", f, n, err, want)
			}
		}
		if got, err := db.Checks(ctx, CheckFilter{}); err != nil || len(got) != 0 {
			t.Errorf("without places: got %+v, %v; want none", got, err)
		}
	})
}

// BenchmarkFigures counts a year of 100,000 cases: every figure of the page.
func BenchmarkFigures(b *testing.B) {
	for _, name := range []string{"sqlite", "postgres"} {
		b.Run(name, func(b *testing.B) {
			source := b.TempDir()
			if name == "postgres" {
				source = storetest.Postgres(b)
			}
			db := openTest(b, source, testKeys(b))
			fillProgress(b, db, 100_000)
			p := Period{Places: shandong, From: date("2026-01-01"), Until: date("2026-12-31")}
			ctx := b.Context()
			for label, count := range map[string]func() (int, error){
				"steps":   func() (int, error) { all, err := db.StepDayCounts(ctx, p); return len(all), err },
				"right":   func() (int, error) { all, err := db.FirstTimeRight(ctx, p); return len(all), err },
				"volumes": func() (int, error) { all, err := db.Volumes(ctx, p); return len(all), err },
				"draw": func() (int, error) {
					all, err := db.Unchecked(ctx, shandong, date("2026-06-01"), date("2026-06-30"))
					return len(all), err
				},
			} {
				b.Run(label, func(b *testing.B) {
					for b.Loop() {
						if n, err := count(); err != nil || n == 0 {
							b.Fatal(n, err)
						}
					}
				})
			}
		})
	}
}

// fillProgress adds decided cases of ten offices over a year, three steps each.
func fillProgress(b *testing.B, db *DB, total int) {
	b.Helper()
	do(b, db, func(tx *Tx) error { return tx.AddParty(b.Context(), &Party{ID: "e1"}) })
	for from := 0; from < total; from += 5000 {
		do(b, db, func(tx *Tx) error {
			for i := from; i < from+5000; i++ {
				c := sentCase(i)
				day := date("2026-01-01").AddDays(civil.Days(i * 7919 % 360))
				c.Moments = map[casefile.Moment]civil.Date{casefile.AtSubmission: day, casefile.AtAcceptance: day + 2}
				c.Tracks = []casefile.Track{{ID: "permit", Office: people.OfficeID(fmt.Sprintf("office%d", i%10))}}
				c = decided(c, casefile.Granted, (day + 4).String())
				if err := tx.addSent(b.Context(), c); err != nil {
					return err
				}
				steps := make([]StepDays, 3)
				for n := range steps {
					steps[n] = StepDays{Track: "permit", Step: fmt.Sprintf("step%d", n), Office: fmt.Sprintf("office%d", i%10), Class: "ABC"[i%3 : i%3+1], Ended: day + 4, Days: i * 31 % 17}
				}
				if err := tx.setSteps(b.Context(), c, steps); err != nil {
					return err
				}
			}
			return nil
		})
	}
	do(b, db, func(tx *Tx) error { // as autovacuum does by and by
		_, err := tx.q.ExecContext(b.Context(), "ANALYZE")
		return err
	})
}

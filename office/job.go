package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/people"
	"yichuang/store"
)

// jobKinds are the kinds of work left for later, and who does it. Work may be
// begun again after a server died in the middle of it: it does nothing twice.
var jobKinds = map[string]func(*Window, context.Context, json.RawMessage) error{
	jobRevise: (*Window).revise,
}

// jobRevise is revising the clocks after a calendar year was loaded.
const jobRevise = "revise-clocks"

// jobLease is longer than any work takes; another server takes it over after that.
const jobLease = 10 * time.Minute

// Work does what is due of the work left for later and returns how much. Any
// number of servers may call it: work is taken by lease.
func (w *Window) Work(ctx context.Context, worker string) (done int, err error) {
	var jobs []store.Job
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		jobs, err = store.Jobs.Lease(ctx, tx, store.Lease{Worker: worker, For: jobLease, Limit: 1})
		return err
	})
	for _, job := range jobs {
		failed := fmt.Errorf("no work is called %q", job.Kind)
		if do, ok := jobKinds[job.Kind]; ok {
			failed = do(w, ctx, job.Body)
		}
		err = errors.Join(err, failed, w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
			if failed != nil {
				return store.Jobs.Fail(ctx, tx, job.ID, worker, failed.Error())
			}
			return store.Jobs.Finish(ctx, tx, job.ID, worker)
		}))
		if failed == nil {
			done++
		}
	}
	return done, err
}

// reviseJob is work for revise.
type reviseJob struct {
	Row string `json:"row"` // of the calendar year that was loaded
}

// revise records in every open case which last days a loaded calendar year
// moved: the old date, the new one, and the year as the cause.
func (w *Window) revise(ctx context.Context, body json.RawMessage) error {
	var job reviseJob
	if err := json.Unmarshal(body, &job); err != nil {
		return err
	}
	if err := w.renew(ctx); err != nil { // so that lists are written by the calendars that answer now
		return err
	}
	change, err := w.calendarChange(ctx, job.Row)
	if err != nil {
		return err
	}
	for after := ""; ; {
		numbers, err := w.DB.OpenCases(ctx, after, passPage)
		if err != nil || len(numbers) == 0 {
			return err
		}
		for _, number := range numbers {
			if err := w.reviseCase(ctx, number, change); err != nil {
				return fmt.Errorf("revise %s: %w", number, err)
			}
		}
		after = numbers[len(numbers)-1]
	}
}

// calendarChange is the calendars without a loaded year and with it.
type calendarChange struct {
	row, cause     string
	before, behind *civil.Calendars
}

func (w *Window) calendarChange(ctx context.Context, row string) (c calendarChange, err error) {
	rows, err := w.DB.CalendarYears(ctx)
	if err != nil {
		return c, err
	}
	at := slices.IndexFunc(rows, func(y store.CalendarYear) bool { return y.ID == row })
	if at < 0 {
		return c, fmt.Errorf("no calendar year %s", row)
	}
	loaded := rows[at]
	c.row, c.cause = row, fmt.Sprintf("%d: %s", loaded.Year, loaded.Source)
	var before []store.CalendarYear // what was there when it was loaded
	for _, y := range rows {
		if y.Seq < loaded.Seq {
			before = append(before, y)
		}
	}
	shipped := w.Law().Shipped
	if c.before, err = withYears(shipped, before); err != nil {
		return c, err
	}
	c.behind, err = withYears(shipped, append(before, loaded))
	return c, err
}

// reviseCase revises one case. Most are not touched: they are read without a
// transaction, so that nobody waits for the work.
func (w *Window) reviseCase(ctx context.Context, number string, change calendarChange) error {
	c, err := w.DB.CaseFile(ctx, casefile.CaseNumber(number))
	if err != nil {
		return err
	}
	if len(w.moved(c, change, w.Clock())) == 0 {
		return nil
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		c, err := tx.CaseFile(ctx, casefile.CaseNumber(number))
		if err != nil {
			return err
		}
		_, err = tx.Once(ctx, string(people.System), jobRevise+"/"+change.row+"/"+number, nil, func() ([]byte, error) {
			s := &step{Window: w, tx: tx, law: w.Law(), file: c}
			return nil, s.keep(ctx, w.moved(c, change, tx.Now()))
		})
		return err
	})
}

// moved are the events of the last days that the change moves in a case.
func (w *Window) moved(c casefile.Case, change calendarChange, at time.Time) []casefile.Event {
	place, ok := w.Law().Places.Lookup(facts.PlaceCode(c.Place))
	if !ok {
		return nil
	}
	old, had := place.Keeps(change.before)
	revised, has := place.Keeps(change.behind)
	if !had || !has {
		return nil
	}
	return c.Revise(at, old, revised, change.cause)
}

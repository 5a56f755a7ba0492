package store

import (
	"context"
	"fmt"

	"yichuang/civil"
	"yichuang/people"
)

// Period is what figures are counted for: cases at the places, days from and
// until included. Without places nothing is counted.
type Period struct {
	Places      []people.PlaceCode
	From, Until civil.Date
	Matter      string // empty: all
}

// during begins a condition that a day of the column lies in the period.
func (p Period) during(column string) *conditions {
	w := &conditions{}
	w.and(column + " >= " + w.arg(p.From.String()) + " AND " + column + " <= " + w.arg(p.Until.String()))
	w.and(within(w, p.Places))
	return w
}

// DayCount says how many steps of an office and class took that many working days.
type DayCount struct {
	Step, Office, Class string
	Days, Count         int
}

// StepDayCounts counts the steps that ended in the period by how long they took.
// The result has a row a length, not a row a case: medians follow exactly from it.
func (r *Reader) StepDayCounts(ctx context.Context, p Period) (all []DayCount, err error) {
	if len(p.Places) == 0 {
		return nil, nil
	}
	w := p.during("ended_on")
	if p.Matter != "" {
		w.and("case_id IN (SELECT case_id FROM progress WHERE matter = " + w.arg(p.Matter) + ")")
	}
	query := fmt.Sprintf("SELECT step, office, class, days, COUNT(*) FROM steps %s GROUP BY step, office, class, days ORDER BY step, office, class, days", w)
	err = r.each(ctx, query, w.args, func(scan func(...any) error) error {
		var c DayCount
		err := scan(&c.Step, &c.Office, &c.Class, &c.Days, &c.Count)
		all = append(all, c)
		return err
	})
	return all, r.failed(err, "count days of steps")
}

// RightCount says how many cases an office accepted, and how many of them
// without asking for a correction.
type RightCount struct {
	Office          string
	Accepted, Right int
}

// FirstTimeRight counts the cases accepted in the period.
func (r *Reader) FirstTimeRight(ctx context.Context, p Period) (all []RightCount, err error) {
	if len(p.Places) == 0 {
		return nil, nil
	}
	w := p.during("accepted_on")
	w.equal("matter", p.Matter)
	query := fmt.Sprintf("SELECT office, COUNT(*), SUM(CASE WHEN requests = 0 THEN 1 ELSE 0 END) FROM progress %s GROUP BY office ORDER BY office", w)
	err = r.each(ctx, query, w.args, func(scan func(...any) error) error {
		var c RightCount
		err := scan(&c.Office, &c.Accepted, &c.Right)
		all = append(all, c)
		return err
	})
	return all, r.failed(err, "count first-time-right cases")
}

// MonthCount is what happened in a month, such as 2026-04.
type MonthCount struct {
	Month string
	What  string // "sent" or the outcome of a decision
	Count int
}

// Volumes counts by month the cases sent and the decisions taken.
func (r *Reader) Volumes(ctx context.Context, p Period) (all []MonthCount, err error) {
	if len(p.Places) == 0 {
		return nil, nil
	}
	sent, decided := p.during("submitted_on"), p.during("decided_on")
	sent.equal("matter", p.Matter)
	decided.equal("matter", p.Matter)
	for query, w := range map[string]*conditions{
		"SELECT substr(submitted_on, 1, 7), 'sent', COUNT(*) FROM progress %s GROUP BY 1 ORDER BY 1":      sent,
		"SELECT substr(decided_on, 1, 7), outcome, COUNT(*) FROM progress %s GROUP BY 1, 2 ORDER BY 1, 2": decided,
	} {
		err = r.each(ctx, fmt.Sprintf(query, w), w.args, func(scan func(...any) error) error {
			var c MonthCount
			err := scan(&c.Month, &c.What, &c.Count)
			all = append(all, c)
			return err
		})
		if err != nil {
			return nil, r.failed(err, "count cases by month")
		}
	}
	return all, nil
}

// LevelCount says how often an office was rated so.
type LevelCount struct {
	Office       string
	Level, Count int
}

// RatingLevels counts the ratings given in the period.
func (r *Reader) RatingLevels(ctx context.Context, p Period) (all []LevelCount, err error) {
	if len(p.Places) == 0 {
		return nil, nil
	}
	w := &conditions{}
	w.and("created_at >= " + w.arg(p.From.Time().UnixMicro()) + " AND created_at < " + w.arg(p.Until.AddDays(1).Time().UnixMicro()))
	w.and(within(w, p.Places))
	w.equal("matter", p.Matter)
	query := fmt.Sprintf(`SELECT ratings.office, level, COUNT(*) FROM ratings JOIN progress ON progress.case_id = ratings.case_id %s
		GROUP BY ratings.office, level ORDER BY ratings.office, level`, w)
	err = r.each(ctx, query, w.args, func(scan func(...any) error) error {
		var c LevelCount
		err := scan(&c.Office, &c.Level, &c.Count)
		all = append(all, c)
		return err
	})
	return all, r.failed(err, "count ratings")
}

// each runs scan on every row of a query.
func (r *Reader) each(ctx context.Context, query string, args []any, row func(scan func(...any) error) error) error {
	rows, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

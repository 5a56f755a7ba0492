package store

import (
	"context"

	"yichuang/casefile"
	"yichuang/civil"
)

// progress is how a sent case goes, as watch lists and figures count it. It is
// computed from the folded case and written with it.
type progress struct {
	Case      string      `db:"case_id"`
	Place     string      `db:"place"`
	Office    string      `db:"office"` // of the first track
	Matter    string      `db:"matter"`
	Class     string      `db:"class"`
	Submitted civil.Date  `db:"submitted_on"`
	Accepted  *civil.Date `db:"accepted_on"`
	Decided   *civil.Date `db:"decided_on"` // the last decision, once all are taken
	Outcome   string      `db:"outcome"`    // the first track's
	Requests  int         `db:"requests"`   // for correction
	Again     *civil.Date `db:"again_on"`   // of the second request
	Deemed    *civil.Date `db:"deemed_on"`  // accepted or granted by law
	Paused    *civil.Date `db:"paused_on"`  // since when a clock has been pausing
	Ground    string      `db:"ground"`     // of that pause
}

// progressOf computes the row; false while the case is not sent.
func progressOf(c casefile.Case) (p progress, sent bool) {
	p.Submitted, sent = c.Moments[casefile.AtSubmission]
	if !sent || len(c.Tracks) == 0 {
		return p, false
	}
	first := c.Tracks[0]
	p.Case, p.Place, p.Office, p.Matter = string(c.Number), string(c.Place), string(first.Office), string(c.Matter)
	p.Requests = len(c.Requests)
	if c.Determination != nil {
		p.Class = c.Determination.Class
	}
	if on, ok := c.Moments[casefile.AtAcceptance]; ok {
		p.Accepted = &on
		if c.Deemed {
			p.Deemed = &on
		}
	}
	if len(c.Requests) > 1 {
		p.Again = &c.Requests[1].On
	}
	if first.Decision != nil {
		p.Outcome = string(first.Decision.Outcome)
		if first.Decision.Class != "" {
			p.Class = first.Decision.Class
		}
	}
	for _, t := range c.Tracks {
		if t.Decision == nil || t.Decision.On == nil {
			continue
		}
		if t.Decision.Deemed {
			p.Deemed = t.Decision.On
		}
		if c.Status == casefile.StatusDecided || c.Status == casefile.StatusClosed {
			if p.Decided == nil || *t.Decision.On > *p.Decided {
				p.Decided = t.Decision.On
			}
		}
	}
	p.Paused, p.Ground = pausing(c)
	return p, true
}

// pausing is the longest pause that lasts: since when, and on what ground.
func pausing(c casefile.Case) (since *civil.Date, ground string) {
	if !c.Open() {
		return nil, ""
	}
	for _, k := range c.Clocks {
		if k.State() != casefile.Pausing {
			continue
		}
		if last := k.Entries[len(k.Entries)-1]; since == nil || last.On < *since {
			since, ground = &last.On, string(last.Ground)
		}
	}
	return since, ground
}

var progresses = tableOf[progress]("progress")

// keepProgress writes what changed of how the case goes, and the commitments on
// which it rests once it is granted.
func (tx *Tx) keepProgress(ctx context.Context, before, after casefile.Case) error {
	was, had := progressOf(before)
	is, sent := progressOf(after)
	if !sent || had && was.equal(is) {
		return nil
	}
	if had {
		if _, err := tx.q.ExecContext(ctx, "DELETE FROM progress WHERE case_id = $1", is.Case); err != nil {
			return tx.failed(err, "set progress of case %s", is.Case)
		}
	}
	if err := progresses.insert(ctx, tx, &is); err != nil {
		return err
	}
	if favourable(after) && !favourable(before) {
		return tx.addCommitments(ctx, after)
	}
	return nil
}

func (p progress) equal(o progress) bool {
	same := func(a, b *civil.Date) bool { return a == b || a != nil && b != nil && *a == *b }
	if !same(p.Accepted, o.Accepted) || !same(p.Decided, o.Decided) || !same(p.Again, o.Again) ||
		!same(p.Deemed, o.Deemed) || !same(p.Paused, o.Paused) {
		return false
	}
	p.Accepted, p.Decided, p.Again, p.Deemed, p.Paused = nil, nil, nil, nil, nil
	o.Accepted, o.Decided, o.Again, o.Deemed, o.Paused = nil, nil, nil, nil, nil
	return p == o
}

func favourable(c casefile.Case) bool {
	return len(c.Tracks) > 0 && c.Tracks[0].Decision != nil && c.Tracks[0].Decision.Outcome.Favourable()
}

// StepDays is a finished step of a case: how many working days it took its
// office, pauses left out. The day it began is day 0.
type StepDays struct {
	Track, Step string
	Office      string
	Class       string
	Ended       civil.Date
	Days        int
}

// setSteps replaces the finished steps of a case.
func (tx *Tx) setSteps(ctx context.Context, c casefile.Case, steps []StepDays) error {
	if _, err := tx.q.ExecContext(ctx, "DELETE FROM steps WHERE case_id = $1", string(c.Number)); err != nil {
		return tx.failed(err, "set steps of case %s", c.Number)
	}
	for _, s := range steps {
		_, err := tx.q.ExecContext(ctx, `INSERT INTO steps (case_id, track, step, place, office, class, ended_on, days)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			string(c.Number), s.Track, s.Step, string(c.Place), s.Office, s.Class, s.Ended.String(), s.Days)
		if err != nil {
			return tx.failed(err, "set step %s/%s of case %s", s.Track, s.Step, c.Number)
		}
	}
	return nil
}

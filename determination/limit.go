package determination

import (
	"yichuang/facts"
	"yichuang/policy"
)

// limit settles one limit of the ground in hand. Where rules are open, every
// answer to what they wait for is tried: the yes-or-no facts first, because one
// fact may move several rules, then the rules themselves. Where all answers agree
// the limit is settled.
func (w *work) limit(g *group) limitRow {
	var needs policy.Needs
	open := w.evaluateLimit(g, &needs)
	if open == nil {
		return w.settledLimit(g)
	}
	row := w.tryAnswers(g, open, needs)
	if row.status == unknown {
		row.needs.Add(needs)
	}
	w.evaluateLimit(g, &needs) // what is said of the rules is what is known, not what was tried
	return row
}

// evaluateLimit runs the limit's rules, replacers first, and returns one that is
// open; needs gathers what the open ones wait for.
func (w *work) evaluateLimit(g *group, needs *policy.Needs) (open *policy.Planned) {
	for _, r := range g.rules {
		w.silenced[r.Index] = -1
	}
	for _, r := range g.order {
		w.evaluate(r)
		if w.open(r) && w.tried[r.Index] != policy.Unknown {
			w.set(r, w.tried[r.Index])
		}
		if w.open(r) {
			open = r
			needs.Add(w.needs(r))
		}
	}
	return open
}

func (w *work) tryAnswers(g *group, open *policy.Planned, needs policy.Needs) limitRow {
	if slot, ok := w.question(needs); ok {
		return w.tryFact(g, slot)
	}
	w.tried[open.Index] = policy.False
	no := w.limit(g)
	w.tried[open.Index] = policy.True
	yes := w.limit(g)
	w.tried[open.Index] = policy.Unknown
	return no.or(yes)
}

// question is the first yes-or-no fact that is needed.
func (w *work) question(needs policy.Needs) (slot int, ok bool) {
	for _, slot := range w.questions {
		if needs.HasFact(slot) {
			return slot, true
		}
	}
	return 0, false
}

// tryFact answers a yes-or-no fact both ways, in a copy of the facts.
func (w *work) tryFact(g *group, slot int) limitRow {
	real := w.Facts
	if real != w.trial {
		w.trial.Shadow(real)
		w.Facts = w.trial
	}
	w.assume(slot, facts.Value{State: facts.Known, N: 0})
	no := w.limit(g)
	w.assume(slot, facts.Value{State: facts.Known, N: 1})
	yes := w.limit(g)
	w.assume(slot, facts.Value{})
	w.Facts = real
	return no.or(yes)
}

func (w *work) assume(slot int, v facts.Value) {
	w.Facts.Set(slot, v)
	w.Forget()
}

// or is the row where either may come true.
func (row limitRow) or(other limitRow) limitRow {
	row.needs.Add(other.needs)
	if row.kept != other.kept {
		row.kept = policy.Unknown
	}
	if row.status != other.status {
		row.status = unknown
	}
	if row.decided == nil {
		row.decided = other.decided
	}
	return row
}

// settledLimit combines the rules of a limit once no condition is open: a firm
// figure first, then a waiver, then the figures, which discretion may excuse.
func (w *work) settledLimit(g *group) limitRow {
	row := limitRow{status: absent, kept: policy.True}
	var waiver, excuse *policy.Planned
	for _, r := range g.rules {
		if !w.live(r) {
			continue
		}
		switch r.Limit.Effect {
		case policy.Waive:
			waiver = r
		case policy.Discretion:
			excuse = r
		case policy.Figure:
			w.figure(r, &row)
		}
	}
	switch {
	case row.status == notMet && row.decided.Limit.Firm:
	case waiver != nil:
		return limitRow{status: waived, kept: policy.True, decided: waiver}
	case row.status == notMet && excuse != nil:
		return limitRow{status: discretion, kept: policy.Officer, decided: excuse}
	}
	row.kept = row.status.truth()
	return row
}

// figure adds one figure to the row: the worst counts, a firm one before others.
func (w *work) figure(r *policy.Planned, row *limitRow) {
	v := w.keeps(r)
	s := met
	switch v {
	case policy.False:
		s = notMet
	case policy.Officer:
		s = discretion
	case policy.Unknown, policy.Wanting:
		s = unknown
		if r.Test.Needs != nil {
			row.needs.Add(w.waits(r.Test.Needs))
		}
		if r.Of.Needs != nil {
			row.needs.Add(w.waits(r.Of.Needs))
		}
	}
	firmer := r.Limit.Firm && s == notMet
	plainOverFirm := row.decided != nil && s == row.status && row.decided.Limit.Firm && !r.Limit.Firm
	if row.decided == nil || s > row.status || firmer || plainOverFirm || (s == row.status && !r.Limit.Firm) {
		row.status, row.decided = s, r
	}
}

// keeps reports whether the measure keeps the figure, both ends inclusive.
func (w *work) keeps(r *policy.Planned) policy.Truth {
	if r.Limit.Test != nil {
		return r.Test.Eval(&w.Context)
	}
	v, known := r.Of.Eval(&w.Context)
	switch {
	case known == policy.False:
		return policy.False
	case known != policy.True:
		return known
	case r.HasLow && v < r.Low, r.HasUp && v > r.Up:
		return policy.False
	}
	return policy.True
}

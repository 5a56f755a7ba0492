package determination

import (
	"math"
	"strconv"

	"yichuang/facts"
	"yichuang/policy"
)

// status is how a limit stands, from the most to the least favourable.
type status uint8

const (
	absent status = iota // the limit does not apply to the ground
	waived
	met
	discretion
	unknown
	notMet
)

var statusNames = [...]string{waived: "waived", met: "met", discretion: "discretion", unknown: "unknown", notMet: "not-met"}

// truth is the status as a condition's value.
func (s status) truth() policy.Truth {
	switch s {
	case notMet:
		return policy.False
	case unknown:
		return policy.Unknown
	case discretion:
		return policy.Officer
	}
	return policy.True
}

// atBest is what the status can still become as a condition's value.
func (s status) atBest() policy.Truth {
	if s == unknown {
		return policy.True
	}
	return s.truth()
}

// limitRow is a limit of a ground, with the rule that decided it.
type limitRow struct {
	group   int
	status  status
	decided *policy.Planned
	needs   policy.Needs
}

// runLimits tries every ground of the best class against its limits, takes the
// most favourable and says whether the limits are kept at all.
func (w *work) runLimits(d *Determination) {
	w.Limits, w.LimitsNeeds = policy.False, policy.Needs{}
	clear(w.groundMet)
	switch w.Context.Class {
	case "":
		w.Limits, w.LimitsNeeds = policy.Unknown, w.ClassNeeds
		return
	case "none":
		w.Context.Ground = policy.NoGround
		return
	}
	w.tryGrounds(policy.True)
	w.tryGrounds(policy.Unknown)
	w.choose()
	w.Context.Ground = w.chosen
	w.limitRows = w.limitsOf(w.chosen, w.limitRows[:0])
	for _, row := range w.limitRows {
		d.Limits = append(d.Limits, w.limitEntry(row))
		if row.status == unknown {
			w.unknown.Add(row.needs)
		}
	}
}

// tryGrounds tries the grounds of the best class that hold, or those that a fact
// could still open. An open one leaves the limits unknown only where it could do
// better than those that hold.
func (w *work) tryGrounds(held policy.Truth) {
	for i, g := range w.Plan.Grounds {
		if g.Class != w.Context.Class || w.Context.Grounds[i] != held {
			continue
		}
		worst, needs := w.tryGround(i)
		w.groundMet[i] = standing{held, worst}
		switch {
		case held == policy.True:
			w.Limits = w.Limits.Or(worst.truth())
			w.LimitsNeeds.Add(needs)
		case worst.atBest() > w.Limits:
			w.Limits = policy.Unknown
			needs.Add(w.groundNeeds(i))
			w.LimitsNeeds.Add(needs)
		}
	}
}

// tryGround returns the worst status of a ground's limits and what unknown ones
// wait for.
func (w *work) tryGround(i int) (worst status, needs policy.Needs) {
	w.limitRows = w.limitsOf(i, w.limitRows[:0])
	for _, row := range w.limitRows {
		worst = max(worst, row.status)
		needs.Add(row.needs)
	}
	return worst, needs
}

// choose takes the ground whose worst limit is best; ties fall to the order of
// the packs' names. A ground that a fact could still open, and that would then
// be chosen, leaves its facts among the unknown.
func (w *work) choose() {
	for i, g := range w.groundMet {
		if g.holds == policy.True && (w.chosen < 0 || g.worst < w.groundMet[w.chosen].worst) {
			w.chosen = i
		}
	}
	best := w.groundMet[w.chosen].worst
	for i, g := range w.groundMet {
		if g.holds == policy.Unknown && (g.worst < best || g.worst == best && i < w.chosen) {
			w.unknown.Add(w.groundNeeds(i))
		}
	}
}

// limitsOf works out the limits of a ground.
func (w *work) limitsOf(ground int, rows []limitRow) []limitRow {
	w.Context.Ground = ground
	for i := range w.limits {
		row := w.limit(&w.limits[i])
		row.group = i
		if row.status != absent {
			rows = append(rows, row)
		}
	}
	return rows
}

// limit settles one limit of the ground in hand. Where rules hang on an unknown
// fact with few values, every value is tried: if all agree the limit is settled.
func (w *work) limit(g *group) limitRow {
	for _, r := range g.rules {
		w.silenced[r.Index] = -1
	}
	var needs policy.Needs
	for _, r := range w.Order(policy.Limit) {
		if r.ID == g.id {
			w.evaluate(r)
			if w.open(r) {
				needs.Add(w.needs(r))
			}
		}
	}
	if needs.Empty() {
		return w.settledLimit(g)
	}
	row := w.tryValues(g, needs)
	if row.status == unknown {
		row.needs.Add(needs)
	}
	return row
}

// tryValues splits on the first unknown yes-or-no fact; anything else that is
// unknown leaves the limit unknown.
func (w *work) tryValues(g *group, needs policy.Needs) limitRow {
	undecided := limitRow{status: unknown, decided: g.rules[0]}
	for _, f := range w.Vocabulary().Fields() {
		if !needs.HasFact(f.Slot) {
			continue
		}
		if f.Type != facts.Bool {
			return undecided
		}
		no := w.limitIf(g, f.Slot, 0)
		yes := w.limitIf(g, f.Slot, 1)
		if no.status == yes.status {
			return no
		}
		return undecided
	}
	return undecided
}

func (w *work) limitIf(g *group, slot int, n int64) limitRow {
	outer := w.Facts
	inner := outer.Clone()
	inner.Set(slot, facts.Value{State: facts.Known, N: n})
	w.Facts = inner
	row := w.limit(g)
	w.Facts = outer
	return row
}

// settledLimit combines the rules of a limit once no condition is open: a firm
// figure first, then a waiver, then the figures, which discretion may excuse.
func (w *work) settledLimit(g *group) limitRow {
	row := limitRow{status: absent}
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
		return limitRow{status: waived, decided: waiver}
	case row.status == notMet && excuse != nil:
		return limitRow{status: discretion, decided: excuse}
	}
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
			r.Test.Needs(&w.Context, &row.needs)
		}
		if r.Of.Needs != nil {
			r.Of.Needs(&w.Context, &row.needs)
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

func (w *work) limitEntry(row limitRow) Limit {
	g := &w.limits[row.group]
	l := Limit{Entry: Entry{ID: g.id}, Status: statusNames[row.status], Ground: w.Plan.Grounds[w.chosen].ID}
	l.cite(row.decided.Clause.Ref())
	for i := len(g.rules) - 1; i >= 0; i-- {
		r := g.rules[i]
		switch {
		case w.live(r) && r.Limit.Effect == row.decided.Limit.Effect && r.Limit.Firm == row.decided.Limit.Firm:
			l.cite(r.Clause.Ref())
		case w.truth[r.Index] == policy.True && w.silenced[r.Index] >= 0:
			l.Replaced = addNew(l.Replaced, r.Clause.Ref())
		}
		if w.live(r) && r.Limit.Effect == policy.Figure && row.status != waived {
			l.Min, l.Max = tighter(l.Min, r.Limit.Min, math.Max), tighter(l.Max, r.Limit.Max, math.Min)
		}
	}
	return l
}

// tighter keeps the stricter of two figures; a word stands for itself.
func tighter(have, other string, pick func(a, b float64) float64) string {
	a, errA := strconv.ParseFloat(have, 64)
	b, errB := strconv.ParseFloat(other, 64)
	switch {
	case have == "":
		return other
	case other == "" || errA != nil || errB != nil:
		return have
	}
	return strconv.FormatFloat(pick(a, b), 'f', -1, 64)
}

package determination

import (
	"math"
	"strconv"

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

// limitRow is a limit of a ground, with the rule that decided it. kept says
// whether the limit is kept; it may be settled while the status is not, as
// between "met" and "waived".
type limitRow struct {
	group   int
	status  status
	kept    policy.Truth
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
		worst, kept, needs := w.tryGround(i)
		w.groundMet[i] = standing{held, worst}
		switch {
		case held == policy.True:
			w.Limits = w.Limits.Or(kept)
			w.LimitsNeeds.Add(needs)
		case kept > w.Limits || kept == policy.Unknown && w.Limits != policy.True:
			w.Limits = policy.Unknown
			needs.Add(w.groundNeeds(i))
			w.LimitsNeeds.Add(needs)
		}
	}
}

// tryGround returns the worst status of a ground's limits, whether they are kept
// and what unknown ones wait for.
func (w *work) tryGround(i int) (worst status, kept policy.Truth, needs policy.Needs) {
	kept = policy.True
	w.limitRows = w.limitsOf(i, w.limitRows[:0])
	for _, row := range w.limitRows {
		worst, kept = max(worst, row.status), kept.And(row.kept)
		needs.Add(row.needs)
	}
	return worst, kept, needs
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

func (w *work) limitEntry(row limitRow) Limit {
	g := &w.limits[row.group]
	l := Limit{Entry: Entry{ID: g.id}, Status: statusNames[row.status], Ground: w.Plan.Grounds[w.chosen].ID}
	w.cite(&l.Entry, row.decided)
	for i := len(g.rules) - 1; i >= 0; i-- {
		r := g.rules[i]
		switch {
		case w.live(r) && r.Limit.Effect == row.decided.Limit.Effect && r.Limit.Firm == row.decided.Limit.Firm:
			w.cite(&l.Entry, r)
		case w.truth[r.Index] == policy.True && w.silenced[r.Index] >= 0:
			l.Replaced = w.lists.addNew(l.Replaced, r.Clause.Ref())
		}
		if w.live(r) && r.Limit.Effect == policy.Figure && row.status != waived {
			l.Min, l.Max = tighter(l.Min, r.Limit.Min, math.Max), tighter(l.Max, r.Limit.Max, math.Min)
		}
	}
	return l
}

// tighter keeps the stricter of two figures; a word stands for itself.
func tighter(have, other string, pick func(a, b float64) float64) string {
	switch {
	case have == "":
		return other
	case other == "" || other == have || isWord(have) || isWord(other):
		return have
	}
	a, errA := strconv.ParseFloat(have, 64)
	b, errB := strconv.ParseFloat(other, 64)
	if errA != nil || errB != nil {
		return have
	}
	return strconv.FormatFloat(pick(a, b), 'f', -1, 64)
}

// isWord tells a word of a closed list from a figure at a glance: asking strconv
// would cost an error each time.
func isWord(s string) bool { return s != "" && 'a' <= s[0] && s[0] <= 'z' }

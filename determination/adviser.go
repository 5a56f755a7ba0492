package determination

import (
	"slices"

	"yichuang/civil"
	"yichuang/facts"
)

type adviser struct {
	engine *Engine
	base   *Determination
	facts  *facts.Facts
	found  []Advice
}

// move is a change with the value that makes it.
type move struct {
	Change
	field *facts.Field
	value facts.Value
}

// moves lists what may be changed, the nearest values first.
func (a *adviser) moves() []move {
	var out []move
	fields := a.engine.Policies.Vocabulary().Fields()
	for i := range fields {
		f := &fields[i]
		if !f.Actionable || f.Path == "applicant.claims" {
			continue
		}
		for _, v := range a.values(f, a.facts.Get(f.Slot)) {
			change := Change{Path: f.Path, To: a.text(f, v)}
			if have := a.facts.Get(f.Slot); have.State != facts.Unknown {
				change.From = a.text(f, have)
			}
			out = append(out, move{change, f, v})
		}
	}
	return out
}

func (a *adviser) text(f *facts.Field, v facts.Value) string {
	return a.engine.Policies.Vocabulary().FormatValue(f, v)
}

// values are better or other values of an actionable fact.
func (a *adviser) values(f *facts.Field, have facts.Value) []facts.Value {
	known := func(n int64) facts.Value { return facts.Value{State: facts.Known, N: n, F: float64(n)} }
	var out []facts.Value
	switch {
	case f.Path == "place":
		return a.places()
	case f.Path == "on":
		return a.days()
	case have.State == facts.Unknown && f.Type != facts.Bool:
		return nil // an answer is missing, not a change
	case f.Type == facts.Bool && have.N == 0:
		out = append(out, known(1))
	case f.Type == facts.Int:
		for n := have.N + 1; n <= int64(f.Max); n++ {
			out = append(out, known(n))
		}
	case f.Type == facts.Enum && f.Ordered:
		for n := have.N + 1; n < int64(len(f.Words)); n++ {
			out = append(out, known(n))
		}
	case f.Path == "zone":
		for i, word := range f.Words {
			if have.N>>i&1 == 0 && a.engine.Places.ZoneIn(facts.ZoneID(word), facts.PlaceCode(a.base.Place)) {
				out = append(out, known(1<<i))
			}
		}
	}
	return out
}

// places are those for which a pack of their own is in force on the day.
func (a *adviser) places() []facts.Value {
	here, ok := a.engine.Places.Lookup(facts.PlaceCode(a.base.Place))
	var out []facts.Value
	for _, p := range a.engine.Policies.Packs {
		if !ok || !p.InForce(a.base.On) || p.Holds(here.Scopes) {
			continue
		}
		out = append(out, facts.Value{State: facts.Known, S: string(p.Scope[0])})
	}
	return out
}

// days are the first days of policies to come at the place, and the days after
// the last of those in force.
func (a *adviser) days() []facts.Value {
	var out []facts.Value
	for _, ref := range a.base.Policies {
		for _, d := range []*civil.Date{ref.From, dayAfter(ref.Until)} {
			if d != nil && *d > a.base.On {
				out = append(out, facts.Value{State: facts.Known, N: int64(*d)})
			}
		}
	}
	return out
}

func dayAfter(d *civil.Date) *civil.Date {
	if d == nil {
		return nil
	}
	next := *d + 1
	return &next
}

// try determines the facts with the moves made and keeps what is better.
func (a *adviser) try(moves ...move) {
	changed := a.facts.Clone()
	advice := Advice{}
	for _, m := range moves {
		changed.Set(m.field.Slot, m.value)
		advice.Changes = append(advice.Changes, m.Change)
		if m.Path == "place" {
			a.leaveZones(changed)
		}
		if m.Path == "on" {
			day := civil.Date(m.value.N)
			advice.Opens = &day
		}
	}
	if a.engine.Policies.Vocabulary().Check(changed, a.engine.Places) != nil {
		return
	}
	d, err := a.engine.Determine(changed)
	if err != nil || !a.better(d) || a.covered(advice, d) {
		return
	}
	advice.Verdict, advice.Class, advice.Points = d.Verdict, d.Class, d.Points
	advice.Clauses = newClauses(a.base, d)
	advice.Closes = a.closes(changed, d)
	a.found = append(a.found, advice)
}

func (a *adviser) leaveZones(f *facts.Facts) {
	if zone, ok := a.engine.Policies.Vocabulary().Lookup("zone"); ok && f.Get(zone.Slot).State != facts.Unknown {
		f.Set(zone.Slot, facts.Value{State: facts.Known})
	}
}

// better: a settled or nearer verdict, or the same verdict with a better class.
// A result that only becomes unknown is no advice.
func (a *adviser) better(d *Determination) bool {
	if d.Verdict == Unknown || d.Verdict == NotMet {
		return false
	}
	return rank(d.Verdict, d.Class) > rank(a.base.Verdict, a.base.Class)
}

// covered reports whether fewer changes, or a nearer value of the same facts,
// give as much already.
func (a *adviser) covered(advice Advice, d *Determination) bool {
	return slices.ContainsFunc(a.found, func(have Advice) bool {
		if rank(have.Verdict, have.Class) < rank(d.Verdict, d.Class) {
			return false
		}
		for _, c := range have.Changes {
			if !slices.ContainsFunc(advice.Changes, func(x Change) bool { return x.Path == c.Path && (c.Path != "place" || x.To == c.To) }) {
				return false
			}
		}
		return true
	})
}

// newClauses are those that the new result rests on and the old one did not.
func newClauses(old, now *Determination) []string {
	have := deciding(old)
	var out []string
	for _, c := range deciding(now) {
		if !slices.Contains(have, c) && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// deciding are the clauses of grounds, limits and points.
func deciding(d *Determination) []string {
	var out []string
	for _, g := range d.Grounds {
		out = append(append(out, g.Clause), g.Also...)
	}
	for _, l := range d.Limits {
		out = append(out, l.Clause)
	}
	for _, e := range d.Points.Elements {
		if e.Clause != "" {
			out = append(out, e.Clause)
		}
	}
	return out
}

// closes finds the last day on which the changed facts still give the result:
// the day before a policy's end or a birthday first spoils it.
func (a *adviser) closes(changed *facts.Facts, d *Determination) *civil.Date {
	on, _ := a.engine.Policies.Vocabulary().Lookup("on")
	later := changed.Clone()
	for _, day := range a.turns(changed, d) {
		later.Set(on.Slot, facts.Value{State: facts.Known, N: int64(day)})
		then, err := a.engine.Determine(later)
		if err == nil && rank(then.Verdict, then.Class) < rank(d.Verdict, d.Class) {
			last := day - 1
			return &last
		}
	}
	return nil
}

// turns are the days, in order, on which something may end: the day after a
// policy's last, and the birthdays of the next two years.
func (a *adviser) turns(f *facts.Facts, d *Determination) []civil.Date {
	var out []civil.Date
	for _, p := range d.Policies {
		if end := dayAfter(p.Until); end != nil && *end > d.On {
			out = append(out, *end)
		}
	}
	birth, ok := a.engine.Policies.Vocabulary().Lookup("applicant.birth_date")
	if v := f.Get(birth.Slot); ok && v.State == facts.Known {
		age := civil.Date(v.N).CompletedYears(d.On)
		for n := range civil.Years(2) {
			out = append(out, civil.Date(v.N).AddYears(age+1+n))
		}
	}
	slices.Sort(out)
	return out
}

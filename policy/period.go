package policy

import (
	"slices"
	"strings"

	"yichuang/civil"
)

// Period is days in force, both ends included; nil is open.
type Period struct{ From, Until *civil.Date }

func (p Period) holds(on civil.Date) bool {
	return (p.From == nil || *p.From <= on) && (p.Until == nil || on <= *p.Until)
}

// clip is what of the period lies in another; false if nothing does.
func (p Period) clip(in Period) (Period, bool) {
	if in.From != nil && (p.From == nil || *p.From < *in.From) {
		p.From = in.From
	}
	if in.Until != nil && (p.Until == nil || *p.Until > *in.Until) {
		p.Until = in.Until
	}
	return p, p.From == nil || p.Until == nil || *p.From <= *p.Until
}

// Periods are the days in force, in order: the first period and those for which
// the instrument was renewed. Between two there may be days on which it did not
// hold.
func (p *Pack) Periods() []Period {
	return append([]Period{{p.From, p.Until}}, p.Renewed...)
}

// InForce reports whether the pack's days in force hold the day.
func (p *Pack) InForce(on civil.Date) bool {
	return Period{p.From, p.Until}.holds(on) || slices.ContainsFunc(p.Renewed, func(r Period) bool { return r.holds(on) })
}

// Span is the period that holds the day; on a day without one, the last that
// ended before it, or else the first to come.
func (p *Pack) Span(on civil.Date) Period {
	span := Period{p.From, p.Until}
	for _, r := range p.Renewed {
		if r.From != nil && *r.From <= on {
			span = r
		}
	}
	return span
}

// LastDay is the last day of the last period; nil where it is open.
func (p *Pack) LastDay() *civil.Date {
	if n := len(p.Renewed); n > 0 {
		return p.Renewed[n-1].Until
	}
	return p.Until
}

// Within is the pack with the days in force that lie in the period, and nil
// where none do. The text is the same, and so is its hash.
func (p *Pack) Within(in Period) *Pack {
	var left []Period
	for _, own := range p.Periods() {
		if cut, ok := own.clip(in); ok {
			left = append(left, cut)
		}
	}
	if len(left) == 0 {
		return nil
	}
	q := *p
	q.From, q.Until, q.Renewed = left[0].From, left[0].Until, left[1:]
	q.Clauses = make([]*Clause, len(p.Clauses))
	for i, c := range p.Clauses {
		own := *c
		own.Pack, own.Rules = &q, make([]*Rule, len(c.Rules))
		for j, r := range c.Rules {
			rule := *r
			rule.Clause = &own
			own.Rules[j] = &rule
		}
		q.Clauses[i] = &own
	}
	return &q
}

// Edition is a published text of a pack: from its day on the text speaks in
// place of every older one of the same pack.
type Edition struct {
	Pack *Pack
	From civil.Date
}

// Timeline lays editions, in the order of their publication, over base texts.
// The result is what NewSet takes: for every pack the texts with the days on
// which each of them speaks.
func Timeline(base []*Pack, editions []Edition) []*Pack {
	line := slices.Clone(base)
	for _, e := range editions {
		before := e.From - 1
		var next []*Pack
		for _, p := range line {
			if p.ID == e.Pack.ID {
				p = p.Within(Period{Until: &before})
			}
			if p != nil {
				next = append(next, p)
			}
		}
		if now := e.Pack.Within(Period{From: &e.From}); now != nil {
			next = append(next, now)
		}
		line = next
	}
	SortPacks(line)
	return line
}

// SortPacks orders packs from the general to the special, then by id; texts of
// one pack by their first day.
func SortPacks(packs []*Pack) {
	slices.SortStableFunc(packs, func(a, b *Pack) int {
		if a.Level != b.Level {
			return int(a.Level) - int(b.Level)
		}
		if c := strings.Compare(a.ID, b.ID); c != 0 {
			return c
		}
		return int(firstDay(a)) - int(firstDay(b))
	})
}

// firstDay orders a pack without a first day before every other.
func firstDay(p *Pack) civil.Date {
	if p.From == nil {
		return civil.NewDate(1, 1, 1)
	}
	return *p.From
}

// overlap is a day on which both texts of a pack would speak.
func overlap(a, b *Pack) (civil.Date, bool) {
	for _, x := range a.Periods() {
		for _, y := range b.Periods() {
			if both, ok := x.clip(y); ok {
				if both.From != nil {
					return *both.From, true
				}
				return firstDay(a), true
			}
		}
	}
	return 0, false
}

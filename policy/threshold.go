package policy

import (
	"fmt"

	"yichuang/facts"
)

// Threshold is a figure of a rule at which its answer turns. A pack proves each
// by a scenario on it and one a single step past it.
type Threshold struct {
	Rule  *Rule
	Text  string                   // the comparison as people read it
	Gap   func(*Context) []float64 // what stands before the figure minus the figure
	Past  float64                  // direction of "one step past": +1 or -1
	Total bool                     // compares the points' total
}

// Thresholds lists every threshold of a pack's rules under a plan that has them;
// the same comparison in several rules of a clause counts once.
func (p *Plan) Thresholds(pack *Pack) []Threshold {
	var out []Threshold
	seen := map[string]bool{}
	add := func(t Threshold) {
		key := t.Rule.Clause.ID + "\x00" + t.Text
		if !seen[key] {
			seen[key] = true
			out = append(out, t)
		}
	}
	for _, r := range p.Rules {
		if r.Clause.Pack != pack || r.closedByReading() {
			continue
		}
		b := builder{plan: p, pack: pack}
		for _, e := range []*Expr{r.Rule.When, r.Limit.Test} {
			b.compared(r.Rule, e, nil, add)
		}
		b.figures(r, add)
	}
	return out
}

// compared walks to comparisons of numbers and dates; list is the list whose
// items the condition speaks of.
func (b builder) compared(r *Rule, e *Expr, list *facts.Field, add func(Threshold)) {
	if e == nil {
		return
	}
	if e.Op == OpExists || e.Op == OpRun {
		for _, a := range e.Args[1:] {
			b.compared(r, a, e.Args[0].Field, add)
		}
		return
	}
	past := map[Op]float64{OpGe: -1, OpLt: -1, OpLe: 1, OpGt: 1}[e.Op]
	if past == 0 || e.Args[0].Type == WordType {
		for _, a := range e.Args {
			b.compared(r, a, list, add)
		}
		return
	}
	add(Threshold{Rule: r, Text: e.String(), Past: past, Total: e.Args[0].Op == OpTotal || e.Args[1].Op == OpTotal, Gap: b.gap(e.Args[0], e.Args[1], list)})
}

// gap is left minus right for every item in question, where both are known.
func (b builder) gap(x, y *Expr, list *facts.Field) func(*Context) []float64 {
	left, right := b.side(x), b.side(y)
	one := func(c *Context, out []float64) []float64 {
		l, known := left(c)
		r, knownToo := right(c)
		if known && knownToo {
			out = append(out, l-r)
		}
		return out
	}
	if list == nil {
		return func(c *Context) []float64 { return one(c, nil) }
	}
	return func(c *Context) (out []float64) {
		for _, item := range c.Facts.Items(list.Slot) {
			c.item = item
			out = one(c, out)
		}
		c.item = nil
		return out
	}
}

// side evaluates one side of a comparison; points count where they are settled.
func (b builder) side(e *Expr) func(*Context) (float64, bool) {
	if e.Op == OpTotal {
		return func(c *Context) (float64, bool) { return c.PointsMin, c.PointsMin == c.PointsMax }
	}
	m := b.measure(e)
	return func(c *Context) (float64, bool) {
		v, known := m.Eval(c)
		return v, known == True
	}
}

// figures are the ends of limits and the starts of bands.
func (b builder) figures(r *Planned, add func(Threshold)) {
	against := func(of Measure, text string, figure, past float64) {
		add(Threshold{Rule: r.Rule, Text: text, Past: past, Gap: func(c *Context) []float64 {
			if v, known := of.Eval(c); known == True {
				return []float64{v - figure}
			}
			return nil
		}})
	}
	if r.Kind == Limit && r.Limit.Of != nil {
		if r.HasLow {
			against(r.Of, fmt.Sprintf("%s min %s", r.ID, r.Limit.Min), r.Low, -1)
		}
		if r.HasUp {
			against(r.Of, fmt.Sprintf("%s max %s", r.ID, r.Limit.Max), r.Up, 1)
		}
	}
	for i, band := range r.Points.Bands {
		if i > 0 && band.Points != r.Points.Bands[i-1].Points {
			against(r.Of, fmt.Sprintf("%s from %v", r.ID, band.From), band.From, -1)
		}
	}
}

// closedByReading reports whether the rule belongs to an option that is not the
// default: nobody can stand on its figures until the reading is changed.
func (r *Planned) closedByReading() bool {
	closed := false
	r.Rule.When.Walk(func(e *Expr) {
		if e.Op != OpEq && e.Op != OpNe || e.Args[0].Op != OpReading || e.Args[1].Op != OpConst {
			return
		}
		reading, _ := r.Clause.Pack.Reading(e.Args[0].Str)
		closed = closed || (reading.Default == e.Args[1].Str) != (e.Op == OpEq)
	})
	return closed
}

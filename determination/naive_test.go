package determination_test

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/policy"
)

// outline is what both engines must agree on, one line an outcome.
type outline []string

func (o *outline) add(format string, args ...any) { *o = append(*o, fmt.Sprintf(format, args...)) }

// outlineOf writes down what the engine said.
func outlineOf(d *determination.Determination) outline {
	var o outline
	o.add("class %s verdict %s points %d-%d", d.Class, d.Verdict, d.Points.Min, d.Points.Max)
	for _, e := range d.Points.Elements {
		o.add("element %s %d-%d", e.ID, e.Points, e.Max)
	}
	for _, g := range d.Grounds {
		o.add("ground %s %s", g.Class, g.ID)
	}
	for _, l := range d.Limits {
		o.add("limit %s %s of %s", l.ID, l.Status, l.Ground)
	}
	for _, r := range d.Routes {
		o.add("route %s", r.ID)
	}
	if t := d.Term; t != nil {
		o.add("term %s to %s, %d months, by %s for %s, at most %t", t.From, t.Until, t.Months, t.Binding, t.Ground, t.UpperBound)
	}
	for _, m := range d.Materials {
		o.add("material %s %s %v key %t", m.ID, m.Treatment, m.Form, m.Key)
	}
	for _, l := range d.Deadlines {
		o.add("deadline %s %d %s from %s statutory %t", l.ID, l.Amount, l.Unit, l.From, l.Statutory)
	}
	for _, e := range d.Entitlements {
		o.add("entitlement %s", e.ID)
	}
	for _, e := range d.Duties {
		o.add("duty %s", e.ID)
	}
	sort.Strings(o)
	return o
}

// newNaive makes the slow engine for one person.
func newNaive(e *determination.Engine, f *facts.Facts) *naive {
	n := &naive{set: e.Policies, places: e.Places, table: e.Parameters, f: f,
		rests: map[string]policy.Truth{}, grounds: map[string]policy.Truth{}, routes: map[string]policy.Truth{},
		rules: map[policy.Kind][]*policy.Rule{}, assume: map[*policy.Rule]policy.Truth{}}
	n.on = civil.Date(n.fact("on").N)
	n.place, _ = e.Places.Lookup(facts.PlaceCode(n.fact("place").S))
	for _, p := range e.Policies.Packs {
		if p.InForce(n.on) && p.Holds(n.place.Scopes) {
			n.packs = append(n.packs, p)
			for _, c := range p.Clauses {
				for _, r := range c.Rules {
					n.rules[r.Kind] = append(n.rules[r.Kind], r)
				}
			}
		}
	}
	return n
}

func (n *naive) fact(path string) facts.Value {
	f, _ := n.set.Vocabulary().Lookup(path)
	return n.f.Get(f.Slot)
}

func (n *naive) word(path string) string {
	f, _ := n.set.Vocabulary().Lookup(path)
	v := n.read(&policy.Expr{Op: policy.OpFact, Field: f})
	return f.Words[v.N]
}

// of returns the rules of a kind, general packs first.
func (n *naive) of(kind policy.Kind) []*policy.Rule { return n.rules[kind] }

// ids returns the ids of a kind: as the packs name them, then as rules come.
func (n *naive) ids(kind policy.Kind) (out []string) {
	used := map[string]bool{}
	for _, r := range n.of(kind) {
		used[r.ID] = true
	}
	for _, p := range n.packs {
		for _, name := range p.Names {
			if name.Kind == string(kind) && used[name.ID] && !slices.Contains(out, name.ID) {
				out = append(out, name.ID)
			}
		}
	}
	for _, r := range n.of(kind) {
		if !slices.Contains(out, r.ID) {
			out = append(out, r.ID)
		}
	}
	return out
}

func (n *naive) when(r *policy.Rule) policy.Truth {
	if v, tried := n.assume[r]; tried {
		return v
	}
	return n.truth(r.Clause.Pack, r.When)
}

// silent reports whether a live rule replaces r.
func (n *naive) silent(r *policy.Rule) bool {
	for _, o := range n.of(r.Kind) {
		if len(o.Replaces) > 0 && o != r && o.SameKey(r) && slices.ContainsFunc(o.Replaces, r.Answers) && n.live(o) {
			return true
		}
	}
	return false
}

func (n *naive) live(r *policy.Rule) bool { return n.when(r) == policy.True && !n.silent(r) }

func open(v policy.Truth) bool { return v == policy.Unknown || v == policy.Wanting }

// determine walks the strata.
func (n *naive) determine() outline {
	var o outline
	n.doPoints(&o)
	n.doGrounds(&o)
	best, worst := n.doLimits(&o)
	verdict := n.doService()
	o.add("class %s verdict %s points %d-%d", n.class,
		map[policy.Truth]string{policy.True: "met", policy.False: "not-met", policy.Officer: "officer", policy.Unknown: "unknown", policy.Wanting: "unknown"}[verdict], int(n.min), int(n.max))
	if alone := n.doRoutes(&o); !alone {
		if verdict != policy.False {
			n.doTerm(&o, best, worst)
		}
		n.doMaterials(&o)
		n.doDeadlines(&o)
	}
	for _, kind := range []policy.Kind{policy.Entitlement, policy.Duty} {
		for _, id := range n.ids(kind) {
			if slices.ContainsFunc(n.of(kind), func(r *policy.Rule) bool { return r.ID == id && n.live(r) }) {
				o.add("%s %s", kind, id)
			}
		}
	}
	sort.Strings(o)
	return o
}

// given is what a points rule gives at least and at most.
func (n *naive) given(r *policy.Rule) (low, high int) {
	v := n.when(r)
	if v == policy.False || v == policy.Wanting || n.silent(r) {
		return 0, 0
	}
	low, high = r.Points.Value, r.Points.Value
	if r.Points.Of != nil {
		low, high = n.band(r)
	}
	if v != policy.True {
		low = 0
	}
	return low, high
}

func (n *naive) band(r *policy.Rule) (low, high int) {
	at := n.value(r.Clause.Pack, r.Points.Of)
	if at.known == policy.False {
		return 0, 0
	}
	var all []int
	for _, b := range r.Points.Bands {
		if at.known == policy.True && b.From <= at.num {
			all = []int{b.Points}
		} else if at.known != policy.True {
			all = append(all, b.Points)
		}
	}
	if all == nil {
		return 0, 0
	}
	return slices.Min(all), slices.Max(all)
}

func (n *naive) doPoints(o *outline) {
	for _, id := range n.ids(policy.Points) {
		low, high, limit := 0, 0, 0
		for _, r := range n.of(policy.Points) {
			if r.ID == id {
				a, b := n.given(r)
				low, high, limit = max(low, a), max(high, b), max(limit, r.Points.Cap)
			}
		}
		if limit > 0 {
			low, high = min(low, limit), min(high, limit)
		}
		o.add("element %s %d-%d", id, low, high)
		n.min, n.max = n.min+float64(low), n.max+float64(high)
		for _, r := range n.of(policy.Points) {
			if tag := r.Points.RestsOn; r.ID == id && tag != "" {
				n.rests[tag] = or(n.rests[tag], n.restsOn(r, low, high))
			}
		}
	}
}

// restsOn: does the element's number come from this rule?
func (n *naive) restsOn(r *policy.Rule, low, high int) policy.Truth {
	a, b := n.given(r)
	switch {
	case low == high && low > 0 && a == b && a >= low:
		return policy.True
	case high > 0 && b > 0 && b >= low && (low < high || a < b):
		return policy.Unknown
	}
	return policy.False
}

func (n *naive) doGrounds(o *outline) {
	class := map[string]string{}
	for _, id := range n.ids(policy.Ground) {
		for _, r := range n.of(policy.Ground) {
			if r.ID == id && !n.silent(r) {
				class[id] = r.Class
				n.grounds[id] = or(n.grounds[id], n.when(r))
			}
		}
		if n.grounds[id] == policy.True {
			o.add("ground %s %s", class[id], id)
		}
	}
	for _, c := range []string{"A", "B", "C"} {
		for id, held := range n.grounds {
			if class[id] == c && held == policy.True {
				n.class = c
			}
		}
		for id, held := range n.grounds {
			if class[id] == c && held == policy.Unknown && n.class == "" {
				return // a fact could still open the better class
			}
		}
		if n.class != "" {
			return
		}
	}
	n.class = "none"
}

// difference names the lines that only one of both has.
func difference(engine, naive outline) string {
	var b strings.Builder
	for _, l := range engine {
		if !slices.Contains(naive, l) {
			b.WriteString("\n  engine: " + l)
		}
	}
	for _, l := range naive {
		if !slices.Contains(engine, l) {
			b.WriteString("\n  naive:  " + l)
		}
	}
	return b.String()
}

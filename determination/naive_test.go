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

// tried is how a ground stands towards its limits.
type tried struct {
	id     string
	held   policy.Truth
	worst  string
	kept   policy.Truth
	limits []string
}

var ranks = []string{"", "waived", "met", "discretion", "unknown", "not-met"}

// doLimits tries the grounds of the best class and returns the most favourable.
func (n *naive) doLimits(o *outline) (best *tried, all []tried) {
	n.limits = policy.False
	switch n.class {
	case "":
		n.limits = policy.Unknown
		return nil, nil
	case "none":
		n.ground = "none"
		return nil, nil
	}
	for _, held := range []policy.Truth{policy.True, policy.Unknown} {
		for _, id := range n.ids(policy.Ground) {
			if n.classOf(id) == n.class && n.grounds[id] == held {
				all = append(all, n.try(id))
			}
		}
	}
	for i, t := range all {
		n.limits = or(n.limits, and(t.held, t.kept))
		if t.held == policy.True && (best == nil || slices.Index(ranks, t.worst) < slices.Index(ranks, best.worst)) {
			best = &all[i]
		}
	}
	// An open ground that can at best be an officer's leaves an officer's verdict alone.
	n.limits = n.limitsKept(all)
	n.ground = best.id
	*o = append(*o, best.limits...)
	return best, all
}

func (n *naive) limitsKept(all []tried) policy.Truth {
	kept := policy.False
	for _, t := range all {
		if t.held == policy.True {
			kept = or(kept, t.kept)
		}
	}
	for _, t := range all {
		if atBest := t.kept; t.held == policy.Unknown {
			if atBest == policy.Unknown {
				atBest = policy.True
			}
			if atBest > kept {
				return policy.Unknown
			}
		}
	}
	return kept
}

func (n *naive) classOf(ground string) string {
	for _, r := range n.of(policy.Ground) {
		if r.ID == ground {
			return r.Class
		}
	}
	return ""
}

func (n *naive) try(ground string) tried {
	n.ground = ground
	t := tried{id: ground, held: n.grounds[ground], kept: policy.True}
	for _, id := range n.ids(policy.Limit) {
		s, kept := n.limit(id)
		if s == "" {
			continue
		}
		if slices.Index(ranks, s) > slices.Index(ranks, t.worst) {
			t.worst = s
		}
		t.kept = and(t.kept, kept)
		t.limits = append(t.limits, fmt.Sprintf("limit %s %s of %s", id, s, ground))
	}
	return t
}

// limit settles a limit by trying every answer to what its rules wait for: the
// yes-or-no facts they read, then the rules themselves. kept is settled where all
// answers keep, or all break, the limit.
func (n *naive) limit(id string) (status string, kept policy.Truth) {
	var rules []*policy.Rule
	for _, r := range n.of(policy.Limit) {
		if r.ID == id {
			rules = append(rules, r)
		}
	}
	waits := slices.ContainsFunc(rules, func(r *policy.Rule) bool { return open(n.when(r)) && !n.silent(r) })
	if !waits {
		return n.settledLimit(rules)
	}
	if f := n.openQuestion(rules); f != nil {
		real := n.f
		defer func() { n.f = real }()
		n.f = real.Clone()
		n.f.Set(f.Slot, facts.Value{State: facts.Known, N: 1})
		a, keptA := n.limit(id)
		n.f.Set(f.Slot, facts.Value{State: facts.Known, N: 0})
		b, keptB := n.limit(id)
		return agree(a, b, keptA, keptB)
	}
	for _, r := range rules {
		if open(n.when(r)) && !n.silent(r) {
			defer delete(n.assume, r)
			n.assume[r] = policy.True
			a, keptA := n.limit(id)
			n.assume[r] = policy.False
			b, keptB := n.limit(id)
			return agree(a, b, keptA, keptB)
		}
	}
	return "", policy.True
}

func agree(a, b string, keptA, keptB policy.Truth) (string, policy.Truth) {
	if a != b {
		a = "unknown"
	}
	if keptA != keptB {
		keptA = policy.Unknown
	}
	return a, keptA
}

// openQuestion is an unknown yes-or-no fact that an open rule reads.
func (n *naive) openQuestion(rules []*policy.Rule) *facts.Field {
	for _, r := range rules {
		if !open(n.when(r)) {
			continue
		}
		for _, path := range r.When.Facts() {
			f, _ := n.set.Vocabulary().Lookup(path)
			if f.Type == facts.Bool && n.f.Get(f.Slot).State == facts.Unknown {
				return f
			}
		}
	}
	return nil
}

// settledLimit: a firm figure that is broken stands; else a waiver; else an
// officer may excuse what is broken.
func (n *naive) settledLimit(rules []*policy.Rule) (string, policy.Truth) {
	var kept []policy.Truth
	firm, waived, excused := false, false, false
	for _, r := range rules {
		if !n.live(r) {
			continue
		}
		switch r.Limit.Effect {
		case policy.Waive:
			waived = true
		case policy.Discretion:
			excused = true
		case policy.Figure:
			v := n.keeps(r)
			firm = firm || r.Limit.Firm && v == policy.False
			kept = append(kept, v)
		}
	}
	all := and(kept...)
	switch {
	case all == policy.False && firm:
		return "not-met", policy.False
	case waived:
		return "waived", policy.True
	case len(kept) == 0:
		return "", policy.True
	case all == policy.False && excused:
		return "discretion", policy.Officer
	}
	if all == policy.Wanting {
		all = policy.Unknown
	}
	return map[policy.Truth]string{policy.True: "met", policy.False: "not-met", policy.Officer: "discretion", policy.Unknown: "unknown"}[all], all
}

func (n *naive) keeps(r *policy.Rule) policy.Truth {
	if r.Limit.Test != nil {
		return n.truth(r.Clause.Pack, r.Limit.Test)
	}
	at := n.value(r.Clause.Pack, r.Limit.Of)
	if at.known != policy.True {
		return at.known
	}
	low, high := figure(r, r.Limit.Min, at.num), figure(r, r.Limit.Max, at.num)
	return truth(low <= at.num && at.num <= high)
}

// figure is a bound as a number; where there is none, what is measured.
func figure(r *policy.Rule, bound string, otherwise float64) float64 {
	if bound == "" {
		return otherwise
	}
	if f := r.Limit.Of.Field; f != nil {
		if i := slices.Index(f.Words, bound); i >= 0 {
			return float64(i)
		}
	}
	var v float64
	if _, err := fmt.Sscan(bound, &v); err != nil {
		panic(err)
	}
	return v
}

func (n *naive) doService() policy.Truth {
	var all []policy.Truth
	for _, r := range n.of(policy.Service) {
		if r.ID == n.word("service") && !n.silent(r) {
			all = append(all, n.when(r))
		}
	}
	return or(all...)
}

// doRoutes reports whether a route stands alone.
func (n *naive) doRoutes(o *outline) (alone bool) {
	rules := n.of(policy.Route)
	others := policy.False
	for _, r := range rules {
		if !r.Route.Otherwise && !n.silent(r) {
			others = or(others, n.when(r))
		}
	}
	if others == policy.Officer || others == policy.Wanting {
		others = policy.False
	}
	value := func(r *policy.Rule) policy.Truth {
		switch {
		case n.silent(r):
			return policy.False
		case r.Route.Otherwise:
			return and(n.when(r), not(others))
		}
		return n.when(r)
	}
	for _, r := range rules {
		alone = alone || r.Route.Alone && value(r) == policy.True
	}
	held := map[string]policy.Truth{}
	for _, r := range rules {
		if v := value(r); (v == policy.True || v == policy.Unknown) && (!alone || r.Route.Alone) {
			held[r.ID] = or(held[r.ID], v)
		}
	}
	for id, v := range held {
		if v == policy.True {
			o.add("route %s", id)
		}
	}
	n.routes = held
	return alone
}

// doTerm tries every ground that holds and can carry a term; where none does,
// the service asked may still have one.
func (n *naive) doTerm(o *outline, best *tried, all []tried) {
	ground, class := n.ground, n.class
	var found, text = civil.Date(0), ""
	for _, t := range all {
		if t.held == policy.True && t.worst != "not-met" {
			n.ground = t.id
			if until, s := n.term(t.id); s != "" && (text == "" || until > found) {
				found, text = until, s
			}
		}
	}
	if text == "" {
		n.ground = ground
		if best != nil && best.worst == "not-met" {
			n.ground, n.class = "none", "none"
		}
		_, text = n.term("")
	}
	if text != "" {
		*o = append(*o, text)
	}
	n.ground, n.class = ground, class
}

func (n *naive) term(ground string) (civil.Date, string) {
	from := n.on
	if v := n.fact("job.contract_from"); v.State == facts.Known {
		from = max(from, civil.Date(v.N))
	}
	if n.word("application") == "extension" {
		v := n.fact("previous_permit.valid_until")
		if v.State != facts.Known {
			return 0, ""
		}
		from = civil.Date(v.N) + 1
	}
	months := 0
	for _, r := range n.of(policy.Term) {
		if m := r.Term.Months; m > 0 && n.live(r) && (months == 0 || m < months) {
			months = m
		}
	}
	if months == 0 {
		return 0, ""
	}
	until, binding, atMost := from.AddMonths(civil.Months(months))-1, "policy-cap", false
	for _, id := range n.ids(policy.Term) {
		for _, r := range n.of(policy.Term) {
			if r.ID != id || n.silent(r) {
				continue
			}
			if open(n.when(r)) && (r.Term.Months == 0 || r.Term.Months < months) {
				atMost = true
			}
			if r.Term.Until == nil || n.when(r) != policy.True {
				continue
			}
			day := n.value(r.Clause.Pack, r.Term.Until)
			atMost = atMost || open(day.known)
			if day.known == policy.True && civil.Date(day.num) < until {
				until, binding = civil.Date(day.num), id
			}
		}
	}
	if until < from {
		return 0, ""
	}
	return until, fmt.Sprintf("term %s to %s, %d months, by %s for %s, at most %t", from, until, months, binding, ground, atMost)
}

func (n *naive) doMaterials(o *outline) {
	favour := []string{"", "required", "commitment", "deferrable", "exempt"}
	for _, id := range n.ids(policy.Material) {
		best, asked, key, forms := "", false, false, []string{}
		for _, r := range n.of(policy.Material) {
			if r.ID != id || !n.live(r) {
				continue
			}
			t := r.Material.Treatment
			asked = asked || t == "required" || t == "exempt"
			if slices.Index(favour, t) > slices.Index(favour, best) {
				best = t
			}
			key = key || r.Material.Key
			forms = append(forms, r.Material.Form...)
		}
		slices.Sort(forms)
		if asked {
			o.add("material %s %s %v key %t", id, best, slices.Compact(forms), key)
		}
	}
}

func (n *naive) doDeadlines(o *outline) {
	shortest := map[string]*policy.Rule{}
	for _, r := range n.of(policy.Deadline) {
		key := fmt.Sprint(r.ID, r.Deadline.Statutory)
		if have := shortest[key]; n.live(r) && (have == nil || r.Deadline.Amount <= have.Deadline.Amount) {
			shortest[key] = r
		}
	}
	for _, r := range shortest {
		l := r.Deadline
		o.add("deadline %s %d %s from %s statutory %t", r.ID, l.Amount, l.Unit, l.From, l.Statutory)
	}
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

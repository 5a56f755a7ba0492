package policy

import (
	"slices"
	"strings"

	"yichuang/facts"
)

// Plan is a set of packs made ready to evaluate: the rules of each kind in pack
// order, their conditions as closures, what each replaces as indexes. It is
// immutable and safe for concurrent use.
type Plan struct {
	Packs      []*Pack
	Rules      []*Planned
	Grounds    []Outcome // in the order that breaks ties
	Routes     []string
	RestsOn    []string
	Elements   []string // of the points table
	Parameters []string
	Slots      Slots
	Shared     int // how many conditions rules share: the length of Context.Memo

	vocabulary     *facts.Vocabulary
	needOrder      []*facts.Field // by path
	parameterNeeds []string       // "parameter:…" by index
	byKind         []span         // by index in Kinds
	orders         [][]*Planned   // of each kind: rules with replacers before the replaced
	memo           map[*Expr]int  // slot of each condition that rules share
}

// Outcome is an id that rules can set; Class is a ground's.
type Outcome struct{ ID, Class string }

// Slots are the facts that the language itself reads.
type Slots struct {
	BirthDate int
	Claims    int
}

type span struct{ from, to int }

// Planned is a rule with its closures.
type Planned struct {
	*Rule
	Index    int
	When     Cond
	Of       Measure
	Test     Cond
	Until    Measure
	Silences []int // indexes of the rules that fall silent where this one is met
	Claimed  bool  // rests on a claim that is still to be proved
	Outcome  int   // index of the ground, route or element
	Tag      int   // index of what its points rest on, -1 none
	Low, Up  float64
	HasLow   bool
	HasUp    bool
}

// NewPlan plans packs, which must have been checked: general before special.
func NewPlan(v *facts.Vocabulary, packs []*Pack) *Plan {
	p := &Plan{Packs: packs, vocabulary: v}
	p.Slots.BirthDate = slotOf(v, "applicant.birth_date")
	p.Slots.Claims = slotOf(v, "applicant.claims")
	var rules []*Rule
	for _, pack := range packs {
		for _, c := range pack.Clauses {
			rules = append(rules, c.Rules...)
		}
	}
	slices.SortStableFunc(rules, func(a, b *Rule) int { return a.Kind.stratum() - b.Kind.stratum() })
	p.collectOutcomes(rules)
	p.orderNeeds()
	p.share(rules)
	for i, r := range rules {
		p.Rules = append(p.Rules, p.plan(i, r))
	}
	for _, kind := range Kinds {
		p.byKind = append(p.byKind, p.spanOf(kind))
	}
	p.resolve()
	return p
}

func (p *Plan) orderNeeds() {
	fields := p.vocabulary.Fields()
	for i := range fields {
		p.needOrder = append(p.needOrder, &fields[i])
	}
	slices.SortFunc(p.needOrder, func(a, b *facts.Field) int { return strings.Compare(a.Path, b.Path) })
	for _, id := range p.Parameters {
		p.parameterNeeds = append(p.parameterNeeds, "parameter:"+id)
	}
}

func slotOf(v *facts.Vocabulary, path string) int {
	f, ok := v.Lookup(path)
	if !ok {
		return -1
	}
	return f.Slot
}

// collectOutcomes fixes the order of ids: the packs' own lists of names first,
// then as rules come.
func (p *Plan) collectOutcomes(rules []*Rule) {
	classes := map[string]string{}
	for _, r := range rules {
		if r.Kind == Ground {
			classes[r.ID] = r.Class
		}
	}
	add := func(kind Kind, id string) {
		switch kind {
		case Ground:
			if class, used := classes[id]; used && !slices.ContainsFunc(p.Grounds, func(o Outcome) bool { return o.ID == id }) {
				p.Grounds = append(p.Grounds, Outcome{id, class})
			}
		case Route:
			p.Routes = appendNew(p.Routes, id)
		case Points:
			p.Elements = appendNew(p.Elements, id)
		}
	}
	for _, pack := range p.Packs {
		for _, n := range pack.Names {
			add(Kind(n.Kind), n.ID)
		}
	}
	for _, r := range rules {
		add(r.Kind, r.ID)
		if r.Points.RestsOn != "" {
			p.RestsOn = appendNew(p.RestsOn, r.Points.RestsOn)
		}
		for _, e := range r.exprs() {
			e.Walk(func(e *Expr) {
				if e.Op == OpParameter || e.Op == OpParameterOfYear {
					p.Parameters = appendNew(p.Parameters, e.Str)
				}
			})
		}
	}
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

func (r *Rule) exprs() []*Expr {
	return []*Expr{r.When, r.Points.Of, r.Limit.Of, r.Limit.Test, r.Term.Until}
}

func (p *Plan) plan(i int, r *Rule) *Planned {
	pr := &Planned{Rule: r, Index: i, When: always, Test: always, Outcome: -1, Tag: -1}
	b := builder{plan: p, pack: r.Clause.Pack}
	if r.When != nil {
		pr.When = b.cond(r.When)
	}
	if r.Limit.Test != nil {
		pr.Test = b.cond(r.Limit.Test)
	}
	for _, m := range []struct {
		expr *Expr
		to   *Measure
	}{{r.Points.Of, &pr.Of}, {r.Limit.Of, &pr.Of}, {r.Term.Until, &pr.Until}} {
		if m.expr != nil {
			*m.to = b.measure(m.expr)
		}
	}
	switch r.Kind {
	case Ground:
		pr.Outcome = slices.IndexFunc(p.Grounds, func(o Outcome) bool { return o.ID == r.ID })
		pr.Claimed = slices.Contains(r.When.Facts(), "applicant.claims")
	case Route:
		pr.Outcome = slices.Index(p.Routes, r.ID)
	case Points:
		pr.Outcome = slices.Index(p.Elements, r.ID)
		pr.Tag = slices.Index(p.RestsOn, r.Points.RestsOn)
	case Limit:
		pr.Low, pr.HasLow = figure(r, r.Limit.Min)
		pr.Up, pr.HasUp = figure(r, r.Limit.Max)
	}
	return pr
}

func (p *Plan) spanOf(kind Kind) span {
	from := slices.IndexFunc(p.Rules, func(r *Planned) bool { return r.Kind == kind })
	if from < 0 {
		return span{}
	}
	to := from
	for to < len(p.Rules) && p.Rules[to].Kind == kind {
		to++
	}
	return span{from, to}
}

// Of returns the rules of a kind, in pack order.
func (p *Plan) Of(kind Kind) []*Planned {
	s := p.byKind[kind.stratum()]
	return p.Rules[s.from:s.to]
}

// resolve turns replaces into indexes and orders replacers before the replaced.
func (p *Plan) resolve() {
	for _, r := range p.Rules {
		for _, o := range p.Rules {
			if r != o && r.SameKey(o.Rule) && slices.ContainsFunc(r.Replaces, o.Answers) {
				r.Silences = append(r.Silences, o.Index)
			}
		}
	}
	seen := make([]bool, len(p.Rules))
	var order []*Planned
	var visit func(r *Planned)
	visit = func(r *Planned) {
		if seen[r.Index] {
			return // done, or a circle, which the check reports
		}
		seen[r.Index] = true
		for _, j := range r.Silences {
			visit(p.Rules[j])
		}
		order = append(order, r)
	}
	for _, kind := range Kinds {
		order = nil
		for _, r := range slices.Backward(p.Of(kind)) {
			visit(r)
		}
		slices.Reverse(order)
		p.orders = append(p.orders, order)
	}
}

// Order returns the rules of a kind, each before the rules it silences.
func (p *Plan) Order(kind Kind) []*Planned { return p.orders[kind.stratum()] }

// Vocabulary returns the facts that the plan reads.
func (p *Plan) Vocabulary() *facts.Vocabulary { return p.vocabulary }

// NeedPaths turns needs into sorted paths: facts, then "parameter:…" where asked.
func (p *Plan) NeedPaths(n Needs, parameters bool) []string {
	if n.Empty() {
		return nil
	}
	out := make([]string, 0, n.count())
	for _, f := range p.needOrder {
		if n.HasFact(f.Slot) {
			out = append(out, f.Path)
		}
	}
	if parameters && n.parameters != 0 {
		for i, id := range p.parameterNeeds {
			if n.HasParameter(i) {
				out = append(out, id)
			}
		}
		slices.Sort(out)
	}
	return out
}

package determination

import (
	"slices"
	"sync"

	"yichuang/facts"
	"yichuang/policy"
)

// layout is what a plan lets us prepare once: rules grouped by the outcome they
// set, so that evaluation only walks arrays.
type layout struct {
	*policy.Plan
	points    [][]*policy.Planned // by element
	caps      []int               // by element
	grounds   [][]*policy.Planned // by ground
	limits    []group             // in the order of the packs' names
	services  map[string][]*policy.Planned
	routes    [][]*policy.Planned
	terms     []group
	materials []group
	deadlines []group
	rights    []group // entitlements
	duties    []group
	pack      []int      // index of each rule's pack, general first
	favour    []int      // rank of each rule's treatment of a paper, -1 for none
	zones     []string   // words of "zone"
	details   [][]Detail // of each rule
	works     sync.Pool  // *work
	questions []int      // slots of the yes-or-no facts
	readings  []reading
	words     struct{ service, application []string }
}

// group is the rules of one outcome.
type group struct {
	id    string
	rules []*policy.Planned
	order []*policy.Planned // the same, replacers before what they replace
}

func newLayout(plan *policy.Plan) *layout {
	l := &layout{Plan: plan, services: map[string][]*policy.Planned{}}
	l.points = make([][]*policy.Planned, len(plan.Elements))
	l.caps = make([]int, len(plan.Elements))
	l.grounds = make([][]*policy.Planned, len(plan.Grounds))
	l.routes = make([][]*policy.Planned, len(plan.Routes))
	for _, r := range plan.Rules {
		switch r.Kind {
		case policy.Points:
			l.points[r.Outcome] = append(l.points[r.Outcome], r)
			l.caps[r.Outcome] = max(l.caps[r.Outcome], r.Points.Cap)
		case policy.Ground:
			l.grounds[r.Outcome] = append(l.grounds[r.Outcome], r)
		case policy.Route:
			l.routes[r.Outcome] = append(l.routes[r.Outcome], r)
		case policy.Service:
			l.services[r.ID] = append(l.services[r.ID], r)
		}
		var detail []Detail
		for _, v := range r.Detail {
			detail = append(detail, Detail(v))
		}
		l.details = append(l.details, detail)
		l.favour = append(l.favour, slices.Index(treatments, r.Material.Treatment))
		l.pack = append(l.pack, slices.Index(plan.Packs, r.Clause.Pack))
	}
	l.limits = l.groups(policy.Limit)
	l.terms = l.groups(policy.Term)
	l.materials = l.groups(policy.Material)
	l.deadlines = l.groups(policy.Deadline)
	l.rights = l.groups(policy.Entitlement)
	l.duties = l.groups(policy.Duty)
	for _, f := range plan.Vocabulary().Fields() {
		if f.Type == facts.Bool {
			l.questions = append(l.questions, f.Slot)
		}
	}
	l.zones = words(plan.Vocabulary(), "zone")
	l.readings = readingsOf(plan)
	l.words.service = words(plan.Vocabulary(), "service")
	l.words.application = words(plan.Vocabulary(), "application")
	return l
}

func words(v *facts.Vocabulary, path string) []string {
	f, _ := v.Lookup(path)
	return f.Words
}

// groups collects the rules of a kind by key, in the order of the packs' names
// and then as rules come. A deadline's key has its statutory flag.
func (l *layout) groups(kind policy.Kind) []group {
	var out []group
	for _, pack := range l.Packs {
		for _, n := range pack.Names {
			if n.Kind == string(kind) {
				out = append(out, group{id: n.ID}, group{id: n.ID})
			}
		}
	}
	if kind != policy.Deadline {
		out = slices.CompactFunc(out, func(a, b group) bool { return a.id == b.id })
	}
	for _, r := range l.Of(kind) {
		i := slices.IndexFunc(out, func(g group) bool {
			return g.id == r.ID && (len(g.rules) == 0 || g.rules[0].SameKey(r.Rule))
		})
		if i < 0 {
			out, i = append(out, group{id: r.ID}), len(out)
		}
		out[i].rules = append(out[i].rules, r)
	}
	for _, r := range l.Order(kind) {
		i := slices.IndexFunc(out, func(g group) bool { return slices.Contains(g.rules, r) })
		out[i].order = append(out[i].order, r)
	}
	return slices.DeleteFunc(out, func(g group) bool { return len(g.rules) == 0 })
}

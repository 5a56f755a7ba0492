package determination

import (
	"slices"

	"yichuang/facts"
	"yichuang/policy"
)

// work is the memory of one determination, kept for the next: the context that
// conditions read, and the trace, which is what the outcome is made of.
type work struct {
	policy.Context
	*layout
	engine *Engine

	truth    []policy.Truth // of every rule: the trace
	silenced []int32        // index of the rule that silenced it, -1 none
	tried    []policy.Truth // of an open limit rule whose answers are tried; else Unknown
	trial    *facts.Facts   // for trying facts; a shadow of the real ones

	elements  []element
	groundMet []standing // by ground
	chosen    int        // most favourable ground of the best class, -1 none
	limitRows []limitRow // of the chosen ground
	alone     bool       // a route that silences term, papers and deadlines
	verdict   policy.Truth
	unknown   policy.Needs // facts that can still change the result
	outcome   Determination
	buffer    []byte // for hashing
	lists     arena
	kept      *Term           // where the term of the determination lies
	waiting   [8]policy.Needs // of needs within needs, so that none escapes
	depth     int
}

// element is a row of the points table while it is worked out.
type element struct{ min, max int }

// standing is how a ground of the best class stands: whether it holds, and the
// worst of its limits.
type standing struct {
	holds policy.Truth
	worst status
}

// newWork sizes everything for a plan.
func newWork(e *Engine, l *layout) *work {
	w := &work{engine: e, layout: l}
	w.Places, w.Table = e.Places, e.Parameters
	w.truth = make([]policy.Truth, len(l.Rules))
	w.silenced = make([]int32, len(l.Rules))
	w.tried = slices.Repeat([]policy.Truth{policy.Unknown}, len(l.Rules))
	w.trial = l.Vocabulary().New()
	w.elements = make([]element, len(l.Elements))
	w.groundMet = make([]standing, len(l.Plan.Grounds))
	w.Context.Grounds = make([]policy.Truth, len(l.Plan.Grounds))
	w.Context.Routes = make([]policy.Truth, len(l.Plan.Routes))
	w.Context.RestsOn = make([]policy.Truth, len(l.Plan.RestsOn))
	w.GroundNeeds, w.RouteNeeds = w.groundNeeds, w.routeNeeds
	w.Context.Parameters = make([]policy.ParameterValue, len(l.Plan.Parameters))
	w.Memo = make([]policy.Truth, l.Plan.Shared)
	return w
}

// run fills d stratum by stratum.
func (w *work) run(d *Determination) {
	w.unknown, w.alone, w.chosen = policy.Needs{}, false, -1
	w.limitRows = w.limitRows[:0]
	for i, id := range w.Plan.Parameters {
		w.Context.Parameters[i], _ = w.Table.Lookup(id, w.Place, w.On)
	}
	w.heading(d)
	w.runPoints(d)
	w.runGrounds(d)
	w.runLimits(d)
	w.runService(d)
	w.runRoutes(d)
	if !w.alone {
		w.runTerm(d)
		w.runMaterials(d)
		w.runDeadlines(d)
	}
	w.runRights(d)
	w.finish(d)
}

// settle evaluates every rule of a kind and lets those that are met silence what
// they replace.
func (w *work) settle(kind policy.Kind) {
	rules := w.Of(kind)
	for _, r := range rules {
		w.silenced[r.Index] = -1
	}
	for _, r := range w.Order(kind) {
		w.evaluate(r)
	}
}

// evaluate runs one rule; those that could silence it have run before.
func (w *work) evaluate(r *policy.Planned) {
	w.set(r, r.When.Eval(&w.Context))
}

// set notes the rule's value; one that is met silences what it replaces.
func (w *work) set(r *policy.Planned, v policy.Truth) {
	w.truth[r.Index] = v
	if v == policy.True && w.silenced[r.Index] < 0 {
		for _, j := range r.Silences {
			if w.silenced[j] < 0 {
				w.silenced[j] = int32(r.Index)
			}
		}
	}
}

// live reports whether the rule is met and not replaced.
func (w *work) live(r *policy.Planned) bool {
	return w.truth[r.Index] == policy.True && w.silenced[r.Index] < 0
}

// open reports whether the rule could still become live.
func (w *work) open(r *policy.Planned) bool {
	v := w.truth[r.Index]
	return (v == policy.Unknown || v == policy.Wanting) && w.silenced[r.Index] < 0
}

// unsettled reports whether a fact could still make the rule live.
func (w *work) unsettled(r *policy.Planned) bool {
	return w.truth[r.Index] == policy.Unknown && w.silenced[r.Index] < 0
}

// needs returns what an open rule waits for.
func (w *work) needs(r *policy.Planned) policy.Needs { return w.waits(r.When.Needs) }

// waits collects what a planned condition or measure waits for.
func (w *work) waits(needs func(*policy.Context, *policy.Needs)) policy.Needs {
	n := &w.waiting[w.depth]
	*n = policy.Needs{}
	w.depth++ // what it waits for may be a ground, which waits in turn
	needs(&w.Context, n)
	w.depth--
	return *n
}

// entry cites the live rules of an outcome: the most special clause wins, those
// that agree stand beside it, those they silenced behind it.
func (w *work) entry(id string, rules []*policy.Planned) Entry {
	e := Entry{ID: id}
	for i := len(rules) - 1; i >= 0; i-- {
		r := rules[i]
		switch {
		case w.live(r):
			w.cite(&e, r)
		case w.truth[r.Index] == policy.True:
			e.Replaced = w.lists.addNew(e.Replaced, r.Clause.Ref())
		}
	}
	return e
}

// heldOf notes which of an outcome's rules hold; of more than 64 the rest is not noted.
func (w *work) heldOf(rules []*policy.Planned) (held uint64) {
	for i, r := range rules {
		if w.live(r) {
			held |= 1 << i
		}
	}
	return held
}

// cite adds a clause that supports the entry; the first one wins.
func (w *work) cite(e *Entry, r *policy.Planned) {
	ref := r.Clause.Ref()
	switch {
	case e.Clause == "":
		e.Clause, e.pack = ref, w.pack[r.Index]
	case e.Clause != ref:
		e.Also = w.lists.addNew(e.Also, ref)
	}
}

// anyLive reports whether one of the rules is live.
func (w *work) anyLive(rules []*policy.Planned) bool {
	for _, r := range rules {
		if w.live(r) {
			return true
		}
	}
	return false
}

package determination

import (
	"slices"

	"yichuang/policy"
)

// runService answers the question asked: is the person eligible for the
// service. Any rule of the service that is met answers yes.
func (w *work) runService(d *Determination) {
	w.settleService(d.Service)
	w.verdict = policy.False
	for _, r := range w.services[d.Service] {
		if w.silenced[r.Index] < 0 {
			w.verdict = w.verdict.Or(w.truth[r.Index])
		}
	}
	yes, no := true, false
	switch w.verdict {
	case policy.True:
		d.Verdict, d.Eligible = Met, &yes
	case policy.False:
		d.Verdict, d.Eligible = NotMet, &no
	case policy.Officer:
		d.Verdict = Officer
	default:
		d.Verdict = Unknown
		for _, r := range w.services[d.Service] {
			if w.open(r) {
				w.unknown.Add(w.needs(r))
			}
		}
	}
}

// settleService evaluates the rules of the service asked for; the others do not
// bear on the answer.
func (w *work) settleService(id string) {
	for _, r := range w.Of(policy.Service) {
		w.silenced[r.Index], w.truth[r.Index] = -1, policy.False
	}
	for _, r := range w.Order(policy.Service) {
		if r.ID == id {
			w.evaluate(r)
		}
	}
}

// runRoutes finds the ways to apply.
func (w *work) runRoutes(d *Determination) {
	clear(w.Context.Routes)
	w.settle(policy.Route)
	others := policy.False
	for _, r := range w.Of(policy.Route) {
		if !r.Route.Otherwise && w.silenced[r.Index] < 0 {
			others = others.Or(w.truth[r.Index])
		}
	}
	if others == policy.Officer || others == policy.Wanting {
		others = policy.False // neither opens a route by itself
	}
	for _, r := range w.Of(policy.Route) {
		if r.Route.Otherwise {
			w.truth[r.Index] = w.truth[r.Index].And(others.Not())
		}
		if w.live(r) && r.Route.Alone {
			w.alone = true
		}
	}
	for i, rules := range w.routes {
		if w.alone { // rare
			rules = slices.DeleteFunc(slices.Clone(rules), func(r *policy.Planned) bool { return !r.Route.Alone })
		}
		if w.anyLive(rules) {
			w.Context.Routes[i] = policy.True
			entry := w.entry(w.Plan.Routes[i], rules)
			entry.held = w.heldOf(w.routes[i])
			d.Routes = append(d.Routes, entry)
		} else if slices.ContainsFunc(rules, w.unsettled) {
			w.Context.Routes[i] = policy.Unknown
			w.unknown.Add(w.routeNeeds(i))
		}
	}
	slices.SortStableFunc(d.Routes, func(a, b Entry) int { return compare(&a, &b) })
}

// routeNeeds is what an open route waits for; one that holds where no other does
// waits for the others too.
func (w *work) routeNeeds(i int) policy.Needs {
	n := w.openNeeds(w.routes[i])
	if slices.ContainsFunc(w.routes[i], func(r *policy.Planned) bool { return r.Route.Otherwise && w.unsettled(r) }) {
		n.Add(w.openNeeds(w.Of(policy.Route)))
	}
	return n
}

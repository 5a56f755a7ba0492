package determination_test

import (
	"fmt"
	"slices"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/policy"
)

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

package policy

import (
	"fmt"
	"slices"
)

// conflicts looks for pairs of rules that can be live together and disagree.
// Pairs of which one replaces the other are in order; a third rule that silences
// one of them on the witness settles it too.
func (c *checker) conflicts() {
	seen := map[[2]*Rule]bool{}
	for _, p := range c.set.Packs {
		for _, w := range c.worlds(p) {
			for i, a := range w.plan.Rules {
				for _, b := range w.plan.Rules[i+1:] {
					pair := [2]*Rule{a.Rule, b.Rule}
					if seen[pair] || !disagree(a, b) || ordered(a, b) {
						continue
					}
					if witness := c.together(w, a, b); witness != "" {
						seen[pair] = true
						c.at(b.Rule, "conflict on %s %s with %s (%s:%d), and neither replaces the other; both hold for %s",
							b.Kind, b.ID, a.Ref(), a.Clause.File, a.Line, witness)
					}
				}
			}
		}
	}
}

func ordered(a, b *Planned) bool {
	return slices.Contains(a.Silences, b.Index) || slices.Contains(b.Silences, a.Index)
}

// disagree reports whether two rules on one key say different things that the
// kind's combiner does not reconcile.
func disagree(a, b *Planned) bool {
	if !a.SameKey(b.Rule) {
		return false
	}
	switch a.Kind {
	case Ground:
		return a.Class != b.Class
	case Limit:
		return a.Limit.Effect == Figure && b.Limit.Effect == Figure && a.Limit.Firm == b.Limit.Firm &&
			(differ(a.Limit.Min, b.Limit.Min) || differ(a.Limit.Max, b.Limit.Max))
	case Deadline:
		return a.Deadline != b.Deadline
	case Entitlement:
		for _, d := range a.Detail {
			for _, e := range b.Detail {
				if d.Name == e.Name && d.Value != e.Value {
					return true
				}
			}
		}
	}
	return false
}

func differ(a, b string) bool { return a != "" && b != "" && a != b }

// together returns facts under which both rules are live in the world, or "".
func (c *checker) together(w world, a, b *Planned) string {
	s := newSearch(w.plan, c.places, w.place, w.on)
	found := ""
	s.build = builder{plan: w.plan, pack: a.Clause.Pack}
	s.satisfy(a.condition(), true, func() bool {
		s.build.pack = b.Clause.Pack
		ok := s.satisfy(b.condition(), true, func() bool {
			if !s.silenced(a) && !s.silenced(b) {
				found = fmt.Sprintf("%s in %s on %s", s, w.place.Code, w.on)
			}
			return found != ""
		})
		s.build.pack = a.Clause.Pack
		return ok
	})
	return found
}

// silenced reports whether a live rule replaces r under the search's facts.
func (s *search) silenced(r *Planned) bool {
	for _, o := range s.plan.Of(r.Kind) {
		if slices.Contains(o.Silences, r.Index) && s.value(o.When) == True {
			return true
		}
	}
	return false
}

// condition is the rule as it is written; one without is always met.
func (r *Planned) condition() *Expr {
	if r.Rule.When == nil {
		return boolConst(true)
	}
	return r.Rule.When
}

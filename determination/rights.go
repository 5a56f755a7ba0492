package determination

import (
	"slices"

	"yichuang/policy"
)

// runDeadlines lists the authorities' time limits: one per step and statutory
// flag. A local promise replaces another promise, never the law's own limit.
func (w *work) runDeadlines(d *Determination) {
	w.settle(policy.Deadline)
	for i := range w.deadlines {
		g := &w.deadlines[i]
		if r := w.shortest(g.rules); r != nil {
			l := r.Deadline
			d.Deadlines = append(d.Deadlines, Deadline{
				Entry: w.entry(g.id, g.rules), Track: l.Track, Amount: l.Amount, Unit: l.Unit,
				From: l.From, Direction: l.Direction, Statutory: l.Statutory, Elsewhere: w.elsewhere(r, g.rules),
			})
		}
		for _, r := range g.rules {
			if w.open(r) {
				w.unknown.Add(w.needs(r))
			}
		}
	}
	slices.SortStableFunc(d.Deadlines, func(a, b Deadline) int { return compare(&a.Entry, &b.Entry) })
}

// elsewhere is the clause of the most special rule that cannot hold here, where it
// is more special than the rule that does.
func (w *work) elsewhere(holds *policy.Planned, rules []*policy.Planned) string {
	for i := len(rules) - 1; i >= 0 && w.pack[rules[i].Index] > w.pack[holds.Index]; i-- {
		if w.open(rules[i]) {
			return ""
		}
	}
	if last := rules[len(rules)-1]; w.pack[last.Index] > w.pack[holds.Index] {
		return last.Clause.Ref()
	}
	return ""
}

// shortest is the live rule with the smallest amount; the check has made sure
// that live rules agree.
func (w *work) shortest(rules []*policy.Planned) (best *policy.Planned) {
	for _, r := range rules {
		if w.live(r) && (best == nil || r.Deadline.Amount <= best.Deadline.Amount) {
			best = r
		}
	}
	return best
}

// runRights lists entitlements and duties.
func (w *work) runRights(d *Determination) {
	w.settle(policy.Entitlement)
	for i := range w.rights {
		g := &w.rights[i]
		if w.anyLive(g.rules) {
			d.Entitlements = append(d.Entitlements, Entitlement{Entry: w.entry(g.id, g.rules), Detail: w.detail(g.rules)})
		}
	}
	w.settle(policy.Duty)
	for i := range w.duties {
		if g := &w.duties[i]; w.anyLive(g.rules) {
			d.Duties = append(d.Duties, w.entry(g.id, g.rules))
		}
	}
	slices.SortStableFunc(d.Entitlements, func(a, b Entitlement) int { return compare(&a.Entry, &b.Entry) })
	slices.SortStableFunc(d.Duties, func(a, b Entry) int { return compare(&a, &b) })
}

// detail is the numbers of the live rules; the most special one names each.
func (w *work) detail(rules []*policy.Planned) []Detail {
	var out []Detail
	for _, r := range slices.Backward(rules) {
		if !w.live(r) {
			continue
		}
		if out == nil {
			out = slices.Clip(w.details[r.Index])
			continue
		}
		for _, v := range r.Detail {
			if !slices.ContainsFunc(out, func(d Detail) bool { return d.Name == v.Name }) {
				out = append(out, Detail(v))
			}
		}
	}
	return out
}

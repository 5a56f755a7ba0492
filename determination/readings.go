package determination

import (
	"slices"

	"yichuang/policy"
)

// reading is a doubtful wording of a pack in force and the rules that read it.
// One that no rule reads decides the pack's own days.
type reading struct {
	use   ReadingUse
	rules []*policy.Planned
}

// readingsOf are the readings of the plan's packs that bear on a determination;
// those of casework stay with the case. Two packs may share one.
func readingsOf(plan *policy.Plan) (out []reading) {
	for _, p := range plan.Packs {
		for _, r := range p.Readings {
			use := ReadingUse{r.ID, r.Default}
			if r.Casework || slices.ContainsFunc(out, func(o reading) bool { return o.use == use }) {
				continue
			}
			reads := func(rule *policy.Planned) bool { return slices.Contains(rule.Readings(), r.ID) }
			out = append(out, reading{use, slices.DeleteFunc(slices.Clone(plan.Rules), func(rule *policy.Planned) bool { return !reads(rule) })})
		}
	}
	return out
}

// runReadings lists the readings that were used: that a rule read which said
// something in this determination.
func (w *work) runReadings(d *Determination) {
	for _, r := range w.readings {
		if len(r.rules) == 0 || slices.ContainsFunc(r.rules, func(rule *policy.Planned) bool { return w.spoke(d, rule) }) {
			d.Readings = append(d.Readings, r.use)
		}
	}
}

// spoke reports whether the rule was asked and did not simply say no; the trace of
// a stratum that was passed over is an earlier person's. The points
// table is always worked out whole; of rights only those that hold say anything.
func (w *work) spoke(d *Determination, r *policy.Planned) bool {
	v := w.truth[r.Index]
	switch r.Kind {
	case policy.Points:
		return true
	case policy.Service:
		return r.ID == d.Service && v != policy.False
	case policy.Limit:
		return w.chosen >= 0 && v != policy.False
	case policy.Term:
		return !w.alone && w.verdict != policy.False && v != policy.False
	case policy.Material, policy.Deadline:
		return !w.alone && v != policy.False
	case policy.Entitlement, policy.Duty:
		return v == policy.True || v == policy.Officer
	}
	return v != policy.False
}

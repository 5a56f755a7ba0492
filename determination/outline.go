package determination

import (
	"slices"

	"yichuang/facts"
	"yichuang/policy"
)

// Outlined is a rule that answers, or could answer, for whoever asks for a
// service, before anything is known about the person.
type Outlined struct {
	*policy.Rule
	Holds   bool     // whoever asks; false: for some people alone
	Classes []string // the classes for which it can hold; nil: class does not matter
}

// Outline lists the rules from which a result for these facts can be made, in the
// order of the plan: those that hold, and those that a fact not yet known could
// let hold. A rule that a better one replaces for every class is left out. It is
// what a guide tells everybody; Determine answers for one person. Where a ground is
// supposed, rules are those for people who rest on it; "" supposes none.
func (e *Engine) Outline(f *facts.Facts, ground string) ([]Outlined, error) {
	w, err := e.begin(f)
	if err != nil {
		return nil, err
	}
	defer w.end()
	d := &Determination{}
	w.run(d)
	var out []Outlined
	seen := make([]*Outlined, len(w.truth))
	note := func(r *policy.Planned, class string) {
		if w.truth[r.Index] == policy.False || w.silenced[r.Index] >= 0 {
			return
		}
		if seen[r.Index] == nil {
			seen[r.Index] = &Outlined{Rule: r.Rule, Holds: true}
		}
		o := seen[r.Index]
		o.Holds = o.Holds && w.truth[r.Index] == policy.True
		if class != "" {
			o.Classes = append(o.Classes, class)
		}
	}
	for _, kind := range []policy.Kind{policy.Points, policy.Ground} {
		for _, r := range w.Of(kind) {
			note(r, "")
		}
	}
	tried := 0
	for _, class := range classes {
		index := w.groundIn(class, ground)
		if ground != "" && index < 0 {
			continue
		}
		tried++
		w.suppose(class, index, d)
		for _, kind := range policy.Kinds[2:] {
			for _, r := range w.Of(kind) {
				note(r, class)
			}
		}
	}
	for _, o := range seen {
		if o == nil {
			continue
		}
		if len(o.Classes) == tried {
			o.Classes = nil
		}
		o.Holds = o.Holds && o.Classes == nil
		out = append(out, *o)
	}
	w.release()
	return slices.Clip(out), nil
}

// groundIn is the index of a ground of the class, else that none is known.
func (w *work) groundIn(class, ground string) int {
	i := slices.Index(w.Plan.Grounds, policy.Outcome{ID: ground, Class: class})
	return max(i, policy.GroundUnknown)
}

// suppose evaluates the strata after the grounds for a person of a class who
// rests on a ground.
func (w *work) suppose(class string, ground int, d *Determination) {
	w.Forget()
	w.alone = false
	w.Context.Class, w.Context.Ground, w.Context.Limits = class, ground, policy.Unknown
	w.settle(policy.Limit)
	w.settle(policy.Service)
	d.Routes = d.Routes[:0]
	w.runRoutes(d)
	for _, kind := range []policy.Kind{policy.Term, policy.Material, policy.Deadline, policy.Entitlement, policy.Duty} {
		w.settle(kind)
	}
}

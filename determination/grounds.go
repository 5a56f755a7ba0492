package determination

import (
	"slices"

	"yichuang/policy"
)

// classes from the best to the last.
var classes = [...]string{"A", "B", "C"}

// runGrounds finds the grounds that hold and the best class with one. A ground
// that only lacks an operator's parameter does not hold the class open.
func (w *work) runGrounds(d *Determination) {
	w.Context.Class, w.Context.Ground = "", policy.GroundUnknown
	w.settle(policy.Ground)
	for i, rules := range w.grounds {
		held := policy.False
		for _, r := range rules {
			if w.silenced[r.Index] < 0 {
				held = held.Or(w.truth[r.Index])
			}
		}
		w.Context.Grounds[i] = held
		if held == policy.True {
			d.Grounds = append(d.Grounds, w.groundRow(i, rules))
		}
	}
	sortGrounds(d.Grounds)
	w.findClass()
	d.Class = w.Context.Class
}

func (w *work) groundRow(i int, rules []*policy.Planned) Ground {
	g := Ground{Class: w.Plan.Grounds[i].Class, Entry: w.entry(w.Plan.Grounds[i].ID, rules), ToProve: true}
	for _, r := range rules {
		if w.live(r) && !r.Claimed {
			g.ToProve = false
		}
	}
	return g
}

// findClass takes the best class with a ground; a better class that a fact could
// still open leaves it unknown.
func (w *work) findClass() {
	w.ClassNeeds = policy.Needs{}
	open := false
	w.Context.Class = "none"
	for _, class := range classes {
		held, possible := false, false
		for i, g := range w.Plan.Grounds {
			if g.Class == class {
				held = held || w.Context.Grounds[i] == policy.True
				possible = possible || w.Context.Grounds[i] == policy.Unknown
			}
		}
		if held {
			if !open {
				w.Context.Class = class
			}
			break
		}
		if possible {
			open = true
			w.addGroundNeeds(class, &w.ClassNeeds)
		}
	}
	if open {
		w.Context.Class = ""
		w.unknown.Add(w.ClassNeeds)
	}
}

func (w *work) addGroundNeeds(class string, n *policy.Needs) {
	for i, g := range w.Plan.Grounds {
		if g.Class == class && w.Context.Grounds[i] == policy.Unknown {
			n.Add(w.groundNeeds(i))
		}
	}
}

func (w *work) groundNeeds(i int) policy.Needs { return w.openNeeds(w.grounds[i]) }

// openNeeds is what the open ones of some rules wait for.
func (w *work) openNeeds(rules []*policy.Planned) (n policy.Needs) {
	for _, r := range rules {
		if w.open(r) {
			n.Add(w.needs(r))
		}
	}
	return n
}

// sortGrounds orders by pack, then id.
func sortGrounds(grounds []Ground) {
	slices.SortStableFunc(grounds, func(a, b Ground) int { return compare(&a.Entry, &b.Entry) })
}

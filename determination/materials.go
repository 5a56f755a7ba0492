package determination

import (
	"slices"

	"yichuang/policy"
)

// treatments from the least to the most favourable.
var treatments = []string{"required", "commitment", "deferrable", "exempt"}

// Ranks in treatments that mean more than being more favourable.
const (
	required = 0
	exempt   = 3
)

// runMaterials lists the papers. A rule that asks for a paper, or exempts from
// it, makes the row; a commitment, a deferral or a form only changes one.
func (w *work) runMaterials(d *Determination) {
	w.settle(policy.Material)
	for i := range w.materials {
		g := &w.materials[i]
		if m, ok := w.material(g); ok {
			d.Materials = append(d.Materials, m)
		}
		w.materialNeeds(g)
	}
	slices.SortStableFunc(d.Materials, func(a, b Material) int { return compare(&a.Entry, &b.Entry) })
}

func (w *work) material(g *group) (Material, bool) {
	best, asked := w.treatment(g)
	if !asked {
		return Material{}, false
	}
	m := Material{Entry: Entry{ID: g.id}, Treatment: treatments[best]}
	for i := len(g.rules) - 1; i >= 0; i-- {
		r := g.rules[i]
		if w.truth[r.Index] != policy.True {
			continue
		}
		switch {
		case w.silenced[r.Index] >= 0:
			m.Replaced = w.lists.addNew(m.Replaced, r.Clause.Ref())
			continue
		case w.favour[r.Index] == best:
			w.cite(&m.Entry, r)
		}
		m.Key = m.Key || r.Material.Key
		for _, f := range r.Material.Form {
			m.Form = w.lists.addNew(m.Form, f)
			m.FormBy = w.lists.addNew(m.FormBy, r.Clause.Ref())
		}
	}
	w.outdone(g, best, &m)
	slices.Sort(m.Form)
	return m, true
}

// treatment is the most favourable live one, and whether the paper is in
// question at all.
func (w *work) treatment(g *group) (best int, asked bool) {
	best = -1
	for _, r := range g.rules {
		if w.live(r) {
			rank := w.favour[r.Index]
			best = max(best, rank)
			asked = asked || rank == required || rank == exempt
		}
	}
	return best, asked
}

// outdone cites the clauses whose heavier treatment a lighter one overtook.
func (w *work) outdone(g *group, best int, m *Material) {
	for i := len(g.rules) - 1; i >= 0; i-- {
		r := g.rules[i]
		rank, ref := w.favour[r.Index], r.Clause.Ref()
		if w.live(r) && rank >= 0 && rank < best && ref != m.Clause && !slices.Contains(m.Also, ref) {
			m.Replaced = w.lists.addNew(m.Replaced, ref)
		}
	}
}

// materialNeeds notes the facts that could still change the row's treatment.
func (w *work) materialNeeds(g *group) {
	best, asked := w.treatment(g)
	for _, r := range g.rules {
		if w.open(r) && w.couldChange(r, best, asked) {
			w.unknown.Add(w.needs(r))
		}
	}
}

func (w *work) couldChange(r *policy.Planned, best int, asked bool) bool {
	rank := w.favour[r.Index]
	switch rank {
	case -1:
		return asked
	case required:
		return !asked
	case exempt:
		return rank > best
	}
	return asked && rank > best
}

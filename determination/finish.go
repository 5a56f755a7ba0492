package determination

import (
	"cmp"
	"slices"
	"strings"

	"yichuang/facts"
	"yichuang/policy"
)

// heading says for which question, place and day the determination answers, and
// which packs speak there.
func (w *work) heading(d *Determination) {
	s := w.engine.slots
	d.On, d.Place = w.On, string(w.Place.Code)
	d.Zone = w.zone(s.zone)
	d.Service = w.wordOr(s.service, w.words.service, PlainService)
	d.Application = w.wordOr(s.application, w.words.application, "first")
	set := w.engine.Policies
	for i, p := range set.Packs {
		if !p.Holds(w.Place.Scopes) || !set.Speaks(i, w.On) {
			continue
		}
		span := p.Span(w.On)
		d.Policies = append(d.Policies, PolicyRef{ID: p.ID, InForce: p.InForce(w.On), From: span.From, Until: span.Until})
	}
}

var nowhere = []string{"none"}

func (w *work) zone(slot int) []string {
	v := w.Facts.Get(slot)
	if v.State == facts.Unknown {
		return nil
	}
	if v.N == 0 {
		return nowhere
	}
	out := w.lists.list()
	for i, word := range w.zones {
		if v.N>>i&1 != 0 {
			out = append(out, word)
		}
	}
	return out
}

func (w *work) wordOr(slot int, words []string, otherwise string) string {
	if v := w.Facts.Get(slot); v.State == facts.Known {
		return words[v.N]
	}
	return otherwise
}

// finish gathers what runs through all strata.
func (w *work) finish(d *Determination) {
	w.discretion(d)
	w.possible(d)
	d.Unknown = w.NeedPaths(w.unknown, false)
	w.runReadings(d)
	for _, p := range w.Packs {
		d.Receipt.Packs = append(d.Receipt.Packs, PackHash{p.ID, p.Hash})
	}
	for i, id := range w.Plan.Parameters {
		use := ParameterUse{ID: id, Place: string(w.Place.WageArea)}
		if p := w.Context.Parameters[i]; p.Loaded {
			use.Place, use.Value, use.ValidFrom = string(p.Place), &p.Value, &p.ValidFrom
		}
		d.Parameters = append(d.Parameters, use)
	}
	w.receipt(d)
}

// discretion lists what an officer decides: excused limits of the ground in
// hand, and every rule that ended in "officer decides".
func (w *work) discretion(d *Determination) {
	add := func(matter string, r *policy.Planned) {
		x := Discretion{Matter: matter, Clause: r.Clause.Ref(), Authority: r.Authority}
		if !slices.Contains(d.Discretion, x) {
			d.Discretion = append(d.Discretion, x)
		}
	}
	for _, row := range w.limitRows {
		if row.status == discretion {
			add("limit:"+w.limits[row.group].id, row.decided)
		}
	}
	for _, kind := range policy.Kinds {
		if kind == policy.Limit || kind == policy.Material || w.alone && (kind == policy.Route || kind == policy.Term || kind == policy.Deadline) {
			continue // a paper's treatment follows from an entitlement, which stands here itself
		}
		for _, r := range w.Of(kind) {
			// a service rule without an authority only hands on what the limits leave open
			asked := kind != policy.Service || r.ID == d.Service && r.Authority != ""
			if asked && w.truth[r.Index] == policy.Officer && w.silenced[r.Index] < 0 {
				add(string(kind)+":"+r.ID, r)
			}
		}
	}
}

// possible lists outcomes that do not hold yet and could, with what they wait for.
func (w *work) possible(d *Determination) {
	for i, e := range w.elements {
		if e.min < e.max {
			w.addPossible(d, policy.Points, w.Elements[i], w.openPoints(i))
		}
	}
	w.possibleGrounds(d)
	for _, row := range w.limitRows {
		if row.status == unknown {
			d.Possible = append(d.Possible, Possible{"limit", w.limits[row.group].id, row.decided.Clause.Ref(), w.NeedPaths(row.needs, true)})
		}
	}
	w.addPossible(d, policy.Service, d.Service, w.services[d.Service])
	if !w.alone {
		w.possibleRoutes(d)
		if w.verdict != policy.False {
			w.possibleTerm(d)
		}
		w.possibleMaterials(d)
		for _, g := range w.deadlines {
			w.addPossible(d, policy.Deadline, g.id, g.rules)
		}
	}
	for _, g := range w.rights {
		w.addPossible(d, policy.Entitlement, g.id, g.rules)
	}
	for _, g := range w.duties {
		w.addPossible(d, policy.Duty, g.id, g.rules)
	}
}

// addPossible adds one row for an outcome that has open rules and none met.
func (w *work) addPossible(d *Determination, kind policy.Kind, id string, rules []*policy.Planned) {
	if kind != policy.Points && w.anyLive(rules) {
		return
	}
	var needs policy.Needs
	clause := ""
	for _, r := range rules {
		if w.open(r) || kind == policy.Points {
			if clause == "" {
				clause = r.Clause.Ref()
			}
			if kind == policy.Points {
				needs.Add(w.pointsNeeds(r))
			} else {
				needs.Add(w.needs(r))
			}
		}
	}
	if clause != "" {
		d.Possible = append(d.Possible, Possible{string(kind), id, clause, w.NeedPaths(needs, true)})
	}
}

func (w *work) openPoints(i int) []*policy.Planned {
	var out []*policy.Planned
	for _, r := range w.points[i] {
		if _, high := w.given(r); high > w.elements[i].min {
			out = append(out, r)
		}
	}
	return out
}

func (w *work) possibleGrounds(d *Determination) {
	for i, rules := range w.grounds {
		if held := w.Context.Grounds[i]; held == policy.Unknown || held == policy.Wanting {
			w.addPossible(d, policy.Ground, w.Plan.Grounds[i].ID, rules)
		}
	}
}

func (w *work) possibleRoutes(d *Determination) {
	for i, rules := range w.routes {
		w.addPossible(d, policy.Route, w.Plan.Routes[i], rules)
	}
}

// possibleTerm names the dates and rules that could still change the term, one
// row for each that could bind; what could move its first day stands with the cap.
func (w *work) possibleTerm(d *Determination) {
	for _, g := range w.terms {
		var needs policy.Needs
		clause := ""
		for _, r := range g.rules {
			n := w.termRuleNeeds(d, r)
			if clause == "" && !n.Empty() {
				clause = r.Clause.Ref()
			}
			needs.Add(n)
		}
		if start := w.startNeeds(d); g.id == policyCap && !start.Empty() {
			_, by := w.cap()
			clause = cmp.Or(clause, by.Clause.Ref())
			needs.Add(start)
		}
		if clause != "" {
			d.Possible = append(d.Possible, Possible{"term", g.id, clause, w.NeedPaths(needs, true)})
		}
	}
}

// termRuleNeeds is what a term rule waits for: its condition, or its date.
func (w *work) termRuleNeeds(d *Determination, r *policy.Planned) (needs policy.Needs) {
	switch {
	case w.open(r):
		return w.needs(r)
	case d.Term != nil && r.Term.Until != nil && w.live(r):
		if _, known := r.Until.Eval(&w.Context); known == policy.Unknown {
			return w.waits(r.Until.Needs)
		}
	}
	return needs
}

func (w *work) possibleMaterials(d *Determination) {
	for i := range w.materials {
		g := &w.materials[i]
		best, asked := w.treatment(g)
		var needs policy.Needs
		clause := ""
		for _, r := range g.rules {
			if w.open(r) && w.couldChange(r, best, asked) {
				needs.Add(w.needs(r))
				clause = r.Clause.Ref()
			}
		}
		if clause != "" {
			d.Possible = append(d.Possible, Possible{"material", g.id, clause, w.NeedPaths(needs, true)})
		}
	}
}

// compare orders entries by the pack of their clause, general first, then by id.
func compare(a, b *Entry) int {
	if a.pack != b.pack {
		return a.pack - b.pack
	}
	return strings.Compare(a.ID, b.ID)
}

package determination

import (
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/policy"
)

// policyCap is the binding that a number of months makes.
const policyCap = "policy-cap"

// runTerm finds the longest term over the grounds of the best class whose limits
// are not "not-met"; where no ground is needed it is worked out once.
func (w *work) runTerm(d *Determination) {
	if w.verdict == policy.False {
		return
	}
	chosen, class := w.Context.Ground, w.Context.Class
	at := chosen
	for i, g := range w.groundMet {
		if g.holds == policy.True && g.worst != notMet {
			w.Context.Ground = i
			if t, ok := w.term(d, w.Plan.Grounds[i].ID); ok && (d.Term == nil || t.Until > d.Term.Until) {
				d.Term, at = w.keep(t), i
			}
		}
	}
	if d.Term == nil {
		if w.chosen >= 0 && w.groundMet[w.chosen].worst == notMet {
			w.Context.Class, at = "none", policy.NoGround // none of the class's grounds can carry a term
		}
		w.Context.Ground = at
		if t, ok := w.term(d, ""); ok {
			d.Term = w.keep(t)
		}
	}
	w.longerGround(d.Term)
	w.Context.Ground = at
	w.settle(policy.Term)
	w.termNeeds(d.Term)
	w.unknown.Add(w.startNeeds(d))
	w.Context.Ground, w.Context.Class = chosen, class
}

// termNeeds notes what could still change the term.
func (w *work) termNeeds(t *Term) {
	for _, r := range w.Of(policy.Term) {
		switch {
		case w.open(r):
			w.unknown.Add(w.needs(r))
		case t != nil && r.Term.Until != nil && w.live(r):
			if _, known := r.Until.Eval(&w.Context); known == policy.Unknown {
				w.unknown.Add(w.waits(r.Until.Needs))
			}
		}
	}
}

// longerGround notes the facts of a ground that is still open and would give a
// longer term.
func (w *work) longerGround(best *Term) {
	if best == nil || best.Binding != policyCap || w.chosen < 0 {
		return
	}
	for i, g := range w.groundMet {
		if g.holds == policy.Unknown && g.worst != notMet {
			w.Context.Ground = i
			w.settle(policy.Term)
			if months, _ := w.cap(); months > best.Months {
				w.unknown.Add(w.groundNeeds(i))
			}
		}
	}
}

// cap is the smallest live number of months and its rule; 0 where there is none.
func (w *work) cap() (months int, by *policy.Planned) {
	for _, g := range w.terms {
		for _, r := range g.rules {
			if m := r.Term.Months; m > 0 && w.live(r) && (months == 0 || m <= months) {
				months, by = m, r
			}
		}
	}
	return months, by
}

// term is the term for the ground in hand; none where the packs give none or it
// would end before it starts. Its clause is that of the cap.
func (w *work) term(d *Determination, ground string) (t Term, ok bool) {
	w.settle(policy.Term)
	months, by := w.cap()
	if by == nil {
		return t, false
	}
	from, ok := w.termFrom(d)
	if !ok {
		return t, false
	}
	t = Term{From: from, Until: from.AddMonths(civil.Months(months)) - 1, Months: months, Binding: policyCap, Ground: ground}
	for _, g := range w.terms {
		for _, r := range g.rules {
			w.limitTerm(&t, r)
		}
	}
	if t.Until < t.From {
		return t, false
	}
	w.citeTerm(&t, months)
	return t, true
}

// keep gives the term a place that lasts as long as the determination.
func (w *work) keep(t Term) *Term {
	if w.kept == nil {
		w.kept = new(Term)
	}
	*w.kept = t
	return w.kept
}

// termFrom is the first day: for an extension the day after the old permit's
// last, else the later of the filing date and the contract's first day.
func (w *work) termFrom(d *Determination) (civil.Date, bool) {
	s := w.engine.slots
	if d.Application == "extension" {
		v := w.Facts.Get(s.previousUntil)
		return civil.Date(v.N) + 1, v.State == facts.Known
	}
	from := w.On
	if v := w.Facts.Get(s.contractFrom); v.State == facts.Known {
		from = max(from, civil.Date(v.N))
	}
	return from, true
}

// startNeeds is the date that could still move the first day of a term: an
// extension has none without the old permit's last day, and a contract may begin
// after the filing date.
func (w *work) startNeeds(d *Determination) (n policy.Needs) {
	extension := d.Application == "extension"
	slot := w.engine.slots.contractFrom
	if extension {
		slot = w.engine.slots.previousUntil
	}
	_, by := w.cap()
	if by != nil && (d.Term != nil || extension) && w.Facts.Get(slot).State == facts.Unknown {
		n.AddFact(slot)
	}
	return n
}

// limitTerm ends the term at a date that is known and earlier; one that is not
// known yet leaves it an upper bound.
func (w *work) limitTerm(t *Term, r *policy.Planned) {
	if w.open(r) && (r.Term.Months == 0 || r.Term.Months < t.Months) {
		t.UpperBound = true
		return
	}
	if r.Term.Until == nil || !w.live(r) {
		return
	}
	v, known := r.Until.Eval(&w.Context)
	switch {
	case known == policy.Unknown || known == policy.Wanting:
		t.UpperBound = true
	case known == policy.True && civil.Date(v) < t.Until:
		t.Until, t.Binding = civil.Date(v), r.ID
	}
}

// citeTerm cites the clauses whose cap this is.
func (w *work) citeTerm(t *Term, months int) {
	var e Entry
	for _, g := range w.terms {
		for i := len(g.rules) - 1; i >= 0; i-- {
			r := g.rules[i]
			switch {
			case w.live(r) && r.Term.Months == months:
				w.cite(&e, r)
			case r.Term.Months > 0 && w.truth[r.Index] == policy.True && w.silenced[r.Index] >= 0:
				e.Replaced = w.lists.addNew(e.Replaced, r.Clause.Ref())
			}
		}
	}
	t.Clause, t.Also, t.Replaced = e.Clause, e.Also, e.Replaced
}

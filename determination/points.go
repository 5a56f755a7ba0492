package determination

import "yichuang/policy"

// runPoints works out the points table: per element the largest that is met, up
// to the element's cap; an unknown element keeps an interval.
func (w *work) runPoints(d *Determination) {
	w.settle(policy.Points)
	w.PointsNeeds, w.RestsNeeds = policy.Needs{}, policy.Needs{}
	clear(w.Context.RestsOn)
	total := element{}
	for i, rules := range w.points {
		e := w.element(i, rules)
		w.elements[i] = e
		total.min += e.min
		total.max += e.max
		d.Points.Elements = append(d.Points.Elements, w.elementRow(i, e, rules))
	}
	w.PointsMin, w.PointsMax = float64(total.min), float64(total.max)
	d.Points.Min, d.Points.Max = total.min, total.max
	if total.min == total.max {
		d.Points.Total = &d.Points.Min
	}
	w.unknown.Add(w.PointsNeeds)
}

// element is the interval of one row, and what a wider one waits for.
func (w *work) element(i int, rules []*policy.Planned) element {
	var e element
	limit := w.caps[i]
	for _, r := range rules {
		low, high := w.given(r)
		e.min, e.max = max(e.min, low), max(e.max, high)
	}
	if limit > 0 {
		e.min, e.max = min(e.min, limit), min(e.max, limit)
	}
	for _, r := range rules {
		w.tag(r, e)
		if _, high := w.given(r); e.min < e.max && high > e.min {
			w.PointsNeeds.Add(w.pointsNeeds(r))
		}
	}
	return e
}

// given is what a rule gives at least and at most.
func (w *work) given(r *policy.Planned) (low, high int) {
	v := w.truth[r.Index]
	if v == policy.False || v == policy.Wanting || w.silenced[r.Index] >= 0 {
		return 0, 0
	}
	low, high = r.Points.Value, r.Points.Value
	if len(r.Points.Bands) > 0 {
		low, high = w.band(r)
	}
	if v != policy.True {
		low = 0
	}
	return low, high
}

// band is the points of the highest band that starts at or below the measure;
// while it is unknown, the range over all bands.
func (w *work) band(r *policy.Planned) (low, high int) {
	bands := r.Points.Bands
	v, known := r.Of.Eval(&w.Context)
	if known == policy.True {
		for _, b := range bands {
			if b.From <= v {
				low = b.Points
			}
		}
		return low, low
	}
	if known == policy.False {
		return 0, 0
	}
	low = bands[0].Points
	for _, b := range bands {
		low, high = min(low, b.Points), max(high, b.Points)
	}
	return low, high
}

func (w *work) pointsNeeds(r *policy.Planned) (n policy.Needs) {
	n = w.waits(r.When.Needs)
	if len(r.Points.Bands) > 0 {
		n.Add(w.waits(r.Of.Needs))
	}
	return n
}

// tag notes what the element's points rest on, such as a degree. A rule that is
// open could still be what they rest on, even where their number is settled: the
// paper that proves it would then be asked for.
func (w *work) tag(r *policy.Planned, e element) {
	if r.Tag < 0 {
		return
	}
	low, high := w.given(r)
	v := policy.False
	switch {
	case e.min == e.max && low == high && min(low, e.max) == e.min && e.min > 0:
		v = policy.True
	case e.max > 0 && high > 0 && high >= e.min && (e.min < e.max || low < high):
		v = policy.Unknown
		w.RestsNeeds.Add(w.pointsNeeds(r))
	}
	w.Context.RestsOn[r.Tag] = w.Context.RestsOn[r.Tag].Or(v)
}

func (w *work) elementRow(i int, e element, rules []*policy.Planned) Element {
	row := Element{ID: w.Elements[i], Points: e.min, Max: e.max, Settled: e.min == e.max}
	if e.min == 0 {
		return row
	}
	cited := Entry{}
	for k := len(rules) - 1; k >= 0; k-- {
		r := rules[k]
		low, _ := w.given(r)
		if low > 0 && (low >= e.min || w.caps[i] > 0 && low >= w.caps[i]) {
			w.cite(&cited, r)
			if r.Tag >= 0 {
				row.RestsOn = w.lists.addNew(row.RestsOn, w.Plan.RestsOn[r.Tag])
			}
		}
	}
	row.Clause, row.Also = cited.Clause, cited.Also
	return row
}

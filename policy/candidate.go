package policy

import (
	"slices"

	"yichuang/civil"
	"yichuang/facts"
)

// values are the values of a fact that can make a difference to an atom.
func (s *search) values(e *Expr, f *facts.Field) []facts.Value {
	known := func(n int64, num float64, text string) facts.Value {
		return facts.Value{State: facts.Known, N: n, F: num, S: text}
	}
	var out []facts.Value
	switch f.Type {
	case facts.Bool:
		out = append(out, known(1, 0, ""), known(0, 0, ""))
	case facts.Enum:
		for _, w := range s.words(e, f) {
			out = append(out, known(int64(slices.Index(f.Words, w)), 0, ""))
		}
	case facts.Set:
		out = append(out, known(0, 0, ""))
		for i, w := range f.Words {
			if slices.Contains(words(e), w) {
				out = append(out, known(1<<i, 0, ""))
			}
		}
		if f.Path == "zone" {
			out = slices.DeleteFunc(out, func(v facts.Value) bool { return !s.zonesLie(f, v) })
		}
	case facts.Int, facts.Number:
		for _, n := range s.numbers(e) {
			if !f.HasRange || f.Min <= n && n <= f.Max {
				out = append(out, known(int64(n), n, ""))
			}
		}
	case facts.Date:
		out = s.dates(e, f)
	case facts.Code:
		for _, code := range append(words(e), string(s.ctx.Place.Code), "110105", "650400", "xpcc-3") {
			if place, ok := s.ctx.Places.Lookup(facts.PlaceCode(code)); ok {
				out = append(out, known(0, 0, string(place.Code)))
			}
		}
	default:
		out = append(out, known(0, 0, "one"), known(0, 0, "other"))
	}
	return out
}

func (s *search) zonesLie(f *facts.Field, v facts.Value) bool {
	for i, w := range f.Words {
		if v.N>>i&1 != 0 && !s.ctx.Places.ZoneIn(facts.ZoneID(w), s.ctx.Place.Code) {
			return false
		}
	}
	return true
}

// words are the texts an expression names.
func words(e *Expr) []string {
	var out []string
	e.Walk(func(x *Expr) {
		if x.Str != "" {
			out = append(out, x.Str)
		}
		out = append(out, x.Strs...)
	})
	return out
}

// words of an enum that the atom names, and the first that it does not.
func (s *search) words(e *Expr, f *facts.Field) []string {
	named := words(e)
	var out []string
	for _, w := range f.Words {
		if slices.Contains(named, w) {
			out = append(out, w)
		}
	}
	for _, w := range f.Words {
		if !slices.Contains(named, w) {
			return append(out, w)
		}
	}
	return out
}

// numbers are the constants of the atom with their neighbours, 0, and what the
// parameters make of them.
func (s *search) numbers(e *Expr) []float64 {
	out := []float64{0, 1}
	for _, c := range constants(e) {
		for _, n := range []float64{c, c - 1, c + 1, c * 100000, c*100000 - 1} {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return append(out, 1e7)
}

// dates lie around the filing date and the dates of the atom, at the distances
// that the atom's constants name as days, months or years.
func (s *search) dates(e *Expr, f *facts.Field) []facts.Value {
	anchors := []civil.Date{s.ctx.On}
	e.Walk(func(x *Expr) {
		if x.Op == OpConst && x.Type == DateType {
			anchors = append(anchors, civil.Date(x.Num))
		}
	})
	var out []facts.Value
	add := func(d civil.Date) {
		for _, n := range []civil.Days{0, -1, 1} {
			out = append(out, facts.Value{State: facts.Known, N: int64(d.AddDays(n))})
		}
	}
	for _, a := range anchors {
		add(a)
		for _, c := range constants(e) {
			if c >= 1 && c <= 120 {
				n := int(c)
				add(a.AddYears(civil.Years(-n)))
				add(a.AddYears(civil.Years(-n - 1)))
				add(a.AddMonths(civil.Months(-n)))
				add(a.AddDays(civil.Days(-n)))
				add(a.AddDays(civil.Days(n)))
				add(a.AddMonths(civil.Months(n)))
			}
		}
		add(a.AddYears(-30))
		add(a.AddYears(2))
	}
	if f.NoneAllowed {
		out = append(out, facts.Value{State: facts.None})
	}
	return out
}

// listChoice tries no item, and one item whose parts take the values that the
// condition on items names.
func (s *search) listChoice(e *Expr, f *facts.Field) choice {
	return choice{func(then func() bool) bool {
		if s.assigned[f.Slot] {
			return then()
		}
		s.assigned[f.Slot] = true
		s.ctx.Facts.SetItems(f.Slot, nil)
		if then() || s.items(e, f, make([]facts.Value, len(f.Item)), 0, then) {
			return true
		}
		s.ctx.Facts.Set(f.Slot, facts.Value{})
		delete(s.assigned, f.Slot)
		return false
	}}
}

func (s *search) items(e *Expr, f *facts.Field, item []facts.Value, i int, then func() bool) bool {
	if s.budget < 0 {
		return false
	}
	if i == len(f.Item) {
		s.ctx.Facts.SetItems(f.Slot, [][]facts.Value{item})
		return then()
	}
	for _, v := range s.values(e, &f.Item[i]) {
		item[f.Item[i].Slot] = v
		if s.items(e, f, item, i+1, then) {
			return true
		}
	}
	return false
}

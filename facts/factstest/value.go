package factstest

import (
	"math"

	"yichuang/civil"
	"yichuang/facts"
)

// Value draws a known value of a field that is no list.
func (p *People) Value(field *facts.Field, on civil.Date) facts.Value {
	return p.value(field.Path, field, on)
}

func (p *People) value(path string, field *facts.Field, on civil.Date) facts.Value {
	v := facts.Value{State: facts.Known}
	switch field.Type {
	case facts.Bool:
		v.N = int64(p.random.IntN(2))
	case facts.Int, facts.Number:
		v.F = p.number(path, field)
		if field.Type == facts.Int {
			v.F = math.Trunc(v.F)
			v.N = int64(v.F)
		}
	case facts.Date:
		if field.NoneAllowed && p.random.IntN(8) == 0 {
			return facts.Value{State: facts.None}
		}
		v.N = int64(p.date(path, on))
	case facts.Enum:
		v.N = int64(p.random.IntN(len(field.Words)))
		if field.Default != "" && p.random.IntN(2) == 0 {
			return facts.Value{}
		}
	case facts.Set:
		v.N = p.set(field)
	case facts.Code:
		v.S = p.code()
	case facts.Text:
		v.S = pick(p.random, []string{"engineer", "teacher"})
		if len(field.Words) > 0 {
			v.S = pick(p.random, field.Words)
		}
	}
	return v
}

// number is on a boundary, one step beside it, or anywhere small.
func (p *People) number(path string, field *facts.Field) float64 {
	near := p.numbers[path]
	n := float64(p.random.IntN(24))
	if len(near) > 0 && p.random.IntN(4) > 0 {
		n = pick(p.random, near) + float64(p.random.IntN(3)-1)
	} else if field.Max > 1000 && p.random.IntN(2) == 0 {
		n = math.Trunc(math.Pow(10, 7*p.random.Float64()))
	}
	if field.Type == facts.Number && p.random.IntN(8) == 0 {
		n += 0.5
	}
	return min(max(n, field.Min), field.Max)
}

// date lies some years and months before or after the filing date, or a day
// beside that; a birth lies before it.
func (p *People) date(path string, on civil.Date) civil.Date {
	years := civil.Years(pick(p.random, p.years))
	days := civil.Date(p.random.IntN(3) - 1)
	if path == "applicant.birth_date" || p.random.IntN(2) == 0 {
		return on.AddYears(-years).AddMonths(-civil.Months(p.random.IntN(2))) + days
	}
	if p.random.IntN(4) == 0 {
		return on + civil.Date(p.random.IntN(17)-8)
	}
	return on.AddYears(min(years, 6)).AddMonths(civil.Months(p.random.IntN(3)-1)) + days
}

// set has few words, often none or one.
func (p *People) set(field *facts.Field) (mask int64) {
	for range p.random.IntN(4) {
		mask |= 1 << p.random.IntN(len(field.Words))
	}
	return mask
}

func (p *People) code() string {
	if p.random.IntN(8) > 0 {
		return pick(p.random, p.codes)
	}
	for place := range p.places.All() {
		if p.random.IntN(200) == 0 {
			return string(place.Code)
		}
	}
	return p.codes[0]
}

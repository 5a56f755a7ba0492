package policy

import (
	"slices"

	"yichuang/civil"
	"yichuang/facts"
)

// Parameters are the dated numbers that operators load. It is immutable once in
// use.
type Parameters struct{ values []ParameterValue }

// ParameterValue is one number, in force at a place from a day on until a newer
// one is.
type ParameterValue struct {
	ID        string
	Place     facts.PlaceCode
	Value     float64
	ValidFrom civil.Date
	Source    string
	Loaded    bool
}

// NewParameters takes values in any order.
func NewParameters(values []ParameterValue) *Parameters {
	values = slices.Clone(values)
	for i := range values {
		values[i].Loaded = true
	}
	slices.SortStableFunc(values, func(a, b ParameterValue) int { return int(a.ValidFrom) - int(b.ValidFrom) })
	return &Parameters{values}
}

// Values returns them all, the oldest first.
func (p *Parameters) Values() []ParameterValue {
	if p == nil {
		return nil
	}
	return slices.Clone(p.values)
}

// Lookup returns the newest value valid from at the latest the day, of the place
// itself or, where it has none, of its wage area.
func (p *Parameters) Lookup(id string, place facts.Place, on civil.Date) (ParameterValue, bool) {
	codes := [...]facts.PlaceCode{place.Code, place.WageArea}
	return p.At(id, codes[:], on)
}

// At returns the newest value valid from at the latest the day, of the first of
// the places that has one.
func (p *Parameters) At(id string, places []facts.PlaceCode, on civil.Date) (ParameterValue, bool) {
	if p == nil {
		return ParameterValue{}, false
	}
	for _, code := range places {
		for i := len(p.values) - 1; i >= 0; i-- {
			if v := &p.values[i]; v.ID == id && v.Place == code && v.ValidFrom <= on {
				return *v, true
			}
		}
	}
	return ParameterValue{}, false
}

// With returns the parameters with more values added.
func (p *Parameters) With(values []ParameterValue) *Parameters {
	if p != nil {
		values = append(slices.Clone(p.values), values...)
	}
	return NewParameters(values)
}

// ReadParameters reads a YAML or JSON list of {id, place, value, valid_from,
// source}; further keys (series, year, confidence) may stand there and are not
// read. All problems are returned at once.
func ReadParameters(file string, data []byte) ([]ParameterValue, error) {
	var problems Problems
	list := parseList(file, data, &problems)
	var out []ParameterValue
	for _, m := range list {
		v := ParameterValue{ID: m.need("id"), Place: facts.PlaceCode(m.need("place")), Source: m.str("source"), Value: m.number("value"), Loaded: true}
		if from := m.date("valid_from"); from != nil {
			v.ValidFrom = *from
		} else if !m.has("valid_from") {
			m.missing("valid_from")
		}
		if !m.has("value") {
			m.missing("value")
		}
		for _, k := range []string{"series", "year", "confidence"} {
			m.get(k)
		}
		m.done()
		out = append(out, v)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return out, nil
}

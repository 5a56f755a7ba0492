// Package factstest makes random persons for tests: every fact of a vocabulary,
// known or not, drawn near the figures and dates where policies decide. The
// persons pass Vocabulary.Check, so that any engine must take them.
package factstest

import (
	"errors"
	"math/rand/v2"
	"strings"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
)

// People draws persons. Near and At say where the boundaries lie; without them
// persons are spread evenly. It is not safe for concurrent use.
type People struct {
	vocabulary *facts.Vocabulary
	places     *facts.Places
	random     *rand.Rand
	numbers    map[string][]float64
	days       []civil.Date
	years      []int
	codes      []string
}

// New draws from the seed: the same seed gives the same persons.
func New(v *facts.Vocabulary, places *facts.Places, seed uint64) *People {
	return &People{
		vocabulary: v, places: places, random: rand.New(rand.NewPCG(seed, 0)),
		numbers: map[string][]float64{}, years: []int{0, 1, 2, 5}, codes: []string{"110000"},
	}
}

// Near says that the fact with the path (of an item: "list.field") matters at
// the number: it is drawn on it and one step to either side.
func (p *People) Near(path string, n float64) { p.numbers[path] = append(p.numbers[path], n) }

// NearDay says that filing dates matter at the day.
func (p *People) NearDay(day civil.Date) { p.days = append(p.days, day) }

// NearYears says that dates matter so many years before the filing date.
func (p *People) NearYears(n int) { p.years = append(p.years, n) }

// At adds a place of work; others are drawn rarely.
func (p *People) At(code facts.PlaceCode) { p.codes = append(p.codes, string(code)) }

// Person draws a person of whom each fact is known with the probability.
func (p *People) Person(known float64) *facts.Facts {
	f := p.vocabulary.New()
	on := p.filing()
	fields := p.vocabulary.Fields()
	for i := range fields {
		field := &fields[i]
		switch {
		case field.Path == "on":
			f.Set(field.Slot, facts.Value{State: facts.Known, N: int64(on)})
		case field.Path == "place":
			f.Set(field.Slot, p.Value(field, on))
		case p.random.Float64() >= known:
		case field.Type == facts.List:
			f.SetItems(field.Slot, p.items(field, on, known))
		default:
			f.Set(field.Slot, p.Value(field, on))
		}
	}
	p.reconcile(f)
	return f
}

// reconcile forgets facts until the rest agree.
func (p *People) reconcile(f *facts.Facts) {
	for {
		var wrong *fault.Error
		if !errors.As(p.vocabulary.Check(f, p.places), &wrong) {
			return
		}
		path, _, _ := strings.Cut(wrong.Path, "[")
		field, ok := p.vocabulary.Lookup(path)
		if !ok || path == "place" || path == "on" {
			panic("factstest: cannot mend " + wrong.Error())
		}
		f.Set(field.Slot, facts.Value{})
	}
}

// Fill makes one more fact known that was not, and reports whether the person
// still agrees with itself; if not, nothing was changed.
func (p *People) Fill(f *facts.Facts, field *facts.Field) bool {
	on := civil.Date(f.Get(p.slot("on")).N)
	if field.Type == facts.List {
		f.SetItems(field.Slot, p.items(field, on, 1))
	} else {
		f.Set(field.Slot, p.Value(field, on))
	}
	if p.vocabulary.Check(f, p.places) == nil {
		return true
	}
	f.Set(field.Slot, facts.Value{})
	return false
}

func (p *People) slot(path string) int {
	field, _ := p.vocabulary.Lookup(path)
	return field.Slot
}

func (p *People) filing() civil.Date {
	if len(p.days) == 0 || p.random.IntN(4) == 0 {
		return civil.NewDate(2023, 1, 1) + civil.Date(p.random.IntN(5*365))
	}
	return pick(p.random, p.days) + civil.Date(p.random.IntN(5)-2)
}

func (p *People) items(list *facts.Field, on civil.Date, known float64) [][]facts.Value {
	items := make([][]facts.Value, p.random.IntN(6))
	first := on.Time().Year() - p.random.IntN(7)
	for i := range items {
		items[i] = make([]facts.Value, len(list.Item))
		for k := range list.Item {
			field := &list.Item[k]
			switch {
			case p.random.Float64() >= known:
			case field.Path == "year":
				items[i][k] = facts.Value{State: facts.Known, N: int64(first + i), F: float64(first + i)}
			default:
				items[i][k] = p.value(list.Path+"."+field.Path, field, on)
			}
		}
	}
	return items
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

package determination_test

import (
	"io/fs"
	"maps"
	"slices"
	"sync"
	"testing"

	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/facts/factstest"
	"yichuang/packs"
	"yichuang/policy"
)

// shipped reads what ships with the program, once.
var shipped = sync.OnceValues(func() (*determination.Engine, error) {
	codes, err := fs.ReadFile(packs.FS, "places/gb2260.csv")
	if err != nil {
		return nil, err
	}
	files, err := packs.Files(packs.FS, "places", "*.yaml")
	if err != nil {
		return nil, err
	}
	var gazetteers [][]byte
	for _, name := range slices.Sorted(maps.Keys(files)) {
		gazetteers = append(gazetteers, files[name])
	}
	places, err := facts.ReadPlaces(codes, gazetteers...)
	if err != nil {
		return nil, err
	}
	set, err := readSet()
	if err != nil {
		return nil, err
	}
	return determination.New(set, places, nil), nil
})

func readSet() (*policy.Set, error) {
	language, err := policy.NewLanguage(facts.Default())
	if err != nil {
		return nil, err
	}
	dir, err := fs.Sub(packs.FS, "policies")
	if err != nil {
		return nil, err
	}
	read, problems := language.ReadAll(dir)
	if len(problems) > 0 {
		return nil, problems
	}
	return policy.NewSet(language, read)
}

// engine is the shipped one without parameters; withWages has average wages of
// the local policies' places.
func engine(tb testing.TB) *determination.Engine {
	tb.Helper()
	e, err := shipped()
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

func withWages(tb testing.TB) *determination.Engine {
	tb.Helper()
	e := engine(tb)
	var values []policy.ParameterValue
	for _, place := range []facts.PlaceCode{"650100", "370200"} {
		for year := 2019; year <= 2025; year++ {
			values = append(values, policy.ParameterValue{ID: "average-wage", Place: place, Value: averageWage, ValidFrom: civil.NewDate(year, 6, 1)})
		}
	}
	return determination.New(e.Policies, e.Places, policy.NewParameters(values))
}

const averageWage = 100000

// people draws persons near every figure that the packs compare a fact with.
func people(tb testing.TB, seed uint64) *factstest.People {
	tb.Helper()
	e := engine(tb)
	p := factstest.New(e.Policies.Vocabulary(), e.Places, seed)
	for _, years := range []int{5, 6, 16, 17, 18, 19, 25, 26, 40, 41, 42, 43, 44, 45, 46, 60, 61, 65, 66} {
		p.NearYears(years)
	}
	for _, multiple := range []float64{0.2, 1.2, 4, 6} {
		for _, path := range []string{"job.annual_salary", "years.wage", "years.tax"} {
			p.Near(path, multiple*averageWage)
		}
	}
	for _, pack := range e.Policies.Packs {
		for _, day := range []*civil.Date{pack.From, pack.Until} {
			if day != nil {
				p.NearDay(*day)
			}
		}
		for _, scope := range pack.Scope {
			if scope != facts.Nation {
				p.At(scope)
			}
		}
		for _, c := range pack.Clauses {
			for _, r := range c.Rules {
				nearRule(p, r)
			}
		}
	}
	for _, code := range []facts.PlaceCode{"650100", "370200", "370300", "xpcc-12", "210200", "652900"} {
		p.At(code)
	}
	return p
}

// nearRule notes the figures of a rule.
func nearRule(p *factstest.People, r *policy.Rule) {
	for _, b := range r.Points.Bands {
		for _, path := range r.Points.Of.Facts() {
			p.Near(path, b.From)
		}
	}
	for _, root := range []*policy.Expr{r.When, r.Limit.Test} {
		root.Walk(func(e *policy.Expr) {
			if e.Op == policy.OpExists || e.Op == policy.OpRun {
				list := e.Args[0].Field.Path + "."
				e.Walk(func(x *policy.Expr) { nearComparison(p, list, x) })
			}
			nearComparison(p, "", e)
		})
	}
}

func nearComparison(p *factstest.People, list string, e *policy.Expr) {
	if len(e.Args) != 2 || e.Args[1].Op != policy.OpConst || e.Args[1].Type != policy.NumType {
		return
	}
	if of := e.Args[0]; of.Field != nil {
		p.Near(list+of.Field.Path, e.Args[1].Num)
	}
}

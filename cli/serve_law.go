package cli

import (
	"slices"

	"yichuang/determination"
	"yichuang/facts"
	"yichuang/policy"
)

// law is what pages and API ask of the policies.
type law struct {
	product *product
	watch   *instruments
}

func (l *law) vocabulary() *facts.Vocabulary { return l.product.engine.Policies.Vocabulary() }

// Determine determines facts and counts the verdict.
func (l *law) Determine(f *facts.Facts) (*determination.Determination, error) {
	d, err := l.product.engine.Determine(f)
	if err == nil {
		l.watch.determined(d)
	}
	return d, err
}

// Advise proposes changes that better the result.
func (l *law) Advise(f *facts.Facts) ([]determination.Advice, error) {
	return l.product.engine.Advise(f)
}

// Lapsed says what packs that are not in force would have given.
func (l *law) Lapsed(f *facts.Facts, d *determination.Determination) ([]determination.Lapsed, error) {
	return l.product.engine.Lapsed(f, d)
}

// Packs lists every pack, the general before the special.
func (l *law) Packs() []*policy.Pack { return l.product.engine.Policies.Packs }

// Name is what people call an id that rules set.
func (l *law) Name(kind, id string) (facts.Wording, bool) {
	return l.product.engine.Policies.Name(kind, id)
}

// deciding and following are the kinds of outcomes that the self-check asks
// about, with their weight for a person: first what settles class and verdict,
// then what changes the way to go. The rest is offered with the result.
var (
	deciding = map[string]float64{
		string(policy.Ground): 8, string(policy.Service): 8, string(policy.Points): 4, string(policy.Limit): 4,
	}
	following = map[string]float64{string(policy.Route): 3, string(policy.Material): 2}
)

// NextQuestion chooses the unknown fact that the weightiest outcomes wait for,
// for the least effort; an outcome that waits for several facts gives each a
// share. Ties go by the order of the vocabulary.
func (l *law) NextQuestion(f *facts.Facts, declined []string) (path string, remaining int, err error) {
	d, err := l.product.engine.Determine(f)
	if err != nil {
		return "", 0, err
	}
	weights := following
	if d.Class == "" || d.Verdict == determination.Unknown {
		weights = deciding
	}
	shares := sharesOf(d, weights)
	best := 0.0
	for i := range l.vocabulary().Fields() {
		field := &l.vocabulary().Fields()[i]
		if !slices.Contains(d.Unknown, field.Path) || slices.Contains(declined, field.Path) || shares[field.Path] == 0 {
			continue
		}
		remaining++
		if value := shares[field.Path] / effort(field); value > best {
			path, best = field.Path, value
		}
	}
	return path, remaining, nil
}

func sharesOf(d *determination.Determination, weights map[string]float64) map[string]float64 {
	shares := make(map[string]float64)
	for _, possible := range d.Possible {
		for _, need := range possible.Needs {
			shares[need] += weights[possible.Kind] / float64(len(possible.Needs))
		}
	}
	return shares
}

// effort is what an answer costs a person, a yes or no being 1.
func effort(field *facts.Field) float64 {
	const reading = 0.4 // one more word to read
	switch field.Type {
	case facts.Bool:
		return 1
	case facts.List:
		return 4
	case facts.Enum, facts.Set:
		return 1 + reading*float64(len(field.Words))
	}
	return 1.2
}

// example is the shipped scenario that says most, for the API's description.
func (l *law) example() []byte {
	var most []byte
	for _, pack := range l.Packs() {
		for _, scenario := range pack.Scenarios {
			if scenario.Parameters == nil && len(scenario.Facts) > len(most) {
				most = scenario.Facts
			}
		}
	}
	return most
}

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

// Packs lists every pack, the general before the special.
func (l *law) Packs() []*policy.Pack { return l.product.engine.Policies.Packs }

// Name is what people call an id that rules set.
func (l *law) Name(kind, id string) (facts.Wording, bool) {
	return l.product.engine.Policies.Name(kind, id)
}

// weights say how much an outcome of a kind matters to a person: what settles
// the class before what follows from it.
var weights = map[string]float64{
	string(policy.Ground): 8, string(policy.Service): 8, string(policy.Points): 4, string(policy.Limit): 4,
	string(policy.Route): 3, string(policy.Term): 2, string(policy.Material): 2, string(policy.Deadline): 2,
}

// NextQuestion chooses the unknown fact that the weightiest outcomes wait for; an
// outcome that waits for several facts gives each a share. Ties go by vocabulary.
func (l *law) NextQuestion(f *facts.Facts, declined []string) (path string, remaining int, err error) {
	d, err := l.product.engine.Determine(f)
	if err != nil {
		return "", 0, err
	}
	shares := make(map[string]float64)
	for _, possible := range d.Possible {
		for _, need := range possible.Needs {
			shares[need] += max(weights[possible.Kind], 1) / float64(len(possible.Needs))
		}
	}
	best := -1.0
	for i := range l.vocabulary().Fields() {
		field := &l.vocabulary().Fields()[i]
		if !slices.Contains(d.Unknown, field.Path) || slices.Contains(declined, field.Path) {
			continue
		}
		remaining++
		if shares[field.Path] > best {
			path, best = field.Path, shares[field.Path]
		}
	}
	return path, remaining, nil
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

package cli

import (
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

// NextQuestion names the fact to ask next.
func (l *law) NextQuestion(f *facts.Facts, declined []string) (path string, remaining int, err error) {
	return l.product.engine.NextQuestion(f, declined)
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

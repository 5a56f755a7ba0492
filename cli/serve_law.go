package cli

import (
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/policy"
)

// law is what pages and API ask of the policies: of the law that is in force at
// the moment of the question.
type law struct {
	now   func() *determination.Engine
	today func() civil.Date
	watch *instruments
}

func (l *law) vocabulary() *facts.Vocabulary { return l.now().Policies.Vocabulary() }

// Answer determines facts and advises, both under one law.
func (l *law) Answer(f *facts.Facts) (*determination.Determination, []determination.Advice, error) {
	d, advice, err := l.now().Answer(f)
	if err == nil {
		l.watch.determined(d)
	}
	return d, advice, err
}

// Determine determines facts and counts the verdict.
func (l *law) Determine(f *facts.Facts) (*determination.Determination, error) {
	d, err := l.now().Determine(f)
	if err == nil {
		l.watch.determined(d)
	}
	return d, err
}

// Advise proposes changes that better the result.
func (l *law) Advise(f *facts.Facts) ([]determination.Advice, error) {
	return l.now().Advise(f)
}

// Lapsed says what packs that are not in force would have given.
func (l *law) Lapsed(f *facts.Facts, d *determination.Determination) ([]determination.Lapsed, error) {
	return l.now().Lapsed(f, d)
}

// Outline lists the rules from which a result for these facts can be made.
func (l *law) Outline(f *facts.Facts, ground string) ([]determination.Outlined, error) {
	return l.now().Outline(f, ground)
}

// Trace lists the rules behind an outcome.
func (l *law) Trace(d *determination.Determination, kind, id string) []determination.Traced {
	return l.now().Trace(d, kind, id)
}

// Packs lists every pack in the text of today, the general before the special.
func (l *law) Packs() []*policy.Pack { return l.now().Policies.PacksOn(l.today()) }

// Clause returns a clause in the text of a day.
func (l *law) Clause(ref string, on civil.Date) (*policy.Clause, bool) {
	return l.now().Policies.Clause(ref, on)
}

// Name is what people call an id that rules set.
func (l *law) Name(kind, id string) (facts.Wording, bool) {
	return l.now().Policies.Name(kind, id)
}

// NextQuestion names the fact to ask next.
func (l *law) NextQuestion(f *facts.Facts, declined []string) (path string, remaining int, err error) {
	return l.now().NextQuestion(f, declined)
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

package determination

import (
	"fmt"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/policy"
)

// CheckThresholds reports every figure of a pack that has no scenario on it or
// none one step past it: a year of age, a day, a point, a yuan. First and last
// days in force count as figures; the day after the last and the day before the
// first are the steps past.
func (e *Engine) CheckThresholds(pack *policy.Pack) policy.Problems {
	proofs := map[string]*proof{}
	var order []string
	var problems policy.Problems
	note := func(key string, at policy.Problem, gap, past float64) {
		p, ok := proofs[key]
		if !ok {
			p = &proof{at: at}
			proofs[key] = p
			order = append(order, key)
		}
		p.on = p.on || gap == 0
		p.past = p.past || gap*past > 0 && gap*past <= 1
	}
	all := map[*policy.Plan][]policy.Threshold{}
	for _, s := range e.scenarios() {
		w, err := e.trace(s)
		if err != nil {
			continue // policy test reports a scenario that cannot be run
		}
		thresholds, ok := all[w.Plan]
		if !ok {
			thresholds = w.Plan.Thresholds(pack)
			all[w.Plan] = thresholds
		}
		for _, t := range thresholds {
			key := t.Rule.Clause.ID + " " + t.Text
			at := policy.Problem{File: t.Rule.Clause.File, Line: t.Rule.Line, Col: 1, Text: t.Text}
			note(key, at, far, t.Past)
			for _, gap := range t.Gap(&w.Context) {
				note(key, at, gap, t.Past)
			}
		}
		e.noteDays(pack, w, note)
	}
	for _, key := range order {
		problems = append(problems, proofs[key].missing()...)
	}
	return problems
}

// far is a distance that proves nothing; it only makes a threshold known.
const far = 1e9

type proof struct {
	at       policy.Problem
	on, past bool
}

func (p *proof) missing() policy.Problems {
	var out policy.Problems
	for _, m := range []struct {
		proven bool
		what   string
	}{{p.on, "on it"}, {p.past, "one step past it"}} {
		if !m.proven {
			at := policy.ProblemIn(p.at.File, "threshold %s has no scenario "+m.what, p.at.Text)
			at.Line, at.Col = p.at.Line, p.at.Col
			out = append(out, at)
		}
	}
	return out
}

func (e *Engine) noteDays(pack *policy.Pack, w *work, note func(string, policy.Problem, float64, float64)) {
	if !pack.Holds(w.Place.Scopes) {
		return
	}
	day := func(name string, d *civil.Date, past float64) {
		if d != nil {
			at := policy.Problem{File: pack.ID + "/pack.yaml", Text: name + " " + d.String()}
			note(at.Text, at, float64(w.On-*d), past)
		}
	}
	for _, period := range pack.Periods() {
		day("from", period.From, -1)
		day("until", period.Until, 1)
	}
}

func (e *Engine) scenarios() []*policy.Scenario {
	var out []*policy.Scenario
	for _, p := range e.Policies.Packs {
		out = append(out, p.Scenarios...)
	}
	return out
}

// trace determines a scenario and returns the memory of it.
func (e *Engine) trace(s *policy.Scenario) (*work, error) {
	engine, f, err := e.forScenario(s)
	if err != nil {
		return nil, err
	}
	w, err := engine.begin(f) // never given back: the caller reads it
	if err != nil {
		return nil, err
	}
	w.outcome.reset()
	w.run(&w.outcome)
	return w, nil
}

// forScenario reads a scenario's facts and adds its parameters.
func (e *Engine) forScenario(s *policy.Scenario) (*Engine, *facts.Facts, error) {
	f := e.Policies.Vocabulary().New()
	if err := e.Policies.Vocabulary().Parse(s.Facts, f); err != nil {
		return nil, nil, fmt.Errorf("facts.json: %w", err)
	}
	if err := e.Policies.Vocabulary().Check(f, e.Places); err != nil {
		return nil, nil, fmt.Errorf("facts.json: %w", err)
	}
	if s.Parameters == nil {
		return e, f, nil
	}
	values, err := policy.ReadParameters(s.File+"/parameters.yaml", s.Parameters)
	if err != nil {
		return nil, nil, err
	}
	return New(e.Policies, e.Places, e.Parameters.With(values)), f, nil
}

package determination

import (
	"slices"

	"yichuang/policy"
)

// Check is everything that is wrong with the packs of the engine: what they say
// against each other, figures without scenarios, scenarios that the rules
// contradict. An empty list is what publication asks for.
func (e *Engine) Check() policy.Problems {
	return slices.Concat(e.CheckRules(), e.Contradictions())
}

// CheckRules is Check without the scenarios that the rules contradict.
func (e *Engine) CheckRules() policy.Problems {
	problems := e.Policies.Check(e.Places)
	for _, pack := range e.Policies.Packs {
		problems = append(problems, e.CheckThresholds(pack)...)
	}
	return problems
}

// Contradictions are the scenarios that the rules answer otherwise.
func (e *Engine) Contradictions() policy.Problems {
	var out policy.Problems
	for _, s := range e.scenarios() {
		failures, err := e.RunScenario(s)
		if err != nil {
			out = append(out, policy.Problem{File: s.File, Text: err.Error()})
		}
		for _, f := range failures {
			out = append(out, policy.ProblemIn(s.File, "the rules contradict this scenario: %s: got %s, want %s", f.Path, f.Got, f.Want))
		}
	}
	return out
}

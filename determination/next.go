package determination

import (
	"slices"

	"yichuang/facts"
	"yichuang/policy"
)

// askedFirst and askedLater are the kinds of outcomes that a self-check asks about,
// with their weight for a person: first what settles class and verdict, then
// what changes the way to go. What is left is worth knowing, not worth asking.
var (
	askedFirst = map[string]float64{
		string(policy.Ground): 8, string(policy.Service): 8, string(policy.Points): 4, string(policy.Limit): 4,
	}
	askedLater = map[string]float64{string(policy.Route): 3, string(policy.Material): 2}
)

// NextQuestion chooses the unknown fact that the weightiest outcomes wait for,
// for the least effort, and says how many facts are still worth asking, that one
// included. An outcome that waits for several facts gives each a share; ties go
// by the order of the vocabulary. Declined paths are left out; path is "" when
// nothing is left to ask.
func (e *Engine) NextQuestion(f *facts.Facts, declined []string) (path string, remaining int, err error) {
	d, err := e.Determine(f)
	if err != nil {
		return "", 0, err
	}
	weights := askedLater
	if d.Class == "" || d.Verdict == Unknown {
		weights = askedFirst
	}
	shares := sharesOf(d, weights)
	fields := e.Policies.Vocabulary().Fields()
	best := 0.0
	for i := range fields {
		share := shares[fields[i].Path]
		if share == 0 || !slices.Contains(d.Unknown, fields[i].Path) || slices.Contains(declined, fields[i].Path) {
			continue
		}
		remaining++
		if value := share / effort(&fields[i]); value > best {
			path, best = fields[i].Path, value
		}
	}
	return path, remaining, nil
}

// sharesOf divides the weight of every open outcome among the facts it waits for.
func sharesOf(d *Determination, weights map[string]float64) map[string]float64 {
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
	const (
		typing  = 1.2
		listing = 4
		reading = 0.4 // one more word to read
	)
	switch field.Type {
	case facts.Bool:
		return 1
	case facts.List:
		return listing
	case facts.Enum, facts.Set:
		return 1 + reading*float64(len(field.Words))
	}
	return typing
}

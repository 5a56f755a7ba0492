package determination

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"yichuang/policy"
)

// Failure is one difference between what a scenario expects and what came out.
type Failure struct {
	Path      string
	Got, Want string
}

func (f Failure) String() string {
	return fmt.Sprintf("%s: got %s, want %s", f.Path, f.Got, f.Want)
}

// RunScenario determines the scenario's facts with its own parameters added and
// returns every difference; none means that it holds. An error means that the
// scenario itself cannot be run.
func (e *Engine) RunScenario(s *policy.Scenario) ([]Failure, error) {
	got, err := e.scenarioAnswer(s)
	if err != nil {
		return nil, err
	}
	var want any
	if err := json.Unmarshal(s.Expect, &want); err != nil {
		return nil, fmt.Errorf("expect.json: %w", err)
	}
	var out []Failure
	match("", got, want, &out)
	for _, path := range s.Absent {
		if v, found := find(got, strings.Split(path, ".")); found {
			out = append(out, Failure{path, show(v), "nothing"})
		}
	}
	return out, nil
}

// scenarioAnswer is the determination of the scenario's facts as decoded JSON.
func (e *Engine) scenarioAnswer(s *policy.Scenario) (any, error) {
	engine, f, err := e.forScenario(s)
	if err != nil {
		return nil, err
	}
	d, err := engine.Determine(f)
	if err != nil {
		return nil, err
	}
	var got any
	err = json.Unmarshal(d.AppendJSON(nil), &got)
	return got, err
}

// match compares only what want names. A list of objects in want asks for each
// of them somewhere in got; any other list must be equal.
func match(path string, got, want any, out *[]Failure) {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			*out = append(*out, Failure{path, show(got), show(want)})
			return
		}
		for _, k := range slices.Sorted(maps.Keys(w)) {
			v, there := g[k]
			if !there && w[k] != nil {
				*out = append(*out, Failure{join(path, k), "nothing", show(w[k])})
				continue
			}
			match(join(path, k), v, w[k], out)
		}
	case []any:
		matchList(path, got, w, out)
	default:
		if got != want {
			*out = append(*out, Failure{path, show(got), show(want)})
		}
	}
}

func matchList(path string, got any, want []any, out *[]Failure) {
	g, ok := got.([]any)
	objects := len(want) > 0
	for _, w := range want {
		_, object := w.(map[string]any)
		objects = objects && object
	}
	if !ok || !objects {
		if show(got) != show(want) {
			*out = append(*out, Failure{path, show(got), show(want)})
		}
		return
	}
	for i, w := range want {
		if fails := nearest(g, w); len(fails) > 0 {
			at := path + "[" + label(w, i) + "]"
			for _, f := range fails {
				*out = append(*out, Failure{at + f.Path, f.Got, f.Want})
			}
		}
	}
}

// nearest is what keeps the best candidate from matching; with the same id (or
// step) a candidate is preferred, so that the message speaks of it.
func nearest(list []any, want any) []Failure {
	var best []Failure
	bestScore := -1
	for _, g := range list {
		var fails []Failure
		match("", g, want, &fails)
		if len(fails) == 0 {
			return nil
		}
		score := 100 - len(fails)
		if sameID(g, want) {
			score += 1000
		}
		if score > bestScore {
			best, bestScore = fails, score
		}
	}
	if bestScore < 1000 {
		return []Failure{{"", "no such entry", show(want)}}
	}
	return best
}

func sameID(a, b any) bool {
	x, okX := a.(map[string]any)
	y, okY := b.(map[string]any)
	if !okX || !okY {
		return false
	}
	for _, k := range []string{"id", "step", "matter"} {
		if y[k] != nil && x[k] == y[k] {
			return true
		}
	}
	return false
}

func label(v any, i int) string {
	if m, ok := v.(map[string]any); ok {
		for _, k := range []string{"id", "step", "matter"} {
			if s, ok := m[k].(string); ok {
				return s
			}
		}
	}
	return strconv.Itoa(i)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func show(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// find follows a dotted path; in a list a part names the id of an entry.
func find(v any, path []string) (any, bool) {
	if len(path) == 0 {
		return v, v != nil
	}
	switch v := v.(type) {
	case map[string]any:
		next, ok := v[path[0]]
		if !ok {
			return nil, false
		}
		return find(next, path[1:])
	case []any:
		for _, item := range v {
			if m, ok := item.(map[string]any); ok && (m["id"] == path[0] || m["step"] == path[0] || m["matter"] == path[0]) {
				return find(item, path[1:])
			}
			if item == path[0] {
				return item, true
			}
		}
	}
	return nil, false
}

package determination

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"yichuang/policy"
)

// Effect is a scenario that two published sets answer differently.
type Effect struct {
	Scenario string
	Keys     []string // of the determination that differ, without receipt and policies
	Old, New map[string]json.RawMessage
}

// Effects runs every scenario of both engines under both and returns those whose
// answers differ. The receipt and the list of packs always differ and do not
// count.
func Effects(before, after *Engine) ([]Effect, error) {
	var out []Effect
	seen := map[string]bool{}
	for _, s := range append(before.scenarios(), after.scenarios()...) {
		if seen[s.File] {
			continue
		}
		seen[s.File] = true
		old, err := before.members(s)
		if err != nil {
			return nil, err
		}
		now, err := after.members(s)
		if err != nil {
			return nil, err
		}
		e := Effect{Scenario: s.File, Old: old, New: now}
		for _, k := range slices.Sorted(maps.Keys(old)) {
			if k != "receipt" && k != "policies" && k != "readings" && !bytes.Equal(old[k], now[k]) {
				e.Keys = append(e.Keys, k)
			}
		}
		if len(e.Keys) > 0 {
			out = append(out, e)
		}
	}
	return out, nil
}

func (e *Engine) members(s *policy.Scenario) (map[string]json.RawMessage, error) {
	engine, f, err := e.forScenario(s)
	if err != nil {
		return nil, err
	}
	b, err := engine.AppendJSON(nil, f)
	if err != nil {
		return nil, err
	}
	var out map[string]json.RawMessage
	err = json.Unmarshal(b, &out)
	return out, err
}

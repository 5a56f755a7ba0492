package office

import (
	"encoding/json"
	"fmt"

	"yichuang/policy"
)

// scenario is the scenario whose facts are the case's answers.
func (p *player) scenario() (*policy.Scenario, error) {
	for _, pack := range p.window.Law().Engine.Policies.Packs {
		for _, s := range pack.Scenarios {
			if s.File == p.script.Answers {
				return s, nil
			}
		}
	}
	return nil, fmt.Errorf("no scenario %s", p.script.Answers)
}

// member is the raw JSON at a path of an object, or nil.
func member(object json.RawMessage, path []string) json.RawMessage {
	if len(path) == 0 {
		return object
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(object, &members) != nil {
		return nil
	}
	v, ok := members[path[0]]
	if !ok {
		return nil
	}
	return member(v, path[1:])
}

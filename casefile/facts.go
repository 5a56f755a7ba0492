package casefile

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/people"
)

// FactsJSON is the facts object (design/contract.md) that the case's answers
// make on a day: place, service and application are the case's, everything else
// is as answered. It is what a determination for the case is asked with; the
// same answers give the same bytes.
func (c Case) FactsJSON(on civil.Date) ([]byte, error) {
	root := map[string]any{"on": on, "place": c.Place}
	for _, path := range slices.Sorted(maps.Keys(c.Answers)) {
		if strings.HasPrefix(path, OwnPrefix) {
			continue
		}
		if err := place(root, strings.Split(path, "."), c.Answers[path]); err != nil {
			return nil, fmt.Errorf("case %s: answer %s: %w", c.Number, path, err)
		}
	}
	root["on"], root["place"] = on, c.Place
	if c.Service != "" {
		root["service"] = c.Service
	}
	if c.Application != "" {
		root["application"] = c.Application
	}
	return json.Marshal(root)
}

// place puts a value under a dotted path, making the objects on the way.
func place(into map[string]any, path []string, value json.RawMessage) error {
	if len(path) == 1 {
		into[path[0]] = value
		return nil
	}
	if into[path[0]] == nil {
		into[path[0]] = map[string]any{}
	}
	next, ok := into[path[0]].(map[string]any)
	if !ok {
		return fmt.Errorf("%s has a value of its own", path[0])
	}
	return place(next, path[1:], value)
}

// Hides reports whether an officer of the role has no need to see the fact path
// or paper ("slot/<id>"): every track that the role reviews hides it. A role
// that reviews no track sees what its rights let it see.
func (m Matter) Hides(role people.Role, what string) bool {
	reviews := false
	for _, t := range m.Tracks {
		if t.Role != role {
			continue
		}
		if reviews = true; !slices.Contains(t.Hidden, what) {
			return false
		}
	}
	return reviews
}

package office

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/goccy/go-yaml"

	"yichuang/people"
)

// ParameterDef is a number that operators load: what it is, and within which
// bounds a value makes sense.
type ParameterDef struct {
	ID      string       `yaml:"id"`
	Unit    string       `yaml:"unit"`
	Title   people.Words `yaml:"title"`
	Help    people.Words `yaml:"help"`
	Default *float64     `yaml:"default"` // what holds where nothing is loaded; nil: nothing
	Min     float64      `yaml:"min"`     // inclusive
	Max     float64      `yaml:"max"`     // inclusive; 0: no bound
	Placed  bool         `yaml:"placed"`  // rules ask for the value of a place: one of the nation would never be found
}

// ReadParameterDefs reads the definitions in YAML documents, by name.
func ReadParameterDefs(documents map[string][]byte) ([]ParameterDef, error) {
	var all []ParameterDef
	seen := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(documents)) {
		var defs []ParameterDef
		if err := yaml.NewDecoder(bytes.NewReader(documents[name]), yaml.Strict()).Decode(&defs); err != nil {
			return nil, fmt.Errorf("%s: %s", name, yaml.FormatError(err, false, true))
		}
		for _, d := range defs {
			switch {
			case d.ID == "" || seen[d.ID]:
				return nil, fmt.Errorf("%s: parameter %q has no id of its own", name, d.ID)
			case d.Title.ZH == "" || d.Title.EN == "" || (d.Help.ZH == "") != (d.Help.EN == ""):
				return nil, fmt.Errorf("%s: parameter %s: title and help need zh and en", name, d.ID)
			case d.Default != nil && !d.allows(*d.Default):
				return nil, fmt.Errorf("%s: parameter %s: the default lies outside its own bounds", name, d.ID)
			}
			seen[d.ID] = true
		}
		all = append(all, defs...)
	}
	return all, nil
}

// allows reports whether a value lies within the bounds.
func (d ParameterDef) allows(value float64) bool {
	return value >= d.Min && (d.Max == 0 || value <= d.Max)
}

// ParameterDefs lists the numbers that can be loaded: those that packs declare,
// then the window's own.
func (w *Window) ParameterDefs() []ParameterDef {
	var all []ParameterDef
	for _, pack := range w.Law().Engine.Policies.Packs {
		for _, declared := range pack.Parameters {
			if slices.ContainsFunc(all, func(d ParameterDef) bool { return d.ID == declared.ID }) {
				continue
			}
			def := ParameterDef{ID: declared.ID, Unit: declared.Unit, Title: people.Words{ZH: declared.Title.Zh, EN: declared.Title.En}}
			if own, ok := findDef(w.Settings, declared.ID); ok {
				def.Help, def.Default, def.Min, def.Max, def.Placed = own.Help, own.Default, own.Min, own.Max, own.Placed
			} else {
				def.Placed = true
			}
			all = append(all, def)
		}
	}
	for _, own := range w.Settings {
		if _, declared := findDef(all, own.ID); !declared {
			all = append(all, own)
		}
	}
	return all
}

func findDef(defs []ParameterDef, id string) (ParameterDef, bool) {
	i := slices.IndexFunc(defs, func(d ParameterDef) bool { return d.ID == id })
	if i < 0 {
		return ParameterDef{}, false
	}
	return defs[i], true
}

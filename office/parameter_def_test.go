package office

import (
	"testing"

	"yichuang/packs"
	"yichuang/supervision"
)

// TestParameterDefs_shipped: the figures of supervision are defined as the domain
// has them, and everything else stands within its own bounds.
func TestParameterDefs_shipped(t *testing.T) {
	documents, err := packs.Files(packs.FS, "parameters/defined", "*.yaml")
	must(t, err)
	defs, err := ReadParameterDefs(documents)
	must(t, err)
	for _, name := range supervision.RuleNames {
		def, ok := findDef(defs, name)
		if !ok || def.Default == nil || int(*def.Default) != supervision.DefaultRules.Get(name) {
			t.Errorf("%s: got %+v; want the default %d", name, def, supervision.DefaultRules.Get(name))
			continue
		}
		for value, want := range map[float64]bool{def.Min: true, def.Max: true, def.Min - 1: false, def.Max + 1: false} {
			_, err := supervision.DefaultRules.With(name, int(value))
			if (err == nil) != want || def.allows(value) != want {
				t.Errorf("%s = %v: the domain says %v, the definition %t", name, value, err, def.allows(value))
			}
		}
	}
	for text, why := range map[string]string{
		"- {id: a, title: {zh: 甲}}": "half a title", "- {id: a, title: {zh: 甲, en: A}, default: 5, max: 3}": "a default out of bounds",
		"- {id: a, title: {zh: 甲, en: A}}\n- {id: a, title: {zh: 甲, en: A}}": "one id twice", "- {id: a, colour: red}": "an unknown field",
	} {
		if _, err := ReadParameterDefs(map[string][]byte{"x.yaml": []byte(text)}); err == nil {
			t.Errorf("%s is read", why)
		}
	}
}

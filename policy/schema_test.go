package policy_test

import (
	"bytes"
	"io/fs"
	"os"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"yichuang/packs"
)

func schema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open("../schema/packs/v1/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	document, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name, document); err != nil {
		t.Fatal(err)
	}
	return c.MustCompile(name)
}

func validate(t *testing.T, s *jsonschema.Schema, document []byte) error {
	t.Helper()
	data, err := yaml.YAMLToJSON(document)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(value)
}

// TestSchema_holdsForShippedPacks: the schema that editors complete packs by
// knows everything that shipped packs say.
func TestSchema_holdsForShippedPacks(t *testing.T) {
	for pattern, name := range map[string]string{"policies/*/clauses/*.yaml": "clause", "policies/*/pack.yaml": "pack"} {
		s := schema(t, name)
		files, err := fs.Glob(packs.FS, pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %v", pattern, files, err)
		}
		for _, file := range files {
			document, err := fs.ReadFile(packs.FS, file)
			if err != nil {
				t.Fatal(err)
			}
			if err := validate(t, s, document); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
}

// TestSchema_refuses what policy.Read refuses too.
func TestSchema_refuses(t *testing.T) {
	const head = "clause: X1\ncite: {zh: 甲, en: a}\ntitle: {zh: 甲, en: a}\nsummary: {zh: 甲, en: a}\n"
	for what, rest := range map[string]string{
		"no rules and no reason": "",
		"an unknown key":         "rules: [{ground: x, class: A, wen: true}]\n",
		"an unknown class":       "rules: [{ground: x, class: D}]\n",
		"two kinds in one rule":  "rules: [{ground: x, class: A, route: y}]\n",
		"a missing language":     "note: {zh: 甲}\nrules: [{ground: x, class: A}]\n",
	} {
		if err := validate(t, schema(t, "clause"), []byte(head+rest)); err == nil {
			t.Errorf("%s passes", what)
		}
	}
}

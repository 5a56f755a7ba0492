package facts_test

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"yichuang/facts"
)

var update = flag.Bool("update", false, "write the generated files")

const schemaFile = "../schema/facts/v1.json"

func TestVocabulary_JSONSchema(t *testing.T) {
	got := facts.Default().JSONSchema()
	if *update {
		if err := os.WriteFile(schemaFile, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the vocabulary gives; run go test ./facts -run JSONSchema -update", schemaFile)
	}
}

func compiledSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(facts.Default().JSONSchema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("facts.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("facts.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(schema *jsonschema.Schema, document []byte) error {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

func TestVocabulary_JSONSchema_samples(t *testing.T) {
	schema := compiledSchema(t)
	for document, valid := range map[string]bool{
		goodFacts:             true,
		`{"place": "650100"}`: true,
		`{"place": "xpcc-12", "zone": null, "applicant": null, "years": [{}]}`: true,
		`{"place": "650100", "zone": "none"}`:                                  true,
		`{"place": "650100", "employer": {"licence_expires": "none"}}`:         true,
		`{}`:                  false,
		`{"place": "Urumqi"}`: false,
		`{"place": "650100", "applicant": {"birth_date": "none"}}`:      false,
		`{"place": "650100", "applicant": {"birth_date": "1990-13-1"}}`: false,
		`{"place": "650100", "applicant": {"hsk": 7}}`:                  false,
		`{"place": "650100", "applicant": {"hsk": 2.5}}`:                false,
		`{"place": "650100", "applicant": {"visa": "Y"}}`:               false,
		`{"place": "650100", "applicant": {"awards": "tianshan"}}`:      false,
		`{"place": "650100", "applicant": {"nationality": "kor"}}`:      false,
		`{"place": "650100", "job": {"salry": 1}}`:                      false,
		`{"place": "650100", "job": {"post": ""}}`:                      false,
		`{"place": "650100", "years": [{"yaer": 2024}]}`:                false,
		`{"place": "650100", "years": [null]}`:                          false,
	} {
		if err := validate(schema, []byte(document)); (err == nil) != valid {
			t.Errorf("%s: got %v, want valid %v", document, err, valid)
		}
		parsed := facts.Default().Parse([]byte(document), facts.Default().New()) == nil
		if parsed != valid && document != `{}` && !strings.Contains(document, "Urumqi") { // both are for Check
			t.Errorf("%s: the schema says %v, Parse %v", document, valid, parsed)
		}
	}
}

// Whatever facts may hold, their canonical form is a valid document.
func TestVocabulary_JSONSchema_acceptsCanonical(t *testing.T) {
	schema := compiledSchema(t)
	rapid.Check(t, func(rt *rapid.T) {
		f := anyFacts(rt)
		f.Set(slot(t, "place"), facts.Value{State: facts.Known, S: "650100"})
		if err := validate(schema, f.AppendCanonical(nil)); err != nil {
			rt.Fatalf("%s\n%v", f.AppendCanonical(nil), err)
		}
	})
}

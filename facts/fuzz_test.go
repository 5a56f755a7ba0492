package facts_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"yichuang/facts"
	"yichuang/fault"
)

// FuzzParse: never a panic; an error is one line that names a path; what parses
// prints canonical, parses back to the same facts and prints the same again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		goodFacts, `{}`, `{"zone": "none"}`, `{"zone": ["sd-ftz", "none"]}`, `{"on": "2025-02-30"}`, `{"job": {"salry": 1}}`,
		`{"applicant": {"hsk": 1e400, "degree": {"average_score": -0.0}}}`, `{"job": {"post": "\ud83d\ude00\u0000"}}`,
		`{"years": [{"year": 2024, "tax": 1.5e-300}, {}]}`, `{"applicant": {"projects": [[[[`, "{\"a\\n\": \xff}", `{"": {"": null}}`,
	} {
		f.Add([]byte(seed))
	}
	v := facts.Default()
	f.Fuzz(func(t *testing.T, data []byte) {
		first, second := v.New(), v.New()
		if err := v.Parse(data, first); err != nil {
			var e *fault.Error
			if !errors.As(err, &e) || e.Code != fault.Invalid || e.Path == "" || e.Detail == "" {
				t.Fatalf("not a fault with path and detail: %#v", err)
			}
			if strings.ContainsAny(err.Error(), "\n\r") {
				t.Fatalf("more than one line: %q", err)
			}
			return
		}
		text := first.AppendCanonical(nil)
		if err := v.Parse(text, second); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if !sameFacts(t, first, second) || !bytes.Equal(text, second.AppendCanonical(nil)) {
			t.Fatalf("%s is not what it was printed from", text)
		}
	})
}

package policy

import (
	"strings"
	"testing"

	"yichuang/facts"
)

// TestReadFiles_bounds: a file that only means to exhaust the server is a problem
// with its line, like any other; what a pack may hold is not.
func TestReadFiles_bounds(t *testing.T) {
	language, err := NewLanguage(facts.Default())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ text, want string }{
		"brackets":       {"clause: K1\nrules: " + strings.Repeat("[", 200_000), "clauses/K1.yaml:2:1: the file nests deeper"},
		"over lines":     {"clause: K1\nrules:\n" + strings.Repeat("  [\n", 200), "nests deeper"},
		"lists in lists": {"clause: K1\nrules:\n  " + strings.Repeat("- ", 100_000) + "x", "K1.yaml:3:1: the file nests deeper"},
		"indented":       {"clause: K1\n" + strings.Repeat(" ", 300) + "x: 1\n", "nests deeper"},
		"large":          {"clause: K1\n" + strings.Repeat("# nothing\n", 30_000), "larger than 256 KB"},
		"a few brackets": {"clause: K1\nrules: " + strings.Repeat("[", 20) + strings.Repeat("]", 20), "cite is missing"},
		"brackets, shut": {"clause: K1\nreason: {zh: " + strings.Repeat("'[]'", 1) + ", en: '[]'}\n" + strings.Repeat("# [] {}\n", 500), "cite is missing"},
	} {
		files := Files{"pack.yaml": "id: p\n", "clauses/K1.yaml": c.text}
		if _, problems := language.ReadFiles("p", files); !strings.Contains(problems.Error(), c.want) {
			t.Errorf("%s: %.300s; want %q", name, problems.Error(), c.want)
		}
		files.Fields() // and what can be edited of it is found without a fall
	}
}

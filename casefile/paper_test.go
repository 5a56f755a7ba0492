package casefile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

func papers(t testing.TB) Papers {
	t.Helper()
	files := map[string][]byte{}
	names, err := filepath.Glob("../packs/papers/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal("no papers", err)
	}
	for _, name := range names {
		files[filepath.Base(name)] = mustRead(t, name)
	}
	all, err := ReadPapers(files)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestPapers_tellOfEveryPaper that a pack or a matter can ask for, and of no other;
// what they cite exists.
func TestPapers_tellOfEveryPaper(t *testing.T) {
	all, asked := papers(t), map[SlotID]bool{}
	names, err := filepath.Glob("../packs/policies/*/names.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		var named struct {
			Material map[SlotID]any `yaml:"material"`
		}
		if err := yaml.Unmarshal(mustRead(t, name), &named); err != nil {
			t.Fatal(err)
		}
		for id := range named.Material {
			asked[id] = true
		}
	}
	for _, m := range matters(t) {
		for _, slot := range m.Slots {
			asked[slot.ID] = true
		}
		asked[m.Guide.Sample] = true
	}
	for id := range asked {
		if _, ok := all[id]; !ok {
			t.Errorf("packs/papers tells nothing of %s", id)
		}
	}
	for id, paper := range all {
		if !asked[id] {
			t.Errorf("packs/papers tells of %s, which nothing asks for", id)
		}
		if pack, clause, _ := strings.Cut(paper.Clause, "/"); paper.Clause != "" {
			if _, err := os.Stat(filepath.Join("../packs/policies", pack, "clauses", clause+".yaml")); err != nil {
				t.Errorf("%s cites %s, which is no clause", id, paper.Clause)
			}
		}
	}
}

// TestReadPapers_namesEveryFault at once.
func TestReadPapers_namesEveryFault(t *testing.T) {
	_, err := ReadPapers(map[string][]byte{"x.yaml": []byte(`
thing:
  what: {zh: 物}
  original: eaten
  clause: cn-2017/M01
  sample: {shape: cube, parts: [{part: poem, zh: 诗}]}
`), "y.yaml": []byte("other: {flavour: sweet}\n")})
	if err == nil {
		t.Fatal("read broken papers")
	}
	for _, want := range []string{"x.yaml: thing", "what needs", "issuer needs", "validity needs", `original "eaten"`, "nothing rests on it", `shape "cube"`, `part "poem"`, "y.yaml"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the report does not name %s:\n%v", want, err)
		}
	}
}

package determination_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"yichuang/determination"
	"yichuang/policy"
)

var update = flag.Bool("update", false, "rewrite what scenarios expect; review the difference")

// TestScenarios runs the scenarios of every shipped pack, one subtest a file,
// through the runner of "yichuang policy test".
func TestScenarios(t *testing.T) {
	e := engine(t)
	for _, pack := range e.Policies.Packs {
		if len(pack.Scenarios) == 0 {
			t.Errorf("pack %s has no scenarios", pack.ID)
		}
		for _, s := range pack.Scenarios {
			t.Run(s.File, func(t *testing.T) {
				t.Parallel()
				failures, err := e.RunScenario(s)
				if err != nil {
					t.Fatal(err)
				}
				if len(failures) > 0 && *update {
					rewrite(t, e, s)
					return
				}
				for _, f := range failures {
					t.Errorf("%s\n%s", f, s.Title)
				}
			})
		}
	}
}

// rewrite replaces what a scenario expects by what comes out, key by key: it
// never says more than it said before.
func rewrite(t *testing.T, e *determination.Engine, s *policy.Scenario) {
	t.Helper()
	got, err := determination.ScenarioAnswer(e, s)
	if err != nil {
		t.Fatal(err)
	}
	var want any
	if err := json.Unmarshal(s.Expect, &want); err != nil {
		t.Fatal(err)
	}
	var expect bytes.Buffer
	enc := json.NewEncoder(&expect)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(sameShape(got, want)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("..", "packs", "policies", filepath.FromSlash(s.File))
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	archive := txtar.Parse(data)
	for i := range archive.Files {
		if archive.Files[i].Name == "expect.json" {
			archive.Files[i].Data = expect.Bytes()
		}
	}
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// sameShape is got, cut down to the keys that want names. Lists come whole.
func sameShape(got, want any) any {
	w, wantObject := want.(map[string]any)
	g, gotObject := got.(map[string]any)
	if !wantObject || !gotObject {
		return got
	}
	out := map[string]any{}
	for k, v := range w {
		out[k] = sameShape(g[k], v)
	}
	return out
}

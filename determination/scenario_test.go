package determination_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

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
	file := filepath.Join("..", "packs", "policies", filepath.FromSlash(s.File))
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := e.Accept(s, string(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

package determination_test

import (
	"testing"

	"yichuang/determination"
)

// TestEngine_Trace: every rule behind a limit says what it read and what it did;
// the one that decided stands first, the one it replaced after it.
func TestEngine_Trace(t *testing.T) {
	engine := engine(t)
	f := parsed(t, scenarioFacts(t, engine, "cn-650100-2024/scenarios/U1-age-65.txtar"))
	d, err := engine.Determine(f)
	if err != nil {
		t.Fatal(err)
	}
	rules := engine.Trace(d, "limit", "age")
	if len(rules) < 2 || rules[0].Role != determination.Decided || rules[0].Clause != d.Limits[0].Clause {
		t.Fatalf("got %+v; want the deciding rule of the age limit first", rules)
	}
	replaced := false
	for _, r := range rules {
		replaced = replaced || r.Role == determination.Overruled
		if r.Hash == "" {
			t.Errorf("%s names no text", r.Clause)
		}
	}
	if !replaced {
		t.Error("the national figure that the city replaced is not in the trace")
	}
	if got := engine.Trace(d, "limit", "no-such"); got != nil {
		t.Errorf("got %v for no limit", got)
	}
}

func scenarioFacts(t *testing.T, e *determination.Engine, file string) string {
	t.Helper()
	for _, pack := range e.Policies.Packs {
		for _, s := range pack.Scenarios {
			if s.File == file {
				return string(s.Facts)
			}
		}
	}
	t.Fatalf("no scenario %s", file)
	return ""
}

package cli

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"yichuang/casefile"
	"yichuang/policy"
)

var updateCoverage = flag.Bool("update", false, "rewrite docs/coverage.md")

// covering is what docs/coverage.yaml says of a clause.
type covering struct{ Pages, Tests, Matters []string }

// TestCoverage writes of every clause which rules, scenarios, matters, pages and
// tests it has. It fails where a clause of a local policy lacks what its kind
// needs, where something named is not there, and where docs/coverage.md is old.
func TestCoverage(t *testing.T) {
	p, err := (&lawFlags{}).read()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../docs/coverage.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var named map[string]map[string]covering
	if err := yaml.UnmarshalWithOptions(text, &named, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	pages, tests := there(t, `s\.page\("GET ([^"]+)"`, "../web/routes.go"), there(t, `(?m)^func (Test\w+)\(`, "../*/*_test.go")
	var out strings.Builder
	out.WriteString("# What covers each clause\n\nMade by `go test ./cli -run TestCoverage -update` from the packs, the matters and\n[coverage.yaml](coverage.yaml). A scenario is named by its file, a page by its route, a test by its function.\n")
	for i := len(p.Base) - 1; i >= 0; i-- {
		pack := p.Base[i]
		fmt.Fprintf(&out, "\n## %s\n\n%s\n\n| Clause | Kind | Rules | Scenarios | Matters | Pages | Tests |\n|---|---|---|---|---|---|---|\n", pack.ID, pack.Title.En)
		for _, clause := range pack.Clauses {
			c := named[pack.ID][clause.ID]
			if pack.Level == policy.Nation {
				c.Pages, c.Tests = []string{"/policy/{pack}/{clause}"}, []string{"TestScenarios"}
			}
			for _, m := range p.matters {
				if slices.Contains(m.Clauses, clause.Ref()) && !slices.Contains(c.Matters, string(m.ID)) {
					c.Matters = append(c.Matters, string(m.ID))
				}
			}
			for _, m := range c.Matters {
				if !slices.ContainsFunc(p.matters, func(own casefile.Matter) bool { return string(own.ID) == m }) {
					t.Errorf("%s: there is no matter %s", clause.Ref(), m)
				}
			}
			absent(t, clause.Ref(), "page", c.Pages, pages)
			absent(t, clause.Ref(), "test", c.Tests, tests)
			scenarios := scenariosOf(pack, clause.ID)
			if pack.Level != policy.Nation {
				lacks(t, clause, c, scenarios)
			}
			fmt.Fprintf(&out, "| %s | %s | %s | %s | %s | %s | %s |\n", clause.ID, strings.Join(clause.Kinds, ", "), rulesOf(clause),
				counted(scenarios), strings.Join(c.Matters, ", "), strings.Join(c.Pages, ", "), strings.Join(c.Tests, ", "))
		}
	}
	const file = "../docs/coverage.md"
	if *updateCoverage {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if kept, err := os.ReadFile(file); err != nil || string(kept) != out.String() {
		t.Errorf("docs/coverage.md is old (%v): run go test ./cli -run TestCoverage -update", err)
	}
}

// there is everything that a pattern finds in files.
func there(t *testing.T, pattern, glob string) []string {
	t.Helper()
	files, err := filepath.Glob(glob)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1) {
			out = append(out, m[1])
		}
	}
	return out
}

func absent(t *testing.T, clause, what string, named, all []string) {
	t.Helper()
	for _, n := range named {
		if !slices.Contains(all, n) {
			t.Errorf("%s: there is no %s %s (mend docs/coverage.yaml)", clause, what, n)
		}
	}
}

// lacks reports what the kind of a clause needs and nobody wrote.
func lacks(t *testing.T, clause *policy.Clause, c covering, scenarios []string) {
	t.Helper()
	worked := slices.ContainsFunc(clause.Kinds, func(k string) bool { return k == "procedure" || k == "service" || k == "programme" })
	for what, missing := range map[string]bool{
		"rules, nor a reason why it has none":              len(clause.Rules) == 0 && clause.Reason.En == "",
		"scenarios":                                        len(scenarios) == 0 && len(clause.Rules) > 0,
		"a matter in which people work with it":            worked && len(c.Matters) == 0,
		"pages (add them to docs/coverage.yaml)":           len(c.Pages) == 0,
		"tests beside it (add them to docs/coverage.yaml)": len(c.Tests) == 0,
	} {
		if missing {
			t.Errorf("%s has no %s", clause.Ref(), what)
		}
	}
}

func scenariosOf(pack *policy.Pack, clause string) (names []string) {
	for _, s := range pack.Scenarios {
		name := strings.TrimSuffix(filepath.Base(s.File), ".txtar")
		if what, own := strings.CutPrefix(name, clause+"-"); own {
			names = append(names, what)
		}
	}
	return names
}

func counted(names []string) string {
	if len(names) == 0 {
		return "0"
	}
	return fmt.Sprintf("%d: %s", len(names), strings.Join(names, ", "))
}

// rulesOf are the keys that the rules set, by kind, or why there are none.
func rulesOf(clause *policy.Clause) string {
	if len(clause.Rules) == 0 {
		return "none: " + clause.Reason.En
	}
	var kinds []string
	for _, r := range clause.Rules {
		if key := string(r.Kind) + " " + r.ID; !slices.Contains(kinds, key) {
			kinds = append(kinds, key)
		}
	}
	return strings.Join(kinds, ", ")
}

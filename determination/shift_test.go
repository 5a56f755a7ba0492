package determination_test

import (
	"io/fs"
	"strings"
	"testing"

	"yichuang/determination"
	"yichuang/facts"
	"yichuang/packs"
	"yichuang/policy"
)

// edited is the shipped engine with fields of one pack edited.
func edited(t *testing.T, id string, values map[string]string) (*determination.Engine, policy.Files) {
	t.Helper()
	language, err := policy.NewLanguage(facts.Default())
	if err != nil {
		t.Fatal(err)
	}
	tree, err := fs.Sub(packs.FS, "policies")
	if err != nil {
		t.Fatal(err)
	}
	files, err := policy.FilesIn(tree, id)
	if err != nil {
		t.Fatal(err)
	}
	files, problems := files.Edit(values)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	pack, problems := language.ReadFiles(id, files)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	base := engine(t)
	all := []*policy.Pack{pack}
	for _, p := range base.Policies.Packs {
		if p.ID != id {
			all = append(all, p)
		}
	}
	set, err := policy.NewSet(base.Policies.Language, all)
	if err != nil {
		t.Fatal(err)
	}
	return determination.New(set, base.Places, nil), files
}

// TestTry: with the bonus of Shandong halved, KIM falls from 65 to 60 points,
// stays class B and stands on the edge; the scenario is red until somebody
// accepts what comes out, and then it says no more than before.
func TestTry(t *testing.T) {
	after, files := edited(t, "cn-370000-2023", map[string]string{"clauses/S4.yaml:rules[0].value": "5"})
	trials := determination.Try(engine(t), after)
	const kim = "cn-370000-2023/scenarios/S4-person-kim.txtar"
	found := false
	for _, trial := range trials {
		if trial.Scenario.File != kim {
			continue
		}
		found = true
		if !trial.Edge || !trial.Worse || trial.Better || len(trial.Failures) != 2 || trial.Failed {
			t.Errorf("got %+v; want worse, on the edge, two failures", trial)
		}
		if len(trial.Steps) != 1 || trial.Steps[0] != (determination.Step{Key: "points", Old: "65", New: "60"}) {
			t.Errorf("got steps %+v; want points 65 to 60 alone", trial.Steps)
		}
		text, err := after.Accept(trial.Scenario, files[strings.TrimPrefix(kim, "cn-370000-2023/")])
		if err != nil {
			t.Fatal(err)
		}
		accepted, err := policy.ParseScenario(kim, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if failures, err := after.RunScenario(accepted); err != nil || len(failures) > 0 {
			t.Errorf("after acceptance: %v, %v\n%s", failures, err, text)
		}
		if strings.Contains(string(accepted.Expect), "salary") {
			t.Errorf("the expectation says more than before:\n%s", accepted.Expect)
		}
	}
	if !found || len(trials) < 3 || len(trials) > 60 {
		t.Errorf("%d scenarios change (KIM's among them: %t); want some", len(trials), found)
	}
	if same := determination.Try(engine(t), engine(t)); len(same) > 0 {
		t.Errorf("against itself %d scenarios change", len(same))
	}
}

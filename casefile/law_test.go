package casefile

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"yichuang/determination"
	"yichuang/facts"
	"yichuang/policy"
)

// engine determines under the packs, places and parameters that ship.
func engine(t testing.TB) *determination.Engine {
	t.Helper()
	gazetteers, err := filepath.Glob("../packs/places/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	documents := make([][]byte, len(gazetteers))
	for i, name := range gazetteers {
		documents[i] = mustRead(t, name)
	}
	places, err := facts.ReadPlaces(mustRead(t, "../packs/places/gb2260.csv"), documents...)
	if err != nil {
		t.Fatal(err)
	}
	language, err := policy.NewLanguage(facts.Default())
	if err != nil {
		t.Fatal(err)
	}
	packs, problems := language.ReadAll(os.DirFS("../packs/policies"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	set, err := policy.NewSet(language, packs)
	if err != nil {
		t.Fatal(err)
	}
	return determination.New(set, places, policy.NewParameters(nil))
}

// determined is the determination of a shipped scenario.
func determined(t testing.TB, e *determination.Engine, scenario string) *determination.Determination {
	t.Helper()
	s, err := policy.ParseScenario(scenario, mustRead(t, "../packs/policies/"+scenario))
	if err != nil {
		t.Fatal(err)
	}
	f := facts.Default().New()
	if err := facts.Default().Parse(s.Facts, f); err != nil {
		t.Fatal(err)
	}
	if err := facts.Default().Check(f, e.Places); err != nil {
		t.Fatal(err)
	}
	d, err := e.Determine(f)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestPlan_fromThePacks: what the shipped packs determine becomes the clocks and
// papers of a case, for both cities and the bare baseline.
func TestPlan_fromThePacks(t *testing.T) {
	e := engine(t)
	for _, c := range []struct {
		scenario string
		matter   MatterID
		clocks   []string // id and amount
		exempt   []SlotID
	}{
		{"cn-650100-2024/scenarios/U12-anna.txtar", "work-permit-first", []string{
			"permit/acceptance/law/submission 5", "permit/work-permit/promise/joint-review 5", "permit/work-permit/law/acceptance 20", "permit/delivery/law/grant 10",
			"residence/residence-permit/promise/joint-review 10", "residence/residence-permit/law/receipt 15",
		}, nil},
		{"cn-650100-2024/scenarios/U10-person-aigul.txtar", "work-permit-change-employer", []string{
			"permit/acceptance/law/submission 5", "permit/work-permit/law/acceptance 20", "residence/residence-permit/law/receipt 15",
		}, []SlotID{"degree-certificate", "experience-proof"}},
		{"cn-370000-2023/scenarios/S4-person-kim.txtar", "work-permit-first", []string{
			"permit/work-permit/promise/acceptance 7", "permit/work-permit/law/acceptance 20", "residence/residence-permit/law/receipt 15",
		}, nil},
	} {
		plan := matter(t, c.matter).Plan(determined(t, e, c.scenario))
		var got []string
		for _, l := range plan.Limits {
			got = append(got, string(l.ID())+" "+strconv.Itoa(l.Amount))
		}
		for _, want := range c.clocks {
			if !slices.Contains(got, want) {
				t.Errorf("%s: no clock %s among %v", c.scenario, want, got)
			}
		}
		for _, id := range c.exempt {
			i := slices.IndexFunc(plan.Slots, func(s Slot) bool { return s.ID == id })
			if i < 0 || plan.Slots[i].Treatment != Exempt || plan.Slots[i].Clause == "" {
				t.Errorf("%s: %s is not struck out with its clause: %+v", c.scenario, id, plan.Slots)
			}
		}
		if plan.Snapshot.Hash == "" || len(plan.Slots) == 0 || plan.Snapshot.Term == nil {
			t.Errorf("%s: got %+v with %d papers", c.scenario, plan.Snapshot, len(plan.Slots))
		}
		for _, s := range plan.Slots {
			if !slices.Contains([]Treatment{Required, ByCommitment, Deferrable, Exempt}, s.Treatment) {
				t.Errorf("%s: paper %s has treatment %q", c.scenario, s.ID, s.Treatment)
			}
		}
	}
}

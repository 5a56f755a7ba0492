package casefile

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/people"
)

// TestMatters_readFactsThatExist: a form can only ask what the vocabulary knows.
func TestMatters_readFactsThatExist(t *testing.T) {
	vocabulary := facts.Default()
	for _, m := range matters(t) {
		for _, path := range m.Fields {
			if _, ok := vocabulary.Lookup(path); !ok {
				t.Errorf("matter %s asks %s, which is no fact", m.ID, path)
			}
		}
		for _, track := range m.Tracks {
			for _, what := range append(slices.Clone(track.Checks), track.Hidden...) {
				if _, ok := vocabulary.Lookup(what); !ok && !strings.HasPrefix(what, "slot/") {
					t.Errorf("matter %s: %s is checked or hidden, and no fact", m.ID, what)
				}
			}
		}
	}
}

// TestMatters_standForWaysThatExist: a way that no rule opens would close its matter
// to everybody, without a word.
func TestMatters_standForWaysThatExist(t *testing.T) {
	files, err := filepath.Glob("../packs/policies/*/clauses/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %d clauses, %v", len(files), err)
	}
	opened := map[string]bool{}
	way := regexp.MustCompile(`- (?:\{)?route: ([a-z-]+)`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range way.FindAllStringSubmatch(string(text), -1) {
			opened[found[1]] = true
		}
	}
	for _, m := range matters(t) {
		if m.Route != "" && !opened[m.Route] {
			t.Errorf("matter %s: no rule opens the way %q", m.ID, m.Route)
		}
	}
}

// TestMatters_citeClausesThatExist in the packs.
func TestMatters_citeClausesThatExist(t *testing.T) {
	exists := func(clause string) bool {
		pack, id, _ := strings.Cut(clause, "/")
		_, err := os.Stat(filepath.Join("../packs/policies", pack, "clauses", id+".yaml"))
		return err == nil
	}
	for _, m := range matters(t) {
		cited := append(append([]string(nil), m.Clauses...), m.Guide.Basis...)
		for _, condition := range m.Guide.Conditions {
			if condition.Clause != "" {
				cited = append(cited, condition.Clause)
			}
		}
		for _, l := range m.Limits {
			if l.Clause != "" {
				cited = append(cited, l.Clause)
			}
		}
		if m.Deemed != nil {
			cited = append(cited, m.Deemed.Clause)
		}
		for _, clause := range cited {
			if !exists(clause) {
				t.Errorf("matter %s cites %s, which is no clause", m.ID, clause)
			}
		}
	}
}

// TestMatters_haveAGuide: every shipped matter tells people what to do, by clauses
// that exist; where it can be closed, the nearest one is there.
func TestMatters_haveAGuide(t *testing.T) {
	all, drawings := matters(t), papers(t)
	for _, m := range all {
		if m.Guide.Updated == "" {
			t.Errorf("matter %s has no guide", m.ID)
			continue
		}
		if _, ok := all.Find(m.Guide.Instead); m.Guide.Instead != "" && !ok {
			t.Errorf("matter %s sends people to %s, which is none", m.ID, m.Guide.Instead)
		}
		if _, ok := drawings[m.Guide.Sample]; !ok {
			t.Errorf("matter %s shows a sample %s, which is none", m.ID, m.Guide.Sample)
		}
		for path, text := range m.Guide.Given {
			if field, ok := facts.Default().Lookup(path); !ok {
				t.Errorf("matter %s is given %s, which is no fact", m.ID, path)
			} else if _, err := facts.Default().ParseValue(field, text); err != nil {
				t.Errorf("matter %s: %s: %v", m.ID, path, err)
			}
		}
	}
}

// TestMatters_coverEveryService of the contract, so that nothing that can be
// determined cannot be asked for.
func TestMatters_coverEveryService(t *testing.T) {
	covered := map[string]bool{}
	applications := map[string]bool{}
	for _, m := range matters(t) {
		covered[m.Service] = true
		if m.Service == "work-permit" {
			applications[m.Application] = true
		}
	}
	for _, service := range wordsOf(t, "service") {
		if !covered[service] {
			t.Errorf("no matter is for service %s", service)
		}
	}
	for _, application := range wordsOf(t, "application") {
		if !applications[application] {
			t.Errorf("no matter is for application %s of a work permit", application)
		}
	}
}

func wordsOf(t testing.TB, path string) []string {
	t.Helper()
	field, ok := facts.Default().Lookup(path)
	if !ok || len(field.Words) == 0 {
		t.Fatalf("fact %s has no words", path)
	}
	return field.Words
}

func TestMatters_At(t *testing.T) {
	all := matters(t)
	for place, c := range map[people.PlaceCode]struct{ has, not MatterID }{
		"650100":  {"mutual-recognition", "part-time-shandong"},
		"650102":  {"mutual-recognition", "startup-permit"}, // a district of Urumqi
		"xpcc-12": {"housing", "domestic-worker"},
		"370200":  {"part-time-shandong", "mutual-recognition"},
		"110000":  {"work-permit-first", "housing"}, // only the national baseline
	} {
		offered := all.At(place)
		if _, ok := offered.Find(c.has); !ok {
			t.Errorf("%s does not offer %s", place, c.has)
		}
		if _, ok := offered.Find(c.not); ok {
			t.Errorf("%s offers %s", place, c.not)
		}
	}
}

// TestReadMatter_namesEveryFault at once.
func TestReadMatter_namesEveryFault(t *testing.T) {
	const broken = `
id: Broken
kind: favour
title: {zh: 题}
summary: {zh: 要, en: summary}
service: work-permit
roles: [clerk, applicant]
tracks:
  - {id: permit, office: bakery, role: approver}
  - {id: residence, office: exit-entry, role: police, after: nothing}
slots: [{id: a, title: {zh: 甲, en: A}, treatment: maybe}]
fields: [place]
required: [zone]
limits: [{track: tea, step: x, amount: 0, unit: weeks, from: dawn, statutory: true}]
letters: [poem]
consents: [{of: the-neighbour}]
deemed: {days_before: 30}
`
	_, err := ReadMatter([]byte(broken))
	if err == nil {
		t.Fatal("read a broken matter")
	}
	for _, want := range []string{
		`id "Broken"`, `kind "favour"`, "title needs zh and en", `role "clerk" cannot`, `role "applicant" can start a request only`, `office kind "bakery"`,
		`role "approver"`, `after "nothing"`, `treatment "maybe"`, "required fact zone", `no track "tea"`, "amount above 0",
		`unit "weeks"`, `from "dawn"`, "statutory limit needs its clause", `letter "poem"`, "the-neighbour", "deemed",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the report does not name %s:\n%v", want, err)
		}
	}
	if _, err := ReadMatter([]byte("id: x\nflavour: sweet\n")); err == nil {
		t.Error("an unknown key was read")
	}
	if _, err := ReadMatters(map[string][]byte{"other.yaml": mustRead(t, "../packs/matters/housing.yaml")}); err == nil {
		t.Error("a file named otherwise than its matter was read")
	}
}

// TestMatter_Plan takes each step's law and promise from the determination, the
// matter's own promise where there is none, and leaves the applicant's dates.
func TestMatter_Plan(t *testing.T) {
	m := matter(t, "work-residence-permit")
	d := &determination.Determination{
		On: day("2026-04-27"), Verdict: determination.Officer, Class: "B",
		Term: &determination.Term{From: day("2026-05-01"), Until: day("2028-04-30"), Binding: "contract", Clause: "x/1"},
		Materials: []determination.Material{
			{Entry: determination.Entry{ID: "passport", Clause: "x/2"}, Treatment: "required", Key: true},
			{Entry: determination.Entry{ID: "photo", Clause: "x/3"}, Treatment: "commitment"},
		},
		Deadlines: []determination.Deadline{
			{Entry: determination.Entry{ID: "residence-permit", Clause: "x/4"}, Amount: 15, Unit: "days", From: "receipt", Direction: "after", Statutory: true},
			{Entry: determination.Entry{ID: "residence-permit", Clause: "x/5"}, Amount: 10, Unit: "working-days", From: "joint-review", Direction: "after"},
			{Entry: determination.Entry{ID: "work-permit", Clause: "x/6"}, Amount: 20, Unit: "working-days", From: "acceptance", Direction: "after"},
			{Entry: determination.Entry{ID: "delivery", Clause: "x/7"}, Amount: 7, Unit: "days", From: "stay-end", Direction: "before"},
		},
		Receipt: determination.Receipt{Determination: "hash"},
	}
	plan := m.Plan(d)
	ids := make([]ClockID, len(plan.Limits))
	for i, l := range plan.Limits {
		ids[i] = l.ID()
	}
	want := "residence/residence-permit/law/receipt residence/residence-permit/promise/joint-review residence/acceptance/law/submission"
	if got := strings.Trim(strings.ReplaceAll(join(ids), ",", ""), " "); got != want {
		t.Errorf("got limits %s, want %s", got, want)
	}
	if len(plan.Slots) != 2 || !plan.Slots[0].Key || plan.Slots[1].Treatment != ByCommitment {
		t.Errorf("got slots %+v", plan.Slots)
	}
	if s := plan.Snapshot; s.Hash != "hash" || s.Verdict != "officer" || s.Term.Until != civil.MustParseDate("2028-04-30") || s.Term.Caps[0].Clause != "x/1" {
		t.Errorf("got snapshot %+v", s)
	}
}

func TestMatter_OpenUnder(t *testing.T) {
	m := matter(t, "housing")
	for _, c := range []struct {
		policies []determination.PolicyRef
		want     bool
	}{
		{nil, false},
		{[]determination.PolicyRef{{ID: "cn-650100-2024"}}, false},
		{[]determination.PolicyRef{{ID: "cn-650100-2024", InForce: true}}, true},
		{[]determination.PolicyRef{{ID: "cn-2017", InForce: true}}, false},
	} {
		if got := m.OpenUnder(c.policies); got != c.want {
			t.Errorf("%v: got open %t, want %t", c.policies, got, c.want)
		}
	}
	if !matter(t, "work-permit-cancel").OpenUnder(nil) {
		t.Error("cancellation is closed without a local policy")
	}
}

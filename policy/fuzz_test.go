package policy_test

import (
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/facts/factstest"
	"yichuang/packs"
	"yichuang/policy"
)

func language(tb testing.TB) *policy.Language {
	tb.Helper()
	l, err := policy.NewLanguage(facts.Default())
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

const packHead = `id: p
title: {zh: 甲, en: A}
short: {zh: 甲, en: A}
level: city
scope: [CN]
readings:
  - id: wide
    question: {zh: 甲, en: A}
    options: {"yes": {zh: 是, en: "yes"}, "no": {zh: 否, en: "no"}}
    default: "yes"
    source: {zh: 甲, en: A}
`

// clauseFile is a clause with one rule of each kind, all under the condition.
func clauseFile(condition string) string {
	text := "clause: C1\ncite: {zh: 甲, en: A}\ntitle: {zh: 甲, en: A}\nsummary: {zh: 甲, en: A}\nkinds: [rule]\nrules:\n"
	indented := "      " + strings.ReplaceAll(condition, "\n", "\n      ")
	for _, rule := range []string{"points: age\n    value: 3", "ground: skilled\n    class: B", "limit: age\n    of: age\n    max: 60",
		"service: work-permit", "route: in-country", "term: policy-cap\n    months: 12", "material: passport\n    treatment: required", "duty: tell\n    text: {zh: 甲, en: A}"} {
		text += "  - " + rule + "\n    when: |-\n" + indented + "\n"
	}
	return text
}

// read reads a pack of one clause and checks the promise of Read: a pack, or
// problems that say where, never both and never a panic.
func read(t *testing.T, l *policy.Language, head, clause string) *policy.Pack {
	t.Helper()
	pack, problems := l.Read(fstest.MapFS{"p/pack.yaml": {Data: []byte(head)}, "p/clauses/C1.yaml": {Data: []byte(clause)}}, "p")
	if (pack == nil) == (len(problems) == 0) {
		t.Fatalf("got pack %v and problems %v, want one of both", pack, problems)
	}
	for _, p := range problems {
		if p.File == "" || p.Text == "" || strings.Contains(p.Text, "\n") {
			t.Fatalf("problem %+v does not say on one line what is wrong and where", p)
		}
		_ = p.String()
	}
	return pack
}

// evaluate plans the pack and evaluates every rule for some persons.
func evaluate(t *testing.T, l *policy.Language, pack *policy.Pack) {
	t.Helper()
	set, err := policy.NewSet(l, []*policy.Pack{pack})
	if err != nil {
		t.Fatal(err)
	}
	v := set.Vocabulary()
	plan := policy.NewPlan(v, set.Packs)
	places, persons := some()
	for _, f := range persons {
		place, _ := places.Lookup("110000")
		c := &policy.Context{Facts: f, On: civil.NewDate(2026, 4, 27), Place: place, Places: places, PointsMax: 90, Ground: policy.GroundUnknown,
			Grounds: make([]policy.Truth, len(plan.Grounds)), RestsOn: make([]policy.Truth, len(plan.RestsOn)),
			Routes: make([]policy.Truth, len(plan.Routes)), Parameters: make([]policy.ParameterValue, len(plan.Parameters)), Memo: make([]policy.Truth, plan.Shared),
			GroundNeeds: func(int) policy.Needs { return policy.Needs{} }, RouteNeeds: func(int) policy.Needs { return policy.Needs{} }}
		for _, class := range []string{"", "B"} {
			c.Class = class
			c.Forget()
			for _, r := range plan.Rules {
				var needs policy.Needs
				r.When.Eval(c)
				r.When.Needs(c, &needs)
				for _, m := range []policy.Measure{r.Of, r.Until} {
					if m.Eval != nil {
						m.Eval(c)
						m.Needs(c, &needs)
					}
				}
				plan.NeedPaths(needs, true)
			}
		}
	}
}

// some is the places and a few persons, of whom all, half or nothing is known.
var some = sync.OnceValues(func() (*facts.Places, []*facts.Facts) {
	data := func(file string) []byte {
		b, err := fs.ReadFile(packs.FS, file)
		if err != nil {
			panic(err)
		}
		return b
	}
	places, err := facts.ReadPlaces(data("places/gb2260.csv"), data("places/places.yaml"), data("places/zones.yaml"))
	if err != nil {
		panic(err)
	}
	draw := factstest.New(facts.Default(), places, 1)
	return places, []*facts.Facts{draw.Person(1), draw.Person(0.5), draw.Person(0)}
})

// FuzzReadPack: whatever stands in the files, Read gives a pack or problems; a
// pack can be planned and evaluated.
func FuzzReadPack(f *testing.F) {
	dir, err := fs.Sub(packs.FS, "policies")
	if err != nil {
		f.Fatal(err)
	}
	files, err := fs.Glob(dir, "*/clauses/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packHead, clauseFile("age >= 18"))
	for i, file := range files {
		if i%9 == 0 {
			clause, err := fs.ReadFile(dir, file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(packHead, string(clause))
		}
	}
	for _, clause := range []string{"", "a", "[]", "? {a: b}\n: c", "<<: *a", "clause: &a [*a]", "rules: [{points: age, of: applicant, bands: [[0]]}]",
		"define: {d: {run: years, length: 9, by: wage, each: item.worked}}", "rules:\n  - limit: age\n    of: applicant.degree.level\n    min: master"} {
		f.Add(packHead, clause)
	}
	l := language(f)
	f.Fuzz(func(t *testing.T, head, clause string) {
		if pack := read(t, l, head, clause); pack != nil {
			evaluate(t, l, pack)
		}
	})
}

// FuzzCondition: a condition that passes the check can be planned and evaluated
// in every kind of rule, whatever is known.
func FuzzCondition(f *testing.F) {
	for _, text := range []string{
		"age >= 18", `applicant.visa == "R"`, `"abroad" in applicant.degree.school`, "applicant.projects.exists(p, p.rank <= 3)",
		"applicant.projects", "applicant.projects == applicant.projects", "applicant.degree.school == applicant.employer.kind",
		"applicant.children.exists(c, add_years(c.birth_date, 18) > on)", `reading("wide") == applicant.visa`, `reading("wide") == reading("wide")`,
		`reading("wide") in ["yes"]`, `(applicant.in_china ? "A" : "B") == "A"`, `(applicant.in_china ? 1.0 : 2.0) > 1.0`,
		"applicant.in_china ? officer : known(applicant.hsk)", "known(age >= 18)", "known(applicant.projects)", "known(known(officer))",
		"add_years(on, 1) > on", "add_days(on, 9223372036854775807) > on", "add_months(applicant.birth_date, -9999999) < on", "add_years(on, 1000000000) > on",
		"is_none(applicant.stay_until)", "is_none(on)", "is_none(date(\"2024-01-01\"))", "is_none(add_days(on, 1))",
		`any(applicant.degree.school, ["china"])`, `any(["china"], ["china"])`, `any(["china"], applicant.degree.school)`, "any(routes, [\"abroad\"])",
		"officer_if_unknown(applicant.in_china)", "officer", "!officer", "officer == officer", "on == on", "place == place", `place == "110000"`, `place in ["110000"]`,
		`lies_in(previous_permit.issued_in, "650000")`, "lies_in(place, place)", `lies_in("650000", "650000")`, "lies_in(previous_permit.issued_in, part_time.place)",
		"points >= 60.0", "60.0 <= points", "points == points", "points + 1.0 > 2.0", "points in [1.0]", "whole(points) > 1.0", "age + age > 3.0", "age == 1.0",
		`ground == "skilled"`, `ground == ground`, `ground != "x"`, `"skilled" in grounds`, `grounds == grounds`, `ground in grounds`, `class == "A"`, `class in ["A"]`,
		"limits_met", "limits_met == limits_met", `"abroad" in routes`, `"degree" in points_rest_on`, "true", "false", "1.0", `"a"`, "[]", "{}", "null", "1 == 1", "1 + 1 > 2",
		`applicant.visa in []`, `"x" in ["x"]`, "applicant.visa", "applicant.nationality == job.occupation", "job.occupation in [job.post]", "applicant.degree.level == applicant.talent",
		"applicant.degree.level == talent.class", `applicant.projects.exists(p, p.level == "national" && p.programme != "none")`, "applicant.projects.exists(p, applicant.projects.exists(q, p.rank < q.rank))",
		"applicant.projects.all(p, p.major)", "applicant.projects.map(p, p.rank)", "applicant.projects.exists(p, p)", "applicant.projects.exists(p, true)", "[1].exists(x, x > 0)",
		`parameter("average-wage") > 1.0`, `parameter_of_year("average-wage", age) > 1.0`, `parameter_of_year("average-wage", 1e300) > 1.0`, "parameter(applicant.visa) > 1.0",
		`date("2024-13-01") < on`, "1.0 / 0.0 > 1.0", "applicant.hsk % 2 == 0", "-age < 1.0", "size(applicant.projects) > 0", "applicant.visa + \"a\" == \"b\"", "has(applicant.visa)", "applicant.birth_date == none",
		"whole(1e308 * 1e308) > 1.0", "item.worked", "years.exists(y, y.year - 1.0 > 0.0)", "timestamp(0) < on", "on - on == on", "add_days(on, 1) in []", "place.western ? true : false",
	} {
		f.Add(text)
	}
	l := language(f)
	f.Fuzz(func(t *testing.T, text string) {
		if pack := read(t, l, packHead, clauseFile(text)); pack != nil {
			evaluate(t, l, pack)
		}
		if pack := read(t, l, packHead, oneRule("  - points: age\n    bands: [[0, 1], [5, 2]]\n    of: |-\n", text)); pack != nil {
			evaluate(t, l, pack)
		}
		if pack := read(t, l, packHead, oneRule("  - term: contract\n    until: |-\n", text)); pack != nil {
			evaluate(t, l, pack)
		}
	})
}

// oneRule is a clause with one rule whose last key takes the expression.
func oneRule(rule, text string) string {
	return "clause: C1\ncite: {zh: 甲, en: A}\ntitle: {zh: 甲, en: A}\nsummary: {zh: 甲, en: A}\nkinds: [rule]\nrules:\n" +
		rule + "      " + strings.ReplaceAll(text, "\n", "\n      ") + "\n"
}

// FuzzReadParameters: a list of parameters or problems, never a panic.
func FuzzReadParameters(f *testing.F) {
	for _, text := range []string{"", "[]", `[{"id": "average-wage", "place": "650100", "value": 100000, "valid_from": "2024-06-01", "source": "x"}]`,
		"- {id: a, place: CN, value: NaN, valid_from: 2024-06-01}", "- [a]", "a: b", "- {id: a, place: b, value: 1e999, valid_from: 2024-06-31}", "- &a {id: *a}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		values, err := policy.ReadParameters("p.yaml", []byte(text))
		if err != nil && values != nil {
			t.Fatalf("got values %v beside problems %v", values, err)
		}
		policy.NewParameters(values).Lookup("a", facts.Place{}, 0)
	})
}

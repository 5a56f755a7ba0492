package determination_test

import (
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/policy"
)

// known is a fully known person in Urumqi with all packs in force.
func known(tb testing.TB) (*facts.Facts, []byte) {
	tb.Helper()
	line, err := os.ReadFile("testdata/known.json")
	if err != nil {
		tb.Fatal(err)
	}
	v := facts.Default()
	f := v.New()
	if err := v.Parse(line, f); err != nil {
		tb.Fatal(err)
	}
	return f, f.AppendCanonical(nil)
}

func BenchmarkLoadPacks(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := readSet(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlan(b *testing.B) {
	e := engine(b)
	b.ReportAllocs()
	for b.Loop() {
		policy.NewPlan(e.Policies.Vocabulary(), e.Policies.Packs)
	}
}

// BenchmarkDetermine is one determination with its trace, as a value.
func BenchmarkDetermine(b *testing.B) {
	e := withWages(b)
	f, _ := known(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Determine(f); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAppendJSON is one determination with its trace, as JSON.
func BenchmarkAppendJSON(b *testing.B) {
	e := withWages(b)
	f, _ := known(b)
	var out []byte
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if out, err = e.AppendJSON(out[:0], f); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(out)))
}

func BenchmarkRender(b *testing.B) {
	f, _ := known(b)
	d := determine(b, withWages(b), f)
	var out []byte
	b.ReportAllocs()
	for b.Loop() {
		out = d.AppendJSON(out[:0])
	}
}

// BenchmarkBatchLine is what a batch does for a line: parse, check, determine,
// render. "known" is one person of whom everything is known; "mixed" a thousand
// random ones of whom most is.
func BenchmarkBatchLine(b *testing.B) {
	e := withWages(b)
	_, line := known(b)
	mixed := people(b, 40)
	var lines [][]byte
	for range 1000 {
		lines = append(lines, mixed.Person(0.8).AppendCanonical(nil))
	}
	b.Run("known", func(b *testing.B) { batchLines(b, e, [][]byte{line}) })
	b.Run("mixed", func(b *testing.B) { batchLines(b, e, lines) })
}

func batchLines(b *testing.B, e *determination.Engine, lines [][]byte) {
	v := e.Policies.Vocabulary()
	f := v.New()
	var out []byte
	b.ReportAllocs()
	before := cpuTime(b)
	for i := 0; b.Loop(); i++ {
		err := v.Parse(lines[i%len(lines)], f)
		if err == nil {
			err = v.Check(f, e.Places)
		}
		if err == nil {
			out, err = e.AppendJSON(out[:0], f)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/(cpuTime(b)-before).Seconds(), "persons/cpu-s")
}

// BenchmarkConditions evaluates the conditions of every rule once, for the same
// person: planned by us, by the CEL library's evaluator, and a part of them as
// hand-written Go; then a whole determination, which is more than conditions.
// It prints how they compare in this run.
func BenchmarkConditions(b *testing.B) {
	e := withWages(b)
	f, _ := known(b)
	plan, c := contextOf(e, f)
	library := newCELConditions(b, plan, c)
	each := map[string]time.Duration{}
	run := func(name string, do func()) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			before := cpuTime(b)
			for b.Loop() {
				do()
			}
			each[name] = (cpuTime(b) - before) / time.Duration(b.N)
			b.ReportMetric(float64(each[name]), "cpu-ns/op")
		})
	}
	run("planned", func() { evaluateAll(plan.Rules, c) })
	run("cel", func() { library.evaluate(b) })
	part := slices.DeleteFunc(slices.Clone(plan.Rules), func(r *policy.Planned) bool { return !handWritten(r) })
	run("part-planned", func() { evaluateAll(part, c) })
	var p person
	p.read(f)
	run("part-go", func() { p.evaluate() })
	var out []byte
	run("determination", func() { out, _ = e.AppendJSON(out[:0], f) })
	if each["determination"] > 0 && each["planned"] > 0 && each["part-go"] > 0 {
		b.Logf("CEL takes %.1f times as long as the planned conditions (%d), %.1f times as long as a whole determination; planned conditions %.1f times as long as hand-written Go (%d)",
			float64(each["cel"])/float64(each["planned"]), len(library.programs), float64(each["cel"])/float64(each["determination"]),
			float64(each["part-planned"])/float64(each["part-go"]), len(part))
	}
}

// cpuTime is what this process has used so far: on a machine that others use
// too, time on the clock says little.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// contextOf is the context that conditions read, filled as for a person who
// holds the first ground of class B.
func contextOf(e *determination.Engine, f *facts.Facts) (*policy.Plan, *policy.Context) {
	v := e.Policies.Vocabulary()
	get := func(path string) facts.Value { field, _ := v.Lookup(path); return f.Get(field.Slot) }
	place, _ := e.Places.Lookup(facts.PlaceCode(get("place").S))
	on := civil.Date(get("on").N)
	plan := e.Policies.Plan(place, on)
	c := &policy.Context{Facts: f, On: on, Place: place, Places: e.Places, Table: e.Parameters, Class: "B", PointsMin: 74, PointsMax: 74, Limits: policy.True}
	for _, id := range plan.Parameters {
		p, _ := e.Parameters.Lookup(id, place, on)
		c.Parameters = append(c.Parameters, p)
	}
	c.Ground = slices.IndexFunc(plan.Grounds, func(o policy.Outcome) bool { return o.Class == "B" })
	c.Grounds = make([]policy.Truth, len(plan.Grounds))
	c.Grounds[c.Ground] = policy.True
	c.RestsOn = slices.Repeat([]policy.Truth{policy.True}, len(plan.RestsOn))
	c.Routes = make([]policy.Truth, len(plan.Routes))
	c.Memo = make([]policy.Truth, plan.Shared)
	return plan, c
}

func evaluateAll(rules []*policy.Planned, c *policy.Context) (held int) {
	c.Forget()
	for _, r := range rules {
		if r.When.Eval(c) == policy.True {
			held++
		}
	}
	return held
}

package facts_test

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"yichuang/civil"
	"yichuang/facts"
)

// anyValue draws a value of the field, unknown ones too.
func anyValue(t *rapid.T, field *facts.Field) facts.Value {
	known := facts.Value{State: facts.Known}
	switch rapid.IntRange(0, 4).Draw(t, "state") {
	case 0:
		return facts.Value{}
	case 1:
		if field.Type == facts.Date && field.NoneAllowed {
			return facts.Value{State: facts.None}
		}
	}
	switch field.Type {
	case facts.Bool:
		known.N = rapid.Int64Range(0, 1).Draw(t, "bool")
	case facts.Int:
		known.N = rapid.Int64Range(int64(field.Min), int64(field.Max)).Draw(t, "int")
		known.F = float64(known.N)
	case facts.Number:
		known.F = rapid.Float64Range(field.Min, field.Max).Draw(t, "number")
	case facts.Date:
		known.N = rapid.Int64Range(int64(civil.MustParseDate("1900-01-01")), int64(civil.MustParseDate("2199-12-31"))).Draw(t, "date")
	case facts.Enum:
		known.N = rapid.Int64Range(0, int64(len(field.Words)-1)).Draw(t, "word")
	case facts.Set:
		known.N = rapid.Int64Range(0, 1<<len(field.Words)-1).Draw(t, "mask")
	case facts.Code:
		known.S = rapid.StringMatching(`[0-9]{6}|xpcc-[1-9]`).Draw(t, "code")
	case facts.Text:
		if known.S = rapid.StringN(1, 20, -1).Draw(t, "text"); len(field.Words) > 0 {
			known.S = rapid.SampledFrom(field.Words).Draw(t, "word")
		}
	}
	return known
}

func anyFacts(t *rapid.T) *facts.Facts {
	f := facts.Default().New()
	for i := range facts.Default().Fields() {
		field := &facts.Default().Fields()[i]
		if field.Type != facts.List {
			f.Set(field.Slot, anyValue(t, field))
			continue
		}
		if rapid.Bool().Draw(t, "known") {
			f.SetItems(field.Slot, rapid.SliceOfN(rapid.Custom(func(t *rapid.T) []facts.Value {
				item := make([]facts.Value, len(field.Item))
				for j := range field.Item {
					item[j] = anyValue(t, &field.Item[j])
				}
				return item
			}), 0, 3).Draw(t, "items"))
		}
	}
	return f
}

// sameFacts compares value by value, not by the text under test.
func sameFacts(t testing.TB, a, b *facts.Facts) bool {
	t.Helper()
	same := true
	for _, field := range facts.Default().Fields() {
		if a.Get(field.Slot) != b.Get(field.Slot) {
			t.Logf("%s: %+v and %+v", field.Path, a.Get(field.Slot), b.Get(field.Slot))
			same = false
		}
		if field.Type != facts.List {
			continue
		}
		one, two := a.Items(field.Slot), b.Items(field.Slot)
		same = same && len(one) == len(two)
		for i := 0; same && i < len(one); i++ {
			for j := range one[i] {
				same = same && one[i][j] == two[i][j]
			}
		}
	}
	return same
}

func TestFacts_AppendCanonical_parsesBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		before := anyFacts(rt)
		text := before.AppendCanonical(nil)
		after := facts.Default().New()
		if err := facts.Default().Parse(text, after); err != nil {
			rt.Fatalf("%s\n%v", text, err)
		}
		if !sameFacts(t, before, after) {
			rt.Fatalf("%s is not what it was printed from", text)
		}
		if again := after.AppendCanonical(nil); !bytes.Equal(text, again) {
			rt.Fatalf("printed again:\n%s\n%s", text, again)
		}
	})
}

func TestVocabulary_FormatValue_parsesBack(t *testing.T) {
	v := facts.Default()
	rapid.Check(t, func(rt *rapid.T) {
		fields := v.Fields()
		field := &fields[rapid.IntRange(0, len(fields)-1).Draw(rt, "field")]
		if field.Type == facts.List {
			return
		}
		value := anyValue(rt, field)
		text := v.FormatValue(field, value)
		got, err := v.ParseValue(field, text)
		if err != nil || got != value {
			rt.Fatalf("%s: %q gives %+v, %v; want %+v", field.Path, text, got, err, value)
		}
	})
}

func TestFacts_AppendCanonical(t *testing.T) {
	const want = `{"place":"370200","zone":["sd-ftz","sco-demo"],"applicant":{"degree":{"level":"none","awarded_on":"none"},"projects":[{},{"rank":1}],` +
		`"children":[]},"job":{"annual_salary":140000.5,"months_per_year":0.0000015,"post":"<é>"}}`
	f := parse(t, `{"job": {"post": "\u003c\u00e9>", "months_per_year": 1.5e-6, "annual_salary": 140000.50}, "years": null, "employer": {},
		"applicant": {"children": [], "projects": [{}, {"rank": 1, "level": null}], "degree": {"awarded_on": "none", "level": "none"}},
		"zone": ["sco-demo", "sd-ftz"], "place": "370200"}`)
	if got := string(f.AppendCanonical(nil)); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestFacts_Clone(t *testing.T) {
	f := parse(t, goodFacts)
	want := string(f.AppendCanonical(nil))
	c := f.Clone()
	projects := slot(t, "applicant.projects")
	f.Items(projects)[0][2].N = 9
	f.SetItems(projects, nil)
	f.Set(slot(t, "place"), facts.Value{})
	f.Reset()
	if got := string(c.AppendCanonical(nil)); got != want {
		t.Errorf("the copy changed:\n got %s\nwant %s", got, want)
	}
}

func TestFacts_SetItems(t *testing.T) {
	years := slot(t, "years")
	f := facts.Default().New()
	if f.Items(years) != nil || f.Get(years).State != facts.Unknown {
		t.Error("a new list is not unknown")
	}
	f.SetItems(years, nil)
	if len(f.Items(years)) != 0 || f.Get(years).State != facts.Known {
		t.Error("a list set to nothing is not known to be empty")
	}
	f.Set(years, facts.Value{})
	if f.Items(years) != nil {
		t.Error("a list made unknown has items")
	}
}

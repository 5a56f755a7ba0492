package facts_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
)

// goodFacts is a whole application; tests change one thing of it.
const goodFacts = `{
  "on": "2025-03-03", "place": "650100", "zone": ["xj-ftz-urumqi"], "service": "work-permit", "application": "change-employer",
  "applicant": {
    "birth_date": "1980-02-29", "nationality": "KOR", "passport_expires": "2029-01-01", "in_china": true,
    "left_china_since_last_job": false, "visa": "none", "residence_permit": "work", "permanent_residence": false,
    "degree": {"level": "master", "awarded_on": "2005-06-01", "school": ["abroad", "high-level"], "average_score": 85.5, "matches_job": true},
    "vocational_certificate": "none", "experience_years": 12, "postdoc": "none", "hsk": 3, "former_chinese_national": false,
    "fortune500_experience": false, "purpose": "work", "claims": ["skilled"],
    "projects": [{"level": "provincial", "major": true, "rank": 2, "programme": "none"}, {"rank": 1}],
    "children": []
  },
  "job": {"annual_salary": 400000, "months_per_year": 12, "occupation": "engineer", "post": "lead",
    "contract_from": "2025-04-01", "contract_until": "2028-03-31"},
  "employer": {"genuine_need": true, "kind": ["public-institution"], "prefiled": false, "licence_expires": "none"},
  "previous_permit": {"class": "B", "issued_in": "650100", "valid": true, "valid_until": "2025-05-01"}
}`

// parse reads a document or fails the test.
func parse(t testing.TB, document string) *facts.Facts {
	t.Helper()
	f := facts.Default().New()
	if err := facts.Default().Parse([]byte(document), f); err != nil {
		t.Fatal(err)
	}
	return f
}

func slot(t testing.TB, path string) int {
	t.Helper()
	field, ok := facts.Default().Lookup(path)
	if !ok {
		t.Fatalf("no field %s", path)
	}
	return field.Slot
}

func TestVocabulary_Parse_values(t *testing.T) {
	f := parse(t, goodFacts)
	date := func(s string) facts.Value {
		return facts.Value{State: facts.Known, N: int64(civil.MustParseDate(s))}
	}
	for path, want := range map[string]facts.Value{
		"on":                              date("2025-03-03"),
		"place":                           {State: facts.Known, S: "650100"},
		"zone":                            {State: facts.Known, N: 1},
		"application":                     {State: facts.Known, N: 2},
		"applicant.birth_date":            date("1980-02-29"),
		"applicant.nationality":           {State: facts.Known, S: "KOR"},
		"applicant.in_china":              {State: facts.Known, N: 1},
		"applicant.visa":                  {State: facts.Known, N: 0},
		"applicant.permanent_residence":   {State: facts.Known, N: 0},
		"applicant.stay_until":            {},
		"applicant.degree.level":          {State: facts.Known, N: 3},
		"applicant.degree.school":         {State: facts.Known, N: 0b0110},
		"applicant.degree.average_score":  {State: facts.Known, F: 85.5},
		"applicant.degree.average_grade":  {},
		"applicant.hsk":                   {State: facts.Known, N: 3, F: 3},
		"applicant.projects":              {State: facts.Known},
		"applicant.children":              {State: facts.Known},
		"applicant.awards":                {},
		"job.annual_salary":               {State: facts.Known, F: 400000},
		"job.post":                        {State: facts.Known, S: "lead"},
		"employer.licence_expires":        {State: facts.None},
		"employer.sector_licence_expires": {},
	} {
		if got := f.Get(slot(t, path)); got != want {
			t.Errorf("%s: got %+v, want %+v", path, got, want)
		}
	}
	if items := f.Items(slot(t, "applicant.projects")); len(items) != 2 || items[0][2].N != 2 || items[1][0].State != facts.Unknown || items[1][2].N != 1 {
		t.Errorf("projects: got %+v", items)
	}
	if items := f.Items(slot(t, "applicant.children")); len(items) != 0 {
		t.Errorf("children: got %+v, want none", items)
	}
}

// Each pair differs in writing only, so both must be the same facts.
func TestVocabulary_Parse_sameMeaning(t *testing.T) {
	for _, pair := range [][2]string{
		{`{}`, ` { "applicant" : null , "zone":null,"years" : null } `},
		{`{"zone": "sd-ftz"}`, `{"zone": ["sd-ftz"]}`},
		{`{"zone": "none"}`, `{"zone": []}`},
		{`{"zone": "none"}`, `{"zone": ["none"]}`},
		{`{"applicant": {"hsk": 3}}`, `{"applicant": {"hsk": 3.0}}`},
		{`{"applicant": {"hsk": 0}}`, `{"applicant": {"hsk": -0}}`},
		{`{"job": {"annual_salary": 140000}}`, `{"job": {"annual_salary": 1.4E+5}}`},
		{`{"job": {"post": "é\"\n"}}`, `{"job": {"p\u006fst": "\u00e9\"\n"}}`},
		{`{"applicant": {"awards": ["tianshan"]}}`, `{"applicant": {"awards": ["tianshan", "tianshan"]}}`},
		{`{"applicant": {"projects": [{}]}}`, `{"applicant": {"projects": [{"rank": null}]}}`},
	} {
		first, second := parse(t, pair[0]), parse(t, pair[1])
		if a, b := first.AppendCanonical(nil), second.AppendCanonical(nil); !bytes.Equal(a, b) {
			t.Errorf("%s and %s: got %s and %s", pair[0], pair[1], a, b)
		}
	}
}

func TestVocabulary_Parse_errors(t *testing.T) {
	for _, c := range []struct{ name, input, want string }{
		{"unknown field", `{"job": {"salry": 1}}`, "job.salry: unknown field (did you mean job.annual_salary?)"},
		{"unknown field, wrong group", `{"hsk": 3}`, "hsk: unknown field (did you mean applicant.hsk?)"},
		{"unknown group", `{"aplicant": {"hsk": 3}}`, "aplicant: unknown field (did you mean applicant?)"},
		{"unknown field, nothing near", `{"applicant": {"favourite_colour": 3}}`, "applicant.favourite_colour: unknown field"},
		{"unknown field of an item", `{"applicant": {"projects": [{"level": "national"}, {"rnak": 3}]}}`, "applicant.projects[1].rnak: unknown field (did you mean rank?)"},
		{"unknown field, odd name", "{\"a\\nb\": 3}", `"a\nb": unknown field`},
		{"empty name", `{"job": {"": 3}}`, `job."": unknown field`},

		{"duplicate field", `{"on": null, "on": "2025-01-01"}`, "on: stands twice"},
		{"duplicate field, escaped", `{"place": "650100", "pl\u0061ce": "650100"}`, "place: stands twice"},
		{"duplicate group", `{"job": {}, "job": {}}`, "job: stands twice"},
		{"duplicate field of an item", `{"years": [{"tax": 1, "tax": 1}]}`, "years[0].tax: stands twice"},

		{"bool", `{"applicant": {"in_china": "yes"}}`, "applicant.in_china: must be true or false, not a string"},
		{"bool cut short", `{"applicant": {"in_china": tru}}`, "applicant.in_china: must be true or false, not true or false"},
		{"number", `{"job": {"annual_salary": "140000"}}`, "job.annual_salary: must be a number, not a string"},
		{"whole number", `{"applicant": {"hsk": 2.5}}`, "applicant.hsk: 2.5 is no whole number"},
		{"date", `{"on": 20250101}`, "on: must be a string, not a number"},
		{"enum", `{"applicant": {"visa": ["Z"]}}`, "applicant.visa: must be a string, not a list"},
		{"set", `{"applicant": {"awards": "tianshan"}}`, "applicant.awards: must be a list of words, not a string"},
		{"word of a set", `{"applicant": {"awards": [null]}}`, "applicant.awards: must be a list of words, not of null"},
		{"list", `{"years": {"year": 2024}}`, "years: must be a list, not an object"},
		{"item", `{"years": [{}, 2024]}`, "years[1]: must be an object, not a number"},
		{"null item", `{"years": [null]}`, "years[0]: must be an object, not null"},
		{"value in an item", `{"applicant": {"projects": [{"major": 1}]}}`, "applicant.projects[0].major: must be true or false, not a number"},
		{"group", `{"applicant": []}`, "applicant: must be an object, not a list"},
		{"inner group", `{"applicant": {"degree": "master"}}`, "applicant.degree: must be an object, not a string"},
		{"deep nesting", `{"applicant": {"degree": {"level": ` + strings.Repeat("[", 100000) + `}}}`, "applicant.degree.level: must be a string, not a list"},

		{"impossible date", `{"applicant": {"birth_date": "1990-02-30"}}`, "applicant.birth_date: 1990-02-30 is no date"},
		{"date written otherwise", `{"applicant": {"birth_date": "30.1.1990"}}`, `applicant.birth_date: "30.1.1990" is no date (write YYYY-MM-DD)`},
		{"far date", `{"applicant": {"birth_date": "1890-01-30"}}`, "applicant.birth_date: 1890-01-30 is out of range (1900 to 2199)"},
		{"none where a day must be", `{"applicant": {"birth_date": "none"}}`, `applicant.birth_date: "none" is no date (write YYYY-MM-DD)`},

		{"below the range", `{"applicant": {"experience_years": -1}}`, "applicant.experience_years: -1 is out of range (0 to 80)"},
		{"above the range", `{"applicant": {"hsk": 7}}`, "applicant.hsk: 7 is out of range (0 to 6)"},
		{"months", `{"job": {"months_per_year": 12.01}}`, "job.months_per_year: 12.01 is out of range (0 to 12)"},
		{"range of an item", `{"applicant": {"projects": [{}, {"rank": 0}]}}`, "applicant.projects[1].rank: 0 is out of range (1 to 1000)"},
		{"overflow", `{"job": {"annual_salary": 1e400}}`, "job.annual_salary: 1e400 is out of range (0 to 10000000000)"},
		{"huge whole number", `{"applicant": {"hsk": 99999999999999999999999999999999999999999999}}`,
			"applicant.hsk: 9999999999999999999999999999999999999999… is out of range (0 to 6)"},

		{"word", `{"applicant": {"purpose": "wrok"}}`, `applicant.purpose: "wrok" is none of work, start-business, internship (did you mean work?)`},
		{"word in capitals", `{"applicant": {"purpose": "Work"}}`, `applicant.purpose: "Work" is none of work, start-business, internship (did you mean work?)`},
		{"word, nothing near", `{"previous_permit": {"class": "X"}}`, `previous_permit.class: "X" is none of none, A, B, C`},
		{"word of a set", `{"employer": {"platform": ["high-tec"]}}`, `employer.platform: "high-tec" is none of major-platform, high-tech (did you mean high-tech?)`},
		{"long list", `{"applicant": {"nationality": "Korea"}}`, `applicant.nationality: "Korea" is no word of its list (did you mean KOR?)`},
		{"zone", `{"zone": "sd-fts"}`, `zone: "sd-fts" is none of none, xj-ftz-urumqi, sd-ftz, sco-demo, sd-hightech, innovation-reform (did you mean sd-ftz?)`},
		{"zone and none", `{"zone": ["none", "sd-ftz"]}`, "zone: none stands alone or not at all"},
		{"empty text", `{"job": {"post": ""}}`, "job.post: must not be empty (leave it out where it is unknown)"},

		{"nothing", ` `, "facts: must be a JSON object, not nothing"},
		{"no object", `[]`, "facts: must be a JSON object, not a list"},
		{"null", `null`, "facts: must be a JSON object, not null"},
		{"more after the end", "{}\n{}", "facts: line 2, column 1: '{' stands where it needs the end of the text"},
		{"cut off", `{"on": "2025-01-01"`, "facts: line 1, column 20: the text ends, but it needs a comma or }"},
		{"cut off in a string", `{"job": {"post": "lea`, "job.post: line 1, column 22: the text ends, but it needs the end of the string"},
		{"cut off in an escape", `{"job": {"post": "lea\`, "job.post: line 1, column 23: the text ends, but it needs the end of the string"},
		{"no colon", `{"on" "2025-01-01"}`, "facts: line 1, column 7: '\"' stands where it needs a colon"},
		{"trailing comma", `{"job": {"days": 3,}}`, "job: line 1, column 20: '}' stands where it needs a field name in double quotes"},
		{"no comma in a list", `{"years": [{} {}]}`, "years: line 1, column 15: '{' stands where it needs a comma or ]"},
		{"comment", "{// on\n}", "facts: line 1, column 2: '/' stands where it needs a field name in double quotes"},
		{"not a number", `{"job": {"days": NaN}}`, "job.days: must be a number, not something that is no JSON"},
		{"leading zero", `{"job": {"days": 03}}`, "job.days: line 1, column 18: '0' stands where it needs a number"},
		{"bare point", `{"job": {"days": 3.}}`, "job.days: line 1, column 18: '3' stands where it needs a number"},
		{"control character", "{\"job\": {\"post\": \"a\tb\"}}", `job.post: line 1, column 20: '\t' stands where it needs the end of the string (control characters are written \u00xx)`},
		{"bad escape", `{"job": {"post": "\x"}}`, "job.post: line 1, column 22: invalid escape in a string"},
		{"half a surrogate", `{"job": {"post": "\ud800"}}`, "job.post: line 1, column 26: invalid escape in a string"},
		{"not UTF-8", "{\"job\": {\"post\": \"\xff\"}}", "facts: not valid UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts.Default().New()
			err := facts.Default().Parse([]byte(c.input), f)
			if err == nil || err.Error() != c.want {
				t.Fatalf("\n got %v\nwant %s", err, c.want)
			}
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("code: got %q, want invalid", fault.CodeOf(err))
			}
			if got := string(f.AppendCanonical(nil)); got != "{}" {
				t.Errorf("facts after an error: got %s, want none", got)
			}
		})
	}
}

// Parse must leave nothing of what the facts held before.
func TestVocabulary_Parse_reuse(t *testing.T) {
	v, f := facts.Default(), parse(t, goodFacts)
	for _, document := range []string{`{"applicant": {"projects": [{"major": true}, {}, {}]}}`, `{"years": []}`, `{}`, goodFacts} {
		if err := v.Parse([]byte(document), f); err != nil {
			t.Fatal(err)
		}
		if got, want := f.AppendCanonical(nil), parse(t, document).AppendCanonical(nil); !bytes.Equal(got, want) {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
}

// The batch reads 100,000 documents a second and core: only texts may allocate.
func TestVocabulary_Parse_allocations(t *testing.T) {
	v, f, document := facts.Default(), facts.Default().New(), []byte(goodFacts)
	const texts = 4 // place, occupation, post, issued_in
	if got := testing.AllocsPerRun(100, func() { _ = v.Parse(document, f) }); got > texts {
		t.Errorf("Parse: got %v allocations, want at most %d", got, texts)
	}
	places := shippedPlaces(t)
	if got := testing.AllocsPerRun(100, func() { _ = v.Check(f, places) }); got > 0 {
		t.Errorf("Check: got %v allocations, want none", got)
	}
	buffer := make([]byte, 0, 4096)
	if got := testing.AllocsPerRun(100, func() { _ = f.AppendCanonical(buffer) }); got > 0 {
		t.Errorf("AppendCanonical: got %v allocations, want none", got)
	}
}

func BenchmarkParse(b *testing.B) {
	v := facts.Default()
	f := v.New()
	document := []byte(goodFacts)
	b.ReportAllocs()
	b.SetBytes(int64(len(document)))
	for b.Loop() {
		if err := v.Parse(document, f); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	f, places := parse(b, goodFacts), shippedPlaces(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := facts.Default().Check(f, places); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTokens is what the library needs for the tokens of the same document
// alone; it is why the scanner is our own.
func BenchmarkTokens(b *testing.B) {
	document := []byte(goodFacts)
	reader := bytes.NewReader(document)
	decoder := jsontext.NewDecoder(reader)
	b.ReportAllocs()
	b.SetBytes(int64(len(document)))
	for b.Loop() {
		reader.Reset(document)
		decoder.Reset(reader)
		for {
			if _, err := decoder.ReadToken(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkAppendCanonical(b *testing.B) {
	f := parse(b, goodFacts)
	buffer := make([]byte, 0, 4096)
	b.ReportAllocs()
	for b.Loop() {
		buffer = f.AppendCanonical(buffer[:0])
	}
}

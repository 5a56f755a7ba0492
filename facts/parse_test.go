package facts

import (
	"bytes"
	"io"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
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

func BenchmarkParse(b *testing.B) {
	v := Default()
	f := v.New()
	data := []byte(goodFacts)
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if err := v.Parse(data, f); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTokens is what the library needs for the tokens of the same document
// alone; it is why the scanner is our own.
func BenchmarkTokens(b *testing.B) {
	reader := bytes.NewReader(nil)
	decoder := jsontext.NewDecoder(reader)
	b.ReportAllocs()
	b.SetBytes(int64(len(goodFacts)))
	for b.Loop() {
		reader.Reset([]byte(goodFacts))
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
	v := Default()
	f := v.New()
	if err := v.Parse([]byte(goodFacts), f); err != nil {
		b.Fatal(err)
	}
	buffer := make([]byte, 0, 4096)
	b.ReportAllocs()
	for b.Loop() {
		buffer = f.AppendCanonical(buffer[:0])
	}
	b.SetBytes(int64(len(buffer)))
}

func TestVocabulary_Parse(t *testing.T) {
	f := Default().New()
	for input, want := range map[string]string{
		`{"job": {"salry": 1}}`:                          "job.salry: unknown field (did you mean job.annual_salary?)",
		`{"applicant": {"birth_date": "1990-02-30"}}`:    "applicant.birth_date: 1990-02-30 is no date",
		`{"applicant": {"projects": [{}, {"rank": 0}]}}`: "applicant.projects[1].rank: 0 is out of range (1 to 1000)",
	} {
		if err := Default().Parse([]byte(input), f); err == nil || err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", input, err, want)
		}
	}
	if err := Default().Parse([]byte(goodFacts), f); err != nil {
		t.Fatal(err)
	}
}

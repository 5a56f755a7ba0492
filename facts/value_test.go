package facts_test

import (
	"testing"

	"yichuang/facts"
)

func TestVocabulary_ParseValue(t *testing.T) {
	for _, c := range []struct{ path, text, want string }{
		{"applicant.in_china", "true", `{"applicant":{"in_china":true}}`},
		{"applicant.in_china", "yes", `applicant.in_china: "yes" is neither true nor false`},
		{"applicant.hsk", "3", `{"applicant":{"hsk":3}}`},
		{"applicant.hsk", "9", "applicant.hsk: 9 is out of range (0 to 6)"},
		{"applicant.hsk", "0x3", `applicant.hsk: "0x3" is no number`},
		{"job.annual_salary", "140000.50", `{"job":{"annual_salary":140000.5}}`},
		{"job.annual_salary", "Inf", `job.annual_salary: "Inf" is no number`},
		{"job.annual_salary", "140,000", `job.annual_salary: "140,000" is no number`},
		{"on", "2026-01-01", `{"on":"2026-01-01"}`},
		{"on", "none", `on: "none" is no date (write YYYY-MM-DD)`},
		{"employer.licence_expires", "none", `{"employer":{"licence_expires":"none"}}`},
		{"place", "650100", `{"place":"650100"}`},
		{"zone", "sd-ftz, sco-demo", `{"zone":["sd-ftz","sco-demo"]}`},
		{"zone", "none", `{"zone":"none"}`},
		{"zone", "none,sd-ftz", "zone: none stands alone or not at all"},
		{"applicant.awards", "none", `{"applicant":{"awards":[]}}`},
		{"applicant.awards", "oscar", `applicant.awards: "oscar" is none of regional-sci-tech, tianshan, other-regional`},
		{"applicant.visa", "stay-permit", `{"applicant":{"visa":"stay-permit"}}`},
		{"applicant.visa", "", `{}`},
		{"job.post", "chief, \"test\"", `{"job":{"post":"chief, \"test\""}}`},
		{"years", "2024", "years: a list can only be given as JSON"},
	} {
		v := facts.Default()
		field, _ := v.Lookup(c.path)
		f := v.New()
		got := ""
		if value, err := v.ParseValue(field, c.text); err != nil {
			got = err.Error()
		} else {
			f.Set(field.Slot, value)
			got = string(f.AppendCanonical(nil))
		}
		if got != c.want {
			t.Errorf("%s %q:\n got %s\nwant %s", c.path, c.text, got, c.want)
		}
	}
}

func TestVocabulary_FormatValue(t *testing.T) {
	for path, text := range map[string]string{
		"applicant.in_china": "false", "applicant.hsk": "0", "job.annual_salary": "140000.5", "on": "2026-01-01",
		"employer.licence_expires": "none", "place": "xpcc-12", "zone": "sd-ftz,sco-demo", "applicant.awards": "none",
		"applicant.visa": "Z", "job.post": `chief "x"`, "job.days": "",
	} {
		v := facts.Default()
		field, _ := v.Lookup(path)
		value, err := v.ParseValue(field, text)
		if err != nil {
			t.Fatal(err)
		}
		if got := v.FormatValue(field, value); got != text {
			t.Errorf("%s: got %q, want %q", path, got, text)
		}
	}
}

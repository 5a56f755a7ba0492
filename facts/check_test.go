package facts_test

import (
	"testing"

	"yichuang/facts"
)

func TestVocabulary_Check(t *testing.T) {
	places := shippedPlaces(t)
	for _, c := range []struct{ name, input, want string }{
		{"good", goodFacts, ""},
		{"only a place", `{"place": "370281"}`, ""},
		{"no place", `{"on": "2026-01-01"}`, "place: missing (write the code of the place of work, such as 650100)"},
		{"unknown place", `{"place": "650199"}`, `place: unknown place "650199" (did you mean 650100?)`},
		{"place by name", `{"place": "Urumqi"}`, `place: unknown place "Urumqi" (did you mean 650100?)`},
		{"no place at all", `{"place": "xyz"}`, `place: unknown place "xyz" (write a six-digit code of GB/T 2260, or xpcc-1 to xpcc-14)`},
		{"the nation is no place", `{"place": "CN"}`, `place: unknown place "CN" (write a six-digit code of GB/T 2260, or xpcc-1 to xpcc-14)`},
		{"unknown division", `{"place": "xpcc-15"}`, `place: unknown place "xpcc-15" (write a six-digit code of GB/T 2260, or xpcc-1 to xpcc-14)`},
		{"unknown part-time place", `{"place": "650100", "part_time": {"place": "999999"}}`,
			`part_time.place: unknown place "999999" (write a six-digit code of GB/T 2260, or xpcc-1 to xpcc-14)`},
		{"permit of a division", `{"place": "650100", "previous_permit": {"issued_in": "xpcc-14"}}`, ""},
		{"permit of an older edition", `{"place": "370100", "previous_permit": {"issued_in": "371200"}}`, ""},
		{"permit of nowhere", `{"place": "650100", "previous_permit": {"issued_in": "000000"}}`,
			`previous_permit.issued_in: unknown place "000000" (write a six-digit code of GB/T 2260, or xpcc-1 to xpcc-14)`},

		{"zone in the city", `{"place": "650100", "zone": "xj-ftz-urumqi"}`, ""},
		{"zone in the division", `{"place": "xpcc-12", "zone": "xj-ftz-urumqi"}`, ""},
		{"zone elsewhere", `{"place": "370200", "zone": "xj-ftz-urumqi"}`, "zone: xj-ftz-urumqi does not lie in place 370200"},
		{"one zone of two elsewhere", `{"place": "370600", "zone": ["sd-ftz", "sco-demo"]}`, "zone: sco-demo does not lie in place 370600"},
		{"two zones", `{"place": "370200", "zone": ["sd-ftz", "sco-demo", "sd-hightech"]}`, ""},
		{"reform zone anywhere", `{"place": "110000", "zone": "innovation-reform"}`, ""},
		{"in no zone", `{"place": "110000", "zone": "none"}`, ""},

		{"born on the day", `{"place": "650100", "on": "2026-01-01", "applicant": {"birth_date": "2026-01-01"}}`, ""},
		{"born after filing", `{"place": "650100", "on": "2026-01-01", "applicant": {"birth_date": "2026-01-02"}}`,
			"applicant.birth_date: 2026-01-02 is after the filing date 2026-01-01 (on)"},
		{"child born after filing", `{"place": "650100", "on": "2026-01-01", "applicant": {"children": [{}, {"birth_date": "2026-01-02"}]}}`,
			"applicant.children[1].birth_date: 2026-01-02 is after the filing date 2026-01-01 (on)"},
		{"no filing date", `{"place": "650100", "applicant": {"birth_date": "2199-01-01"}}`, ""},

		{"permit ends on the day", `{"place": "650100", "on": "2026-01-01", "previous_permit": {"valid": true, "valid_until": "2026-01-01"}}`, ""},
		{"permit valid and ended", `{"place": "650100", "on": "2026-01-01", "previous_permit": {"valid": true, "valid_until": "2025-12-31"}}`,
			"previous_permit.valid: is true, but previous_permit.valid_until 2025-12-31 is before the filing date 2026-01-01 (on)"},
		{"permit ended and not valid", `{"place": "650100", "on": "2026-01-01", "previous_permit": {"valid": false, "valid_until": "2025-12-31"}}`, ""},
		{"permit without an end", `{"place": "650100", "on": "2026-01-01", "previous_permit": {"valid": true, "valid_until": "none"}}`, ""},
		{"expired papers are facts", `{"place": "650100", "on": "2026-01-01", "applicant": {"passport_expires": "2020-01-01"}, "employer": {"licence_expires": "2020-01-01"}}`, ""},

		{"a year twice", `{"place": "650100", "years": [{"year": 2024}, {}, {}, {"year": 2024}]}`, "years[3].year: 2024 stands twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if err := facts.Default().Check(parse(t, c.input), places); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

// A vocabulary without the fields that checks compare is checked for the rest.
func TestVocabulary_Check_smallVocabulary(t *testing.T) {
	v, err := facts.LoadVocabulary([]byte(smallVocabulary))
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Check(v.New(), shippedPlaces(t)); err != nil {
		t.Error(err)
	}
}

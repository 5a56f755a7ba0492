package civil

import (
	"strings"
	"testing"
)

const goodAlmanac = `
calendar: cn
name: {zh: 全国, en: nation}
years:
  - year: 2026
    source: {title: notice}
    holidays:
      - {name: {zh: 元旦, en: New Year's Day}, from: 2026-01-01, until: 2026-01-03, make_up: [2026-01-04]}
      - {name: {zh: 劳动节, en: Labour Day}, from: 2026-05-01, until: 2026-05-05, make_up: [2026-05-09]}
`

func TestReadAlmanac(t *testing.T) {
	a, err := ReadAlmanac([]byte(goodAlmanac))
	if err != nil {
		t.Fatal(err)
	}
	h := a.Years[0].Holidays[1]
	if a.Calendar != "cn" || h.Name.EN != "Labour Day" || h.From.String() != "2026-05-01" || h.MakeUp[0].String() != "2026-05-09" {
		t.Errorf("got %+v", a)
	}
}

// TestReadAlmanac_refuses spoils one place of a good almanac at a time.
func TestReadAlmanac_refuses(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"no calendar", "calendar: cn", "calendar: ''", "calendar is missing"},
		{"unknown field", "name: {zh: 全国, en: nation}", "names: {zh: 全国}", "names"},
		{"one language", "{zh: 全国, en: nation}", "{zh: 全国}", "both zh and en"},
		{"extends itself", "name: {zh: 全国", "extends: cn\nname: {zh: 全国", "extends itself"},
		{"no source", "{title: notice}", "{url: x}", "source.title is missing"},
		{"no such date", "2026-05-01", "2026-04-31", "2026-04-31 is no date"},
		{"backwards", "until: 2026-05-05", "until: 2026-04-30", "no block"},
		{"too long", "until: 2026-05-05", "until: 2026-06-05", "no block"},
		{"other year", "until: 2026-01-03, make_up: [2026-01-04]", "until: 2026-01-03, make_up: [2027-01-02]", "outside the year"},
		{"weekday made up", "2026-05-09", "2026-05-08", "is a Friday"},
		{"day named twice", "2026-05-09", "2026-05-02", "named twice"},
		{"holiday without a name", "{zh: 劳动节, en: Labour Day}", "{zh: 劳动节}", "needs a name"},
		{"year out of range", "year: 2026", "year: 26", "out of range"},
	} {
		t.Run(c.name, func(t *testing.T) {
			spoiled := strings.Replace(goodAlmanac, c.old, c.new, 1)
			if spoiled == goodAlmanac {
				t.Fatalf("%q is not in the almanac", c.old)
			}
			if _, err := ReadAlmanac([]byte(spoiled)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v; want an error with %q", err, c.want)
			}
		})
	}
}

func TestReadAlmanac_acceptsThePrecedingDecember(t *testing.T) {
	moved := strings.Replace(goodAlmanac, "from: 2026-01-01", "from: 2025-12-31", 1)
	if _, err := ReadAlmanac([]byte(moved)); err != nil {
		t.Errorf("a block from 31 December: %v", err)
	}
}

func TestNewCalendars_refuses(t *testing.T) {
	nation := Almanac{Calendar: "cn", Name: Name{"国", "nation"}}
	region := Almanac{Calendar: "region", Name: Name{"区", "region"}, Extends: "cn"}
	for _, c := range []struct {
		name     string
		almanacs []Almanac
		want     string
	}{
		{"base unknown", []Almanac{region}, "no almanac describes"},
		{"only years", []Almanac{{Calendar: "cn", Years: []Year{}}}, "has no name"},
		{"two names", []Almanac{nation, {Calendar: "cn", Name: Name{"国", "country"}}}, "two names"},
		{"two bases", []Almanac{nation, region, {Calendar: "region", Extends: "x"}}, "extends both"},
		{"circle", []Almanac{{Calendar: "a", Name: Name{"甲", "a"}, Extends: "b"}, {Calendar: "b", Name: Name{"乙", "b"}, Extends: "a"}}, "extends itself through"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := NewCalendars(c.almanacs...); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v; want an error with %q", err, c.want)
			}
		})
	}
}

// TestCalendars_With replaces a year in a new set and leaves the old one alone.
func TestCalendars_With(t *testing.T) {
	a, err := ReadAlmanac([]byte(goodAlmanac))
	if err != nil {
		t.Fatal(err)
	}
	before, err := NewCalendars(a)
	if err != nil {
		t.Fatal(err)
	}
	after, err := before.With(Almanac{Calendar: "cn", Years: []Year{{Year: 2026, Source: Source{Title: "corrected"}}}})
	if err != nil {
		t.Fatal(err)
	}
	labourDay := MustParseDate("2026-05-01")
	was, _ := before.Calendar("cn")
	is, _ := after.Calendar("cn")
	if was.IsWorkingDay(labourDay) || !is.IsWorkingDay(labourDay) {
		t.Errorf("1 May worked: before %t, after %t; want false, true", was.IsWorkingDay(labourDay), is.IsWorkingDay(labourDay))
	}
}

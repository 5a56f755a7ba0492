package civil_test

import (
	"strings"
	"testing"

	"yichuang/civil"
)

// The lists of reference/holidays.md, typed from there, one line a year:
// months, then the days off in them.
var (
	offDays = map[string]string{
		"2024": "01: 01; 02: 10 11 12 13 14 15 16 17; 04: 04 05 06; 05: 01 02 03 04 05; 06: 10; 09: 15 16 17; 10: 01 02 03 04 05 06 07",
		"2025": "01: 01 28 29 30 31; 02: 01 02 03 04; 04: 04 05 06; 05: 01 02 03 04 05 31; 06: 01 02; 10: 01 02 03 04 05 06 07 08",
		"2026": "01: 01 02 03; 02: 15 16 17 18 19 20 21 22 23; 04: 04 05 06; 05: 01 02 03 04 05; 06: 19 20 21; 09: 25 26 27; 10: 01 02 03 04 05 06 07",
	}
	madeUpDays = map[string]string{
		"2024": "02: 04 18; 04: 07 28; 05: 11; 09: 14 29; 10: 12",
		"2025": "01: 26; 02: 08; 04: 27; 09: 28; 10: 11",
		"2026": "01: 04; 02: 14 28; 05: 09; 09: 20; 10: 10",
	}
	xinjiangDays = map[string]string{"2025": "03: 29 30 31; 06: 06 07 08 09 10"}
)

// TestCalendar_agreesWithTheReference compares every day of 2024 to 2026.
func TestCalendar_agreesWithTheReference(t *testing.T) {
	nation, xinjiang := shipped(t)
	off, madeUp, regional := dates(offDays), dates(madeUpDays), dates(xinjiangDays)
	if len(off) != 28+28+33 || len(madeUp) != 8+5+6 || len(regional) != 8 {
		t.Fatalf("typed %d off, %d made up, %d regional", len(off), len(madeUp), len(regional))
	}
	for d := day("2024-01-01"); d <= day("2026-12-31"); d++ {
		want := civil.Workday
		switch weekday := d.Weekday(); {
		case off[d]:
			want = civil.DayOff
		case madeUp[d]:
			want = civil.MakeUp
		case weekday == 0 || weekday == 6:
			want = civil.Weekend
		}
		if got := nation.Day(d).Kind; got != want {
			t.Errorf("nation, %s: got %s, want %s", d, got, want)
		}
		if regional[d] {
			want = civil.Regional
		}
		if got := xinjiang.Day(d).Kind; got != want {
			t.Errorf("Xinjiang, %s: got %s, want %s", d, got, want)
		}
	}
}

// dates reads the typed lists.
func dates(years map[string]string) map[civil.Date]bool {
	all := map[civil.Date]bool{}
	for year, months := range years {
		for _, line := range strings.Split(months, "; ") {
			month, days, _ := strings.Cut(line, ": ")
			for _, d := range strings.Fields(days) {
				all[day(year+"-"+month+"-"+d)] = true
			}
		}
	}
	return all
}

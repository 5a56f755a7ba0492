package civil_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"yichuang/civil"
	"yichuang/packs"
)

// shipped builds the calendars that the program ships with.
func shipped(t testing.TB) (nation, xinjiang *civil.Calendar) {
	t.Helper()
	files, err := packs.Files(packs.FS, "calendars", "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var almanacs []civil.Almanac
	for name, document := range files {
		a, err := civil.ReadAlmanac(document)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		almanacs = append(almanacs, a)
	}
	set, err := civil.NewCalendars(almanacs...)
	if err != nil {
		t.Fatal(err)
	}
	nation, ok1 := set.Calendar("cn")
	xinjiang, ok2 := set.Calendar("xinjiang")
	if !ok1 || !ok2 {
		t.Fatalf("cn there: %t, xinjiang there: %t", ok1, ok2)
	}
	return nation, xinjiang
}

var day = civil.MustParseDate

func TestCalendar_workingDaysOfTheYear(t *testing.T) {
	nation, xinjiang := shipped(t)
	for _, c := range []struct {
		calendar *civil.Calendar
		year     string
		want     civil.WorkingDays
	}{
		{nation, "2024", 251}, {nation, "2025", 248}, {nation, "2026", 248},
		{xinjiang, "2024", 251}, {xinjiang, "2025", 244}, {xinjiang, "2026", 248},
	} {
		eve := day(c.year+"-01-01") - 1
		if got := c.calendar.WorkingDaysBetween(eve, day(c.year+"-12-31")); got != c.want {
			t.Errorf("%s %s: got %d working days, want %d", c.calendar.ID(), c.year, got, c.want)
		}
	}
}

func TestCalendar_AddWorkingDays(t *testing.T) {
	nation, xinjiang := shipped(t)
	for _, c := range []struct {
		name     string
		calendar *civil.Calendar
		from     string
		n        civil.WorkingDays
		due      string
		skipped  int
		madeUp   int
		missing  int
	}{
		{"over Labour Day to the Saturday worked for it", nation, "2026-04-27", 7, "2026-05-09", 5, 1, 0},
		{"joint review before Labour Day", nation, "2026-04-27", 5, "2026-05-07", 5, 0, 0},
		{"no days end on the day of the event", nation, "2026-05-01", 0, "2026-05-01", 0, 0, 0},
		{"an event on a day off is day 0", nation, "2026-05-01", 1, "2026-05-06", 4, 0, 0},
		{"Corban Festival in Xinjiang", xinjiang, "2025-06-05", 1, "2025-06-11", 5, 0, 0},
		{"the same days in the nation", nation, "2025-06-05", 1, "2025-06-06", 0, 0, 0},
		{"Xinjiang without its own 2026", xinjiang, "2026-04-27", 7, "2026-05-09", 5, 1, 1},
		{"last day of the data", nation, "2026-12-30", 1, "2026-12-31", 0, 0, 0},
		{"one past the data", nation, "2026-12-30", 2, "2027-01-01", 0, 0, 1},
		{"day 0 in a year without data needs nothing of it", nation, "2023-12-31", 1, "2024-01-02", 1, 0, 0},
		{"before the data", nation, "2023-12-28", 1, "2023-12-29", 0, 0, 1},
		{"both calendars missing", xinjiang, "2027-03-01", 5, "2027-03-08", 2, 0, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.calendar.AddWorkingDays(day(c.from), c.n)
			if got.Due.String() != c.due || len(got.Skipped) != c.skipped || len(got.MadeUp) != c.madeUp || len(got.Provisional) != c.missing {
				t.Errorf("got %s skipping %v, made up %v, missing %v; want %s skipping %d, %d, %d",
					got.Due, got.Skipped, got.MadeUp, got.Provisional, c.due, c.skipped, c.madeUp, c.missing)
			}
		})
	}
}

func TestCalendar_AddWorkingDays_saysWhy(t *testing.T) {
	_, xinjiang := shipped(t)
	var got []string
	for _, d := range xinjiang.AddWorkingDays(day("2025-05-23"), 10).Skipped {
		why := d.Kind.String()
		if d.Name != nil {
			why += " " + d.Name.EN
		}
		got = append(got, d.Date.String()+" "+why)
	}
	want := []string{
		"2025-05-24 weekend",
		"2025-05-25 weekend",
		"2025-05-31 holiday Dragon Boat Festival",
		"2025-06-01 holiday Dragon Boat Festival",
		"2025-06-02 holiday Dragon Boat Festival",
		"2025-06-06 regional Corban Festival",
		"2025-06-07 regional Corban Festival",
		"2025-06-08 regional Corban Festival",
		"2025-06-09 regional Corban Festival",
		"2025-06-10 regional Corban Festival",
	}
	// 26 to 30 May and 3 to 5 June are eight; the tenth falls on 12 June.
	if !slices.Equal(got, want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
}

func TestCalendar_Missing_namesTheYearAndTheCalendar(t *testing.T) {
	_, xinjiang := shipped(t)
	var got []string
	for _, m := range xinjiang.Missing(day("2025-12-31"), day("2027-01-01")) {
		got = append(got, string(m.Calendar)+" "+day("2000-01-01").AddYears(civil.Years(m.Year - 2000)).String()[:4])
		if m.Regional != (m.Calendar == "xinjiang") || m.Name.EN == "" {
			t.Errorf("%+v", m)
		}
	}
	if want := []string{"xinjiang 2026", "cn 2027", "xinjiang 2027"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestCalendar_countsBack: adding then counting gives the number back, and the
// due day is the first one that does.
func TestCalendar_countsBack(t *testing.T) {
	nation, xinjiang := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom([]*civil.Calendar{nation, xinjiang}).Draw(t, "calendar")
		from := civil.Date(rapid.IntRange(int(day("1900-01-01")), int(day("2199-01-01"))).Draw(t, "from"))
		if rapid.Bool().Draw(t, "near") {
			from = civil.Date(rapid.IntRange(int(day("2023-10-01")), int(day("2027-03-01"))).Draw(t, "from"))
		}
		n := civil.WorkingDays(rapid.IntRange(0, 600).Draw(t, "n"))
		due := c.Due(from, n)
		if got := c.WorkingDaysBetween(from, due); got != n {
			t.Fatalf("%s + %d = %s, counted back %d", from, n, due, got)
		}
		if got := c.WorkingDaysBetween(due, from); got != -n {
			t.Fatalf("%s to %s backwards: got %d, want %d", due, from, got, -n)
		}
		if n > 0 && !c.IsWorkingDay(due) {
			t.Fatalf("%s + %d ends on %s, which is not worked", from, n, due)
		}
	})
}

// TestCalendar_agreesWithADayByDayCount is the counter one would write first.
func TestCalendar_agreesWithADayByDayCount(t *testing.T) {
	nation, xinjiang := shipped(t)
	for _, c := range []*civil.Calendar{nation, xinjiang} {
		for from := day("2023-11-01"); from <= day("2027-02-01"); from++ {
			due := from
			for n := civil.WorkingDays(1); n <= 25; n++ {
				for due++; !c.IsWorkingDay(due); due++ {
				}
				r := c.AddWorkingDays(from, n)
				if r.Due != due || int(r.Due-from) != int(n)+len(r.Skipped) {
					t.Fatalf("%s: %s + %d: got %s skipping %d, want %s", c.ID(), from, n, r.Due, len(r.Skipped), due)
				}
			}
		}
	}
}

func BenchmarkCalendar_Due(b *testing.B) {
	nation, _ := shipped(b)
	from := day("2026-04-27")
	b.ReportAllocs()
	for b.Loop() {
		nation.Due(from, 20)
	}
}

func BenchmarkCalendar_AddWorkingDays(b *testing.B) {
	nation, _ := shipped(b)
	from := day("2026-04-27")
	b.ReportAllocs()
	for b.Loop() {
		nation.AddWorkingDays(from, 20)
	}
}

package civil

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	for _, s := range []string{"1900-01-01", "2024-02-29", "2026-11-22", "2199-12-31", "2000-02-29"} {
		d, err := ParseDate(s)
		if err != nil || d.String() != s {
			t.Errorf("ParseDate(%q) = %s, %v; want the same back", s, d, err)
		}
	}
	for _, s := range []string{"1990-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-01", "2026/01/01", "", "2026-01-01 ", "1899-12-31", "2200-01-01"} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %s; want an error", s, d)
		}
	}
}

// TestDate_agreesWithTime compares our arithmetic with the standard library's.
func TestDate_agreesWithTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Date(rapid.IntRange(-25000, 83000).Draw(t, "day"))
		std := time.Unix(int64(d)*secondsPerDay, 0).UTC()
		y, m, day := d.Civil()
		if y != std.Year() || m != std.Month() || day != std.Day() || d.Weekday() != std.Weekday() {
			t.Fatalf("%d: got %d-%d-%d %s, want %s %s", int(d), y, m, day, d.Weekday(), std.Format(time.DateOnly), std.Weekday())
		}
		if d.String() != std.Format(time.DateOnly) || NewDate(y, m, day) != d || DateOf(d.Time()) != d {
			t.Fatalf("%d does not print and parse to itself: %s", int(d), d)
		}
	})
}

func TestDate_CompletedYears(t *testing.T) {
	for _, c := range []struct {
		birth, on string
		want      Years
	}{
		{"1966-05-02", "2026-05-01", 59},
		{"1966-05-02", "2026-05-02", 60},
		{"1966-05-02", "2026-05-03", 60},
		{"2004-02-29", "2025-02-27", 20},
		{"2004-02-29", "2025-02-28", 21},
		{"2004-02-29", "2024-02-28", 19},
		{"2004-02-29", "2024-02-29", 20},
		{"2026-01-01", "2026-01-01", 0},
	} {
		if got := MustParseDate(c.birth).CompletedYears(MustParseDate(c.on)); got != c.want {
			t.Errorf("born %s, on %s: got %d, want %d", c.birth, c.on, got, c.want)
		}
	}
}

func TestDate_AddMonths(t *testing.T) {
	for _, c := range []struct {
		from string
		n    Months
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2026-05-31", 1, "2026-06-30"},
		{"2026-12-15", 1, "2027-01-15"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2026-04-27", 60, "2031-04-27"},
	} {
		if got := MustParseDate(c.from).AddMonths(c.n); got.String() != c.want {
			t.Errorf("%s + %d months: got %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

package civil

import "testing"

// FuzzParseDate: what parses prints back the same, byte for byte, and is a day
// that the calendar arithmetic takes apart and puts together again.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-11-22", "2024-02-29", "1900-02-29", "2199-12-31", "2026-1-1", "２０２６-01-01", "-026-01-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			return
		}
		if d.String() != s {
			t.Fatalf("%q parses and prints as %s", s, d)
		}
		y, m, day := d.Civil()
		if NewDate(y, m, day) != d {
			t.Fatalf("%s comes apart as %d-%d-%d", d, y, m, day)
		}
	})
}

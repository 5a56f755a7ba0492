package casefile

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCaseNumber(t *testing.T) {
	n, err := NewCaseNumber("QD", 2026, 4172)
	if err != nil || n != "QD26-004172-R" || !n.Valid() {
		t.Errorf("got %s, %v; want QD26-004172-R", n, err)
	}
	for _, typed := range []string{"QD26-004172-R", " qd26 004172 r ", "QD26004172R", "qd26–004172–r"} {
		if got, err := ParseCaseNumber(typed); err != nil || got != n {
			t.Errorf("%q: got %s, %v; want %s", typed, got, err, n)
		}
	}
	for _, typed := range []string{"", "QD26-004172", "QD26-004172-S", "QO26-004172-R", "IQ26-004172-R", "QD26-04172-R", "QD26-004172-RR", "2626-004172-R"} {
		if got, err := ParseCaseNumber(typed); err == nil {
			t.Errorf("%q: got %s, want an error", typed, got)
		}
	}
	for _, place := range []string{"", "Q", "QDD", "QO", "IQ", "qd", "Q1"} {
		if got, err := NewCaseNumber(place, 2026, 1); err == nil {
			t.Errorf("place letters %q: got %s, want an error", place, got)
		}
	}
	for _, serial := range []int{0, -1, 1_000_000} {
		if got, err := NewCaseNumber("QD", 2026, serial); err == nil {
			t.Errorf("serial %d: got %s, want an error", serial, got)
		}
	}
}

// TestCaseNumber_catchesSlips: every single wrong sign and every swap of two
// neighbouring digits is refused.
func TestCaseNumber_catchesSlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.StringMatching("[A-HJ-NP-Z]{2}").Draw(t, "letters")
		n, err := NewCaseNumber(letters, rapid.IntRange(2020, 2099).Draw(t, "year"), rapid.IntRange(1, 999999).Draw(t, "serial"))
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(string(n), "OI") {
			t.Fatalf("%s holds O or I", n)
		}
		for i := range n {
			for _, sign := range "0123456789" + alphabet {
				wrong := string(n[:i]) + string(sign) + string(n[i+1:])
				if got, err := ParseCaseNumber(wrong); err == nil && got != n {
					t.Fatalf("%s passes for %s", wrong, n)
				}
			}
			if i+1 < len(n) && isDigit(n[i]) && isDigit(n[i+1]) && n[i] != n[i+1] {
				swapped := string(n[:i]) + string(n[i+1]) + string(n[i]) + string(n[i+2:])
				if _, err := ParseCaseNumber(swapped); err == nil {
					t.Fatalf("%s passes for %s", swapped, n)
				}
			}
		}
	})
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func FuzzParseCaseNumber(f *testing.F) {
	f.Add("QD26-004172-R")
	f.Add("wl26000001x")
	f.Fuzz(func(t *testing.T, s string) {
		n, err := ParseCaseNumber(s)
		if err != nil {
			return
		}
		if again, err := ParseCaseNumber(string(n)); err != nil || again != n {
			t.Errorf("%q reads as %s, which reads as %s, %v", s, n, again, err)
		}
	})
}

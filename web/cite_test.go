package web

import (
	"net/http"
	"strings"
	"testing"

	"yichuang/people"
)

// TestChipsFor: a list that an office reads cites what holds at its places alone.
func TestChipsFor(t *testing.T) {
	s, _ := newDemoSite(t)
	const shandong, urumqi, nation = "/policy/cn-370000-2023/S1.4", "/policy/cn-650100-2024/U11", "/policy/cn-2017/EEL-29"
	for _, c := range []struct{ account, path, cites, not string }{
		{"police-qd", "/stays", shandong, urumqi}, {"police-qd", "/stays", nation, urumqi},
		{"police-ur", "/stays", nation, shandong}, {"police-ur", "/prefilings", urumqi, shandong},
		{"police-qd", "/prefilings", "", urumqi}, {"hr-lu", "/org/prefiling", urumqi, ""},
	} {
		s.is(people.PartyID(c.account))
		got := s.get(c.path + "?lang=en")
		if got.status != http.StatusOK || !strings.Contains(got.body, c.cites) || c.not != "" && strings.Contains(got.body, c.not) {
			t.Errorf("%s at %s: status %d, want %q cited and %q not", c.account, c.path, got.status, c.cites, c.not)
		}
	}
}

// TestFile_late: what is late on a case file says which limit, of law or promise.
func TestFile_late(t *testing.T) {
	s, _ := newDemoSite(t)
	number := s.numberOf(t, "officer-zhang", "EXAMPLE-SMITH")
	s.is("officer-zhang")
	for lang, want := range map[string]string{"en": "Decision on the work permit. The promised limit was Tue 21 April 2026.", "zh": "工作许可决定，承诺期限2026年4月21日"} {
		got := s.get("/officer/" + number + "?lang=" + lang)
		if !strings.Contains(got.body, want) {
			t.Errorf("%s: the file does not say %q\n%s", lang, want, mainOf(got.body))
		}
		mustBeWhole(t, number, got.body)
	}
}

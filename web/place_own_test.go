package web

import (
	"net/http"
	"strings"
	"testing"

	"yichuang/people"
)

// TestOwnPlace: a page that asks for a place begins with the reader's own, of an
// office or an employer, and gives way to another one that is named.
func TestOwnPlace(t *testing.T) {
	s, _ := newDemoSite(t)
	const urumqi, qingdao = `value="650100" selected`, `value="370200" selected`
	for _, c := range []struct {
		account     people.PartyID
		path, shows string
	}{
		{"talent-qiu", "/programmes?lang=en", urumqi}, {"talent-qiu", "/programmes?lang=en&place=370200", qingdao},
		{"hr-wang", "/apply?lang=en", qingdao}, {"hr-ur", "/apply?lang=en", urumqi}, {"hr-wang", "/apply?lang=en&place=650100", urumqi},
		{"hr-wang", "/apply?lang=en", `name="matter"`},
	} {
		s.is(c.account)
		if got := s.get(c.path); got.status != http.StatusOK || !strings.Contains(got.body, c.shows) {
			t.Errorf("%s at %s: status %d, want %s", c.account, c.path, got.status, c.shows)
		}
	}
	s.is("agent-sun")
	if got := s.get("/apply?lang=en"); strings.Contains(got.body, " selected") {
		t.Error("an agency acts for employers of several places; one is chosen for it")
	}
	s.is("hr-wang")
	if got := s.get("/apply?lang=en&place="); strings.Contains(got.body, `name="matter"`) {
		t.Error("who takes the place back is given it again")
	}
}

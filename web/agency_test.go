package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yichuang/office"
	"yichuang/people"
)

// TestAgency_remind: several cases, one look, one act; a second send sends nothing;
// cases of others are not found, and nobody but an agency reminds.
func TestAgency_remind(t *testing.T) {
	s, story := newDemoSite(t)
	hr, err := story.Who("hr-ur")
	must(t, err)
	c, err := s.server.Window.Open(t.Context(), office.Opening{Who: hr, Key: "open", Matter: "work-permit-first", Place: "650100", Employer: hr.Party, Foreigner: "smith"})
	must(t, err)
	draft, anna, foreign := string(c.Number), s.numberOf(t, "anna-account", ""), s.draftOf("hr-wang")
	s.is("agent-sun")
	list := s.get("/agency/remind?lang=en")
	if list.status != http.StatusOK || !strings.Contains(list.body, draft) || !strings.Contains(list.body, anna) || strings.Contains(list.body, foreign) {
		t.Fatalf("status %d: want %s and %s to choose from, not %s\n%s", list.status, draft, anna, foreign, list.body)
	}
	if got := s.post("/agency/remind", url.Values{}); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Choose at least one") {
		t.Errorf("nothing chosen: status %d", got.status)
	}
	look := s.post("/agency/remind", url.Values{"cases": {draft}, "others": {anna}})
	mustBeWhole(t, "/agency/remind", look.body)
	if look.status != http.StatusOK || !strings.Contains(look.body, "1 reminder and 1 not needed, because nothing is open.") || !strings.Contains(look.body, "Send 1 reminder") {
		t.Fatalf("status %d\n%s", look.status, look.body)
	}
	_, key, _ := strings.Cut(look.body, `name="key" value="`)
	key, _, _ = strings.Cut(key, `"`)
	send := url.Values{"sure": {"yes"}, "key": {key}, "cases": {draft, anna}}
	told := func() (n int) {
		news, err := s.server.Window.Messages(t.Context(), people.Who{Account: "hr-ur"}, "zh", 50, 0)
		must(t, err)
		for _, m := range news {
			if m.Kind == "reminder" && string(m.Case) == draft {
				n++
			}
		}
		return n
	}
	if told() != 0 {
		t.Error("looking at it sent it")
	}
	for range 2 {
		if got := s.post("/agency/remind", send); got.status != http.StatusOK || !strings.Contains(got.body, "1 reminder sent and 1 not needed") || told() != 1 {
			t.Errorf("status %d, %d messages\n%s", got.status, told(), got.body)
		}
	}
	if got := s.post("/agency/remind", url.Values{"cases": {draft}}); !strings.Contains(got.body, "once a day is enough") || strings.Contains(got.body, "Send 1 reminder") {
		t.Errorf("a second time that day\n%s", got.body)
	}
	if got := s.post("/agency/remind", url.Values{"cases": {draft, foreign}, "sure": {"yes"}, "key": {"x"}}); got.status != http.StatusNotFound {
		t.Errorf("a foreign case: status %d, want 404", got.status)
	}
	for _, account := range []people.PartyID{"hr-ur", "clerk-ur", "anna-account"} {
		s.is(account)
		if got := s.post("/agency/remind", url.Values{"cases": {draft}, "sure": {"yes"}, "key": {"y"}}); got.status != http.StatusForbidden {
			t.Errorf("%s reminds: status %d", account, got.status)
		}
	}
}

// TestAgency_cases: the list and its CSV file hold the cases of living mandates
// alone, whatever employer is asked for.
func TestAgency_cases(t *testing.T) {
	s, _ := newDemoSite(t)
	anna, foreign := s.numberOf(t, "anna-account", ""), s.draftOf("hr-wang")
	s.is("agent-sun")
	for _, path := range []string{"/agency/cases", "/agency/cases?format=csv", "/agency/cases?employer=ur-storage"} {
		if got := s.get(path); got.status != http.StatusOK || !strings.Contains(got.body, anna) || strings.Contains(got.body, foreign) {
			t.Errorf("%s: status %d\n%s", path, got.status, got.body)
		}
	}
	if got := s.get("/agency/cases?employer=qd-mould"); strings.Contains(got.body, foreign) {
		t.Errorf("another employer's cases\n%s", got.body)
	}
	if got := s.get("/agency/cases?format=csv&lang=en"); !strings.HasPrefix(got.body, "Case,Employer,Person,Matter,Place,Next date,State,Open for") {
		t.Errorf("got %s", got.body)
	}
	s.is("hr-ur")
	if got := s.post("/org/mandates/m-ur/revoke", nil); got.status != http.StatusOK {
		t.Fatalf("status %d", got.status)
	}
	s.is("agent-sun")
	for _, path := range []string{"/agency/cases?format=csv", "/agency/remind"} {
		if got := s.get(path); got.status != http.StatusOK || strings.Contains(got.body, anna) {
			t.Errorf("%s after the mandate: status %d\n%s", path, got.status, got.body)
		}
	}
}

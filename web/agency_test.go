package web

import (
	"fmt"
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

// TestAgency_remindPages: an agency with many open cases chooses a page at a time,
// or those of one employer, and comes back to where it was.
func TestAgency_remindPages(t *testing.T) {
	s, story := newDemoSite(t)
	hr, err := story.Who("hr-ur")
	must(t, err)
	var drafts []string
	for i := range rowsPerPage + 1 {
		c, err := s.server.Window.Open(t.Context(), office.Opening{Who: hr, Key: fmt.Sprint(i), Matter: "work-permit-first", Place: "650100", Employer: hr.Party, Foreigner: "smith"})
		must(t, err)
		drafts = append(drafts, string(c.Number))
	}
	s.is("agent-sun")
	first, second := s.get("/agency/remind?lang=en"), s.get("/agency/remind?page=2")
	mustBeWhole(t, "/agency/remind", first.body)
	for _, number := range drafts {
		if strings.Contains(first.body, number) == strings.Contains(second.body, number) {
			t.Errorf("case %s stands on both pages or on none", number)
		}
	}
	if !strings.Contains(first.body, `page=2">Next page`) || !strings.Contains(second.body, `action="/agency/remind?page=2"`) {
		t.Errorf("want the way to the second page, and its form to lead back to it\n%s", first.body)
	}
	for i, number := range drafts {
		if !strings.Contains(second.body, number) {
			continue
		}
		look := s.post("/agency/remind?page=2", url.Values{"cases": {drafts[i]}})
		if look.status != http.StatusOK || !strings.Contains(look.body, `<a href="/agency/remind?page=2">Back to the choice`) {
			t.Errorf("status %d: want the way back to the page\n%s", look.status, look.body)
		}
	}
	if got := s.get("/agency/remind?employer=ur-storage"); !strings.Contains(got.body, "employer=ur-storage&amp;page=2") {
		t.Errorf("the employer's second page is not linked\n%s", got.body)
	}
	if got := s.get("/agency/remind?employer=qd-mould"); got.status != http.StatusOK || strings.Contains(got.body, s.draftOf("hr-wang")) || !strings.Contains(got.body, "Nothing is open here") {
		t.Errorf("another's employer: status %d\n%s", got.status, got.body)
	}
}

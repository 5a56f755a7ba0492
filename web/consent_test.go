package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"yichuang/office"
	"yichuang/people"
)

// TestConsent_link: whoever has the link sees what is asked, in both languages,
// and nothing else of the case; a wrong code is said at its field and keeps what
// was typed; the right one answers once.
func TestConsent_link(t *testing.T) {
	s, story := newDemoSite(t)
	who, err := story.Who("hr-ur")
	must(t, err)
	w := s.server.Window
	c, err := w.Open(t.Context(), office.Opening{Who: who, Key: "u5", Matter: "part-time-urumqi", Place: "650100", Employer: "ur-storage", Foreigner: "weber"})
	must(t, err)
	c, err = w.Save(t.Context(), office.Write{Who: who, Number: c.Number, Seen: c.Version, Key: "save"}, map[string]json.RawMessage{
		"part_time.kind": json.RawMessage(`"work"`), "previous_permit.valid_until": json.RawMessage(`"2027-12-31"`),
	})
	must(t, err)
	s.is("hr-ur")
	ask := "/case/" + string(c.Number) + "/consent/main-employer/ask"
	form := url.Values{"seen": {strconv.Itoa(c.Version)}, "key": {"ask"}, "who": {"other"}, "name": {"Example Institute"}, "code": {"91350100M000100Y44"}}
	if got := s.post(ask, form); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Example Institute") {
		t.Fatalf("a wrong code: status %d, want 422 with what was typed", got.status)
	}
	form.Set("code", "91350100M000100Y43")
	got := s.post(ask, form)
	found := regexp.MustCompile(`http[^<"]*(/consent/[A-Z0-9-]+)`).FindStringSubmatch(got.body)
	if got.status != http.StatusOK || found == nil {
		t.Fatalf("status %d without the link\n%s", got.status, got.body)
	}
	link := found[1]

	s.get("/signout")
	s.client.Jar = nil
	for lang, want := range map[string]string{"en": "Part-time", "zh": "兼职"} {
		got := s.get(link + "?lang=" + lang)
		if got.status != http.StatusOK || !strings.Contains(got.body, want) || !strings.Contains(got.body, "EXAMPLE-WEBER Lukas") || strings.Contains(got.body, "2027") {
			t.Errorf("%s: status %d, want what is agreed to and no more\n%s", lang, got.status, got.body)
		}
		mustBeWhole(t, link, got.body)
	}
	answer := url.Values{"lang": {""}, "answer": {"agree"}, "name": {"Li, director"}, "code": {"91350100M000100Y4X"}}
	if got := s.post(link, answer); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Li, director") {
		t.Errorf("a wrong code: status %d, want 422 with what was typed", got.status)
	}
	answer.Set("code", "91350100m000100y43")
	if got := s.post(link, answer); got.status != http.StatusOK || strings.Contains(got.body, `name="answer"`) {
		t.Errorf("status %d, want the answer and no form any more\n%s", got.status, got.body)
	}
	after, err := w.Case(t.Context(), who, c.Number)
	must(t, err)
	if k := after.Consents[0]; k.GivenAt == nil || k.Name != "Li, director" {
		t.Errorf("got %+v, want the consent with its name", k)
	}
	if got := s.get("/consent/AAAAA-BBBBB"); got.status != http.StatusNotFound {
		t.Errorf("no such link: status %d, want 404", got.status)
	}
}

// TestFilings_rights: who may see the pages of filings, and whose data they show.
func TestFilings_rights(t *testing.T) {
	s, _ := newDemoSite(t)
	for _, c := range []struct {
		account people.PartyID
		path    string
		status  int
		shows   string
	}{
		{"hr-lu", "/part-time", 200, "EXAMPLE-GARCIA"}, {"hr-wang", "/part-time", 200, ""}, {"anna-account", "/part-time", 403, ""}, {"clerk-li", "/part-time", 403, ""},
		{"hr-lu", "/helpers", 200, "EXAMPLE-GARCIA"}, {"hr-ur", "/helpers", 200, ""}, {"police-qd", "/helpers", 403, ""},
		{"hr-lu", "/stay", 200, "EXAMPLE-LEE"}, {"hr-wang", "/stay", 200, ""}, {"police-qd", "/stays", 200, "EXAMPLE-LEE"}, {"police-ur", "/stays", 200, ""},
		{"platform-gao", "/incubator", 200, "2025"}, {"hr-lu", "/incubator", 404, ""}, {"officer-zhang", "/platforms/new", 200, ""}, {"hr-lu", "/platforms/new", 403, ""},
		{"hr-lu", "/org/prefiling", 200, ""}, {"anna-account", "/org/prefiling", 403, ""}, {"hr-bj", "/consents", 200, ""},
	} {
		s.is(c.account)
		got := s.get(c.path + "?lang=en")
		if got.status != c.status {
			t.Errorf("%s at %s: status %d, want %d", c.account, c.path, got.status, c.status)
		}
		if c.shows != "" && !strings.Contains(got.body, c.shows) {
			t.Errorf("%s at %s does not read %s", c.account, c.path, c.shows)
		}
		for _, name := range []string{"EXAMPLE-GARCIA", "EXAMPLE-LEE", "EXAMPLE-NOVAK"} {
			if c.account != "hr-lu" && c.account != "police-qd" && strings.Contains(got.body, name) {
				t.Errorf("%s at %s reads %s", c.account, c.path, name)
			}
		}
		if got.status == 200 {
			mustBeWhole(t, c.path, got.body)
		}
	}
	s.client.Jar = nil
	if got := s.get("/platforms?lang=en"); got.status != 200 || !strings.Contains(got.body, "Qingdao Example International Incubator") {
		t.Errorf("the register of platforms: status %d\n%s", got.status, got.body)
	}
	for _, body := range []url.Values{{"place": {"650100"}, "months-2025": {"13"}}, {"place": {"650100"}, "wage-2025": {"much"}}, {"place": {"none"}}} {
		if got := s.post("/check/residence", body); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%v: status %d, want 422", body, got.status)
		}
	}
}

package web

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/office"
	"yichuang/people"
)

// is signs the browser in as somebody of the story, in a new session.
func (s *site) is(account people.PartyID) {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	must(s.t, err)
	s.client.Jar = jar
	s.get("/?lang=en")
	if got := s.post("/signin/demo", url.Values{"account": {string(account)}}); got.status != http.StatusOK {
		s.t.Fatalf("sign %s in: status %d", account, got.status)
	}
}

// newDemoSite is newStorySite with the sign-in by a click.
func newDemoSite(t *testing.T) (*site, *office.Story) {
	now := inForce
	s, story := newStorySite(t, &now), readStory(t)
	s.server.Demo = true
	for _, a := range story.Accounts {
		s.server.People = append(s.server.People, DemoPerson{Account: a.ID, Name: a.Name, Role: a.Roles[0]})
	}
	return s, story
}

// caseRoutes are the addresses of one case: pages, an attachment, every button.
func caseRoutes(number string) (pages, buttons []string) {
	for _, base := range []string{"/case/", "/officer/"} {
		pages = append(pages, base+number, base+number+"/paper/0000")
		for act := range caseActs {
			buttons = append(buttons, base+number+"/"+act)
		}
	}
	for _, below := range []string{"/answers", "/task/job", "/check", "/sent", "/fix", "/appointment", "/promise/photo", "/rate", "/leave", "/family", "/access"} {
		pages = append(pages, "/case/"+number+below)
	}
	return pages, append(buttons, "/case/"+number+"/answers", "/case/"+number+"/task/job", "/case/"+number+"/send", "/case/"+number+"/answer", "/case/"+number+"/rate", "/case/"+number+"/leave", "/case/"+number+"/family", "/case/"+number+"/book", "/case/"+number+"/unbook", "/case/"+number+"/promise", "/officer/"+number+"/approve")
}

// TestRights_foreignCases tries every account of the story at every route of
// every case: one outside the account's scope is not found and shows nothing.
func TestRights_foreignCases(t *testing.T) {
	s, story := newDemoSite(t)
	names := map[string]string{}
	for _, sender := range []people.PartyID{"hr-wang", "agent-sun"} {
		who, err := story.Who(sender)
		must(t, err)
		rows, _, err := s.server.Window.Cases(t.Context(), who, office.CaseFilter{})
		must(t, err)
		for _, row := range rows {
			names[row.Number], err = s.server.Window.PartyName(t.Context(), people.PartyID(row.Foreigner))
			must(t, err)
		}
	}
	if len(names) != 5 {
		t.Fatalf("the story has %d cases, want 5", len(names))
	}
	closed := 0
	for _, account := range story.Accounts {
		s.is(account.ID)
		who, err := story.Who(account.ID)
		must(t, err)
		lists := s.get("/my").body + s.get("/officer").body + s.get("/my?q="+url.QueryEscape("26-")).body
		for number, name := range names {
			_, err := s.server.Window.Case(t.Context(), who, casefile.CaseNumber(number))
			if err == nil {
				continue
			}
			closed++
			if strings.Contains(lists, number) {
				t.Errorf("%s: a list shows %s", account.ID, number)
			}
			pages, buttons := caseRoutes(number)
			for _, path := range pages {
				s.mustHide(account.ID, path, name, s.get(path))
			}
			for _, path := range buttons {
				form := url.Values{"seen": {"1"}, "key": {path + string(account.ID)}, "slot": {"photo"}, "state": {"seen"}, "declared": {"yes"}, "track": {"permit"}, "reason": {"-"}}
				s.mustHide(account.ID, path, name, s.post(path, form))
			}
		}
	}
	if closed < 40 {
		t.Errorf("%d pairs of account and foreign case tried, want at least 40", closed)
	}
}

// mustHide wants a refusal that names neither the person nor the papers.
func (s *site) mustHide(account people.PartyID, path, name string, got answer) {
	s.t.Helper()
	chooses := strings.HasPrefix(got.address, "/role") // an account without a post that was taken
	if !chooses && got.status != http.StatusNotFound && got.status != http.StatusForbidden && got.status != http.StatusUnprocessableEntity {
		s.t.Errorf("%s at %s: status %d, want 404, 403 or 422", account, path, got.status)
	}
	if strings.Contains(got.body, name) {
		s.t.Errorf("%s at %s reads the name %q", account, path, name)
	}
}

// TestCase_staleAndDouble sends a form twice, which is one act, and then from a
// second window that is out of date: nothing typed there is lost.
func TestCase_staleAndDouble(t *testing.T) {
	s, story := newDemoSite(t)
	who, err := story.Who("clerk-ur")
	must(t, err)
	rows, _, err := s.server.Window.Cases(t.Context(), who, office.CaseFilter{Text: "SAMPLEBEK"})
	must(t, err)
	number := rows[0].Number
	before, err := s.server.Window.Case(t.Context(), who, casefile.CaseNumber(number))
	must(t, err)
	form := url.Values{"seen": {strconv.Itoa(before.Version)}, "key": {"one click"}, "slot": {string(before.Unsettled()[0])}, "state": {"seen"}}
	s.is("clerk-ur")
	for range 2 {
		if got := s.post("/officer/"+number+"/judge", form); got.status != http.StatusOK {
			t.Fatalf("status %d\n%s", got.status, got.body)
		}
	}
	after, err := s.server.Window.Case(t.Context(), who, casefile.CaseNumber(number))
	must(t, err)
	if after.Version != before.Version+1 {
		t.Errorf("two clicks made %d events, want 1", after.Version-before.Version)
	}
	form.Set("key", "another window")
	form.Set("state", "not-good-enough")
	form.Set("reason", "the seal cannot be read")
	got := s.post("/officer/"+number+"/judge", form)
	if got.status != http.StatusConflict || !strings.Contains(got.body, "the seal cannot be read") || !strings.Contains(got.body, "林示范 – judged a paper") {
		t.Errorf("status %d, want 409 with what was typed and who changed what\n%s", got.status, got.body)
	}
	mustBeWhole(t, "stale case", got.body)
}

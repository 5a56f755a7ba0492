package web

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/office"
	"yichuang/people"
	"yichuang/store"
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

// foreign is a case with what an address can name of it, and what nobody outside
// may read.
type foreign struct {
	number, person, passport string
	fill                     *strings.Replacer // placeholders of the routes
}

// foreigns are the cases of the story with a paper and a letter each.
func (s *site) foreigns(t *testing.T) []foreign {
	t.Helper()
	all := people.Scope{Account: "test", Places: []people.PlaceCode{people.Nation}, AnyOffice: true}
	rows, err := s.server.Window.DB.Cases(t.Context(), store.CaseFilter{Scope: all, Limit: 100})
	must(t, err)
	var out []foreign
	for _, row := range rows {
		c, err := row.Folded()
		must(t, err)
		party, err := s.server.Window.DB.Party(t.Context(), row.Foreigner)
		if err != nil { // a case about no person
			continue
		}
		file, letter := "0000", "0000"
		for _, slot := range c.Slots {
			if len(slot.Files) > 0 {
				file = slot.Files[0].Hash
			}
		}
		letters, err := s.server.Window.DB.Letters(t.Context(), row.Number)
		must(t, err)
		if len(letters) > 0 {
			letter = letters[0].ID
		}
		out = append(out, foreign{row.Number, party.Name, party.Passport, strings.NewReplacer(
			"{number}", row.Number, "{file}", file, "{letter}", letter, "{condition}", "limit:age", "{topic}", "job", "{task}", "job", "{of}", "main-employer", "{slot}", "photo",
		)})
	}
	return out
}

// TestRights_everyRoute tries every account of the story at every address of
// routes.go that names a case, for cases outside the account's scope: pages,
// papers, letters, every button. None is found, and none tells the person's name
// or passport. Lists, searches, counts and CSV files of every other address show
// nothing of them either.
func TestRights_everyRoute(t *testing.T) {
	s, story := newDemoSite(t)
	cases := s.foreigns(t)
	tried, lists := 0, 0
	for _, account := range story.Accounts {
		s.is(account.ID)
		who, err := story.Who(account.ID)
		must(t, err)
		var outside []foreign
		for _, f := range cases {
			if _, err := s.server.Window.Case(t.Context(), who, casefile.CaseNumber(f.number)); err != nil {
				outside = append(outside, f)
			}
		}
		var pages strings.Builder
		for _, pattern := range s.server.patterns {
			method, address, _ := strings.Cut(pattern, " ")
			if method == http.MethodGet && !strings.Contains(address, "{") && !skipped[address] {
				pages.WriteString(s.get(address).body + s.get(address+"?format=csv").body + s.get(address+"?q=EXAMPLE").body)
				lists++
			}
		}
		for i, f := range outside {
			if seen := pages.String(); strings.Contains(seen, "/"+f.number) || strings.Contains(seen, ","+f.number+",") || strings.Contains(seen, f.passport) {
				t.Errorf("%s: a list, search or file shows %s", account.ID, f.number)
			}
			if i >= 3 { // three cases outside are enough for the addresses; all were looked for in lists
				continue
			}
			for _, pattern := range s.server.patterns {
				method, address, _ := strings.Cut(pattern, " ")
				if !strings.Contains(address, "{number}") {
					continue
				}
				for _, path := range actsAt(f.fill.Replace(address)) {
					tried++
					if method == http.MethodGet {
						s.mustHide(account.ID, path, f, s.get(path))
						continue
					}
					form := url.Values{"seen": {"1"}, "key": {path + string(account.ID)}, "slot": {"photo"}, "state": {"seen"}, "declared": {"yes"}, "track": {"permit"}, "reason": {"-"}, "text": {"-"}, "do": {"issue"}, "original": {"photo"}, "to": {"-"}}
					s.mustHide(account.ID, path, f, s.post(path, form))
				}
			}
		}
	}
	if tried < 3000 || lists < 300 {
		t.Errorf("%d addresses and %d lists tried; want thousands and hundreds: are the routes read?", tried, lists)
	}
	t.Logf("%d addresses of foreign cases, %d lists", tried, lists)
}

// skipped are addresses that end the session or belong to nobody's cases.
var skipped = map[string]bool{"/signin": true, "/signin/code": true, "/signin/factor": true, "/signin/factor/qr.png": true, "/{$}": true}

// actsAt is the address, once for every act where it names one.
func actsAt(address string) []string {
	if !strings.Contains(address, "{act}") {
		return []string{address}
	}
	paths := []string{strings.Replace(address, "{act}", "agree", 1), strings.Replace(address, "{act}", "reveal", 1)}
	for _, acts := range []map[string]caseAct{caseActs, fileActs} {
		for act := range acts {
			paths = append(paths, strings.Replace(address, "{act}", act, 1))
		}
	}
	return paths
}

// TestRights_endedMandate: an agency whose mandate was revoked finds nothing of the
// employer any more, on no path.
func TestRights_endedMandate(t *testing.T) {
	s, story := newDemoSite(t)
	hr, err := story.Who("hr-ur")
	must(t, err)
	agent, err := story.Who("agent-sun")
	must(t, err)
	rows, total, err := s.server.Window.Cases(t.Context(), agent, office.CaseFilter{})
	must(t, err)
	if total == 0 {
		t.Fatal("the agency has no case to lose")
	}
	s.is("agent-sun")
	if got := s.get("/case/" + rows[0].Number); got.status != http.StatusOK {
		t.Fatalf("before: status %d", got.status)
	}
	must(t, s.server.Window.Revoke(t.Context(), hr, "m-ur"))
	for _, path := range []string{"/case/" + rows[0].Number, "/case/" + rows[0].Number + "/answers", "/case/" + rows[0].Number + "/calendar.ics"} {
		if got := s.get(path); got.status != http.StatusNotFound {
			t.Errorf("%s after the mandate: status %d, want 404", path, got.status)
		}
	}
	for _, path := range []string{"/my", "/my?q=" + rows[0].Number[:2], "/permits"} {
		if got := s.get(path); strings.Contains(got.body, rows[0].Number) {
			t.Errorf("%s still shows the case", path)
		}
	}
}

// TestRights_foreignPermits: a permit outside the scope is not found, by page and
// by act.
func TestRights_foreignPermits(t *testing.T) {
	s, story := newDemoSite(t)
	all := people.Scope{Account: "test", Places: []people.PlaceCode{people.Nation}, AnyOffice: true}
	rows, err := s.server.Window.DB.Permits(t.Context(), store.PermitFilter{Scope: all})
	must(t, err)
	tried := 0
	for _, account := range story.Accounts {
		who, err := story.Who(account.ID)
		must(t, err)
		own, _, err := s.server.Window.Permits(t.Context(), who, office.PermitFilter{Limit: 100})
		must(t, err)
		s.is(account.ID)
		for _, row := range rows {
			if slices.ContainsFunc(own, func(o office.PermitRow) bool { return o.Number == row.Number }) {
				continue
			}
			tried++
			list := s.get("/permits?format=csv").body + s.get("/permits?q="+row.Number).body
			got, act := s.get("/permits/"+row.Number), s.post("/permits/"+row.Number+"/apply", url.Values{"key": {"k" + row.ID}, "matter": {"work-permit-cancel"}})
			for _, a := range []answer{got, act} {
				if a.status == http.StatusOK && !strings.HasPrefix(a.address, "/role") {
					t.Errorf("%s opens permit %s at %s", account.ID, row.Number, a.address)
				}
			}
			if strings.Contains(list, `"/permits/`+row.Number) || strings.Contains(list, ","+row.Number+",") {
				t.Errorf("%s: a list shows permit %s", account.ID, row.Number)
			}
		}
	}
	if tried == 0 {
		t.Error("no foreign permit was tried")
	}
}

// mustHide wants a refusal that names neither the person nor the papers.
func (s *site) mustHide(account people.PartyID, path string, f foreign, got answer) {
	s.t.Helper()
	chooses := strings.HasPrefix(got.address, "/role") // an account without a post that was taken
	if !chooses && got.status != http.StatusNotFound && got.status != http.StatusForbidden && got.status != http.StatusUnprocessableEntity {
		s.t.Errorf("%s at %s: status %d, want 404, 403 or 422", account, path, got.status)
	}
	if strings.Contains(got.body, f.person) || strings.Contains(got.body, f.passport) {
		s.t.Errorf("%s at %s reads the name or passport of %s", account, path, f.number)
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
	if got.status != http.StatusConflict || !strings.Contains(got.body, "the seal cannot be read") || !strings.Contains(got.body, "林示范 – checked a paper") {
		t.Errorf("status %d, want 409 with what was typed and who changed what\n%s", got.status, got.body)
	}
	mustBeWhole(t, "stale case", got.body)
}

package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yichuang/office"
	"yichuang/people"
)

// adminRoutes are the pages of administration that take no id.
var adminRoutes = []string{
	"/admin", "/admin/offices", "/admin/offices/new", "/admin/slots", "/admin/officers", "/admin/others", "/admin/officers/hr-wang", "/admin/officers/new", "/admin/outbox",
	"/admin/parameters", "/admin/parameters/set", "/admin/calendars", "/admin/calendars/new", "/admin/audit",
}

// TestAdmin_pages renders every page in both languages, and refuses everybody
// who administers nothing.
func TestAdmin_pages(t *testing.T) {
	s, story := newDemoSite(t)
	s.is("admin-qian")
	pages := append(adminRoutes, "/admin/offices/qd-experts", "/admin/offices/qd-experts/remedies", "/admin/slots/qd-experts",
		"/admin/officers/clerk-li", "/admin/officers/clerk-li/post", "/admin/officers/clerk-li/roles", "/admin/officers/clerk-li/invite",
		"/admin/officers/clerk-li/factor", "/admin/officers/clerk-li/close", "/admin/calendars/year?calendar=cn&year=2026")
	for _, path := range pages {
		for _, lang := range []string{"en", "zh"} {
			sign := "?"
			if strings.Contains(path, "?") {
				sign = "&"
			}
			got := s.get(path + sign + "lang=" + lang)
			if got.status != http.StatusOK || strings.Contains(got.body, "‹") {
				t.Errorf("%s in %s: status %d, untranslated %t", path, lang, got.status, strings.Contains(got.body, "‹"))
			}
			mustBeWhole(t, path, got.body)
		}
	}
	s.is("operator-wu")
	for path, status := range map[string]int{
		"/admin": 200, "/admin/parameters": 200, "/admin/parameters/set": 200, "/admin/calendars": 200, "/admin/audit": 200,
		"/admin/offices": 403, "/admin/officers": 403, "/admin/others": 403, "/admin/outbox": 403, "/admin/slots": 403,
	} {
		if got := s.get(path); got.status != status {
			t.Errorf("an operator at %s: status %d, want %d", path, got.status, status)
		}
	}
	for _, account := range story.Accounts {
		who, err := story.Who(account.ID)
		must(t, err)
		if who.Role.Can(people.Administer) || who.Role.Can(people.Operate) {
			continue
		}
		s.is(account.ID)
		for _, path := range pages {
			if got := s.get(path); got.status != http.StatusForbidden {
				t.Errorf("%s at %s: status %d, want 403", account.ID, path, got.status)
			}
		}
		for path, form := range map[string]url.Values{
			"/admin/offices/new": {"seen": {"0"}, "id": {"x"}}, "/admin/officers/new": {"name": {"x"}}, "/admin/officers/clerk-li/close": {},
			"/admin/parameters/set": {"id": {"average-wage"}, "place": {"370200"}, "value": {"1"}, "from": {"2026-01-01"}, "source": {"x"}},
			"/admin/calendars/new":  {"calendar": {"cn"}, "year": {"2027"}, "title": {"x"}},
		} {
			if got := s.post(path, form); got.status != http.StatusForbidden {
				t.Errorf("%s sends to %s: status %d, want 403", account.ID, path, got.status)
			}
		}
	}
}

// TestAdmin_office adds an office, changes it, and keeps what was typed where
// something is wrong or somebody else was faster.
func TestAdmin_office(t *testing.T) {
	s, _ := newDemoSite(t)
	s.is("admin-qian")
	form := url.Values{"seen": {"0"}, "id": {"ji-experts"}, "name_zh": {"济南示范"}, "name_en": {"Jinan (demo)"}, "kind": {"foreign-experts"},
		"places": {"370100\n莱芜区x"}, "letters": {"jn"}}
	got := s.post("/admin/offices/new?lang=en", form)
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "We know no place “莱芜区x”") || !strings.Contains(got.body, "济南示范") {
		t.Fatalf("status %d, want 422 with what was typed\n%s", got.status, got.body)
	}
	form.Set("places", "济南市")
	if got = s.post("/admin/offices/new", form); got.status != http.StatusOK || !strings.HasSuffix(got.address, "/ji-experts/remedies") {
		t.Fatalf("status %d at %s, want the remedy texts\n%s", got.status, got.address, got.body)
	}
	if got = s.post("/admin/offices/new", form); got.status != http.StatusOK {
		t.Errorf("sent twice: status %d, want that it is there", got.status)
	}
	other := url.Values{"seen": {"1"}, "all_zh": {"可以申请行政复议"}, "all_en": {"You may ask for reconsideration"}}
	if got = s.post("/admin/offices/ji-experts/remedies", other); got.status != http.StatusOK || !strings.Contains(got.body, "Jinan (demo)") {
		t.Errorf("remedies: status %d\n%s", got.status, got.body)
	}
	form.Set("seen", "1") // before the remedies were saved
	form.Set("phone", "0531-1")
	if got = s.post("/admin/offices/ji-experts", form); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "0531-1") ||
		!strings.Contains(got.body, "while you were filling this in") || !strings.Contains(got.body, `name="seen" value="2"`) {
		t.Errorf("a stale form: status %d, want 422 with what was typed, going on from the newer version", got.status)
	}
	who := people.Who{Account: "admin-qian", Role: people.Administrator}
	seen, err := s.server.Window.Office(t.Context(), who, "ji-experts")
	must(t, err)
	if missing := office.LackingRemedies(seen.Office, s.server.Window.RemedyKeys(seen.Kind, seen.Places)); missing != 0 || seen.Letters != "JN" || seen.Phone != "" {
		t.Errorf("got %+v, %d remedies missing", seen, missing)
	}
	hours := url.Values{"seen": {"2"}, "length": {"30"}, "days-0": {"1", "3"}, "from-0": {"09:00"}, "until-0": {"08:00"}, "capacity-0": {"2"}}
	if got = s.post("/admin/slots/ji-experts", hours); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "end before they begin") {
		t.Errorf("hours: status %d", got.status)
	}
	hours.Set("until-0", "11:30")
	if got = s.post("/admin/slots/ji-experts", hours); got.status != http.StatusOK || !strings.Contains(got.body, "09:00–11:30, 2 at once") {
		t.Errorf("hours: status %d\n%s", got.status, got.body)
	}
	if audit := s.get("/admin/audit?subject=office").body; !strings.Contains(audit, "added an office") || !strings.Contains(audit, "ji-experts") {
		t.Error("the record does not tell of the office")
	}
}

// TestAdmin_officer invites an officer, gives posts and substitutes, and closes
// the account.
func TestAdmin_officer(t *testing.T) {
	s, _ := newDemoSite(t)
	s.is("admin-qian")
	form := url.Values{"name": {"吴示范"}, "login": {"0815"}, "language": {"zh"}, "office": {""}, "roles": {"clerk"}}
	if got := s.post("/admin/officers/new", form); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "吴示范") {
		t.Fatalf("a clerk without an office: status %d\n%s", got.status, got.body)
	}
	form.Set("office", "qd-experts")
	got := s.post("/admin/officers/new", form)
	if got.status != http.StatusOK || !strings.Contains(got.body, `id="invitation-code"`) {
		t.Fatalf("status %d\n%s", got.status, got.body)
	}
	mustBeWhole(t, "handover", got.body)
	staff := s.get("/admin/officers?q=0815&lang=en")
	if !strings.Contains(staff.body, "Window clerk, Qingdao foreign-expert department") || !strings.Contains(staff.body, "Invited") {
		t.Errorf("the list does not show the clerk\n%s", staff.body)
	}
	if settled := s.get("/admin/officers?q=admin@&lang=en"); strings.Contains(settled.body, "Invited") || !strings.Contains(settled.body, "Active") {
		t.Errorf("who signs in by a click in the demo still reads as invited\n%s", mainOf(settled.body))
	}
	base := between(t, staff.body, `href="/admin/officers/`, `"`, 1)
	if got = s.post("/admin/officers/"+base+"/post", url.Values{"office": {"qd-experts"}, "roles": {"officer"}}); got.status != http.StatusOK || strings.Count(got.body, "End this post") != 2 {
		t.Errorf("a second post: status %d\n%s", got.status, got.body)
	}
	post := between(t, got.body, `/admin/posts/`, `/substitute`, 0)
	days := url.Values{"account": {"clerk-li"}, "from": {"2026-04-27"}, "until": {"2026-04-26"}}
	if got = s.post("/admin/posts/"+post+"/substitute", days); got.status != http.StatusUnprocessableEntity {
		t.Errorf("days in the wrong order: status %d", got.status)
	}
	days.Set("until", "2026-05-08")
	for range 2 { // twice is once
		got = s.post("/admin/posts/"+post+"/substitute", days)
	}
	if got.status != http.StatusOK || strings.Count(got.body, "stands in") != 1 {
		t.Errorf("a substitute: status %d\n%s", got.status, got.body)
	}
	if got = s.post("/admin/posts/"+post+"/end", url.Values{"until": {"2026-04-26"}}); got.status != http.StatusOK || !strings.Contains(got.body, "Ended") {
		t.Errorf("the end: status %d\n%s", got.status, got.body)
	}
	if got = s.post("/admin/officers/"+base+"/close", nil); got.status != http.StatusOK || !strings.Contains(got.body, "Closed") {
		t.Errorf("closing: status %d\n%s", got.status, got.body)
	}
	if got = s.post("/admin/officers/admin-qian/close", nil); got.status != http.StatusUnprocessableEntity {
		t.Errorf("an administrator closes the own account: status %d", got.status)
	}
}

// between is the text between two others, at their n-th place.
func between(t *testing.T, body, before, after string, n int) string {
	t.Helper()
	parts := strings.Split(body, before)
	if len(parts) < n+2 {
		t.Fatalf("%q stands %d times there, want more than %d", before, len(parts)-1, n)
	}
	text, _, _ := strings.Cut(parts[n+1], after)
	return text
}

// TestAdmin_numbers loads a wage and a calendar year in the browser.
func TestAdmin_numbers(t *testing.T) {
	s, _ := newDemoSite(t)
	s.is("admin-qian")
	wage := url.Values{"id": {"average-wage"}, "place": {"青岛市"}, "value": {"12"}, "from": {"2026-04-01"}, "source": {"communiqué"}}
	if got := s.post("/admin/parameters/set", wage); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a wage of 12 yuan: status %d", got.status)
	}
	wage.Set("value", "108,000")
	if got := s.post("/admin/parameters/set", wage); got.status != http.StatusOK || !strings.Contains(got.body, "108,000") || !strings.Contains(got.body, "Answers") {
		t.Errorf("status %d\n%s", got.status, got.body)
	}
	year := url.Values{"calendar": {"cn"}, "year": {"2027"}, "title": {"Notice 2027"}, "days": {"元旦 | New Year’s Day | 2027-01-01"}}
	if got := s.post("/admin/calendars/new", year); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Line 1 cannot be read") {
		t.Errorf("a broken line: status %d", got.status)
	}
	year.Set("days", "元旦 | New Year’s Day | 2027-01-01 | 2027-01-03 | 2027-01-04")
	if got := s.post("/admin/calendars/new", year); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Monday") {
		t.Errorf("a Monday made up: status %d\n%s", got.status, got.body)
	}
	year.Set("days", "元旦 | New Year’s Day | 2027-01-01 | 2027-01-03 | 2027-01-09")
	if got := s.post("/admin/calendars/new", year); got.status != http.StatusOK || !strings.HasSuffix(got.address, "/admin/calendars") {
		t.Errorf("status %d at %s\n%s", got.status, got.address, got.body)
	}
	if record := s.get("/admin/audit?subject=calendar&lang=en").body; !strings.Contains(record, "loaded a calendar year") || !strings.Contains(record, "Notice 2027") {
		t.Errorf("the record does not tell of it\n%s", record)
	}
}

package cli

import (
	"bytes"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/office"
	"yichuang/packs"
	"yichuang/people"
	"yichuang/web/browsertest"
)

// cityFolder is a city as a folder: places, calendar, wages, offices, a matter and
// a policy of two deviations and a service, as data alone.
const cityFolder = "testdata/city"

// TestCity_commands: check, test and assess take the folder.
func TestCity_commands(t *testing.T) {
	for _, c := range []struct {
		want string
		args []string
	}{
		{"4 packs, no problem", []string{"policy", "check", cityFolder}},
		{"0 failed", []string{"policy", "test", cityFolder}},
		{"cn-530100-2026/K1", []string{"policy", "show", "cn-530100-2026", "--policies", cityFolder}},
	} {
		if status, out, problems := ran(t, c.args...); status != exitDone || !strings.Contains(out, c.want) {
			t.Errorf("%v: status %d, %s%s; want %q", c.args, status, out, problems, c.want)
		}
	}
	broken := t.TempDir()
	if err := os.CopyFS(broken, os.DirFS(cityFolder)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(broken+"/offices/kunming.yaml", []byte("- {id: km, colour: red}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, problems := ran(t, "policy", "check", broken); status != exitBadInput || !strings.Contains(problems, "offices/kunming.yaml") {
		t.Errorf("a broken office: status %d, %s; want the file named", status, problems)
	}
}

// cityAt serves the demo with the city's folder and people of its own.
func cityAt(t *testing.T) (url string, work *casework, story *office.Story) {
	t.Helper()
	log := &bytes.Buffer{}
	e := &env{stdout: log, stderr: log, now: demoNow}
	flags := serveFlags{demo: true, law: lawFlags{policies: cityFolder}}
	p, err := flags.law.read()
	if err != nil {
		t.Fatal(err)
	}
	if work, err = e.casework(t.Context(), p, flags); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(work.end)
	document, err := os.ReadFile("testdata/city-story.yaml")
	if err != nil {
		t.Fatal(err)
	}
	sample, err := packs.FS.ReadFile("demo/sample.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if story, err = office.ReadStory(document, sample); err != nil {
		t.Fatal(err)
	}
	story.Offices = p.offices
	if err := story.Play(t.Context(), work.window); err != nil {
		t.Fatal(err)
	}
	work.people = append(work.people, demoPeople(story)...)
	handler, err := e.portal(p, flags, work)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL, work, story
}

// TestCity_journey: in the city of the folder a visitor checks the chances, an
// employer sends an application, the clerk accepts it, one officer drafts the grant
// and another signs it, all in the browser: by the city's clauses, its calendar and
// its letterheads.
func TestCity_journey(t *testing.T) {
	url, work, story := cityAt(t)
	hr, err := story.Who("hr-km")
	if err != nil {
		t.Fatal(err)
	}
	rows, _, err := work.window.Cases(t.Context(), hr, office.CaseFilter{})
	if err != nil || len(rows) != 2 {
		t.Fatalf("the city has %d cases, %v; want 2", len(rows), err)
	}
	draft, decided := "", ""
	for _, row := range rows {
		if row.Status == string(casefile.StatusDraft) {
			draft = row.Number
			continue
		}
		decided = row.Number
		c, err := work.window.Case(t.Context(), hr, casefile.CaseNumber(row.Number))
		if err != nil {
			t.Fatal(err)
		}
		permit, _ := c.Track("permit")
		if permit.Decision == nil || permit.Decision.Outcome != casefile.Granted {
			t.Errorf("the decided case stands at %s; want a grant", c.Status)
		}
		place := work.window.Law().Places
		at, _ := place.Lookup("530100")
		calendar, _ := work.window.Law().Calendars.Calendar(at.Calendar)
		for _, k := range c.Clocks {
			if due, ok := k.Due(calendar); ok && k.Limit.Clause == "cn-530100-2026/K2" && due != civil.MustParseDate("2026-05-11") {
				t.Errorf("8 working days from 23 April end on %s, want 11 May: the demo festival and the May holiday are off", due)
			}
		}
	}
	if matters, err := work.window.Offered(people.Who{Account: "x", Role: people.EmployerHR}, "530100"); err != nil || !offers(matters, "kunming-welcome") {
		t.Errorf("the city's own matter is not offered (%v)", err)
	}
	if matters, err := work.window.Offered(people.Who{Account: "x", Role: people.EmployerHR}, "370200"); err != nil || offers(matters, "kunming-welcome") {
		t.Errorf("another city offers the city's own matter (%v)", err)
	}

	a := actors{t, url, browsertest.Start(t)}
	visitor := a.browser.Person(t)
	tell(t, visitor, url, map[string]string{"place": "530100", "applicant.birth_date": "1981-05-20"})
	a.must(visitor, "main", "Kunming K2")
	look(visitor, "city-result-en")

	employer := a.be("hr-km", "zh")
	employer.Go(url + "/case/" + draft)
	a.send(employer, `section[aria-labelledby="send"] a.button`)
	employer.Click("#declared")
	a.send(employer, `form[action$="/send"] button.main`)
	l := &life{actors: a, work: work, story: story}
	l.accept(draft, "clerk-km", "zh")
	officer := a.be("officer-km", "zh")
	officer.Go(url + "/officer/" + draft)
	a.must(officer, "main", "2026年5月13日") // eight working days from Monday 27 April, across both holidays
	look(officer, "city-accepted-zh")
	l.decide(draft, "permit", casefile.GrantLetter, "officer-km", "approver-km", "zh", "", "B类，符合昆明办法。", "city-letter-zh")
	employer.Go(url + "/case/" + draft)
	a.must(employer, ".case-bar", "准予")
	look(employer, "city-granted-zh")
	l.mustHold(l.permit("officer-km", "rossi"), "km-garden", "", "active")
	for _, number := range []string{decided, draft} { // what the story decided and what people decided look alike
		employer.Go(url + "/case/" + number)
		a.send(employer, `main a[href*="/letter/"]`)
		a.must(employer, "main", "昆明示范外国专家主管部门")
	}
}

func offers(matters []casefile.Matter, id casefile.MatterID) bool {
	for _, m := range matters {
		if m.ID == id {
			return true
		}
	}
	return false
}

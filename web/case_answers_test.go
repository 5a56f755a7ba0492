package web

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/office"
	"yichuang/people"
)

// draftOf is the story's draft that an account can work on.
func (s *site) draftOf(account people.PartyID) string {
	s.t.Helper()
	who, err := readStory(s.t).Who(account)
	must(s.t, err)
	rows, _, err := s.server.Window.Cases(s.t.Context(), who, office.CaseFilter{Statuses: []string{string(casefile.StatusDraft)}})
	must(s.t, err)
	if len(rows) == 0 {
		s.t.Fatalf("%s has no draft", account)
	}
	return rows[0].Number
}

var (
	inputs  = regexp.MustCompile(`<input [^>]*>`)
	selects = regexp.MustCompile(`(?s)<select [^>]*name="([^"]*)".*?</select>`)
	chosen  = regexp.MustCompile(`<option value="([^"]*)" selected>`)
	areas   = regexp.MustCompile(`(?s)<textarea [^>]*name="([^"]*)"[^>]*>(.*?)</textarea>`)
	nameOf  = regexp.MustCompile(` name="([^"]*)"`)
	valueOf = regexp.MustCompile(` value="([^"]*)"`)
)

// onPage is the page's form as a browser would send it, nothing changed.
func onPage(t *testing.T, body string) url.Values {
	t.Helper()
	form := url.Values{}
	for _, input := range inputs.FindAllString(body, -1) {
		name, value := nameOf.FindStringSubmatch(input), valueOf.FindStringSubmatch(input)
		box := strings.Contains(input, `type="checkbox"`) || strings.Contains(input, `type="radio"`)
		if name == nil || value == nil || box && !strings.Contains(input, " checked") {
			continue
		}
		if _, twice := form[name[1]]; !twice || box { // the forms of a page share version and key
			form.Add(name[1], html.UnescapeString(value[1]))
		}
	}
	for _, found := range selects.FindAllStringSubmatch(body, -1) {
		if option := chosen.FindStringSubmatch(found[0]); option != nil {
			form.Set(found[1], option[1])
		}
	}
	for _, found := range areas.FindAllStringSubmatch(body, -1) {
		form.Set(found[1], html.UnescapeString(found[2]))
	}
	if form.Get("seen") == "" || form.Get("key") == "" {
		t.Fatalf("the page has no form:\n%s", body)
	}
	return form
}

// TestAnswers_lists: the rows of a list are given on the form, another row comes
// without losing anything, a row with a slip is named, and "none" is an answer.
func TestAnswers_lists(t *testing.T) {
	s, _ := newDemoSite(t)
	s.is("hr-wang")
	path := "/case/" + s.draftOf("hr-wang") + "/task/experience"
	page := s.get(path + "?lang=en")
	mustBeWhole(t, path, page.body)
	form := onPage(t, page.body)
	form.Del("applicant.projects.none")
	form.Set("applicant.projects.0.level", "provincial")
	form.Set("applicant.projects.0.rank", "2")
	form.Set("applicant.hsk", "3")
	form.Set("then", "add:applicant.projects")
	more := s.post(path, form)
	if more.status != http.StatusOK || !strings.Contains(more.body, `name="applicant.projects.1.level"`) || !strings.Contains(more.body, `name="applicant.projects.0.rank" value="2"`) {
		t.Fatalf("another row: status %d\n%s", more.status, more.body)
	}
	form.Set("then", "next")
	form.Set("applicant.projects.0.rank", "the second")
	wrong := s.post(path, form)
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, "Row 1, Position") || !strings.Contains(wrong.body, `value="the second"`) {
		t.Fatalf("a slip in a row: status %d, want 422, the row named and the text kept\n%s", wrong.status, wrong.body)
	}
	form.Set("applicant.projects.0.rank", "2")
	if got := s.post(path, form); got.status != http.StatusOK {
		t.Fatalf("saving: status %d\n%s", got.status, got.body)
	}
	if check := s.get(strings.Replace(path, "task/experience", "check", 1)); !strings.Contains(check.body, "Level Provincial and Position among the members position 2") {
		t.Errorf("the check page does not show the project\n%s", check.body)
	}
	form = onPage(t, s.get(path).body)
	for name := range form {
		if strings.HasPrefix(name, "applicant.projects.0.") {
			form.Del(name)
		}
	}
	form.Set("applicant.projects.none", "yes")
	form.Set("then", "later")
	if got := s.post(path, form); got.status != http.StatusOK || !strings.HasSuffix(got.address, s.draftOf("hr-wang")) {
		t.Errorf("save and come back: status %d at %s, want the case", got.status, got.address)
	}
	if !strings.Contains(s.get(path).body, `name="applicant.projects.none" value="yes" checked`) {
		t.Error("that there are no projects is not kept")
	}
}

// TestAnswers_stale: of two windows the second is told who answered what
// meanwhile, keeps what it typed, and can save it over.
func TestAnswers_stale(t *testing.T) {
	s, _ := newDemoSite(t)
	s.is("hr-wang")
	path := "/case/" + s.draftOf("hr-wang") + "/task/job"
	first, second := onPage(t, s.get(path+"?lang=en").body), onPage(t, s.get(path).body)
	for form, post := range map[*url.Values]string{&first: "process engineer", &second: "research engineer"} {
		form.Set("job.post", post)
		form.Set("then", "next")
	}
	if got := s.post(path, first); got.status != http.StatusOK {
		t.Fatalf("the first window: status %d\n%s", got.status, got.body)
	}
	got := s.post(path, second)
	if got.status != http.StatusConflict {
		t.Fatalf("the second window: status %d, want 409", got.status)
	}
	mustBeWhole(t, path, got.body)
	for _, want := range []string{`value="research engineer"`, "王样例 answered meanwhile: process engineer", "Nothing you typed is lost"} {
		if !strings.Contains(got.body, want) {
			t.Errorf("the second window lacks %q\n%s", want, got.body)
		}
	}
	again := onPage(t, got.body)
	again.Set("job.post", "research engineer")
	again.Set("then", "next")
	if got := s.post(path, again); got.status != http.StatusOK {
		t.Fatalf("saving again: status %d", got.status)
	}
	if !strings.Contains(s.get(path).body, `value="research engineer"`) {
		t.Error("the second answer is not kept")
	}
}

// TestCheck_blocksAndWarns: what cannot be right stands first and is not sent;
// what may be right can be sent with a note.
func TestCheck_blocksAndWarns(t *testing.T) {
	s, _ := newDemoSite(t)
	s.is("hr-wang")
	number := s.draftOf("hr-wang")
	check := s.get("/case/" + number + "/check?lang=en")
	mustBeWhole(t, "check", check.body)
	for _, want := range []string{"Not given: Contract", "The passport ends on Thu 30 September 2032", "are met, under class B"} {
		if !strings.Contains(check.body, want) {
			t.Errorf("the check page lacks %q", want)
		}
	}
	if strings.Contains(check.body, `name="declared"`) {
		t.Error("a case with papers missing can be sent")
	}
	path := "/case/" + number + "/task/job"
	form := onPage(t, s.get(path).body)
	form.Set("job.contract_until", "2026-04-01")
	form.Set("own.contract-pay", "130000")
	if got := s.post(path, form); got.status != http.StatusOK {
		t.Fatalf("status %d\n%s", got.status, got.body)
	}
	check = s.get("/case/" + number + "/check")
	for _, want := range []string{"The contract would end on Wed 1 April 2026, before it begins", "The form says CNY 140,000, the paper CNY 130,000"} {
		if !strings.Contains(check.body, want) {
			t.Errorf("the check page lacks %q\n%s", want, check.body)
		}
	}
	send := url.Values{"seen": {fmt.Sprint(s.version(number))}, "key": {"send"}, "declared": {"yes"}}
	if got := s.post("/case/"+number+"/send", send); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "before it begins") {
		t.Errorf("sending it: status %d, want 422 with what is wrong\n%s", got.status, got.body)
	}
}

func (s *site) version(number string) int {
	s.t.Helper()
	c, err := s.server.Window.DB.CaseFile(s.t.Context(), casefile.CaseNumber(number))
	must(s.t, err)
	return c.Version
}

// TestAnswers_zonesOfThePlace: the form offers the zones that lie in the case's
// place, and no other.
func TestAnswers_zonesOfThePlace(t *testing.T) {
	s, _ := newDemoSite(t)
	s.enterAs(t, "hr-wang")
	body := s.get("/case/" + s.draftOf("hr-wang") + "/task/job?lang=en").body
	if !strings.Contains(body, "Shandong free-trade zone") || strings.Contains(body, "Xinjiang free-trade zone") {
		t.Errorf("the form of a case in Qingdao offers other zones than its own:\n%s", body)
	}
}

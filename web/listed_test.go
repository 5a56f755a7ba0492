package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestCheck_listedName: the self-check offers the names on the operator's list; one
// of them settles the kind of school, another comes back once with what it means,
// and who does not know leaves it to the office.
func TestCheck_listedName(t *testing.T) {
	s, _ := newDemoSite(t)
	s.tell("place", "370200")
	const ask = "/check?ask=applicant.degree.school"
	body := s.get(ask + "&lang=en").body
	for _, want := range []string{"<datalist", `value="National Example University"`, "样例国立大学", "High-level universities abroad</a>", "Name of the university"} {
		if !strings.Contains(body, want) {
			t.Errorf("the question lacks %q", want)
		}
	}
	if strings.Contains(body, "Renowned universities") {
		t.Error("a list that nobody keeps is offered")
	}
	answer := func(name, act string, ticks ...string) answer {
		return s.post("/check", url.Values{"ask": {"applicant.degree.school"}, "named": {name}, "act": {act}, "value": ticks})
	}
	got := answer("Somewhere Else", "continue")
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "“Somewhere Else” is not on the list “High-level universities abroad” (edition 1,") ||
		!strings.Contains(got.body, `value="Somewhere Else"`) || !strings.Contains(got.body, "the office decides") {
		t.Errorf("a name on no list: status %d\n%s", got.status, mainOf(got.body))
	}
	if got = answer("Somewhere Else", "unknown"); got.status != http.StatusOK {
		t.Errorf("left to the office: status %d", got.status)
	}
	if body = s.get(ask).body; !strings.Contains(body, `value="Somewhere Else"`) || strings.Contains(body, " checked") {
		t.Error("want the name kept and nothing guessed")
	}
	if got = answer("样例 国立大学", "unknown"); got.status != http.StatusOK {
		t.Errorf("a name on the list: status %d", got.status)
	}
	body = s.get(ask).body
	for _, want := range []string{`value="high-level" checked`, `value="abroad" checked`, "is on the list “High-level universities abroad” (edition 1,", "as “National Example University”"} {
		if !strings.Contains(body, want) {
			t.Errorf("the settled question lacks %q", want)
		}
	}
	if body = s.get("/check?ask=applicant.degree.university").body; !strings.Contains(body, `name="ask" value="applicant.degree.school"`) {
		t.Error("the name alone is asked")
	}
}

// TestAnswers_listedName: the form of a case does the same, and what a list settles
// cannot be ticked away.
func TestAnswers_listedName(t *testing.T) {
	s, _ := newDemoSite(t)
	s.enterAs(t, "hr-wang")
	at := "/case/" + s.draftOf("hr-wang") + "/task/experience"
	form := onPage(t, s.get(at+"?lang=en").body)
	form.Set("applicant.degree.university", "example institute of technology (Exampleland)")
	form.Set("then", "later")
	s.post(at, form)
	body := s.get(at).body
	if !strings.Contains(body, "is not on the list “High-level universities abroad”") {
		t.Errorf("nothing says that the name is on no list:\n%s", mainOf(body))
	}
	form = onPage(t, body)
	form.Set("applicant.degree.university", "EIT")
	form.Set("then", "later")
	s.post(at, form)
	body = s.get(at).body
	for _, want := range []string{"“Example Institute of Technology” is on the list “High-level universities abroad” (edition 1,", `<datalist id="f-applicant-degree-university-names">`,
		`id="f-applicant-degree-school-high-level" checked disabled`, `<input type="hidden" name="applicant.degree.school" value="high-level">`} {
		if !strings.Contains(body, want) {
			t.Errorf("the settled form lacks %q", want)
		}
	}
}

// TestFile_listedName: the officer sees which list has the name, in which edition,
// and of which the office decides.
func TestFile_listedName(t *testing.T) {
	s, _ := newDemoSite(t)
	number := s.numberOf(t, "officer-ur", "OBRAZTSOVA")
	s.is("officer-ur")
	s.mustShow(t, "/officer/"+number+"?lang=en", "“Sample State University” is not on the list “High-level universities abroad” (edition 1,", "you decide")
	number = s.numberOf(t, "officer-cd", "SILVA")
	s.is("officer-cd")
	s.mustShow(t, "/officer/"+number, "“EIT” is on the list “High-level universities abroad” (edition 1,", "as “Example Institute of Technology”")
}

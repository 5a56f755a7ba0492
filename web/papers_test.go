package web

import (
	"strings"
	"testing"
)

// TestPapers_askThreeQuestions where there is no self-check, and answer with a
// list that follows the place, the day and what was chosen.
func TestPapers_askThreeQuestions(t *testing.T) {
	s := newSite(t, inForce)
	asked := s.get("/papers?lang=en").body
	for _, want := range []string{"Where is the person now?", "What does the application rest on?", "What is it about?"} {
		if !strings.Contains(asked, want) {
			t.Errorf("the page does not ask %q", want)
		}
	}
	if strings.Contains(asked, "Everybody brings") {
		t.Error("there is a list before anything was chosen")
	}
	for _, c := range []struct {
		query     string
		want, not []string
	}{
		{"place=370200&person=abroad&ground=graduate&employer=first", []string{`id="paper-degree-certificate"`, "The university that awarded the degree", "Shandong S3.3", "what a good one shows", "<svg", "Seal and signature of the university"}, []string{`id="paper-experience-proof"`}},
		{"place=370200&person=china&ground=degree-experience&employer=first", []string{`id="paper-experience-proof"`, "Former employers"}, []string{`id="paper-vocational-certificate"`}},
		{"place=650100&person=china&ground=&employer=extension", []string{`id="paper-extension-form"`}, []string{`id="paper-no-such"`}},
		{"place=370200&person=nonsense&ground=nonsense&employer=nonsense", []string{"Everybody brings"}, nil},
	} {
		body := s.get("/papers?lang=en&" + c.query).body
		for _, want := range c.want {
			if !strings.Contains(body, want) {
				t.Errorf("%s: the list lacks %q", c.query, want)
			}
		}
		for _, not := range c.not {
			if strings.Contains(body, not) {
				t.Errorf("%s: the list has %q", c.query, not)
			}
		}
	}
	if body := newSite(t, lapsed).get("/papers?lang=en&place=370200&person=abroad&ground=graduate&employer=first").body; strings.Contains(body, "Shandong S3.3") {
		t.Error("measures that have ended still ease the papers")
	}
}

// TestPapers_afterTheCheck say who issues each paper and show a drawing.
func TestPapers_afterTheCheck(t *testing.T) {
	s := newSite(t, inForce)
	s.get("/?lang=en")
	s.tell(kim...)
	body := s.get("/papers").body
	for _, want := range []string{"Required", "Issued by: The passport authority of the country of nationality", "what a good one shows", "A schematic drawing"} {
		if !strings.Contains(body, want) {
			t.Errorf("the list lacks %q", want)
		}
	}
	if strings.Contains(body, "Where is the person now?") {
		t.Error("the list asks again what the self-check asked")
	}
}

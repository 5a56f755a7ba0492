package web

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/determination"
	"yichuang/locale"
)

// TestLetter_clauses: the officer finds the clauses that the case's result cites and
// those of its matter first, every other one in force folded by policy with our
// summary; each stands once, and the fold is open where something in it is chosen.
func TestLetter_clauses(t *testing.T) {
	s, _ := newDemoSite(t)
	anna := s.numberOf(t, "officer-ur", "OBRAZTSOVA")
	s.is("officer-ur")
	at := "/officer/" + anna + "/letter/grant?track=permit&lang=en"
	page := s.get(at).body
	open, folded, found := strings.Cut(page, "Other clauses in force (")
	if !found {
		t.Fatal("nothing is folded")
	}
	box := regexp.MustCompile(`name="clauses" value="([^"]+)"`)
	near, far := box.FindAllStringSubmatch(open, -1), box.FindAllStringSubmatch(folded, -1)
	if len(near) < 3 || len(near) > 25 || len(far) < 80 {
		t.Errorf("%d clauses near and %d folded", len(near), len(far))
	}
	if near[0][1] != "cn-2017/A5" && near[0][1] != "cn-650100-2024/U2" {
		t.Errorf("the first clause is %s: the ground of the case is expected", near[0][1])
	}
	seen := map[string]bool{}
	for _, m := range append(near, far...) {
		if seen[m[1]] {
			t.Errorf("%s stands twice", m[1])
		}
		seen[m[1]] = true
	}
	for _, want := range []string{"<legend>Measures to make work in Urumqi easier for foreigners (trial)", `aria-describedby="clauses-0g-0-hint"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, `<details class="more" open><summary>Other clauses`) {
		t.Error("the rest is not folded")
	}
	form := onPage(t, page)
	form.Set("clauses", far[0][1])
	form.Set("do", "preview")
	got := s.post("/officer/"+anna+"/letter/grant?lang=en", url.Values(form))
	if !strings.Contains(got.body, `<details class="more" open><summary>Other clauses`) {
		t.Error("a clause is chosen in the fold, which is shut")
	}
}

// TestCase_sentence: the result of a case speaks of its own matter, in both
// languages: a cancellation is never told that a permit's conditions are met.
func TestCase_sentence(t *testing.T) {
	s, _ := newDemoSite(t)
	for _, lang := range locale.Languages() {
		p := locale.For(lang)
		for _, matter := range s.server.Window.Matters {
			c := casefile.Case{Matter: matter.ID}
			for _, plan := range matter.Tracks {
				c.Tracks = append(c.Tracks, casefile.Track{ID: plan.ID, Termed: plan.Termed})
			}
			for verdict := range verdicts {
				for _, class := range []string{"", "none", "B"} {
					d := &determination.Determination{Verdict: verdict, Service: matter.Service, Class: class}
					_, said := s.server.caseSentence(p, c, d)
					if !strings.Contains(said, p.Pick(matter.Title.ZH, matter.Title.EN)) || strings.Contains(said, "‹") || strings.Contains(said, "{") {
						t.Errorf("%s %s %s %q: %q does not speak of its matter", lang, matter.ID, verdict, class, said)
					}
					if matter.Application == "cancel" && strings.Contains(said, p.T("class.B")) {
						t.Errorf("%s: a cancellation names a class: %q", lang, said)
					}
				}
			}
		}
	}
}

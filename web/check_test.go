package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestCheck_asksThePlaceFirst(t *testing.T) {
	s := newSite(t, inForce)
	got := s.get("/check?lang=en")
	if !strings.Contains(got.body, `name="ask" value="place"`) || !strings.Contains(got.body, "About your data") {
		t.Error("the first question is the place and carries the data notice")
	}
	if strings.Contains(got.body, "I do not know</button>") {
		t.Error("the place cannot be declined: nothing can be said without it")
	}
}

func TestCheck_keepsAnswersInTheBrowser(t *testing.T) {
	s := newSite(t, inForce)
	s.tell(kim...)
	result := s.get("/check/result?lang=en")
	for _, want := range []string{"CNY 140,000 a year before tax", "8 years", "Fri 15 September 1978", "South Korea", "Senior worker", "High-tech enterprise"} {
		if !strings.Contains(result.body, want) {
			t.Errorf("the result does not repeat %q", want)
		}
	}
	back := s.get("/check?ask=applicant.birth_date")
	for _, want := range []string{`value="1978"`, `value="9"`, `value="15"`} {
		if !strings.Contains(back.body, want) {
			t.Errorf("going back shows no %s", want)
		}
	}
	other := &site{t: t, url: s.url, client: &http.Client{}}
	if got := other.get("/check"); !strings.Contains(got.body, `name="ask" value="place"`) {
		t.Error("another browser sees the answers")
	}
}

func TestCheck_scoresTheDemoPerson(t *testing.T) {
	s := newSite(t, inForce)
	s.tell(kim...)
	body := s.get("/check/result?lang=en").body
	for _, want := range []string{"class B (professional)", "Shandong S4", "Shandong S2.1", "Shandong S3.4"} {
		if !strings.Contains(body, want) {
			t.Errorf("the result lacks %q", want)
		}
	}
}

func TestCheck_neverAsksTwice(t *testing.T) {
	s := newSite(t, inForce)
	s.tell("place", "370200")
	asked := map[string]bool{}
	for range 120 {
		got := s.get("/check")
		if got.address == "/check/result" {
			return
		}
		_, rest, _ := strings.Cut(got.body, `name="ask" value="`)
		path, _, _ := strings.Cut(rest, `"`)
		if asked[path] {
			t.Fatalf("%s is asked twice", path)
		}
		asked[path] = true
		s.post("/check", url.Values{"ask": {path}, "act": {"unknown"}})
	}
	t.Fatal("the questions do not end")
}

func TestCheck_explainsWrongAnswers(t *testing.T) {
	for _, c := range []struct {
		name, ask, want string
		form            url.Values
	}{
		{"nothing chosen", "applicant.degree.level", "Choose an answer", nil},
		{"no number", "job.annual_salary", "Enter a number", url.Values{"value": {"a lot"}}},
		{"out of range", "applicant.hsk", "from 0 to 6", url.Values{"value": {"9"}}},
		{"no such day", "applicant.birth_date", "Enter a real date", url.Values{"year": {"1990"}, "month": {"2"}, "day": {"30"}}},
		{"no date", "applicant.birth_date", "Enter a real date", nil},
		{"born after filing", "applicant.birth_date", "does not agree", url.Values{"year": {"2027"}, "month": {"1"}, "day": {"1"}}},
		{"none and some", "applicant.awards", "cannot be ticked together", url.Values{"value": {"tianshan", "none"}}},
		{"no place", "place", "Choose the place", url.Values{"value": {"999999"}}},
		{"empty list", "applicant.children", "Fill in at least one", nil},
		{"bad item", "applicant.children", "Enter a real date", url.Values{"0.birth_date": {"soon"}}},
		{"markup", "job.post", "", url.Values{"value": {`<script>alert(1)</script>`}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, inForce)
			s.get("/?lang=en")
			s.tell("place", "370200")
			form := url.Values{"ask": {c.ask}, "act": {"continue"}}
			for name, values := range c.form {
				form[name] = values
			}
			got := s.post("/check", form)
			if strings.Contains(got.body, "<script>alert") {
				t.Error("what was typed comes back as markup")
			}
			if c.want == "" {
				return
			}
			if got.status != http.StatusUnprocessableEntity || strings.Count(got.body, c.want) < 2 {
				t.Errorf("status %d, want 422 with %q in the summary and at the field", got.status, c.want)
			}
			if !strings.Contains(got.body, "<title>Error: ") || !strings.Contains(got.body, `role="alert"`) {
				t.Error("the title or the summary does not tell of the error")
			}
			mustBeWhole(t, c.name, got.body)
			for _, values := range c.form {
				if typed := values[0]; c.ask == "job.annual_salary" && !strings.Contains(got.body, `value="`+typed+`"`) {
					t.Errorf("what was typed is lost: %s", typed)
				}
			}
		})
	}
}

func TestCheck_switchKeepsWhatIsTyped(t *testing.T) {
	s := newSite(t, inForce)
	s.get("/?lang=zh")
	s.tell("place", "370200")
	got := s.post("/check?ask=job.annual_salary", url.Values{"ask": {"job.annual_salary"}, "value": {"half typ"}, "switch": {"lang=en&form=/check"}})
	if got.status != http.StatusOK || !strings.Contains(got.body, `value="half typ"`) || !strings.Contains(got.body, `<html lang="en-GB"`) {
		t.Errorf("status %d: the switch must keep page and input and change the language", got.status)
	}
	if strings.Contains(got.body, `role="alert"`) {
		t.Error("a switch checks nothing")
	}
	if next := s.get("/check"); !strings.Contains(next.body, `<html lang="en-GB"`) {
		t.Error("the language is not kept")
	}
}

func TestCheck_understandsHowPeopleType(t *testing.T) {
	for typed, want := range map[string]string{"140,000": "14万元", "140 000": "14万元", "１４００００": "14万元", " 140000 ": "14万元"} {
		s := newSite(t, inForce)
		s.tell("place", "370200")
		s.post("/check", url.Values{"ask": {"job.annual_salary"}, "act": {"continue"}, "value": {typed}})
		if got := s.get("/check/result"); !strings.Contains(got.body, want) {
			t.Errorf("%q is not read as %s", typed, want)
		}
	}
}

func TestCheck_movingForgetsTheZone(t *testing.T) {
	s := newSite(t, inForce)
	s.tell("place", "370200", "zone", "sd-ftz")
	s.post("/place", url.Values{"place": {"650100"}})
	got := s.get("/check/result?lang=en")
	if got.status != http.StatusOK || strings.Contains(got.body, "Shandong free-trade zone") {
		t.Errorf("status %d: a zone of the old place must not move along", got.status)
	}
}

func TestCheck_clearForgetsEverythingButThePlace(t *testing.T) {
	s := newSite(t, inForce)
	s.tell(kim...)
	s.post("/check/clear", nil)
	got := s.get("/check/result?lang=en")
	if !strings.Contains(got.body, "Qingdao") || strings.Contains(got.body, "1978") {
		t.Error("clearing keeps the place and nothing else")
	}
}

func TestCheck_foreignCookieIsNoAnswer(t *testing.T) {
	s := newSite(t, inForce)
	for _, value := range []string{"x", "AAAA", strings.Repeat("A", 5000), "q1YqLU4tckksSVSyUqpWKihKLUotUrJSUDKojQUA"} {
		r, err := http.NewRequest(http.MethodGet, s.url+"/check", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.AddCookie(&http.Cookie{Name: "check", Value: value})
		if got := s.do(r); got.status != http.StatusOK || !strings.Contains(got.body, `name="ask" value="place"`) {
			t.Errorf("cookie %.20s: status %d, want the first question", value, got.status)
		}
	}
}

func TestResult_afterTheEndOfLocalPolicies(t *testing.T) {
	s := newSite(t, lapsed)
	s.tell(kim...)
	body := s.get("/check/result?lang=en").body
	for _, want := range []string{"ended on Wed 30 September 2026", "would have given", "for comparison only"} {
		if !strings.Contains(body, want) {
			t.Errorf("the result lacks %q", want)
		}
	}
	home := s.get("/").body
	for _, want := range []string{"No local policy is in force in Qingdao today", "Ended", "2027 calendar"} {
		if !strings.Contains(home, want) {
			t.Errorf("the home page lacks %q", want)
		}
	}
}

// TestCheck_windowOfOnePlace: a window that serves one place asks the self-check
// for that place to whoever chose none.
func TestCheck_windowOfOnePlace(t *testing.T) {
	s := newSite(t, inForce, func(c *Config) { c.HomePlace = "370200" })
	got := s.get("/check?lang=en")
	if got.status != http.StatusOK || !strings.Contains(got.body, `name="ask"`) || strings.Contains(got.body, `name="ask" value="place"`) {
		t.Fatalf("status %d\n%s", got.status, mainOf(got.body))
	}
	s.tell(kim[2:]...)
	if body := s.get("/check/result").body; !strings.Contains(body, "Shandong S4") {
		t.Errorf("the result is not Qingdao's:\n%s", mainOf(body))
	}
}

// TestCheck_country: beside the list of countries stands what to choose, and not how
// a program writes it.
func TestCheck_country(t *testing.T) {
	s := newSite(t, inForce)
	s.tell(kim...)
	for lang, want := range map[string]string{"en": "issued the passport", "zh": "签发护照"} {
		got := s.get("/check?ask=applicant.nationality&lang=" + lang)
		if !strings.Contains(got.body, want) || strings.Contains(got.body, "ISO 3166") {
			t.Errorf("%s: the page does not say %q alone\n%s", lang, want, mainOf(got.body))
		}
		mustBeWhole(t, lang, got.body)
	}
}

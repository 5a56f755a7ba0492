package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// TestFile_policeChecks: the exit-entry officer finds identity, visa, stay and job
// one by one; the rest of the form is told without a form of its own.
func TestFile_policeChecks(t *testing.T) {
	s, _ := newDemoSite(t)
	anna := s.numberOf(t, "officer-ur", "OBRAZTSOVA")
	s.is("police-ur")
	s.mustShow(t, "/police/"+anna, `id="at-fact:applicant.visa"`, `id="at-fact:job.contract_until"`, "What else the form says", "Years of relevant work")
	body := s.get("/police/" + anna + "?lang=en").body
	for _, path := range []string{"applicant.experience_years", "applicant.hsk", "employer.county", "job.annual_salary"} {
		if strings.Contains(body, `id="at-fact:`+path+`"`) {
			t.Errorf("the exit-entry officer is asked to find %s", path)
		}
	}
}

// TestFile_conditions: a ground by points shows its points and what they rest on;
// who has no class is compared with every ground; a finding without a reason comes
// back on its own page with what was chosen.
func TestFile_conditions(t *testing.T) {
	s, _ := newDemoSite(t)
	tanaka := "/officer/" + s.numberOf(t, "officer-zhang", "SAMPLE Tanaka")
	brandt := "/officer/" + s.numberOf(t, "officer-zhang", "EXAMPLE-BRANDT")
	s.is("officer-zhang")
	s.mustShow(t, tanaka, "points in all", "Yearly pay before tax", "CNY 140,000", "Chinese test (HSK)", "Vocational certificate")
	s.mustShow(t, tanaka+"/condition/ground:points", "level 1", "Research post")
	s.mustShow(t, tanaka, "Shandong S3.2")
	s.mustShow(t, brandt, "points in all", "Foreign-language teachers", "Class B")
	version := strconv.Itoa(s.version(strings.TrimPrefix(tanaka, "/officer/")))
	form := url.Values{"seen": {version}, "key": {"find"}, "condition": {"limit:age"}, "at": {"limit:age"}, "found": {"not-met"}, "back": {tanaka}}
	got := s.post(tanaka+"/find?lang=en", form)
	body := got.body
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(body, "<h1>Age</h1>") || !strings.Contains(body, `href="#why"`) || !strings.Contains(body, `value="not-met" checked`) {
		t.Errorf("a finding without a reason: status %d\n%s", got.status, mainOf(body))
	}
	form.Del("found")
	form.Set("reason", "over the age")
	got = s.post(tanaka+"/find?lang=en", form)
	if body = got.body; !strings.Contains(body, `href="#found-met"`) || !strings.Contains(body, "over the age") {
		t.Errorf("a reason without a finding: status %d\n%s", got.status, mainOf(body))
	}
}

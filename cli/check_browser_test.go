package cli

import (
	"net/http"
	"strings"
	"testing"

	"yichuang/web/browsertest"
)

// kim is the person of the demo story: a process researcher from Korea at a
// high-tech enterprise in Qingdao, without a degree.
var kim = map[string]string{
	"place": "370200", "zone": "none", "applicant.birth_date": "1978-09-15", "applicant.nationality": "KOR",
	"applicant.degree.level": "none", "applicant.degree.school": "none", "applicant.vocational_certificate": "senior-worker",
	"applicant.experience_years": "8", "applicant.hsk": "1", "applicant.in_china": "false", "applicant.claims": "none",
	"applicant.awards": "none", "applicant.projects": "none", "applicant.postdoc": "none",
	"applicant.former_chinese_national": "false", "applicant.degree_taught_in_chinese": "false",
	"applicant.fortune500_experience": "false", "applicant.intellectual_property": "false",
	"applicant.paid_in_investment": "0", "applicant.purpose": "work", "applicant.family_of": "none", "applicant.visa": "none",
	"job.annual_salary": "140000", "job.months_per_year": "12", "job.researcher": "true", "job.own_business": "false",
	"employer.genuine_need": "true", "employer.platform": "high-tech", "employer.county": "none", "employer.kind": "none",
	"employer.prefiled": "false", "employer.regional_headquarters": "false", "previous_permit.class": "none",
	"applicant.scarce_talent": "false", "applicant.residence_permit": "none", "applicant.permanent_residence": "false",
}

// mostQuestions ends a self-check that goes round in circles.
const mostQuestions = 60

// tell answers questions until the result is there; what the person of the
// facts does not know is declined. It returns the number of questions.
func tell(t *testing.T, page *browsertest.Page, url string, facts map[string]string) int {
	t.Helper()
	page.Go(url + "/check")
	for n := range mostQuestions {
		if strings.HasSuffix(page.Address(), "/check/result") {
			return n
		}
		path := page.Value("input[name=ask]")
		if value, known := facts[path]; known {
			give(page, value)
			page.Follow("main button[value=continue]")
		} else {
			page.Follow("button[value=unknown]")
		}
	}
	t.Fatalf("no result after %d questions", mostQuestions)
	return 0
}

// give fills in one answer as a person with a mouse does.
func give(page *browsertest.Page, value string) {
	switch {
	case page.Has("select#answer"):
		page.Choose("select#answer", value)
	case page.Has("#answer-year"):
		parts := strings.Split(value, "-")
		page.Fill("#answer-year", parts[0])
		page.Fill("#answer-month", parts[1])
		page.Fill("#answer-day", parts[2])
	case page.Has("#answer-none[name=none]"):
		page.Click("#answer-none")
	case page.Has("#answer"):
		page.Fill("#answer", value)
	default:
		page.Click("#answer-" + value)
	}
}

// TestCheck_inEveryLanguage walks the story of the demo in both languages; every
// page on the way must be accessible, and those that people meet first are kept
// as pictures.
func TestCheck_inEveryLanguage(t *testing.T) {
	url, log := portalAt(t, lapsedTime, true)
	page := browsertest.Start(t).Person(t)
	for _, lang := range []string{"zh", "en"} {
		visit(t, page, url+"/?lang="+lang, "home-demo-"+lang)
		visit(t, page, url+"/check?ask=applicant.degree.level", "question-demo-"+lang)
		page.Follow("main button[value=continue]") // nothing chosen
		page.MustBeAccessible()
		if lang == "zh" {
			if asked := tell(t, page, url, kim); asked > 25 {
				t.Errorf("%d questions, want at most 25", asked)
			}
		}
		visit(t, page, url+"/check/result", "result-demo-"+lang)
		visit(t, page, url+"/check/compare?with=650100", "compare-demo-"+lang)
		visit(t, page, url+"/policy/cn-370000-2023/S4", "clause-demo-"+lang)
		for _, path := range []string{"/papers", "/policy", "/policy/cn-370000-2023", "/help", "/privacy", "/accessibility"} {
			visit(t, page, url+path, "")
		}
		page.Go(url + "/no-such-page")
		page.MustBeAccessible()
	}
	if strings.Contains(log.String(), "cause=") {
		t.Errorf("the log tells of faults:\n%s", log)
	}
}

// TestCheck_withoutLocalPolicies is the same person on a day after the end of
// the local policies, the first impression of a real clock.
func TestCheck_withoutLocalPolicies(t *testing.T) {
	url, _ := portalAt(t, lapsedTime, false)
	page := browsertest.Start(t).Person(t)
	for _, lang := range []string{"zh", "en"} {
		visit(t, page, url+"/?lang="+lang, "home-today-"+lang)
		if lang == "zh" {
			tell(t, page, url, kim)
		}
		visit(t, page, url+"/check/result", "result-today-"+lang)
		visit(t, page, url+"/check/compare?with=650100", "compare-today-"+lang)
	}
}

// visit opens a page that must be accessible and keeps a picture under the name.
func visit(t *testing.T, page *browsertest.Page, url, picture string) {
	t.Helper()
	if status := page.Go(url); status != http.StatusOK {
		t.Fatalf("%s: status %d", url, status)
	}
	page.MustBeAccessible()
	if picture != "" {
		page.Screenshot(picture)
	}
}

func TestCheck_undecidedResult(t *testing.T) {
	url, _ := portalAt(t, lapsedTime, true)
	page := browsertest.Start(t).Person(t)
	page.Go(url + "/?lang=en")
	page.Choose("select#place", "650100")
	page.Follow(".place-form button")
	page.Go(url + "/check/result")
	page.MustBeAccessible()
	page.Screenshot("undecided-demo-en")
	if got := page.Text(".panel .tag"); got != "Not enough information" {
		t.Errorf("verdict is %q", got)
	}
}

func TestCheck_withoutScript(t *testing.T) {
	url, _ := portalAt(t, lapsedTime, true)
	page := browsertest.Start(t).PersonWithoutScript(t)
	tell(t, page, url, kim)
	if got := page.Text(".panel .sentence"); !strings.Contains(got, "B") {
		t.Errorf("the result is %q, want class B", got)
	}
}

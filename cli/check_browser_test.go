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

// TestCheck_inEveryLanguage walks the story of the demo and the same person on a
// day without local policies; every page on the way must be accessible and is
// kept as a picture.
func TestCheck_inEveryLanguage(t *testing.T) {
	browser := browsertest.Start(t)
	for name, demo := range map[string]bool{"demo": true, "today": false} {
		url, log := portalAt(t, lapsedTime, demo)
		for _, lang := range []string{"zh", "en"} {
			page := browser.Person(t)
			look := func(what, path string) {
				if status := page.Go(url + path); status != http.StatusOK {
					t.Fatalf("%s: status %d", path, status)
				}
				page.MustBeAccessible()
				page.Screenshot(what + "-" + name + "-" + lang)
			}
			look("home", "/?lang="+lang)
			if !demo { // what differs from the demo is home, result and comparison
				tell(t, page, url, kim)
				look("result", "/check/result")
				look("compare", "/check/compare?with=650100")
				continue
			}
			look("place", "/check")
			page.Choose("select#answer", kim["place"])
			page.Follow("main button[value=continue]")
			look("question", "/check?ask=applicant.degree.level")
			page.Follow("main button[value=continue]") // nothing chosen
			page.MustBeAccessible()
			page.Screenshot("error-" + name + "-" + lang)
			if asked := tell(t, page, url, kim); asked > 25 {
				t.Errorf("%s: %d questions, want at most 25", name, asked)
			}
			look("result", "/check/result")
			look("compare", "/check/compare?with=650100")
			look("papers", "/papers")
			look("policies", "/policy")
			look("policy", "/policy/cn-370000-2023")
			look("clause", "/policy/cn-370000-2023/S4")
			look("help", "/help")
			look("privacy", "/privacy")
			look("accessibility", "/accessibility")
			page.Go(url + "/no-such-page")
			page.MustBeAccessible()
		}
		if strings.Contains(log.String(), "cause=") {
			t.Errorf("the log tells of faults:\n%s", log)
		}
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

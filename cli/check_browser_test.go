package cli

import (
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
		t.Log(page.Text(".progress span"), path)
		if value, known := facts[path]; known {
			give(page, value)
			page.Follow("button[value=continue]")
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

func TestPictures(t *testing.T) {
	browser := browsertest.Start(t)
	for name, at := range map[string]struct{ demo bool }{"demo": {true}, "today": {false}} {
		url, _ := portalAt(t, lapsedTime, at.demo)
		for _, lang := range []string{"zh", "en"} {
			page := browser.Person(t)
			page.Go(url + "/?lang=" + lang)
			page.Screenshot("home-" + name + "-" + lang)
			page.Go(url + "/check")
			page.Choose("select#answer", "370200")
			page.Follow("button[value=continue]")
			page.Screenshot("question-" + name + "-" + lang)
			t.Logf("%s %s: %d questions", name, lang, tell(t, page, url, kim))
			page.Screenshot("result-" + name + "-" + lang)
			page.Go(url + "/check/compare?with=650100")
			page.Screenshot("compare-" + name + "-" + lang)
			page.Go(url + "/papers")
			page.Screenshot("papers-" + name + "-" + lang)
			page.Go(url + "/policy/cn-370000-2023/S4")
			page.Screenshot("clause-" + name + "-" + lang)
		}
	}
}

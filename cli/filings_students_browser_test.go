package cli

import (
	"strconv"
	"strings"
	"testing"

	"yichuang/web/browsertest"
)

// TestFilings_students: a graduate's start-up, an internship visa and an internship
// between governments are decided by the police in Urumqi; permanent residence is
// checked year by year by anybody, forwarded, and its result recorded.
func TestFilings_students(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	hr := a.be("hr-ur", "zh")
	begin := func(matter, name, passport, born string, answers map[string]string, clicks ...string) string {
		hr.Go(url + "/begin/" + matter + "?place=650100")
		hr.Fill("#name", name)
		hr.Fill("#passport", passport)
		hr.Choose("#birth_date", born)
		hr.Choose("#nationality", "KAZ")
		a.send(hr, "form.sheet button.main")
		number := numberOf(hr)
		for once := true; once || strings.Contains(hr.Address(), "/task/"); once = false {
			for field, value := range answers {
				if hr.Has("#" + field) {
					hr.Choose("#"+field, value)
				}
			}
			for _, click := range clicks {
				if hr.Has(click + ":not(:checked)") {
					hr.Click(click)
				}
			}
			a.send(hr, "form button.main")
		}
		a.papers(hr, number)
		a.sends(hr, number)
		return number
	}
	startup := begin("startup-residence", "EXAMPLE-NURLAN Dana", "DEMO81001", "2001-02-02", map[string]string{
		"f-applicant-passport_expires": "2032-01-01", "f-applicant-degree-awarded_on": "2025-06-30", "f-applicant-purpose": "start-business",
	}, "#f-applicant-degree-school-renowned")
	visa := begin("internship-visa", "EXAMPLE-OSPAN Aru", "DEMO81002", "2004-03-03", map[string]string{
		"f-applicant-passport_expires": "2032-01-01", "f-applicant-enrolled_abroad": "true", "f-applicant-purpose": "internship", "own\\.school": "Example University of Almaty",
	}, "#f-employer-kind-well-known-enterprise")
	agreement := begin("internship-residence", "EXAMPLE-SERIK Bek", "DEMO81003", "2003-04-04", map[string]string{
		"f-applicant-passport_expires": "2032-01-01", "f-applicant-enrolled_abroad": "true", "f-applicant-purpose": "internship",
		"f-job-contract_until": "2027-01-31", "own\\.school": "Example University of Almaty",
	}, "#f-applicant-claims-intergovernmental")
	for number, until := range map[string]string{startup: "2028年4月26日", visa: "2027年4月26日", agreement: "2027年1月31日"} {
		a.decides(number, "residence", "police-ur", "police2-ur")
		hr.Go(url + "/case/" + number)
		a.must(hr, ".case-bar", "准予许可")
		a.must(hr, "main", until)
	}
	look(hr, "internship-granted-zh")

	// Permanent residence: anybody checks the years; the police forward the case.
	visitor := a.browser.Person(t)
	visitor.Go(url + "/check/residence?lang=en")
	look(visitor, "residence-ask-en")
	for year, months := range map[string]string{"2025": "11", "2024": "11", "2023": "4", "2022": "11", "2021": "11"} {
		visitor.Click("#did-" + year + "-0")
		visitor.Click("#did-" + year + "-1")
		visitor.Fill("#months-"+year, months)
		visitor.Fill("#wage-"+year, "900000")
		visitor.Fill("#tax-"+year, "200000")
	}
	visitor.Click("#spouse-0")
	visitor.Choose("#child-1", "2015-05-05")
	visitor.Choose("#child-2", "2004-05-05")
	a.send(visitor, "form.sheet button.main")
	a.must(visitor, "main", "too few months of residence")
	a.must(visitor, "main", "1 January 2028") // 2024 to 2027, the year with four months broke the run
	a.must(visitor, "main", "applies alone")
	look(visitor, "residence-told-en")

	// The case itself: the years are given as rows, the police forward it and later
	// record what the national authority decided.
	hr.Go(url + "/begin/permanent-residence?place=650100")
	hr.Fill("#name", "EXAMPLE-AUEZOV Timur")
	hr.Fill("#passport", "DEMO81004")
	hr.Choose("#birth_date", "1980-08-08")
	hr.Choose("#nationality", "KAZ")
	a.send(hr, "form.sheet button.main")
	number := numberOf(hr)
	look(hr, "residence-years-zh")
	for i, year := range []string{"2022", "2023", "2024", "2025"} {
		for !hr.Has("#f-years-" + strconv.Itoa(i) + "-year") {
			a.send(hr, `button[value="add:years"]`)
		}
		row := "#f-years-" + strconv.Itoa(i)
		for field, value := range map[string]string{"year": year, "worked": "true", "in_city": "true", "months_resident": "11", "wage": "900000", "tax": "200000"} {
			hr.Choose(row+"-"+field, value)
		}
	}
	a.send(hr, "form button.main")
	a.papers(hr, number)
	a.sends(hr, number)
	police := a.be("police-ur", "zh")
	a.accepts(police, number)
	a.concludes(police, number, "residence", "forwarded", "四年情况核对无误，上报。", "")
	police.Choose("#result-residence", "granted")
	police.Fill("#result-note-residence", "国移〔2026〕示1号")
	look(police, "forwarded-zh")
	a.send(police, `form[action$="/result"] button.main`)
	hr.Go(url + "/case/" + number + "?lang=en")
	a.must(hr, "main", "Granted by the authority that decides")
	look(hr, "forwarded-result-en")
}

// TestFilings_wageGround is the permit that rests on the wage: it carries the
// condition that the tax proof is verified at the extension. It does not verify:
// the extension is refused by two persons, and with that the permit is cancelled.
func TestFilings_wageGround(t *testing.T) {
	wages := paper(t, "wages.yaml", []byte(`- {id: average-wage, place: "370200", value: 100000, valid_from: 2025-06-01, source: demo}`))
	url, work := storyUnder(t, lawFlags{parameters: wages})
	a := actors{t, url, browsertest.Start(t)}
	hr := a.be("hr-lu", "en")
	hr.Go(url + "/permits/W-370200-25000077")
	a.must(hr, "main", "Tax proof at extension")
	look(hr, "wage-permit-en")
	hr.Go(url + "/begin/work-permit-extension?permit=" + work.permitRow(t, "qd-bio", "costa"))
	a.send(hr, "form.sheet button.main")
	number := numberOf(hr)
	answers := map[string]string{
		"applicant-birth_date": "1992-05-05", "applicant-passport_expires": "2033-01-01", "applicant-in_china": "true", "applicant-visa": "none", "applicant-residence_permit": "work",
		"applicant-degree-level": "none", "applicant-vocational_certificate": "none", "applicant-postdoc": "none", "applicant-experience_years": "5", "applicant-hsk": "0",
		"job-annual_salary": "650000", "job-months_per_year": "12", "job-contract_until": "2028-06-09", "salary_ground-tax_proof": "false",
	}
	for once := true; once || strings.Contains(hr.Address(), "/task/"); once = false {
		for field, value := range answers {
			if hr.Has("#f-" + field) {
				hr.Choose("#f-"+field, value)
			}
		}
		a.send(hr, "form button.main")
	}
	a.papers(hr, number)
	a.sends(hr, number)
	officer := a.be("officer-zhang", "zh")
	a.accepts(officer, number)
	officer.Go(url + "/officer/" + number + "/letter/refusal?track=permit")
	officer.Fill("#reason", "完税证明与合同工资不符。")
	officer.CheckAll(`input[name="clauses"][value="cn-370000-2023/S3.2"]`)
	a.send(officer, `main button[value="preview"]`)
	look(officer, "wage-refusal-zh")
	if !officer.Has(`button[value="issue"]`) {
		t.Fatalf("the refusal cannot be issued: %s", officer.Text("main"))
	}
	a.send(officer, `button[value="issue"]`)
	second := a.be("approver-zhao", "zh")
	second.Go(url + "/approve/" + number)
	a.send(second, `form[action$="/approve"] button`)
	hr.Go(url + "/case/" + number)
	a.must(hr, ".lead", "the authority cancelled the permit")
	a.must(hr, "main", "Decision to cancel")
	look(hr, "wage-cancelled-en")
	hr.Go(url + "/permits/W-370200-25000077")
	a.must(hr, "main", "Cancelled")
}

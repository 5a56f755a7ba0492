package cli

import (
	"strings"

	"yichuang/people"
	"yichuang/permit"
	"yichuang/web/browsertest"
)

// engagesHelper lets the employer of a talent in Qingdao engage a domestic worker,
// refuses a second one, and ends the first one's permits with the talent's.
func (a actors) engagesHelper(work *casework) {
	a.t.Helper()
	hr := a.be("hr-lu", "en")
	hr.Go(a.url + "/helpers")
	look(hr, "helpers-en")
	hr.Follow(`tbody a[href^="/begin/"]`)
	hr.Fill("#name", "EXAMPLE-REYES Maria")
	hr.Fill("#passport", "DEMO93320")
	hr.Choose("#birth_date", "1988-03-15")
	hr.Choose("#nationality", "PHL")
	look(hr, "helper-begin-en")
	a.send(hr, "form.sheet button.main")
	number := numberOf(hr)
	answers := map[string]string{
		"applicant-passport_expires": "2033-01-01", "applicant-in_china": "false", "applicant-visa": "none", "applicant-residence_permit": "none",
		"job-annual_salary": "96000", "job-contract_from": "2026-04-27", "job-contract_until": "2028-12-31",
	}
	for strings.Contains(hr.Address(), "/task/") {
		for field, value := range answers {
			if hr.Has("#f-" + field) {
				hr.Choose("#f-"+field, value)
			}
		}
		if strings.HasSuffix(hr.Address(), "/talent") {
			a.must(hr, "main", "2029")
			look(hr, "helper-talent-en")
		}
		a.send(hr, "form button.main")
	}
	a.papers(hr, number)
	a.sends(hr, number)

	// A second one is refused while the first is asked for, and after it is granted.
	second := func() {
		hr.Go(a.url + "/begin/domestic-worker?permit=" + work.permitRow(a.t, "qd-bio", "garcia"))
		hr.Fill("#name", "EXAMPLE-CRUZ Ana")
		hr.Fill("#passport", "DEMO93321")
		hr.Choose("#birth_date", "1990-01-01")
		hr.Choose("#nationality", "PHL")
		if status := hr.Follow("form.sheet button.main"); status != 422 && status != 409 {
			a.t.Errorf("a second domestic worker: status %d", status)
		}
		a.must(hr, "main", "Only one")
	}
	second()
	a.decides(number, "permit", "officer-zhang", "approver-zhao")
	a.decides(number, "residence", "police-qd", "police2-qd")
	second()
	look(hr, "helper-second-en")
	hr.Go(a.url + "/helpers")
	a.must(hr, "tbody", "EXAMPLE-REYES Maria")
	a.must(hr, "tbody", "31 August 2029")
	look(hr, "helpers-one-en")
	extended := a.extendsHelper(hr, work)
	second()

	a.cancels(hr, work.permitRow(a.t, "qd-bio", "garcia"), "officer-zhang", "approver-zhao")
	hr.Go(a.url + "/case/" + number)
	a.must(hr, ".lead", "the work permit was cancelled")
	look(hr, "helper-ended-en")
	hr.Go(a.url + "/permits/" + extended)
	a.must(hr, "main", "Cancelled")
}

// extendsHelper lets the worker's permit run on, in English and then in Chinese:
// asked for longer, it gets the last day of the talent's permit.
func (a actors) extendsHelper(hr *browsertest.Page, work *casework) (permitNumber string) {
	a.t.Helper()
	held, err := work.window.PermitsHeld(a.t.Context(), people.Who{Role: people.EmployerHR, Party: "qd-bio"}, permit.DomesticWork)
	if err != nil || len(held) != 1 {
		a.t.Fatalf("%d permits of domestic workers, want one: %v", len(held), err)
	}
	hr.Go(a.url + "/permits/" + string(held[0].Number))
	look(hr, "helper-permit-en")
	a.send(hr, `button[value="domestic-worker-extension"]`)
	number := numberOf(hr)
	hr.Go(hr.Address() + "?lang=zh") // the other language in the middle of the journey
	answers := map[string]string{
		"applicant-passport_expires": "2033-01-01", "applicant-in_china": "true", "applicant-visa": "none", "applicant-residence_permit": "work",
		"job-annual_salary": "96000", "job-contract_from": "2026-04-27", "job-contract_until": "2031-12-31",
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
	a.decides(number, "permit", "officer-zhang", "approver-zhao")
	a.decides(number, "residence", "police-qd", "police2-qd")
	hr.Go(a.url + "/case/" + number)
	a.must(hr, "main", "2029年8月31日") // the talent's last day, not the contract's
	look(hr, "helper-longer-zh")
	hr.Go(a.url + "/helpers?lang=en")
	return string(held[0].Number)
}

package cli

import (
	"strings"
	"testing"

	"yichuang/people"
	"yichuang/permit"
	"yichuang/web/browsertest"
)

// sends checks the answers of the draft and sends it.
func (a actors) sends(page *browsertest.Page, number string) {
	a.t.Helper()
	page.Go(a.url + "/case/" + number + "/check")
	page.Click("#declared")
	a.send(page, `form[action$="/send"] button.main`)
	a.must(page, ".case-number", number)
}

// saves answers questions on the page and goes on.
func (a actors) saves(page *browsertest.Page, answers map[string]string) {
	a.t.Helper()
	for field, value := range answers {
		page.Choose("#f-"+field, value)
	}
	a.send(page, `form button.main`)
}

// concludes ends a track of a filing.
func (a actors) concludes(page *browsertest.Page, number, track, outcome, reason, clause string) {
	a.t.Helper()
	page.Go(a.url + "/officer/" + number)
	page.Choose("#outcome-"+track, outcome)
	if reason != "" {
		page.Fill("#reason-"+track, reason)
	}
	if clause != "" {
		page.Choose("#clauses-"+track, clause)
	}
	a.send(page, `section[aria-labelledby="track-`+track+`"] form[action$="/conclude"] button.main`)
}

func numberOf(page *browsertest.Page) string {
	for _, part := range strings.FieldsFunc(page.Address(), func(r rune) bool { return strings.ContainsRune("/#?", r) }) {
		if len(part) == len("QD26-004172-R") && strings.Count(part, "-") == 2 {
			return part
		}
	}
	return ""
}

// TestFilings_partTime walks both part-time filings. In Shandong the main
// employer agrees with its own account, two agencies complete, and the filing
// ends by itself when the permit is cancelled; work outside the province is
// returned with the clause. In Urumqi the main employer in Beijing agrees on a
// page of its own, and the police complete.
func TestFilings_partTime(t *testing.T) {
	url, work := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	hr := a.be("hr-lu", "en")
	hr.Go(url + "/filings")
	look(hr, "filings-en")
	hr.Follow(`a[href="/part-time"]`)
	a.must(hr, "tbody", "EXAMPLE-GARCIA Elena")
	look(hr, "part-time-en")
	file := func(place string) string {
		hr.Go(url + "/part-time")
		hr.Follow(`tbody a[href^="/begin/"]`)
		a.send(hr, "form.sheet button.main")
		number := numberOf(hr)
		a.must(hr, "main", "W-370200-24000311") // the permit's class is known, not asked
		a.saves(hr, map[string]string{"part_time-kind": "work", "part_time-related": "true", "part_time-place": place})
		hr.Go(url + "/case/" + number)
		hr.Follow(`a[href$="/consent/main-employer"]`)
		hr.Click(`input[value="agree"]`)
		hr.Fill("#name", "Lu, head of staff")
		if place == "370200" {
			look(hr, "consent-own-en")
		}
		a.send(hr, "form.sheet button.main")
		a.must(hr, "main", "Given")
		a.sends(hr, number)
		return number
	}
	number := file("370200")
	outside := file("650100")

	officer, police := a.be("officer-zhang", "zh"), a.be("police-qd", "zh")
	for _, n := range []string{number, outside} {
		a.accepts(officer, n)
	}
	look(officer, "part-time-officer-zh")
	a.concludes(officer, number, "filing", "complete", "", "")
	a.concludes(police, number, "residence", "complete", "", "")
	a.must(police, ".case-bar", "已备案")
	a.concludes(officer, outside, "filing", "returned", "兼职地点不在山东省内。", "cn-370000-2023/S1.3")
	a.concludes(police, outside, "residence", "returned", "兼职地点不在山东省内。", "cn-370000-2023/S1.3")
	a.must(police, ".case-bar", "已退回")
	hr.Go(url + "/case/" + outside)
	a.must(hr, "main", "兼职地点不在山东省内。")
	hr.Go(url + "/part-time")
	a.must(hr, "tbody", "part-time work in Qingdao")
	look(hr, "part-time-filed-en")

	// Urumqi: filed by the part-time employer, agreed by the main one in Beijing.
	second := a.be("hr-ur", "zh")
	second.Go(url + "/part-time")
	second.Follow(`ul.plain a[href^="/begin/"]`)
	second.Choose("#place", "650100")
	second.Fill("#name", "EXAMPLE-WEBER Lukas")
	second.Fill("#passport", "DEMO48802")
	second.Choose("#birth_date", "1975-11-02")
	second.Choose("#nationality", "DEU")
	look(second, "begin-zh")
	a.send(second, "form.sheet button.main")
	urumqi := numberOf(second)
	second.Click("#f-employer-kind-key-university")
	a.saves(second, map[string]string{"part_time-kind": "work", "previous_permit-class": "B", "previous_permit-valid": "true", "previous_permit-valid_until": "2027-12-31"})
	for of, code := range map[string]string{"main-employer": "DEMO0000000000BJ1", "second-employer": ""} {
		second.Go(url + "/case/" + urumqi + "/consent/" + of + "/ask")
		if code == "" {
			second.Click(`input[value="ours"]`)
			a.send(second, "form.sheet button.main")
			second.Follow(`a[href$="/consent/second-employer"]`)
			second.Click(`input[value="agree"]`)
			second.Fill("#name", "马样例")
			a.send(second, "form.sheet button.main")
			continue
		}
		second.Fill("#code", code)
		look(second, "consent-ask-zh")
		a.send(second, "form.sheet button.main")
		look(second, "consent-link-zh")
	}
	main := a.be("hr-bj", "zh")
	main.Go(url + "/consents")
	main.Follow("tbody a")
	a.must(main, "main", "EXAMPLE-WEBER Lukas")
	look(main, "consent-other-zh")
	main.Click(`input[value="agree"]`)
	main.Fill("#name", "白样例")
	a.send(main, "form.sheet button.main")
	if status := main.Go(url + "/case/" + urumqi); status != 404 {
		t.Errorf("who is only asked for consent reads the case: status %d", status)
	}
	a.sends(second, urumqi)
	exit := a.be("police-ur", "zh")
	a.accepts(exit, urumqi)
	exit.Go(url + "/police/" + urumqi)
	a.must(exit, "main", "需审批机关认定") // a class B permit leaves "high-level" to the officer
	look(exit, "part-time-discretion-zh")
	a.concludes(exit, urumqi, "filing", "complete", "聘于重点高校，主持国家级项目，属高层次人才。", "") // with the reason that a finding of its own needs
	a.must(exit, ".case-bar", "已备案")

	// The permit is cancelled: the filing of Shandong ends by itself.
	a.cancels(hr, work.permitRow(t, "qd-bio", "garcia"), "officer-zhang", "approver-zhao")
	hr.Go(url + "/case/" + number)
	a.must(hr, ".case-bar", "Ended")
	look(hr, "part-time-ended-en")
}

// cancels takes a permit back: the employer applies, two officers decide.
func (a actors) cancels(hr *browsertest.Page, permitRow, drafter, signer string) {
	a.t.Helper()
	hr.Go(a.url + "/begin/work-permit-cancel?permit=" + permitRow)
	a.send(hr, "form.sheet button.main")
	number := numberOf(hr)
	a.saves(hr, map[string]string{"previous_permit-contract_terminated": "true"})
	a.papers(hr, number)
	a.sends(hr, number)
	a.decides(number, "permit", drafter, signer)
}

// permitRow is the row of the person's work permit with the employer.
func (c *casework) permitRow(t *testing.T, employer, holder people.PartyID) string {
	t.Helper()
	held, err := c.window.PermitsHeld(t.Context(), people.Who{Role: people.EmployerHR, Party: employer}, permit.Work)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range held {
		if h.Holder == holder {
			return h.Row
		}
	}
	t.Fatalf("%s has no work permit with %s", holder, employer)
	return ""
}

// TestFilings_register: what the window itself keeps is known to later cases. A
// pre-filing in Urumqi is returned, then completed, and spares two papers of a
// residence application. In Shandong a talent gets one domestic worker, whose
// permits have the talent's term and end with it; a second one is refused.
func TestFilings_register(t *testing.T) {
	url, work := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	hr := a.be("hr-ur", "zh")
	prefile := func(outcome, reason, clause string) {
		hr.Go(url + "/org/prefiling")
		look(hr, "prefiling-"+outcome+"-zh")
		hr.Follow("main a.button.main")
		a.send(hr, "form.sheet button.main")
		number := numberOf(hr)
		a.papers(hr, number)
		a.sends(hr, number)
		police := a.be("police-ur", "zh")
		a.accepts(police, number)
		a.concludes(police, number, "filing", outcome, reason, clause)
	}
	prefile("returned", "法人证件看不清。", "cn-650100-2024/U11")
	prefile("complete", "", "")
	hr.Go(url + "/org/prefiling")
	a.must(hr, "main", "本单位已预备案")
	look(hr, "prefiling-filed-zh")

	// The residence application of the employer's person: two papers less.
	hr.Go(url + "/begin/work-residence-permit?place=650100")
	hr.Fill("#name", "EXAMPLE-NEW Ivan")
	hr.Fill("#passport", "DEMO70001")
	hr.Choose("#birth_date", "1985-04-04")
	hr.Choose("#nationality", "KAZ")
	a.send(hr, "form.sheet button.main")
	residence := numberOf(hr)
	for strings.Contains(hr.Address(), "/task/") {
		a.send(hr, "form button.main")
	}
	hr.Go(url + "/case/" + residence)
	look(hr, "residence-prefiled-zh")
	a.must(hr, "li#at-employer-qualification", "免交")
	a.must(hr, "li#at-legal-person-document", "免交")

	a.engagesHelper(work)
}

// TestFilings_stays: a talent visa needs no work permit; its stay is extended in
// time, within the stay first given, and is refused on the page once the last day
// has passed. A founder gets half a year through an approved platform.
func TestFilings_stays(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	hr := a.be("hr-lu", "en")
	hr.Go(url + "/stay")
	a.must(hr, "tbody", "Fri 29 May 2026")
	a.must(hr, "tbody", "The last day to apply has passed")
	look(hr, "stays-en")
	hr.Follow(`tbody a[href^="/begin/"]`)
	a.send(hr, "form.sheet button.main")
	number := numberOf(hr)
	hr.Choose("#f-applicant-passport_expires", "2031-02-01")
	a.send(hr, "form button.main")
	a.papers(hr, number)
	a.sends(hr, number)
	a.decides(number, "residence", "police-qd", "police2-qd")
	hr.Go(url + "/case/" + number)
	a.must(hr, ".case-bar", "Granted")
	a.must(hr, "main", "2 December 2026") // not longer than the stay first given
	look(hr, "stay-granted-en")
	hr.Go(url + "/stay")
	a.must(hr, "tbody", "The longest stay is reached")
	hr.Go(url + "/stay/new")
	look(hr, "stay-new-en")

	platform := a.be("platform-gao", "zh")
	platform.Go(url + "/incubator")
	look(platform, "incubator-zh")
	platform.Follow("main a.button.main")
	platform.Fill("#name", "EXAMPLE-ROSSI Marco")
	platform.Fill("#passport", "DEMO55017")
	platform.Choose("#birth_date", "1996-07-07")
	platform.Choose("#nationality", "ITA")
	a.send(platform, "form.sheet button.main")
	founder := numberOf(platform)
	for strings.Contains(platform.Address(), "/task/") {
		a.send(platform, "form button.main")
	}
	a.papers(platform, founder)
	a.sends(platform, founder)
	a.decides(founder, "permit", "officer-zhang", "approver-zhao")
	a.decides(founder, "residence", "police-qd", "police2-qd")
	platform.Go(url + "/incubator")
	a.must(platform, "tbody", founder)
	look(platform, "incubator-granted-zh")
	officer := a.be("officer-zhang", "zh")
	officer.Go(url + "/platforms")
	look(officer, "platforms-zh")
	officer.Go(url + "/platforms/new")
	look(officer, "platform-new-zh")
	officer.Go(url + "/platforms")
	officer.Follow("tbody a")
	officer.Fill("#reason", "批准期满不再续。")
	a.send(officer, "form.sheet button.harm")
	platform.Go(url + "/incubator")
	a.must(platform, "main", "批准") // today is the last day
}

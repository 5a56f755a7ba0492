package cli

import (
	"slices"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/web/browsertest"
)

// applyFor begins a matter in Urumqi for a person whom the page does not list.
func (l *life) applyFor(page *browsertest.Page, matter string, person map[string]string) (number string) {
	l.t.Helper()
	page.Go(l.url + "/apply?place=650100")
	page.Click("#m-" + matter)
	for id, text := range person {
		page.Fill("#"+id, text)
	}
	l.send(page, `form[method="post"][action="/apply"] button`)
	return l.numberAt(page)
}

// reads opens the letters of a case, in both languages, until one says all words.
func (l *life) reads(page *browsertest.Page, number string, words ...string) {
	l.t.Helper()
	page.Go(l.url + "/case/" + number)
	letters := strings.Fields(page.Eval(`[...document.querySelectorAll('section[aria-labelledby="letters-title"] a[href*="/letter/"]:not([href*=".pdf"])')].map(a => a.getAttribute("href")).join(" ")`))
	for _, letter := range letters {
		page.Go(l.url + letter)
		text := page.Text("main")
		if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) }) {
			return
		}
	}
	l.t.Errorf("none of the %d letters of %s says %q", len(letters), number, words)
}

// finds records an officer's own finding on a condition.
func (l *life) finds(page *browsertest.Page, number, condition, found, words string) {
	l.t.Helper()
	page.Go(l.url + "/officer/" + number + "/condition/" + condition)
	page.Click(`input[name="found"][value="` + found + `"]`)
	page.Fill("#why", words)
	l.send(page, `form[action$="/find"] button`)
}

// corrects changes one answer of a draft where the page leads to it, and returns to
// the task list.
func (l *life) corrects(page *browsertest.Page, number, path, value string) {
	l.t.Helper()
	id := "#f-" + strings.ReplaceAll(path, ".", "-")
	page.Go(l.url + page.Eval(`document.querySelector('a[href$="`+id+`"]').getAttribute("href")`))
	page.Choose(id, value)
	l.send(page, `form.sheet .actions button.main`)
	page.Go(l.url + "/case/" + number)
}

// TestUrumqi_recognition is U4: a class A engineer from Kashgar whose job ended. The
// employer reads what stands against it and mends it: a residence permit cancelled
// more than a month ago closes the way, another post asks for proof of experience.
// Then the foreigner promises, the desk accepts, and both permits run five years.
func TestUrumqi_recognition(t *testing.T) {
	l := newLife(t)
	hr := l.be("hr-ur", "en")
	number := l.applyFor(hr, "mutual-recognition", map[string]string{"name": "EXAMPLE-KELLER Jonas", "passport": "DEMO58807", "birth_date": "1986-03-10", "nationality": "DEU"})
	l.fill(hr, number, l.factsOf("cn-650100-2024/scenarios/U4-person-kashgar-engineer.txtar", map[string]string{
		"applicant.residence_permit": `"none"`, "applicant.visa": `"M"`, "applicant.work_residence_cancelled_on": `"2026-03-26"`, "applicant.stay_until": `"2026-07-01"`,
		"previous_permit.post": `"head of design"`,
	}))
	look(hr, "recognition-closed-en")
	l.must(hr, "#stands", "This way to apply is not open")
	l.must(hr, "#stands", "Urumqi U4")
	l.must(hr, "#stands", "at most 1 month ago")
	l.must(hr, "#stands", "26 March 2026")
	hr.Go(l.url + "/case/" + number + "/check?lang=zh")
	l.must(hr, "#stands", "目前不能提交")
	l.must(hr, "#stands", "2026年3月26日")
	if hr.Has("#declared") {
		t.Error("a way that is not open can be sent")
	}
	look(hr, "recognition-check-zh")

	l.corrects(hr, number, "applicant.work_residence_cancelled_on", "2026-03-27") // a month ago to the day
	if hr.Has("#stands") {
		t.Errorf("a month ago to the day: %s", hr.Text("#stands"))
	}
	l.must(hr, "#at-experience-proof", "必须提交")
	l.must(hr, "#at-experience-proof", "乌鲁木齐 U4")
	hr.Go(l.url + "/case/" + number + "/task/before?lang=en")
	hr.Fill("#f-previous_permit-post", "process engineer")
	l.send(hr, `form.sheet .actions button.main`)
	hr.Go(l.url + "/case/" + number)
	for _, paper := range []string{"degree-certificate", "experience-proof"} {
		l.must(hr, "#at-"+paper, "Not needed")
		l.must(hr, "#at-"+paper, "Urumqi U4")
	}
	look(hr, "recognition-open-en")

	foreigner := l.be("keller-account", "zh")
	foreigner.Go(l.url + "/case/" + number)
	l.must(foreigner, "#at-no-criminal-record", "承诺")
	foreigner.Go(l.url + "/case/" + number + "/promise/no-criminal-record?lang=en")
	look(foreigner, "recognition-promise-en")
	foreigner.Fill("#name", "EXAMPLE-KELLER Jonas")
	l.send(foreigner, `form[action$="/promise"] button.main`)
	hr.Go(l.url + "/case/" + number)
	l.supply(hr, []string{"no-criminal-record"})
	l.sends(hr, number)

	l.accept(number, "clerk-ur", "zh")
	officer := l.be("officer-ur", "zh")
	officer.Go(l.url + "/officer/" + number)
	l.must(officer, `[id="at-route:mutual-recognition"]`, "符合")
	l.must(officer, `[id="at-ground:mutual-recognition"]`, "乌鲁木齐 U4")
	look(officer, "recognition-officer-zh")
	l.send(officer, `[id="at-route:mutual-recognition"] th a`)
	look(officer, "recognition-condition-zh")
	l.decide(number, "permit", casefile.GrantLetter, "officer-ur", "approver-ur", "zh", "2031-04-30", "疆内A类互认，合同五年以上。", "recognition-letter-zh")
	l.decide(number, "residence", casefile.GrantLetter, "police-ur", "police2-ur", "zh", "2031-04-30", "材料齐全。", "recognition-residence-zh")
	l.handOver(number, "clerk-ur", "zh", "")
	l.reads(hr, number, "乌鲁木齐措施第4条", "外国高端人才（A类）", "2031年4月30日")
	l.reads(hr, number, "Urumqi measure 4", "30 April 2031")
	foreigner.Go(l.url + "/case/" + number + "?lang=en")
	l.must(foreigner, ".case-bar", "Closed")
	look(foreigner, "recognition-done-en")
	l.mustHold(l.permit("officer-ur", "keller"), "ur-storage", "2031-04-30", "active")
}

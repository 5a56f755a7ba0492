package cli

import (
	"net/http"
	"strings"
	"testing"

	"yichuang/web/browsertest"
)

// answers ends a request at its desk: outcome, results by id, a reason.
func (a actors) answers(desk *browsertest.Page, request, outcome string, results map[string]string, reason string) (status int) {
	a.t.Helper()
	desk.Go(request)
	if outcome != "" {
		desk.Choose("#outcome", outcome)
	}
	for id, text := range results {
		desk.Choose(`[id="service.own.`+id+`"]`, text)
	}
	if reason != "" {
		desk.Fill("#reason", reason)
	}
	return desk.Follow(`form[action$="/conclude"] button`)
}

// takesUp accepts the request at its desk, for the one who signs in.
func (a actors) takesUp(desk *browsertest.Page, request string) {
	a.t.Helper()
	desk.Go(request)
	a.send(desk, `form[action$="/accept"] button`)
	a.send(desk, `form[action$="/take"] button`)
}

// rates reads the answer and says what it was worth.
func (a actors) rates(page *browsertest.Page, request, stars string, reads ...string) {
	a.t.Helper()
	page.Go(request)
	for _, text := range reads {
		a.must(page, `section[aria-labelledby="out-title"]`, text)
	}
	page.Click("#stars-" + stars)
	a.send(page, `form[action$="/rate"] button`)
}

// TestServices_topics is U17 beyond policy questions. A foreigner asks in English
// about travel and is answered in time; the employer asks for help with an
// application and is answered late, which both sides see; a wish for a course is
// handed on, never without saying to whom; legal aid is declined, never without a
// reason. The desk works in the other language than who asks, and all change theirs
// on the way.
func TestServices_topics(t *testing.T) {
	l := newLife(t)
	patel, holm, hr := l.be("patel-account", "en"), l.be("holm-account", "zh"), l.be("hr-ur", "zh")
	travel := l.asks(patel, "/services/consultation-travel?place=650100", map[string]string{"own.question": "May I stay with friends in Turpan for two weeks?", "own.where": "Turpan"})
	help := l.asks(hr, "/services/consultation-agency?place=650100", map[string]string{"own.application": "extension", "own.question": "延期需要哪些材料？"})
	course := l.asks(holm, "/services/consultation-culture?place=650100", map[string]string{"own.wish": "course", "own.question": "想上晚间的汉语课。"})
	legal := l.asks(patel, "/services/consultation-legal?place=650100&lang=zh", map[string]string{"own.field": "rent", "own.question": "房东不退押金。"})

	desk := l.be("desk-shen", "zh")
	l.takesUp(desk, travel)
	l.must(desk, ".case-bar", "剩余5个工作日")
	look(desk, "request-travel-zh")
	if status := l.answers(desk, travel, "", map[string]string{"answer": "可以。入住后24小时内办理住宿登记。"}, ""); status != http.StatusOK {
		t.Fatalf("answering: status %d: %s", status, desk.Text("main"))
	}
	l.send(desk, `form[action$="/close"] button`)
	patel.Go(l.url + "/my?lang=en")
	l.rates(patel, travel, "5", "Done", "可以。入住后24小时内办理住宿登记。")

	desk.Go(l.url + "/requests?lang=en")
	l.takesUp(desk, course)
	if status := l.answers(desk, course, "forwarded", map[string]string{"answer": "The university runs evening courses."}, ""); status != http.StatusUnprocessableEntity {
		t.Errorf("handed on to nobody: status %d", status)
	}
	l.must(desk, ".error-summary", "Handed on to")
	look(desk, "request-forward-nobody-en")
	if status := l.answers(desk, course, "fulfilled", map[string]string{"answer": "Evening courses.", "handed-to": "Demo University"}, ""); status != http.StatusUnprocessableEntity {
		t.Errorf("done and handed on at once: status %d", status)
	}
	desk.Choose("#outcome", "forwarded")
	l.send(desk, `form[action$="/conclude"] button`)
	l.must(desk, ".case-bar", "Forwarded")
	holm.Go(l.url + "/messages")
	l.must(holm, "main", "您的请求已转送：Demo University")
	holm.Go(course + "?lang=en")
	l.must(holm, `section[aria-labelledby="out-title"]`, "Demo University")
	look(holm, "request-forwarded-en")
	l.send(desk, `form[action$="/close"] button`)
	l.rates(holm, course, "4", "Evening courses.")

	l.takesUp(desk, help)
	l.on("2026-05-12")                                                                          // five working days from 27 April, without the May holidays, have passed
	desk, hr, patel = l.be("desk-shen", "en"), l.be("hr-ur", "zh"), l.be("patel-account", "en") // whose sessions have ended
	desk.Go(l.url + "/requests")
	l.must(desk, "tbody", "late")
	hr.Go(help)
	l.must(hr, ".case-bar", "超期")
	look(desk, "requests-late-en")
	if status := l.answers(desk, help, "", map[string]string{"answer": "Bring the new contract; we fill the form in with you.", "appointment": "2026-05-13"}, ""); status != http.StatusOK {
		t.Fatalf("a late answer: status %d: %s", status, desk.Text("main"))
	}
	hr.Go(l.url + "/my?lang=en")
	l.rates(hr, help, "2", "Bring the new contract", "13 May 2026")

	lawyer := l.be("legal-jin", "en")
	lawyer.Go(travel)
	if strings.Contains(lawyer.Text("main"), "Turpan") {
		t.Error("the legal desk reads what the service desk was asked")
	}
	l.takesUp(lawyer, legal)
	if status := l.answers(lawyer, legal, "declined", nil, ""); status != http.StatusUnprocessableEntity {
		t.Errorf("declined without a reason: status %d", status)
	}
	if !lawyer.Has("#reason-error") {
		t.Error("the missing reason is not named at its field")
	}
	look(lawyer, "request-declined-no-reason-en")
	if status := l.answers(lawyer, legal, "declined", nil, "Legal aid covers work and family; for rent call 12348."); status != http.StatusOK {
		t.Fatalf("declining: status %d: %s", status, lawyer.Text("main"))
	}
	l.send(lawyer, `form[action$="/close"] button`)
	patel.Go(l.url + "/my?lang=zh")
	l.rates(patel, legal, "3", "未能办理", "for rent call 12348.")
	look(patel, "request-declined-zh")
}

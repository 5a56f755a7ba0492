package cli

import (
	"net/http"
	"testing"

	"yichuang/web/browsertest"
)

// TestConsent_stranger is U5 with a second employer that has no account. It reads on
// the page of its link what is asked, is told at the field of a code that is not its
// own and of a no without a reason, goes on in Chinese and agrees, once. The main
// employer agrees with its account, sees both, and sends.
func TestConsent_stranger(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	hr := a.be("hr-ur", "zh")
	hr.Go(url + "/begin/part-time-urumqi?place=650100&person=holm")
	a.send(hr, "form.sheet button.main")
	number := numberOf(hr)
	hr.Click("#f-employer-kind-key-university")
	a.saves(hr, map[string]string{"part_time-kind": "work"})
	hr.Go(url + "/case/" + number + "/consent/main-employer/ask")
	hr.Click(`input[value="ours"]`)
	a.send(hr, "form.sheet button.main")
	hr.Follow(`a[href$="/consent/main-employer"]`)
	hr.Click(`input[value="agree"]`)
	hr.Fill("#name", "马样例")
	a.send(hr, "form.sheet button.main")
	hr.Go(url + "/case/" + number + "/consent/second-employer/ask")
	hr.Fill("#name", "Example Institute")
	hr.Fill("#code", "91350100M000100Y43")
	a.send(hr, "form.sheet button.main")
	link := hr.Eval(`document.querySelector("main").innerText.match(/http\S*\/consent\/[A-Z0-9-]+/)[0]`)

	second := a.browser.Person(t)
	second.Go(link + "?lang=en")
	a.must(second, "main", "EXAMPLE-HOLM Ingrid")
	look(second, "consent-stranger-en")
	second.Click(`input[value="refuse"]`)
	second.Fill("#name", "Li, director")
	second.Fill("#code", "91350100M000100Y43")
	if status := second.Follow("form.sheet button.main"); status != http.StatusUnprocessableEntity || !second.Has("#reason-error") {
		t.Errorf("a no without a reason: status %d: %s", status, second.Text("main"))
	}
	second.Click(`input[value="agree"]`)
	second.Fill("#code", "91350100M000100Y4X")
	if status := second.Follow("form.sheet button.main"); status != http.StatusUnprocessableEntity || !second.Has("#code-error") || second.Value("#name") != "Li, director" {
		t.Errorf("another's code: status %d: %s", status, second.Text("main"))
	}
	look(second, "consent-stranger-code-en")
	second.Go(link + "?lang=zh")
	second.Click(`input[value="agree"]`)
	second.Fill("#name", "李主任")
	second.Fill("#code", "91350100m000100y43")
	a.send(second, "form.sheet button.main")
	a.must(second, "main", "已同意")
	if second.Has(`input[name="answer"]`) {
		t.Error("what was agreed to can be answered again")
	}
	look(second, "consent-stranger-given-zh")
	if status := second.Go(url + "/case/" + number); status == http.StatusOK && second.Has(".case-bar") {
		t.Error("who holds the link reads the case")
	}
	hr.Go(url + "/case/" + number)
	a.must(hr, `section[aria-labelledby="consents"]`, "李主任")
	hr.Go(url + "/my?lang=en")
	a.sends(hr, number)
}

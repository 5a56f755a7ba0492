package cli

import (
	"net/http"
	"strings"
	"testing"

	"yichuang/packs"
	"yichuang/web/browsertest"
)

// mustNotFind fails where somebody finds a page that is not theirs.
func (a actors) mustNotFind(account, address string) {
	a.t.Helper()
	page := a.be(account, "en")
	if status := page.Go(a.url + address); status != http.StatusNotFound {
		a.t.Errorf("%s opens %s: status %d: %s", account, address, status, page.Text("main"))
	}
}

// beginFirst asks for a first permit of a new person, and returns what the office
// answers.
func (l *life) beginFirst(page *browsertest.Page, person, passport string) (status int) {
	l.t.Helper()
	page.Go(l.url + "/begin/work-permit-first?place=650100&employer=ur-storage")
	for field, value := range map[string]string{"name": person, "passport": passport, "birth_date": "1988-03-15", "nationality": "KOR"} {
		page.Choose("#"+field, value)
	}
	return page.Follow("form.sheet button.main")
}

// TestSupervision_agency is an agency whose handling is suspended: a new case is
// refused with its reason, its last day and the way to contest, which it goes, with
// papers; cancelling and correcting through it go on; its client is free; others do
// not find its file. The day after the last day it handles cases again.
func TestSupervision_agency(t *testing.T) {
	l := newLife(t)
	sample, err := packs.FS.ReadFile("demo/sample.pdf")
	if err != nil {
		t.Fatal(err)
	}
	wu := l.be("agent-wu", "zh")
	if status := l.beginFirst(wu, "EXAMPLE-NEW Person", "DEMO77002"); status != http.StatusForbidden {
		t.Errorf("a new case of a suspended agency: status %d, want it refused", status)
	}
	l.must(wu, "main", "2026年10月19日")
	l.must(wu, "main", "核查期间暂缓办理该机构代理的业务")
	look(wu, "agency-refused-zh")
	l.send(wu, `main a[href^="/sanction/"]`)
	sanction := l.path(wu)
	look(wu, "agency-sanction-zh")
	wu.Go(l.url + "/integrity")
	l.send(wu, `tbody a[href^="/integrity/"]`)
	entry := l.path(wu)
	look(wu, "agency-entry-zh")
	for _, account := range []string{"agent-sun", "hr-ur", "integrity-lu"} {
		l.mustNotFind(account, entry)
		l.mustNotFind(account, sanction)
	}

	l.begin("agent-wu", "W-650100-25000042", "work-permit-cancel")
	l.begin("agent-wu", "W-650100-25000019", "work-permit-change")
	hr := l.be("hr-ur", "en")
	if status := l.beginFirst(hr, "EXAMPLE-OWN Person", "DEMO77003"); status != http.StatusOK {
		t.Errorf("the client itself: status %d: %s", status, hr.Text("main"))
	}

	wu.Go(l.url + entry + "/contest")
	wu.Upload("#papers", paper(t, "originals.pdf", sample))
	l.form(wu, "", map[string]string{"reason": "签名均为本人所签。", "evidence": "本人声明"})
	l.must(wu, "main", "originals.pdf")
	second := l.be("integrity2-ur", "en")
	second.Go(l.url + entry)
	l.must(second, "main", "originals.pdf")
	look(second, "agency-contested-en")
	l.form(second, entry+"/rule", map[string]string{"reason": "Two of the three signatures are not theirs."}, `input[name="ruling"][value="upheld"]`)
	wu.Go(l.url + entry)
	l.must(wu, "main", "Two of the three signatures")

	l.on("2026-10-20")
	wu = l.be("agent-wu", "en")
	if status := l.beginFirst(wu, "EXAMPLE-LATER Person", "DEMO77004"); status != http.StatusOK {
		t.Errorf("after the last day: status %d: %s", status, wu.Text("main"))
	}
}

// TestSupervision_ownFiles is a pending case that a suspension of its agency holds,
// and the foreigner's own file: each reads the own, and nobody another's.
func TestSupervision_ownFiles(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	sun := a.be("agent-sun", "en")
	sun.Go(url + "/my")
	a.send(sun, `tbody a[href^="/case/"]`)
	number := strings.TrimPrefix(a.path(sun), "/case/")

	officer := a.be("integrity-ur", "zh")
	record := func(of, reason string) (entry string) {
		officer.Go(url + "/integrity/new?case=" + number)
		officer.Choose("#cause", "false-material")
		a.form(officer, "", map[string]string{"reason": reason, "evidence": "核对记录"}, `input[name="of"][value="`+of+`"]`)
		return a.path(officer)
	}
	foreigner := record("foreigner", "两份学历证明内容不一致。")
	agency := record("agency", "代签承诺书。")
	a.form(officer, agency+"/sanction", map[string]string{"reason": "核查期间暂缓办理。"})
	look(officer, "agency-held-zh")

	sun.Go(url + "/case/" + number)
	a.must(sun, ".case-bar", "Clock paused")
	look(sun, "case-held-en")
	anna := a.be("anna-account", "en")
	anna.Go(url + "/integrity")
	look(anna, "integrity-foreigner-en")
	a.send(anna, `tbody a[href="`+foreigner+`"]`)
	a.must(anna, "main", "两份学历证明内容不一致。")
	look(anna, "entry-foreigner-en")
	anna.Go(url + "/case/" + number)
	if text := anna.Text("main"); strings.Contains(text, "代签承诺书") || strings.Contains(text, "核查期间暂缓办理") {
		t.Errorf("the foreigner reads the facts of the agency's file: %s", text)
	}
	for account, entry := range map[string]string{"anna-account": agency, "agent-sun": foreigner, "holm-account": foreigner, "hr-ur": agency} {
		a.mustNotFind(account, entry)
	}
}

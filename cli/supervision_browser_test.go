package cli

import (
	"net/http"
	"strings"
	"testing"

	"yichuang/packs"
	"yichuang/web/browsertest"
)

// form fills a form's fields, clicks its choices, and presses its button.
func (a actors) form(page *browsertest.Page, address string, fields map[string]string, choices ...string) {
	a.t.Helper()
	if address != "" { // else it is open already
		page.Go(a.url + address)
	}
	for _, choice := range choices {
		page.Click(choice)
	}
	for id, text := range fields {
		page.Fill("#"+id, text)
	}
	a.send(page, "form.sheet .actions button")
}

// path is the page's address without host and query.
func (a actors) path(page *browsertest.Page) string {
	path, _, _ := strings.Cut(strings.TrimPrefix(page.Address(), a.url), "?")
	return path
}

// TestSupervision_browser is S6 from draw to ruling: a promise is drawn and found
// broken after a talk, the employer gets an entry and a suspension, its pending
// case is not accepted meanwhile, it sees its own file and contests, another
// officer rules, and the case goes on. A foreign party finds nothing. That new
// cases are refused and cancelling is not is TestSupervision_journey in office.
func TestSupervision_browser(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	sample, err := packs.FS.ReadFile("demo/sample.pdf")
	if err != nil {
		t.Fatal(err)
	}

	lu := a.be("integrity-lu", "en")
	lu.Go(url + "/watch/promises/draw")
	look(lu, "draw-en")
	a.form(lu, "/watch/promises/draw", map[string]string{"seed": "7"})
	look(lu, "promises-en")
	a.send(lu, `tbody a[href^="/watch/promises/"]`)
	check := a.path(lu)
	a.form(lu, check+"/interview", map[string]string{"notes": "The handler could not say who had seen the original."}, `input[name="with"]`)
	a.form(lu, check+"/finish", map[string]string{"reason": "The hospital did not issue the certificate.", "evidence": "letter of the hospital"}, `input[name="result"][value="broken"]`)
	a.must(lu, "main", "letter of the hospital")
	look(lu, "check-broken-en")
	a.send(lu, `.actions a[href^="/integrity/new"]`)
	a.send(lu, "form.sheet .actions button")
	entry := a.path(lu)
	look(lu, "integrity-en")
	a.form(lu, entry+"/sanction", map[string]string{"reason": "Handling rests while the promises of this employer are checked."})
	look(lu, "sanction-en")

	hr := a.be("hr-liu", "zh")
	hr.Go(url + "/my")
	hr.Fill("#q", "dvorak")
	hr.Follow(".filter button")
	hr.Follow("tbody a")
	pending := strings.TrimPrefix(a.path(hr), "/case/")
	clerk := a.be("clerk-li", "en")
	clerk.Go(url + "/desk/" + pending + "/intake")
	for clerk.Has(`input[name="original"]:not(:checked)`) {
		clerk.Click(`input[name="original"]:not(:checked)`)
	}
	if clerk.Has("#ticks .actions button") {
		a.send(clerk, "#ticks .actions button")
	}
	if status := clerk.Follow(`form[action$="/accept"] button`); status == http.StatusOK {
		t.Error("a case of a suspended employer was accepted")
	}
	a.must(clerk, "main", "suspended")

	hr.Go(url + "/integrity")
	look(hr, "integrity-own-zh")
	a.must(hr, "main", "虚假承诺")
	hr.Go(url + entry + "/contest")
	look(hr, "contest-zh")
	hr.Upload("#papers", paper(t, "certificate.pdf", sample))
	a.form(hr, "", map[string]string{"reason": "医院已补发证明。", "evidence": "补发的证明"})
	a.must(hr, "main", "certificate.pdf")
	foreign := a.be("hr-wang", "zh")
	foreign.Go(url + entry)
	a.must(foreign, "h1", "找不到")

	qi := a.be("integrity-qi", "zh") // who decided the entry does not rule on it
	qi.Go(url + entry)
	a.must(qi, "main", "certificate.pdf")
	look(qi, "contested-zh")
	a.form(qi, entry+"/rule", map[string]string{"reason": "证明属实，记录撤销。"}, `input[name="ruling"][value="fell"]`)
	look(qi, "ruled-zh")
	clerk.Go(url + "/desk/" + pending + "/intake")
	a.send(clerk, `form[action$="/accept"] button`)

	chen := a.be("supervisor-chen", "zh")
	for _, page := range []string{"watch", "watch/figures", "watch/sanctions"} {
		chen.Go(url + "/" + page)
		look(chen, strings.ReplaceAll(page, "/", "-")+"-zh")
	}
	a.must(chen, "main", "没有暂缓办理") // lifted with the entry it rested on
}

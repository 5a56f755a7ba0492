package cli

import (
	"strings"
	"testing"

	"yichuang/web/browsertest"
)

// asks opens a service as somebody, fills its form in and sends it; the address
// of the request comes back.
func (a actors) asks(page *browsertest.Page, path string, answers map[string]string) string {
	a.t.Helper()
	page.Go(a.url + path)
	page.MustBeAccessible()
	a.send(page, `form[action^="/services/"] button`)
	for id, text := range answers {
		css := `[id="` + id + `"]`
		switch {
		case page.Has("select" + css):
			page.Choose(css, text)
		case page.Has(css):
			page.Fill(css, text)
		default: // a box to tick
			page.Click(`[name="` + id + `"][value="` + text + `"]`)
		}
	}
	a.send(page, `.actions button[value="next"]`)
	number := strings.FieldsFunc(strings.TrimPrefix(page.Address(), a.url+"/case/"), func(r rune) bool { return strings.ContainsRune("/#?", r) })[0]
	page.Go(a.url + "/case/" + number + "/check")
	page.Click("#declared")
	a.send(page, `form[action$="/send"] button.main`)
	return a.url + "/requests/" + number
}

// TestServices_housing is measure 20: a class A foreigner asks alone, the desk
// gives the premium flat at the part of the rent that the measures grant, it is
// taken for everybody else, and handed back.
func TestServices_housing(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	holm := a.be("holm-account", "en")
	holm.Go(url + "/services?place=650100")
	look(holm, "services-en")
	request := a.asks(holm, "/services/housing?place=650100", map[string]string{"own.persons": "3", "own.from": "2026-05-01"})

	desk := a.be("housing-tan", "zh")
	look(desk, "requests-zh")
	desk.Go(request)
	a.send(desk, `form[action$="/accept"] button`)
	desk.Choose(`[id="service.own.unit"]`, "3")
	desk.Fill(`[id="service.own.from"]`, "2026-05-01")
	look(desk, "request-housing-zh")
	a.send(desk, `form[action$="/conclude"] button`)

	holm.Go(request)
	a.must(holm, `section[aria-labelledby="out-title"]`, "Demo Garden 1-1801")
	a.must(holm, `section[aria-labelledby="out-title"]`, "CNY 4,000")
	holm.Click("#stars-5")
	a.send(holm, `form[action$="/rate"] button`)
	look(holm, "request-answered-en")

	desk.Go(url + "/admin/lists/housing-stock?place=650100")
	a.must(desk, "tbody", strings.TrimPrefix(request, url+"/requests/"))
	look(desk, "stock-zh")
	desk.Go(request)
	desk.Click(`details:has(form[action$="/hand-back"]) > summary`)
	a.send(desk, `form[action$="/hand-back"] button`)
	a.must(desk, `section[aria-labelledby="out-title"]`, "退还日期")

	holm.Go(url + "/services/housing?place=370200")
	a.must(holm, "main", "cannot be asked for")
	if holm.Has(`form[action="/services/housing"]`) {
		t.Error("housing can be asked for in Shandong")
	}
}

// TestServices_others: a question with a reply, a school place and interest in a
// call, each by its own people.
func TestServices_others(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	first := func(page *browsertest.Page) {
		page.Go(url + "/requests")
		page.Follow("tbody a")
	}

	school := a.be("school-ren", "zh")
	first(school)
	school.Choose(`[id="service.own.school"]`, "2")
	school.Fill(`[id="service.own.start"]`, "2026-09-01")
	a.send(school, `form[action$="/conclude"] button`)
	a.must(school, `section[aria-labelledby="out-title"]`, "示范第三小学")

	desk := a.be("desk-shen", "zh")
	first(desk)
	a.send(desk, `form[action$="/accept"] button`)
	desk.Fill(`[id="service.own.answer"]`, "请带护照和合同到窗口办理。")
	a.send(desk, `form[action$="/conclude"] button`)
	patel := a.be("patel-account", "en")
	first(patel)
	a.must(patel, `section[aria-labelledby="out-title"]`, "请带护照和合同到窗口办理。")

	hr := a.be("hr-ur", "en")
	hr.Go(url + "/programmes?place=650100")
	hr.Click(`section[aria-labelledby="call-1"] details > summary`)
	hr.Choose("#foreigner-1", "holm")
	a.send(hr, `form[action="/programmes/1"] button`)
	hr.Fill(`[id="own.field"]`, "Solid-state cells")
	a.send(hr, `.actions button[value="next"]`)
	number := strings.FieldsFunc(strings.TrimPrefix(hr.Address(), url+"/case/"), func(r rune) bool { return strings.ContainsRune("/#?", r) })[0]
	hr.Go(url + "/case/" + number + "/check")
	hr.Click("#declared")
	a.send(hr, `form[action$="/send"] button.main`)

	talent := a.be("talent-qiu", "en")
	talent.Go(url + "/programmes?place=650100")
	a.must(talent, "main", "Interest registered: 1")
	first(talent)
	a.send(talent, `form[action$="/accept"] button`)
	talent.Fill(`[id="service.own.answer"]`, "Hand in the task sheet by 15 May.")
	a.send(talent, `form[action$="/conclude"] button`)
	talent.Go(url + "/programmes/1?place=650100")
	a.must(talent, "tbody", "EXAMPLE-HOLM Ingrid")
	talent.Go(url + "/programmes?place=650100")
	look(talent, "programmes-en")
	policy := a.be("policy-zhou", "en")
	policy.Go(url + "/admin/lists")
	look(policy, "lists-en")
}

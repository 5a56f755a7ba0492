package cli

import (
	"net/http"
	"strings"
	"testing"

	"yichuang/packs"
	"yichuang/web/browsertest"
)

// drafts opens a service as somebody and answers its questions; the number of the
// draft comes back.
func (a actors) drafts(page *browsertest.Page, path string, answers map[string]string) string {
	a.t.Helper()
	page.Go(a.url + path)
	a.send(page, `form[action^="/services/"] button`)
	for id, text := range answers {
		if box := `[name="` + id + `"][value="yes"]`; page.Has(box) {
			if (text == "yes") != page.Has(box+":checked") {
				page.Click(box)
			}
			continue
		}
		page.Choose(`[id="`+id+`"]`, text)
	}
	a.send(page, `.actions button[value="next"]`)
	return numberOf(page)
}

// blocked fails unless the draft cannot be sent, because the page says so.
func (a actors) blocked(page *browsertest.Page, number, says string) {
	a.t.Helper()
	page.Go(a.url + "/case/" + number + "/check")
	if page.Has("#declared") || page.Has("#result-title") {
		a.t.Errorf("%s can be sent, or is said to qualify", number)
	}
	a.must(page, `section[aria-labelledby="blocks-title"]`, says)
}

// uploads puts a file to each of the case's papers.
func (a actors) uploads(page *browsertest.Page, number string, slots ...string) {
	a.t.Helper()
	sample, err := packs.FS.ReadFile("demo/sample.pdf")
	if err != nil {
		a.t.Fatal(err)
	}
	for _, slot := range slots {
		page.Go(a.url + "/case/" + number)
		page.Upload("#paper-"+slot, paper(a.t, slot+".pdf", sample))
		a.send(page, "li#at-"+slot+" form[enctype] button")
	}
}

// TestServices_fund is U20's housing fund. The holder of a permanent residence card
// who works in Urumqi pays in, with the card; who has no card cannot. The fund is
// withdrawn by who has left the job and leaves the country, with the cancellation
// proof, and is refused where only one of the two holds. The desk ends both.
func TestServices_fund(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	patel := a.be("patel-account", "zh")
	number := a.drafts(patel, "/services/housing-fund?place=650100", map[string]string{"f-applicant-permanent_residence": "false", "own.employed": "yes", "own.employer": "样例"})
	a.uploads(patel, number, "residence-card")
	a.blocked(patel, number, "只有持永久居留证的外国人可以缴存")
	a.must(patel, `section[aria-labelledby="papers-title"]`, "永久居留证")
	look(patel, "fund-refused-zh")

	mendes, desk := a.be("mendes-account", "en"), a.be("housing-tan", "zh")
	number = a.drafts(mendes, "/services/housing-fund?place=650100", map[string]string{"f-applicant-permanent_residence": "true", "own.employed": "yes", "own.employer": "Example Labs"})
	a.uploads(mendes, number, "residence-card")
	a.sends(mendes, number)
	request := url + "/requests/" + number
	desk.Go(request)
	a.send(desk, `#at-residence-card button[value="accepted"]`)
	a.takesUp(desk, request)
	look(desk, "request-fund-zh")
	if status := a.answers(desk, request, "", map[string]string{"account": "DEMO-GJJ-0042", "from": "2026-05-01"}, ""); status != http.StatusOK {
		t.Fatalf("the account: status %d: %s", status, desk.Text("main"))
	}
	a.rates(mendes, request, "5", "DEMO-GJJ-0042", "1 May 2026")

	leaving := map[string]string{"f-applicant-permanent_residence": "true", "f-previous_permit-contract_terminated": "true", "own.leaving": "no",
		"own.leaving-on": "2026-06-30", "own.account": "DEMO-GJJ-0042", "own.bank": "Example Bank"}
	for _, c := range []struct{ ended, leaves, says string }{
		{"true", "no", "Who stays in China after the job cannot withdraw"},
		{"false", "yes", "Withdrawal follows the end of the contract"},
	} {
		leaving["f-previous_permit-contract_terminated"], leaving["own.leaving"] = c.ended, c.leaves
		number = a.drafts(mendes, "/services/housing-fund-withdrawal?place=650100", leaving)
		a.uploads(mendes, number, "residence-card", "cancellation-proof")
		a.blocked(mendes, number, c.says)
	}
	look(mendes, "fund-withdrawal-refused-en")

	leaving["f-previous_permit-contract_terminated"], leaving["own.leaving"] = "true", "yes"
	number = a.drafts(mendes, "/services/housing-fund-withdrawal?place=650100", leaving)
	a.uploads(mendes, number, "residence-card")
	mendes.Go(url + "/case/" + number + "/check")
	a.must(mendes, `section[aria-labelledby="blocks-title"]`, "Proof of cancellation")
	a.uploads(mendes, number, "cancellation-proof")
	mendes.Go(url + "/my?lang=zh") // she goes on in Chinese, the desk in English
	a.sends(mendes, number)
	request = url + "/requests/" + number
	desk.Go(url + "/requests?lang=en")
	desk.Go(request)
	for _, slot := range []string{"residence-card", "cancellation-proof"} {
		a.send(desk, "#at-"+slot+` button[value="accepted"]`)
	}
	a.takesUp(desk, request)
	if status := a.answers(desk, request, "", map[string]string{"amount": "18600", "paid": "2026-05-06"}, ""); status != http.StatusOK {
		t.Fatalf("the withdrawal: status %d: %s", status, desk.Text("main"))
	}
	look(desk, "request-withdrawn-en")
	a.send(desk, `form[action$="/close"] button`)
	a.rates(mendes, request, "4", "1.86万元", "2026年5月6日")
}

// TestServices_flats is U20's stock: class C pays the full rent and is offered no
// premium flat, class A pays 80 % of the market rent. Two officers of the desk at
// once cannot give one flat to two people.
func TestServices_flats(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	holm, hr := a.be("holm-account", "en"), a.be("hr-ur", "zh")
	first := a.asks(holm, "/services/housing?place=650100", map[string]string{"own.persons": "3", "own.from": "2026-05-01"})
	hr.Go(url + "/services/housing?place=650100")
	hr.Choose("#foreigner", "aigul")
	a.send(hr, `form[action^="/services/"] button`)
	for id, text := range map[string]string{"f-previous_permit-valid": "true", "f-previous_permit-class": "C", "own.persons": "1", "own.from": "2026-05-01"} {
		hr.Choose(`[id="`+id+`"]`, text)
	}
	a.send(hr, `.actions button[value="next"]`)
	number := numberOf(hr)
	a.sends(hr, number)
	second := url + "/requests/" + number

	tan, du := a.be("housing-tan", "zh"), a.be("housing-du", "en")
	a.takesUp(tan, first)
	if offered := tan.Text(`[id="service.own.unit"]`); !strings.Contains(offered, "示范花园") || !strings.Contains(offered, "2,080") {
		t.Errorf("class A is offered %q, want the premium flat and 80%% of the rent", offered)
	}
	a.takesUp(du, second)
	if offered := du.Text(`[id="service.own.unit"]`); strings.Contains(offered, "Demo Garden") || !strings.Contains(offered, "2,600") {
		t.Errorf("class C is offered %q, want no premium flat and the full rent", offered)
	}
	look(du, "request-flat-c-en")
	tan.Choose(`[id="service.own.unit"]`, "1") // seen by both as free
	tan.Fill(`[id="service.own.from"]`, "2026-05-01")
	tan.Fill(`[id="service.own.answer"]`, "请带护照签约。")
	if status := a.answers(du, second, "", map[string]string{"unit": "1", "from": "2026-05-01"}, ""); status != http.StatusOK {
		t.Fatalf("allocating: status %d: %s", status, du.Text("main"))
	}
	if status := tan.Follow(`form[action$="/conclude"] button`); status != http.StatusConflict {
		t.Errorf("the same flat twice: status %d", status)
	}
	if !tan.Has(`[id="service.own.unit-error"]`) {
		t.Error("the flat that is taken is not named at its field")
	}
	if got := tan.Value(`[id="service.own.answer"]`); got != "请带护照签约。" {
		t.Errorf("what was typed became %q", got)
	}
	if tan.Has(`[id="service.own.unit"] option[value="1"]`) {
		t.Error("the flat that is taken is still offered")
	}
	look(tan, "request-flat-overlap-zh")
	tan.Choose(`[id="service.own.unit"]`, "2")
	a.send(tan, `form[action$="/conclude"] button`)
	a.rates(holm, first, "5", "Demo Court 3-502", "CNY 2,720")
	a.rates(hr, second, "4", "示范苑3号楼201", "2,600")
}

// TestServices_tooOld is U19 at its edge: a child past junior secondary age is
// refused kindly, with the way that is open, and nothing is sent.
func TestServices_tooOld(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	patel := a.be("patel-account", "en")
	number := a.drafts(patel, "/services/schooling?place=650100", map[string]string{"own.child-birth": "2009-02-01", "own.address": "3 Demo Road, Tianshan"})
	a.uploads(patel, number, "child-identity", "address-proof")
	a.blocked(patel, number, "ask about older children under Policy questions")
	look(patel, "schooling-too-old-en")
	patel.Go(url + "/case/" + number + "/check?lang=zh")
	a.must(patel, "main", "不在幼儿园、小学和初中的年龄范围内")
}

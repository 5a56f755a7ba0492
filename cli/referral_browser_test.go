package cli

import (
	"strings"
	"testing"

	"yichuang/web/browsertest"
)

// TestServices_referral is U18: a foreigner reads the directory, asks for a
// referral, the health department names the department, the insurer and the day,
// and the foreigner reads them. A hospital that does not do what was asked for is
// not offered, and the service is not there in Shandong.
func TestServices_referral(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	patel := a.be("patel-account", "en")
	patel.Go(url + "/services/medical?place=650100")
	look(patel, "service-medical-en")
	patel.Follow(`main a[href^="/lists/insurance-partners"]`)
	a.must(patel, "main", "Demo Life Insurance")
	patel.Go(url + "/services/medical?place=650100")
	patel.Follow(`main a[href^="/lists/hospitals"]`)
	a.must(patel, "main", "Demo First Hospital")
	a.must(patel, "main", "Russian")
	look(patel, "directory-hospitals-en")
	request := a.asks(patel, "/services/medical?place=650100", map[string]string{
		"own.wish": "chinese-medicine", "own.insurance": "yes", "own.language": "en", "own.days": "Any morning in May",
	})

	health := a.be("health-fan", "zh")
	health.Go(url + "/requests")
	a.must(health, "tbody", strings.TrimPrefix(request, url+"/requests/"))
	health.Go(request)
	a.send(health, `form[action$="/accept"] button`)
	if offered := health.Text(`[id="service.own.department"]`); !strings.Contains(offered, "示范中医医院") || strings.Contains(offered, "示范第一医院") {
		t.Errorf("departments offered for Chinese medicine: %q", offered)
	}
	look(health, "request-medical-zh")
	health.Choose(`[id="service.own.department"]`, "2")
	health.Choose(`[id="service.own.insurer"]`, "1")
	health.Fill(`[id="service.own.appointment"]`, "2026-05-12")
	health.Fill(`[id="service.own.answer"]`, "请于当日上午九点带护照到国际部。")
	a.send(health, `form[action$="/conclude"] button`)

	patel.Go(request)
	for _, text := range []string{"Demo Hospital of Chinese Medicine", "Demo Life Insurance", "12 May 2026", "请于当日上午九点带护照到国际部。"} {
		a.must(patel, `section[aria-labelledby="out-title"]`, text)
	}
	way := []string{"8 Demo Road, Saybagh", "0991-0000 0108", "English and Russian", "Mon–Fri 9:30–18:00", "0991-0000 0200"}
	for _, text := range way {
		a.must(patel, `section[aria-labelledby="out-title"]`, text)
	}
	look(patel, "request-medical-answered-en")
	patel.Go(url + "/messages")
	for _, text := range append(way, "Demo Hospital of Chinese Medicine") {
		a.must(patel, "main", text)
	}
	patel.Go(url + "/messages?lang=zh") // the same message in the language of the page
	a.must(patel, "main", "转介到：示范中医医院国际部；地址：沙依巴克区示范路8号；电话：0991-0000 0108；服务语种：英语、俄语")
	look(patel, "messages-referral-zh")

	patel.Go(url + "/services/medical?place=370200&lang=en")
	a.must(patel, "main", "cannot be asked for")
	if patel.Has(`form[action="/services/medical"]`) {
		t.Error("a referral can be asked for in Shandong")
	}
}

// TestServices_company is S5.2: a permanent resident who founds a tech company
// outside the zones is told what is missing and can send nothing; inside one the
// market desk has to name the registrar and give its guidance, and the founder
// reads both.
func TestServices_company(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	mendes := a.be("mendes-account", "en")
	mendes.Go(url + "/services/domestic-company?place=370200")
	look(mendes, "service-company-en")
	facts := map[string]string{"applicant-permanent_residence": "true", "applicant-founder": "true", "employer-tech_enterprise": "true"}
	begin := func(zone string) string {
		mendes.Go(url + "/services/domestic-company?place=370200")
		a.send(mendes, `form[action^="/services/"] button`)
		for field, value := range facts {
			mendes.Choose("#f-"+field, value)
		}
		mendes.Click(`[name="zone"][value="` + zone + `"]`)
		mendes.Fill(`[id="own.name"]`, "Example Labs")
		mendes.Fill(`[id="own.business"]`, "Sensors for ports")
		a.send(mendes, `.actions button[value="next"]`)
		return numberOf(mendes)
	}
	outside := begin("none")
	a.must(mendes, "main", "are not met")
	a.blocked(mendes, outside, "One is missing in what you told us.")
	look(mendes, "service-company-outside-en")

	number := begin("sd-ftz")
	a.sends(mendes, number)
	request := url + "/requests/" + number

	market := a.be("market-bo", "zh")
	market.Go(request)
	a.send(market, `form[action$="/accept"] button`)
	market.Fill(`[id="service.own.answer"]`, "按内资企业登记，准备章程和住所证明。")
	if status := market.Follow(`form[action$="/conclude"] button`); status != 422 {
		t.Errorf("guidance without a registrar: status %d", status)
	}
	market.MustBeAccessible()
	a.must(market, ".error-summary", "转介的登记机关")
	look(market, "request-company-missing-zh")
	if market.Has(`section[aria-labelledby="out-title"]`) {
		t.Error("guidance without a registrar ends the request")
	}
	market.Fill(`[id="service.own.registrar"]`, "青岛示范市场监督管理局")
	market.Fill(`[id="service.own.appointment"]`, "2026-05-08")
	a.send(market, `form[action$="/conclude"] button`)

	mendes.Go(request)
	for _, text := range []string{"青岛示范市场监督管理局", "8 May 2026", "按内资企业登记"} {
		a.must(mendes, `section[aria-labelledby="out-title"]`, text)
	}
	look(mendes, "request-company-answered-en")
}

package cli

import (
	"strings"
	"testing"

	"yichuang/web/browsertest"
)

// TestGuide_browser: somebody who knows nothing yet finds the guide of an item by
// place, reads its papers and its way with the keyboard alone, learns what is not
// offered and what to do instead, starts, and makes a first list of papers; in
// both languages, with and without local measures in force.
func TestGuide_browser(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	page := a.browser.Person(t)
	for _, lang := range []string{"zh", "en"} {
		visit(t, page, url+"/guide?place=370200&lang="+lang, "guides-"+lang)
		visit(t, page, url+"/guide/work-permit-first?place=650100&lang="+lang, "guide-"+lang)
		visit(t, page, url+"/papers?place=370200&person=abroad&ground=graduate&employer=first&lang="+lang, "papers-first-"+lang)
		for _, width := range []int{390, 320} {
			if wide := page.SidewaysScroll(width); wide > 0 {
				t.Errorf("the papers scroll %d px sideways at %d", wide, width)
			}
		}
	}

	// From the front door to the item, by links; then what a paper must show, by keys.
	page.Go(url + "/?lang=en")
	page.Follow(`a.door[href="/guide"]`)
	page.Choose("#place", "370200")
	page.Follow("form.place-form button")
	page.Follow(`a[href^="/guide/work-permit-first"]`)
	a.must(page, "h1", "Work permit, person in China")
	a.must(page, "#field-place", "1 Demo Road, Qingdao")
	a.must(page, "#field-complaint", "0532-0000 0009 (demo)")
	a.must(page, "#field-remedy", "is final")
	a.must(page, ".flow-steps", "Within 7 working days of acceptance (class B, C)")
	page.Eval(`document.querySelector("#paper-passport details.more > summary").focus() ?? ""`)
	page.Press(browsertest.Enter)
	a.must(page, "#paper-passport details[open] ol", "Both machine-readable lines")
	page.MustBeAccessible()
	if wide := page.SidewaysScroll(320); wide > 0 {
		t.Errorf("the guide scrolls %d px sideways at 320", wide)
	}

	// Not offered here: the nearest alternative is one step away.
	page.Go(url + "/guide/mutual-recognition?place=370200&lang=en")
	a.must(page, ".note.warn", "Not offered here today.")
	page.MustBeAccessible()
	page.Follow(".actions a.button.main")
	a.must(page, "h1", "Change of employer")

	// The main action leads into the application, which knows the place.
	hr := a.be("hr-wang", "en")
	hr.Go(url + "/guide/work-permit-abroad?place=370200&lang=en")
	hr.Follow(".actions a.button.main")
	if got := hr.Value("#place"); !strings.Contains(hr.Address(), "/begin/work-permit-abroad") || got != "370200" {
		t.Errorf("the guide starts at %s with the place %q", hr.Address(), got)
	}
}

// TestGuide_withoutLocalPolicies: on a real clock after the local measures, in a
// window that holds no office yet, the guide is whole and says whom to ask.
func TestGuide_withoutLocalPolicies(t *testing.T) {
	url, _ := portalAt(t, lapsedTime, false)
	page := browsertest.Start(t).Person(t)
	visit(t, page, url+"/guide?place=650100&lang=en", "")
	visit(t, page, url+"/guide/work-permit-first?place=650100&lang=en", "guide-today-en")
	for field, want := range map[string]string{"fee": "costs nothing", "place": "Ask the office: Foreign-expert department", "promise": "Within 20 working days", "version": "Ended"} {
		if got := page.Text("#field-" + field); !strings.Contains(got, want) {
			t.Errorf("field %s is %q, want %q in it", field, got, want)
		}
	}
}

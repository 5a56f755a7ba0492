package cli

import (
	"yichuang/packs"
	"yichuang/web/browsertest"
)

// papers hands in every paper that the case asks for, and promises the others.
func (a actors) papers(page *browsertest.Page, number string) {
	a.t.Helper()
	sample, err := packs.FS.ReadFile("demo/sample.pdf")
	if err != nil {
		a.t.Fatal(err)
	}
	scan := paper(a.t, "paper.pdf", sample)
	page.Go(a.url + "/case/" + number)
	open := `details[open] form[enctype]`
	for page.Has(open) {
		page.Upload(open+` input[type="file"]`, scan)
		a.send(page, open+" button")
	}
}

// decides accepts the case where it waits for that, and takes a track's decision
// by two persons: as the determination allows it.
func (a actors) decides(number, track, drafter, signer string) {
	a.t.Helper()
	officer := a.be(drafter, "zh")
	officer.Go(a.url + "/officer/" + number)
	for officer.Has(`li button[value="seen"]`) {
		a.send(officer, `li button[value="seen"]`)
	}
	if officer.Has(`form[action$="/accept"]`) {
		a.send(officer, `form[action$="/accept"] button`)
	}
	officer.Fill("#reason-"+track, "材料齐全，符合规定。")
	a.send(officer, `section[aria-labelledby="track-`+track+`"] form[action$="/draft"] button.main`)
	second := a.be(signer, "zh")
	second.Go(a.url + "/officer/" + number)
	a.send(second, `form[action$="/approve"] button`)
}

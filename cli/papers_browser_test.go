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

// accepts ticks every original as seen and accepts the case.
func (a actors) accepts(page *browsertest.Page, number string) {
	a.t.Helper()
	page.Go(a.url + "/desk/" + number + "/intake")
	if page.Has(`input[name="original"]`) {
		page.CheckAll(`input[name="original"]`)
		a.send(page, "#ticks button.main")
	}
	page.Go(a.url + "/desk/" + number + "/intake")
	if !page.Has(`form[action$="/accept"]`) {
		a.t.Fatalf("%s: it cannot be accepted: %s", page.Address(), page.Text("main"))
	}
	a.send(page, `form[action$="/accept"] button`)
}

// decides accepts the case where it waits for that, and takes a track's decision
// by two persons: as the determination allows it.
func (a actors) decides(number, track, drafter, signer string) {
	a.t.Helper()
	officer := a.be(drafter, "zh")
	officer.Go(a.url + "/officer/" + number)
	letters := `section[aria-labelledby="track-` + track + `"] ul.acts a`
	if !officer.Has(letters) {
		a.accepts(officer, number)
		officer.Go(a.url + "/officer/" + number)
	}
	officer.Follow(letters)
	officer.Fill("#reason", "材料齐全，符合规定。")
	if !officer.Has(`button[value="issue"]`) {
		a.t.Fatalf("%s: no letter can be issued: %s", officer.Address(), officer.Text("main"))
	}
	a.send(officer, `button[value="issue"]`)
	second := a.be(signer, "zh")
	second.Go(a.url + "/approve/" + number)
	a.send(second, `form[action$="/approve"] button`)
}

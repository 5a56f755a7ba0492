package cli

import (
	"strings"

	"yichuang/web/browsertest"
)

// worksByKeys is an officer at work without a mouse: search, rows and help by
// keys, keys off and density kept from page to page; met rows are agreed with once
// they were opened; a colleague reads who has the file open.
func (a actors) worksByKeys(officer *browsertest.Page, number string) {
	a.t.Helper()
	officer.Resize(browsertest.Desktop)
	officer.Go(a.url + "/officer?tab=team&lang=en")
	officer.Press("/")
	if at := officer.Focused(); at != "q" {
		a.t.Errorf("after /: the focus is on %s, want the search field", at)
	}
	officer.Press("j", "?")
	if typed := officer.Value("#q"); !strings.HasSuffix(typed, "j?") || officer.Has("#keys[open]") {
		a.t.Errorf("in the search field keys type %q, want j? and no help", typed)
	}
	officer.Go(a.url + "/officer?tab=team")
	row := `String([...document.querySelectorAll("main tbody tr")].indexOf(document.activeElement.closest("tr")))`
	for _, step := range []struct{ key, row string }{{"j", "0"}, {"j", "1"}, {"k", "0"}, {"k", "0"}} {
		if officer.Press(step.key); officer.Eval(row) != step.row {
			a.t.Errorf("after %s: at row %s, want %s", step.key, officer.Eval(row), step.row)
		}
	}
	officer.Press("?")
	if !officer.Has("#keys[open]") || officer.Focused() != "summary" {
		a.t.Errorf("after ?: no help, or the focus is on %s", officer.Focused())
	}
	look(officer, "worklist-keys-en")
	officer.Follow(`#keys a[href*="keys=off"]`)
	officer.Go(a.url + "/officer/" + number)
	if officer.Press("?", "j"); officer.Has("#keys[open]") || officer.Has("tr[data-at]") {
		a.t.Error("keys are off, and act on the next page")
	}
	officer.Click("#keys summary")
	officer.Follow(`#keys a[href*="density=compact"]`)
	officer.Go(a.url + "/officer/" + number)
	if !officer.Has("body.compact") {
		a.t.Error("the density is forgotten on the next page")
	}
	look(officer, "file-compact-en")

	agree := `form[action$="/agree"] button`
	met := a.unopened(officer)
	if met == "" {
		a.t.Fatalf("%s: no met row without a finding: %s", number, officer.Text("main"))
	}
	officer.Follow(met)
	officer.Go(a.url + "/officer/" + number)
	a.send(officer, agree)
	if !officer.Has(found(met)) {
		a.t.Error("an opened row was not agreed with")
	}
	if left := a.unopened(officer); left == "" {
		a.t.Error("rows that nobody opened were agreed with")
	}
	officer.Click("#keys summary")
	officer.Follow(`#keys a[href*="density=comfortable"]`)

	colleague := a.be("approver-zhao", "en")
	colleague.Go(a.url + "/officer/" + number)
	a.must(colleague, "main", "张示范 has had this file open since 09:00.")
	look(colleague, "file-open-en")
	colleague.Go(a.url + "/officer?tab=team&lang=zh")
	a.must(colleague, "tbody", "张示范自09:00起打开")
	look(colleague, "worklist-open-zh")
	colleague.Go(a.url + "/officer/" + number + "?tab=messages")
	look(colleague, "file-messages-zh")
}

// unopened is the link of the first met condition that has no finding and whose
// facts no register knows, or "".
func (a actors) unopened(page *browsertest.Page) string {
	a.t.Helper()
	id := page.Eval(`(() => {
		for (const row of document.querySelectorAll("table.compare tbody tr")) {
			const cell = row.querySelectorAll("td");
			if (cell[3].querySelector(".ok") && !cell[4].querySelector(".tag") && !cell[2].textContent.trim()) return row.id;
		}
		return "";
	})()`)
	if id == "" {
		return ""
	}
	return `tr[id="` + id + `"] a[data-row]`
}

// found is the finding in the row of a condition's link.
func found(link string) string { return strings.Replace(link, "a[data-row]", "td:last-child .tag", 1) }

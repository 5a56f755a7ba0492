package cli

import (
	"net/http"
	"strings"
	"testing"

	"yichuang/web/browsertest"
)

// TestLists_browser: policy staff keep the list of universities as they keep the
// rules: a file with a fault is told by line and column and changes nothing, a file
// without replaces the list, one name is corrected by hand, the list comes out as the
// file that went in, and a graduate's self-check is settled by it the same minute.
func TestLists_browser(t *testing.T) {
	site, _ := storyAt(t)
	a := actors{t, site, browsertest.Start(t)}
	const list = "/admin/lists/high-level-universities?place=CN"
	staff := a.be("policy-zhou", "zh")
	staff.Go(a.url + "/admin/lists")
	a.must(staff, "main", "国（境）外高水平大学")
	csv := func() string {
		return staff.Eval(`(x => { x.open("GET", "` + list + `&format=csv", false); x.send(); return x.responseText })(new XMLHttpRequest())`)
	}
	upload := func(content, source string) int {
		staff.Go(a.url + strings.Replace(list, "?", "/import?", 1))
		staff.Upload("#file", paper(t, "universities.csv", []byte(content)))
		staff.Fill("#source", source)
		return staff.Follow("main form button.main")
	}
	before := csv()
	head, _, _ := strings.Cut(strings.TrimPrefix(before, "\uFEFF"), "\n")
	head = strings.TrimSpace(head)
	if head != "id,name.zh,name.en,country.zh,country.en,also" {
		t.Fatalf("the list's columns are %q", head)
	}

	if status := upload(head+"\n,样例海滨大学,Example Seaside University,样例国,Exampleland,ESU\n,只有中文,,样例国,Exampleland,\n", "示范名单2026年第2号"); status != http.StatusUnprocessableEntity {
		t.Errorf("a name that lacks a language: status %d", status)
	}
	for _, words := range []string{"第3行", "name.en"} {
		a.must(staff, ".error-summary", words)
	}
	look(staff, "list-import-fault-zh")
	if csv() != before {
		t.Error("a file with a fault changed the list")
	}

	if status := upload(head+"\n,样例海滨大学,Example Seaside University,样例国,Exampleland,ESU\n,样例山城学院,Example Hill Colege,样例国,Exampleland,\n", "示范名单2026年第2号"); status != http.StatusOK {
		t.Fatalf("a whole file: status %d: %s", status, staff.Text("main"))
	}
	a.must(staff, "tbody", "样例山城学院")
	staff.Go(staff.Address() + "&lang=en")
	staff.Follow(`tbody tr:nth-child(2) a`)
	look(staff, "list-row-en")
	staff.Fill(`[id="name.en"]`, "Example Hill College")
	a.send(staff, "main form button.main")
	after := csv()
	if !strings.Contains(after, "Example Hill College") || strings.Contains(after, "Colege") || strings.Count(after, "\n") != 3 {
		t.Errorf("the list as a file:\n%s", after)
	}
	look(staff, "list-kept-en")

	graduate := a.browser.Person(t)
	graduate.Go(a.url + "/check?lang=en")
	give(graduate, "370200")
	graduate.Follow("main button[value=continue]")
	graduate.Go(a.url + "/check?ask=applicant.degree.school")
	graduate.Fill("input[name=named]", "esu")
	graduate.Follow("main button[value=continue]")
	graduate.Go(a.url + "/check?ask=applicant.degree.school")
	a.must(graduate, "main", "Example Seaside University")
	if !graduate.Has(`input[value="high-level"]:checked`) {
		t.Error("the list does not settle the school")
	}
}

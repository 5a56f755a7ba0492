package cli

import (
	"net/http"
	"testing"

	"yichuang/casefile"
	"yichuang/packs"
	"yichuang/web/browsertest"
)

// TestPortal_browser is the applicant's side of one case: an employer's handler
// (Chinese, two tabs) and the foreigner (English, on a phone) at the same draft. The
// foreigner hands a paper in and cannot send; what a late tab typed is kept; the
// notice of corrections is answered with one point left open; the foreigner books a
// time and moves it, and rates; the supervisor calls back.
func TestPortal_browser(t *testing.T) {
	l := newLife(t)
	sample, err := packs.FS.ReadFile("demo/sample.pdf")
	if err != nil {
		t.Fatal(err)
	}
	scan := paper(t, "scan.pdf", sample)
	hr := l.be("hr-wang", "zh")
	hr.Follow(`section[aria-labelledby="now-title"] a`)
	number := l.numberAt(hr)
	at := l.url + "/case/" + number

	late := l.be("hr-wang", "zh")
	late.Go(at + "/task/job")
	hr.Go(at + "/task/job")
	hr.Fill(`[name="job.post"]`, "senior process researcher")
	l.send(hr, `form.sheet .actions button.main`)
	late.Fill(`[name="job.occupation"]`, "mechanical engineer")
	if status := late.Follow(`form.sheet .actions button.main`); status != http.StatusConflict {
		t.Fatalf("a late tab: status %d", status)
	}
	l.must(late, "#stale-title + p", "王样例")
	if got := late.Value(`[name="job.occupation"]`); got != "mechanical engineer" {
		t.Errorf("the late tab lost what was typed: %q", got)
	}
	look(late, "stale-zh")
	l.send(late, `form.sheet .actions button.main`)

	kim := l.be("kim-account", "en")
	kim.Resize(390)
	kim.Go(at)
	kim.Upload("#paper-photo", scan)
	l.send(kim, "li#at-photo form[enctype] button")
	kim.Go(at + "/check")
	if kim.Has("#declared") {
		t.Error("the foreigner may send the application")
	}
	look(kim, "case-foreigner-en")

	hr.Go(at)
	hr.Upload("#paper-contract", scan)
	l.send(hr, "li#at-contract form[enctype] button")
	hr.Go(at + "/check")
	l.must(hr, "main", "senior process researcher")
	l.must(hr, "main", "mechanical engineer")
	hr.Click("#declared")
	l.send(hr, `form[action$="/send"] button.main`)

	clerk := l.be("clerk-li", "zh")
	clerk.Go(l.url + "/desk/" + number + "/intake")
	l.send(clerk, `a[href*="/papers/contract/"]`) // in the viewer: axe, the keyboard's way to a mark, both widths
	l.send(clerk, `input[type="image"]`)          // the mouse clicks on the middle of the page
	if !clerk.Has(`#area-centre[checked]`) {
		t.Errorf("the click marks no spot: %s", clerk.Address())
	}
	look(clerk, "viewer-zh")
	clerk.Fill("#fault", "合同未盖章")
	clerk.Fill("#fix", "请盖章后重新上传")
	l.send(clerk, `form[method="post"] button.main`)
	clerk.Eval(`document.getElementById("area-lower-left").focus() ?? ""`) // and the keyboard alone
	clerk.Press(browsertest.Space, browsertest.Tab)
	clerk.Press("no date")
	clerk.Press(browsertest.Tab)
	clerk.Press("date it")
	clerk.Press(browsertest.Tab)
	if status := clerk.PressInto(browsertest.Enter); status != http.StatusOK {
		t.Fatalf("a mark by the keyboard: status %d: %s", status, clerk.Text("main"))
	}
	look(clerk, "viewer-marks-zh")
	l.must(clerk, `section[aria-labelledby="marks"]`, "合同未盖章")
	l.must(clerk, `section[aria-labelledby="marks"]`, "no date")
	clerk.Go(l.url + "/desk/" + number + "/intake")
	if !clerk.Has("#correct[open]") {
		clerk.Click("#correct > summary")
	}
	clerk.Click("#at-photo td:last-child summary")
	clerk.Fill("#fault-photo", "照片模糊")
	clerk.Fill("#mend-photo", "请重新上传")
	clerk.Choose("#due", "2026-05-08")
	l.send(clerk, `#correct button`)

	kim.Go(at + "/fix")
	look(kim, "fix-foreigner-en")
	l.must(kim, "main", "page 1, centre")
	l.must(kim, "main", "page 1, lower left")
	if drawn := kim.Eval(`[...document.querySelectorAll("img.page-picture")].map(i => { i.loading = "eager"; return i.decode().then(() => i.naturalWidth > 0, () => false) }).length + ""`); drawn != "2" {
		t.Errorf("%s pictures of marked spots, want 2", drawn)
	}
	hr.Go(at + "/fix")
	hr.Upload("#paper-contract", scan)
	l.send(hr, "#at-contract form[enctype] button")
	if status := hr.Follow(`form[action$="/answer"] button.main`); status == http.StatusOK {
		t.Error("a point was left open without a word")
	}
	hr.Fill("#fix-why", "照片由本人明天补交")
	look(hr, "fix-open-zh")
	l.send(hr, `form[action$="/answer"] button.main`)
	l.accept(number, "clerk-li", "zh")
	l.decide(number, "permit", casefile.GrantLetter, "officer-zhang", "approver-zhao", "zh", "2028-04-30", "符合B类条件。", "")

	kim.Go(at + "/appointment")
	kim.Click(`.time-list .choice:nth-child(2) input`)
	l.send(kim, `form[action$="/book"] button.main`)
	look(kim, "booked-foreigner-en")
	booked := kim.Text("dd strong")
	l.send(kim, `a[href*="?move="]`)
	kim.Click(`.time-list .choice:nth-child(4) input`)
	l.send(kim, `form[action$="/book"] button.main`)
	if moved := kim.Text("dd strong"); moved == booked || moved == "" {
		t.Errorf("booked at %q, moved to %q", booked, moved)
	}
	clerk.Go(l.url + "/desk")
	l.handOver(number, "clerk-li", "zh", "")

	l.form(kim, "/case/"+number+"/rate", map[string]string{"words": "Nobody told us how long it takes."}, `input[name="level"][value="2"]`)
	l.must(kim, "main", "Thank")
	supervisor := l.be("supervisor-chen", "en")
	supervisor.Go(l.url + "/watch?list=ratings")
	look(supervisor, "ratings-en")
	l.must(supervisor, "table", number)
}

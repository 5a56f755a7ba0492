package cli

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yichuang/packs"
	"yichuang/web/browsertest"
)

// storyAt serves the demo story with its casework.
func storyAt(t *testing.T) (url string, work *casework) {
	t.Helper()
	return storyUnder(t, lawFlags{})
}

// storyUnder is storyAt under packs and parameters of one's own.
func storyUnder(t *testing.T, law lawFlags) (url string, work *casework) {
	t.Helper()
	log := &bytes.Buffer{}
	e := &env{stdout: log, stderr: log, now: func() time.Time { return demoTime }}
	p, err := law.read()
	if err != nil {
		t.Fatal(err)
	}
	if work, err = e.casework(t.Context(), p, serveFlags{demo: true}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(work.end)
	handler, err := e.portal(p, serveFlags{demo: true}, work)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	t.Cleanup(func() {
		if strings.Contains(log.String(), "cause=") {
			t.Errorf("the log tells of faults:\n%s", log)
		}
	})
	return server.URL, work
}

// actors are the people of the story at their own screens.
type actors struct {
	t       *testing.T
	url     string
	browser *browsertest.Browser
}

// be signs somebody of the story in, by the click that the demo offers.
func (a actors) be(account, lang string) *browsertest.Page {
	a.t.Helper()
	page := a.browser.Person(a.t)
	page.Go(a.url + "/signin?lang=" + lang)
	page.Follow(`button[value="` + account + `"]`)
	return page
}

// must fails the test where the page does not show the text.
func (a actors) must(page *browsertest.Page, css, text string) {
	a.t.Helper()
	if got := page.Text(css); !strings.Contains(got, text) {
		a.t.Fatalf("%s: %s is %q, want %q in it", page.Address(), css, got, text)
	}
}

// send presses a form's button and wants the case page back.
func (a actors) send(page *browsertest.Page, button string) {
	a.t.Helper()
	if status := page.Follow(button); status != http.StatusOK {
		a.t.Fatalf("%s: %s: status %d: %s", page.Address(), button, status, page.Text("main"))
	}
}

// look keeps a picture of a page that must be accessible.
func look(page *browsertest.Page, picture string) {
	page.MustBeAccessible()
	page.Screenshot(picture)
}

// paper is a file that can be uploaded.
func paper(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestStory_Qingdao is scenes 2 to 4 of the demo story: KIM's draft is completed
// and sent, one correction asked and answered, the case accepted, decided by two
// persons.
func TestStory_Qingdao(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	sample, err := packs.FS.ReadFile("demo/sample.pdf")
	if err != nil {
		t.Fatal(err)
	}
	scan, text := paper(t, "contract.pdf", sample), paper(t, "contract.txt", []byte("no scan"))

	hr := a.be("hr-wang", "zh")
	look(hr, "my-zh")
	hr.Follow(`section[aria-labelledby="now-title"] a`)
	look(hr, "case-draft-zh")
	number := strings.TrimPrefix(hr.Address(), url+"/case/")
	hr.Upload("#paper-contract", text)
	if status := hr.Follow("li#at-contract form[enctype] button"); status != http.StatusUnprocessableEntity {
		t.Fatalf("a text as a scan: status %d, want 422", status)
	}
	hr.MustBeAccessible()
	for _, slot := range []string{"contract", "photo"} {
		hr.Upload("#paper-"+slot, scan)
		a.send(hr, "li#at-"+slot+" form[enctype] button")
	}
	a.send(hr, `section[aria-labelledby="send"] a.button`)
	look(hr, "check-zh")
	hr.Click("#declared")
	a.send(hr, `form[action$="/send"] button.main`)
	a.must(hr, ".case-number", number)
	look(hr, "sent-zh")
	hr.Go(url + "/case/" + number)
	a.must(hr, ".case-bar", "待预审")

	clerk := a.be("clerk-li", "zh")
	look(clerk, "officer-zh")
	clerk.Go(url + "/officer/" + number)
	for clerk.Has(`li:not(#at-contract) button[value="seen"]`) {
		a.send(clerk, `li:not(#at-contract) button[value="seen"]`)
	}
	clerk.Click("#correct > summary")
	clerk.Click("#correct details:has(#fault-contract) > summary")
	clerk.Fill("#fault-contract", "合同未盖章")
	clerk.Fill("#mend-contract", "请上传盖章后的合同")
	clerk.Choose("#due", "2026-05-08")
	look(clerk, "desk-zh")
	a.send(clerk, `form[action$="/correct"] > button`)
	a.must(clerk, ".case-bar", "待补正")

	hr.Go(url + "/case/" + number)
	a.must(hr, `section[aria-labelledby="fix-title"]`, "合同未盖章")
	a.send(hr, `section[aria-labelledby="fix-title"] a.button`)
	hr.Upload("#paper-contract", scan)
	a.send(hr, "#at-contract form[enctype] button")
	look(hr, "correction-zh")
	a.send(hr, `form[action$="/answer"] button.main`) // the point is ticked: a new file came
	a.must(hr, ".case-bar", "待预审")

	clerk.Go(url + "/officer/" + number)
	a.send(clerk, `li#at-contract button[value="seen"]`)
	a.send(clerk, `form[action$="/accept"] button`)
	a.must(clerk, ".lanes", "2026年5月9日") // seven working days across the holiday, with the working Saturday

	officer := a.be("officer-zhang", "en")
	officer.Go(url + "/officer/" + number)
	find := `tr[id="at-limit:experience"]`
	officer.Click(find + " summary:not(.chip summary)")
	officer.Choose(find+" select", "met")
	officer.Fill(find+` input[name="reason"]`, "Eight years as process researcher, papers seen.")
	a.send(officer, find+` form button`)
	look(officer, "officer-case-en")
	officer.Fill("#reason-permit", "Class B: 65 points with the Shandong bonus.")
	a.send(officer, `form[action$="/draft"] button`)
	a.must(officer, ".case-bar", "Waiting for approval")

	approver := a.be("approver-zhao", "en")
	approver.Go(url + "/officer/" + number)
	look(approver, "approver-case-en")
	a.send(approver, `form[action$="/approve"] button`)
	a.must(approver, ".case-bar", "Granted")

	hr.Go(url + "/case/" + number + "?lang=en")
	a.must(hr, ".case-bar", "Granted")
	look(hr, "case-granted-en")
}

// TestStory_Urumqi is scene 5: Anna's case after the joint review. The permit is
// granted by two persons of the one agency, the residence track then begins and
// is decided by two of the other; her employer's agency watches both.
func TestStory_Urumqi(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	agent := a.be("agent-sun", "en")
	agent.Fill("#q", "OBRAZTSOVA")
	agent.Follow(".filter button")
	agent.Follow("tbody a")
	a.must(agent, ".case-bar", "Accepted")
	a.must(agent, ".lanes", "Thu 7 May 2026") // five working days from the joint review
	number := strings.TrimPrefix(agent.Address(), url+"/case/")
	look(agent, "timeline-anna-en")

	decide := func(track, drafter, signer, lang string) {
		officer := a.be(drafter, lang)
		officer.Go(url + "/officer/" + number)
		officer.Fill("#reason-"+track, "U2, U12")
		a.send(officer, `section[aria-labelledby="track-`+track+`"] form[action$="/draft"] button`)
		if officer.Has(`form[action$="/approve"]`) {
			t.Errorf("%s may sign the own draft", drafter)
		}
		second := a.be(signer, lang)
		second.Go(url + "/officer/" + number)
		a.send(second, `form[action$="/approve"] button`)
		look(second, "signed-"+track+"-"+lang)
	}
	decide("permit", "officer-ur", "approver-ur", "zh")
	agent.Go(agent.Address())
	a.must(agent, ".lanes", "the law: by Tue 12 May 2026") // fifteen days from the grant, before the ten working days
	decide("residence", "police-ur", "police2-ur", "en")

	agent.Go(agent.Address())
	a.must(agent, ".case-bar", "Granted")
	look(agent, "granted-anna-en")
}

package cli

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yichuang/office"
	"yichuang/web/browsertest"
)

// storyAt serves the demo story with its casework.
func storyAt(t *testing.T) (url string, work *casework) {
	t.Helper()
	return storyUnder(t, lawFlags{})
}

// storyWith is storyAt with a clock of its own.
func storyWith(t *testing.T, clock func() time.Time) (url string, work *casework) {
	t.Helper()
	return storyOf(t, lawFlags{}, clock)
}

// storyUnder is storyAt under packs and parameters of one's own.
func storyUnder(t *testing.T, law lawFlags) (url string, work *casework) {
	t.Helper()
	return storyOf(t, law, demoNow)
}

// mustStandInRecord fails where an act changed a register and did not record it: to
// audit verify that looks like a hand in the database.
func mustStandInRecord(t *testing.T, work *casework) {
	t.Helper()
	if wrong, err := office.VerifyRegisters(context.Background(), work.window.DB); err != nil || len(wrong) > 0 {
		t.Errorf("after all acts: %q, %v; want registers as their records say", wrong, err)
	}
}

func storyOf(t *testing.T, law lawFlags, clock func() time.Time) (url string, work *casework) {
	t.Helper()
	log := &bytes.Buffer{}
	e := &env{stdout: log, stderr: log, now: clock, demoNow: clock}
	flags := serveFlags{law: law, demo: true}
	p, err := flags.product()
	if err != nil {
		t.Fatal(err)
	}
	if work, err = e.casework(t.Context(), p, flags); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(work.end)
	t.Cleanup(func() { mustStandInRecord(t, work) })
	handler, err := e.portal(p, flags, work)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	work.window.Address = server.URL
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

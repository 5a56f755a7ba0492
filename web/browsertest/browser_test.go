package browsertest

import (
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// frame is a page that axe has nothing to say about.
const frame = `<!doctype html><html lang="zh"><head><title>一窗</title><meta name="viewport" content="width=device-width"></head>
<body><main><h1>外国人来华工作</h1>%s</main></body></html>`

// site serves the frame around what the test gives, and a form that greets.
func site(t *testing.T, body string) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, frame, body) })
	mux.HandleFunc("POST /greet", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "name", Value: r.FormValue("name")})
		http.Redirect(w, r, "/greeting", http.StatusSeeOther)
	})
	mux.HandleFunc("GET /greeting", func(w http.ResponseWriter, r *http.Request) {
		name, err := r.Cookie("name")
		if err != nil {
			http.Error(w, "who are you", http.StatusForbidden)
			return
		}
		fmt.Fprintf(w, frame, `<p id="greeting">hello `+name.Value+`</p>`)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

const form = `<form method="post" action="/greet"><label for="name">name</label> <input id="name" name="name" autocomplete="name"> <button>send</button></form>`

func TestPage_PersonsDoNotShareASession(t *testing.T) {
	browser, url := Start(t), site(t, form)
	mouse := browser.Person(t)
	if status := mouse.Go(url); status != http.StatusOK {
		t.Fatalf("home: status %d", status)
	}
	mouse.Fill("#name", "Kim")
	if status := mouse.Follow("button"); status != http.StatusOK {
		t.Fatalf("form: status %d", status)
	}
	if got := mouse.Text("#greeting"); got != "hello Kim" {
		t.Errorf("greeting is %q", got)
	}
	if status := browser.Person(t).Go(url + "/greeting"); status != http.StatusForbidden {
		t.Errorf("another person sees the greeting: status %d", status)
	}
}

func TestPage_KeyboardAlone(t *testing.T) {
	page := Start(t).Person(t)
	page.Go(site(t, form))
	page.Press(Tab)
	if got := page.Focused(); got != "name" {
		t.Fatalf("focus is on %q, want name", got)
	}
	page.Press("A", "n", "n", "a")
	page.PressInto(Enter)
	if got := page.Text("#greeting"); got != "hello Anna" {
		t.Errorf("greeting is %q", got)
	}
}

func TestPersonWithoutScript(t *testing.T) {
	browser, url := Start(t), site(t, `<p id="made">plain</p><script>document.querySelector("#made").textContent = "by script"</script>`)
	for want, page := range map[string]*Page{"by script": browser.Person(t), "plain": browser.PersonWithoutScript(t)} {
		page.Go(url)
		if got := page.Text("#made"); got != want {
			t.Errorf("text is %q, want %q", got, want)
		}
	}
}

func TestPage_Violations(t *testing.T) {
	browser := Start(t)
	good := browser.Person(t)
	good.Go(site(t, form))
	good.MustBeAccessible()

	bad := browser.Person(t)
	bad.Go(site(t, `<p style="color:#bbb;background:#fff">pale</p><input><img src="data:,">`))
	var rules []string
	for _, violation := range bad.Violations() {
		rules = append(rules, violation.Rule)
	}
	for _, planted := range []string{"color-contrast", "label", "image-alt"} {
		if !slices.Contains(rules, planted) {
			t.Errorf("axe reports %v, not the planted %s", rules, planted)
		}
	}
}

func TestPage_SidewaysScroll(t *testing.T) {
	page := Start(t).Person(t)
	page.Go(site(t, `<div style="width:500px">wide</div>`))
	if got := page.SidewaysScroll(Phone); got <= 0 {
		t.Errorf("a page of 500 px is %d px wider than a phone, want more than 0", got)
	}
	if got := page.SidewaysScroll(Desktop); got != 0 {
		t.Errorf("a page of 500 px is %d px wider than a desktop, want 0", got)
	}
}

func TestPage_Screenshot(t *testing.T) {
	page := Start(t).Person(t)
	page.Go(site(t, strings.Repeat("<p>补正通知</p>", 60)))
	page.Screenshot("self-test")
	for _, width := range []int{Desktop, Phone} {
		file := filepath.Join(folder(), "..", "..", "out", "screenshots", fmt.Sprintf("self-test-%d.png", width))
		content, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.DecodeConfig(content)
		content.Close()
		if err != nil || picture.Width != width || picture.Height < 1000 {
			t.Errorf("%s is %d x %d (%v), want the whole page at %d", file, picture.Width, picture.Height, err, width)
		}
	}
}

// recorder is a test that remembers failing instead of failing.
type recorder struct {
	testing.TB
	failures []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func TestPerson_ScriptErrorFailsTheTest(t *testing.T) {
	recorder := &recorder{TB: t}
	page := Start(t).Person(recorder)
	page.Go(site(t, `<script>nothing.there()</script>`))
	page.Text("h1")
	if len(recorder.failures) != 1 || !strings.Contains(recorder.failures[0], "nothing is not defined") {
		t.Errorf("failures are %q, want the page's script error", recorder.failures)
	}
}

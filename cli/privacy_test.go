package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"yichuang/civil"
	"yichuang/mail"
	"yichuang/office"
	"yichuang/people"
	"yichuang/store"
)

// lines keeps what servers and timed work log at once.
type lines struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

// refusing is a mail server that repeats in its answer what it was sent.
type refusing struct{ asked chan struct{} }

func (r refusing) Send(_ context.Context, m mail.Message) error {
	select {
	case r.asked <- struct{}{}:
	default:
	}
	return fmt.Errorf("550 no such person %s: %s", m.To, m.Text)
}

// TestServe_tellsNothingOfPersons walks the demo as its people, signs in with a
// password, reads with a token, lets mail fail and then takes the database away, so
// that everything that can log does: no line, no measurement and no address of one
// holds a name, a passport, a mail address, a password, a code or a token.
func TestServe_tellsNothingOfPersons(t *testing.T) {
	log := &lines{}
	e := &env{stdout: io.Discard, stderr: log, now: demoNow, demoNow: demoNow}
	flags := serveFlags{demo: true}
	p, err := flags.product()
	must(t, err)
	c, err := e.casework(t.Context(), p, flags)
	must(t, err)
	t.Cleanup(c.end)
	handler, err := e.portal(p, flags, c)
	must(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)

	w, ctx := c.window, t.Context()
	admin := people.Who{Account: "admin", Role: people.Administrator}
	posts, err := w.Posts(ctx, "clerk-li")
	must(t, err)
	token, err := w.MakeToken(ctx, posts[0].Who, posts[0].ID, "script", civil.DateOf(demoTime)+30)
	must(t, err)
	invitation, err := w.Invite(ctx, admin, "hr-lu")
	must(t, err)
	const password, wrongCode = "four-quiet-words-here", "QRSTU-VWXYZ-23456-QRSTU"
	secrets := append(personal(t), token, invitation, password, wrongCode)

	b := newBrowsing(t, server.URL)
	walk := func() {
		b.post("/signin", "login", "kim@mail.example", "password", password)
		b.post("/invitation/"+invitation, "password", password)
		b.post("/consent/"+wrongCode, "code", "DEMO0000000000QD1")
		b.post("/claim", "number", "QD26-004174-F", "birth", "1979-03-01", "last", "1234", "login", "kim@mail.example")
		b.post("/check/resume", "code", wrongCode)
		b.post("/track", "number", "QD26-004174-F", "name", "KIM Demoho")
		for _, path := range []string{"/invitation/" + invitation, "/consent/" + wrongCode, "/verify/" + wrongCode, "/track?number=KIM+Demoho"} {
			b.get(path, "")
		}
		b.get("/api/v1/cases?foreigner=KIM+Demoho", token)
		b.get("/api/v1/cases", wrongCode)
	}
	walk()
	cases, err := w.DB.Cases(ctx, store.CaseFilter{Limit: 200})
	must(t, err)
	for _, one := range c.people {
		who := newBrowsing(t, server.URL)
		who.post("/signin/demo", "account", string(one.Account))
		for _, path := range []string{"/my", "/messages", "/account", "/org", "/worklist?q=KIM+Demoho", "/permits?q=DEMO41234", "/admin/outbox", "/admin/audit"} {
			who.get(path, "")
		}
		for i, row := range cases {
			if i%5 == 0 {
				who.get("/case/"+row.Number, "")
			}
		}
	}
	timed(t, e, w)
	must(t, w.DB.Close()) // from now on every page is a fault, with its cause in the log
	walk()
	b.get("/my", "")
	_, measured := fetch(t, server.URL+"/metrics")
	if !strings.Contains(log.String(), `msg=page reference=`) || !strings.Contains(log.String(), "deliver mail") || !strings.Contains(measured, "/invitation/{code}") {
		t.Fatalf("the walk made too little to look at:\n%s", log)
	}
	for what, text := range map[string]string{"log": log.String(), "/metrics": measured} {
		for _, secret := range secrets {
			if at := strings.Index(strings.ToLower(text), strings.ToLower(secret)); at >= 0 {
				t.Errorf("%s tells %q: …%s…", what, secret, text[max(0, at-120):min(len(text), at+60)])
			}
		}
	}
}

// timed runs a round of timed work with a mail server that refuses.
func timed(t *testing.T, e *env, w *office.Window) {
	ctx, stop := context.WithCancel(t.Context())
	sender := refusing{asked: make(chan struct{}, 1)}
	ended := make(chan struct{})
	go func() { work(ctx, w, sender, e.log()); close(ended) }()
	select {
	case <-sender.asked:
	case <-time.After(20 * time.Second):
		t.Error("no mail was sent")
	}
	time.Sleep(200 * time.Millisecond) // the round logs when it is done
	stop()
	<-ended
}

// personal is what the demo knows of its people: names, passports, addresses.
func personal(t *testing.T) (all []string) {
	story, err := readStory()
	must(t, err)
	for _, party := range story.Parties {
		if party.Kind == "person" {
			all = append(all, party.Name, party.Passport, strings.Fields(party.Name)[0])
		}
	}
	for _, account := range story.Accounts {
		all = append(all, account.Name, account.Login)
	}
	return all
}

// browsing is a browser that keeps its cookies and reads every answer to its end.
type browsing struct {
	t      *testing.T
	url    string
	client *http.Client
}

func newBrowsing(t *testing.T, url string) browsing {
	jar, err := cookiejar.New(nil)
	must(t, err)
	return browsing{t, url, &http.Client{Jar: jar}}
}

func (b browsing) get(path, token string) {
	request, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.url+path, nil)
	must(b.t, err)
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	b.read(b.client.Do(request))
}

func (b browsing) post(path string, pairs ...string) {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	b.read(b.client.PostForm(b.url+path, form))
}

func (b browsing) read(response *http.Response, err error) {
	must(b.t, err)
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	must(b.t, err)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

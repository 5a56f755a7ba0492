package cli

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// person is a browser before a new installation.
type person struct {
	t      *testing.T
	url    string
	client *http.Client
}

// newPerson serves an installation made by init and returns its first
// administrator with the address of the invitation.
func newPerson(t *testing.T) (p *person, invitation string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	status, out, complaint := operate("init", "--data", dir, "--admin", "admin@example.org")
	if status != exitDone {
		t.Fatalf("init: %s", complaint)
	}
	invitation = regexp.MustCompile(`/invitation/\S+`).FindString(out)
	e := &env{stdout: io.Discard, stderr: io.Discard, now: demoNow, getenv: func(string) string { return "" }}
	f := serveFlags{data: dataFlags{data: dir}, plainHTTP: true}
	product, err := f.law.read()
	if err != nil {
		t.Fatal(err)
	}
	c, err := e.casework(t.Context(), product, f)
	if err != nil {
		t.Fatal(err)
	}
	c.sessions = c.window.DB.Sessions(time.Now) // the clock that the session library goes by
	t.Cleanup(c.end)
	t.Cleanup(func() { mustStandInRecord(t, c) })
	handler, err := e.portal(product, f, c)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &person{t: t, url: server.URL, client: &http.Client{Jar: jar}}, invitation
}

// send asks for a page, with a form if there are pairs, and returns where it
// ended.
func (p *person) send(path string, pairs ...string) (status int, at, body string) {
	p.t.Helper()
	var response *http.Response
	var err error
	if len(pairs) == 0 {
		response, err = p.client.Get(p.url + path)
	} else {
		form := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		response, err = p.client.PostForm(p.url+path, form)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return response.StatusCode, response.Request.URL.RequestURI(), string(text)
}

// expect fails unless the answer is of the status, at the page, with the text.
func (p *person) expect(status int, at, text string, got int, gotAt, body string) string {
	p.t.Helper()
	if got != status || gotAt != at || !strings.Contains(body, text) {
		p.t.Fatalf("got %d at %s, want %d at %s with %q", got, gotAt, status, at, text)
	}
	return body
}

// appCode is what an authenticator app shows.
func appCode(t *testing.T, secret string, at time.Time) string {
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(secret, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha1.New, key)
	_ = binary.Write(mac, binary.BigEndian, at.Unix()/30)
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff%1_000_000)
}

// TestSignIn_fromInvitation walks the first administrator from the printed link
// to the account, out, and in again with a recovery code.
func TestSignIn_fromInvitation(t *testing.T) {
	p, invitation := newPerson(t)
	const password = "four quiet words here"
	p.send("/?lang=en")
	status, at, body := p.send("/account")
	p.expect(200, "/signin?next=%2Faccount", "Sign in", status, at, body)
	status, at, body = p.send(invitation, "password", "short")
	p.expect(422, invitation, "at least 10 characters", status, at, body)
	status, at, body = p.send(invitation, "password", password)
	body = p.expect(200, "/signin/factor", "authenticator app", status, at, body)
	secret := regexp.MustCompile(`[A-Z2-7]{4}( [A-Z2-7]{4}){7}`).FindString(body)
	status, at, body = p.send("/signin/factor", "code", "000000")
	p.expect(422, "/signin/factor", "does not belong to the key", status, at, body)
	status, at, body = p.send("/signin/factor", "code", appCode(t, secret, demoTime))
	body = p.expect(200, "/signin/factor", "Recovery codes", status, at, body)
	recovery := regexp.MustCompile(`[A-Z2-7]{5}-[A-Z2-7]{5}`).FindString(body)
	status, at, body = p.send(invitation)
	p.expect(404, invitation, "not valid", status, at, body)

	status, at, body = p.send("/signout", "x", "x")
	p.expect(200, "/", "Sign in", status, at, body)
	status, at, body = p.send("/signin", "login", "ADMIN@example.org", "password", "three wrong words here")
	p.expect(422, "/signin", "not right", status, at, body)
	status, at, body = p.send("/signin", "login", "ADMIN@example.org", "password", password, "next", "//elsewhere.example/")
	p.expect(200, "/signin/code", "One-time code", status, at, body)
	status, at, body = p.send("/role")
	p.expect(200, "/signin", "Sign in", status, at, body)
	status, at, body = p.send("/signin", "login", "ADMIN@example.org", "password", password, "next", "/account")
	p.expect(200, "/signin/code", "One-time code", status, at, body)
	status, at, body = p.send("/signin/code", "code", recovery)
	p.expect(200, "/role?next=%2Faccount", "Administrator", status, at, body)
	status, at, body = p.send("/role", "post", "administrator", "next", "/account")
	p.expect(200, "/account", "7 recovery codes left", status, at, body)
	status, at, body = p.send("/role", "post", "police")
	p.expect(403, "/role", "no role", status, at, body)
}

// TestSession_cookie: out of reach of scripts and other sites; over TLS alone
// unless --plain-http.
func TestSession_cookie(t *testing.T) {
	p, invitation := newPerson(t)
	p.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := p.client.PostForm(p.url+invitation, url.Values{"password": {"four quiet words here"}})
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	for _, c := range response.Cookies() {
		if c.Name == "session" && c.HttpOnly && c.SameSite == http.SameSiteLaxMode && c.MaxAge == 0 {
			return
		}
	}
	t.Errorf("got cookies %v", response.Cookies())
}

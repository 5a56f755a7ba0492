package web

import (
	"context"
	"encoding/gob"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"yichuang/fault"
	"yichuang/office"
	"yichuang/people"
)

// How long a session lasts.
const (
	sessionLife = 12 * time.Hour
	sessionIdle = 30 * time.Minute // without a request
	warnBefore  = 2 * time.Minute  // the page's script offers to stay signed in
	freshFor    = 10 * time.Minute // after which a decision asks for the password or a code again
	seenEvery   = time.Minute      // how exactly the last request is kept
)

// Values of a session.
const (
	sessionVisit = "visit" // visit: who is signed in
	sessionStage = "stage" // stage: who is on the way there
)

// visit is a signed-in session.
type visit struct {
	Account  people.PartyID
	Name     string
	Post     string    // id of the office.Post that it acts in; "" until one is chosen
	Proved   time.Time // when password or code were last given
	LastSeen time.Time
}

// stage is a session whose password was right and whose code is still missing.
type stage struct {
	Account people.PartyID
	Name    string
	Code    bool // ask for a code; false: set up the second factor
	Secret  string
	Address string // of Secret, for the QR code
	Next    string // page to go to afterwards
}

func init() {
	gob.Register(visit{}) // scs keeps values as interfaces
	gob.Register(stage{})
}

// newSessions sets up sessions over a store. The cookie goes over TLS alone, to
// this host alone, is out of reach of scripts and not sent by other sites' forms.
func newSessions(c Config, failed func(http.ResponseWriter, *http.Request, error)) *scs.SessionManager {
	m := scs.New()
	m.Store = c.Sessions
	m.Lifetime = sessionLife
	m.ErrorFunc = failed
	m.Cookie.Name, m.Cookie.Secure = "__Host-session", true
	m.Cookie.Persist = false // ends with the browser
	if c.PlainHTTP {
		m.Cookie.Name, m.Cookie.Secure = "session", false
	}
	return m
}

// signedHandler is a page action of somebody signed in.
type signedHandler func(w http.ResponseWriter, r *http.Request, who people.Who) error

// signed guards a page: h runs for a session that is alive, with the rights of
// this moment. Others sign in first and come back.
func (s *Server) signed(h signedHandler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if s.Window == nil {
			return fault.New(fault.NotFound, "fault.no-window")
		}
		v, ok := s.visit(r)
		if !ok {
			http.Redirect(w, r, "/signin?"+url.Values{"next": {returnTo(r)}}.Encode(), http.StatusSeeOther)
			return nil
		}
		if v.Post == "" {
			http.Redirect(w, r, "/role?"+url.Values{"next": {returnTo(r)}}.Encode(), http.StatusSeeOther)
			return nil
		}
		post, err := s.Window.Post(r.Context(), v.Account, v.Post)
		if fault.Is(err, fault.Forbidden) || fault.Is(err, fault.NotFound) {
			// The post has ended meanwhile; another may be left.
			v.Post = ""
			s.sessions.Put(r.Context(), sessionVisit, v)
			http.Redirect(w, r, "/role", http.StatusSeeOther)
			return nil
		}
		if err != nil {
			return err
		}
		s.seen(r, v)
		return h(w, withPost(r, post), post.Who)
	}
}

// confirmed is signed for acts that want a recent proof of who it is: when the
// last is older than freshFor, the page asks for it and carries what was sent.
func (s *Server) confirmed(h signedHandler) handler {
	return s.signed(func(w http.ResponseWriter, r *http.Request, who people.Who) error {
		v, _ := s.visit(r)
		if s.Now().Sub(v.Proved) < freshFor {
			return h(w, r, who)
		}
		if r.Method != http.MethodPost {
			return s.askAgain(w, r, nil)
		}
		if err := r.ParseForm(); err != nil {
			return fault.New(fault.Invalid, "fault.form").WithCause(err)
		}
		secret := r.PostFormValue("confirm")
		if secret == "" {
			return s.askAgain(w, r, nil)
		}
		if err := s.Window.Confirm(r.Context(), v.Account, secret); fault.Is(err, fault.Invalid) {
			return s.askAgain(w, r, err)
		} else if err != nil {
			return err
		}
		v.Proved = s.Now()
		s.sessions.Put(r.Context(), sessionVisit, v)
		return h(w, r, who)
	})
}

// visit returns the session if somebody is signed in and was seen lately.
func (s *Server) visit(r *http.Request) (visit, bool) {
	if s.sessions == nil || r.Context().Value(loadedKey{}) == nil {
		return visit{}, false
	}
	v, ok := s.sessions.Get(r.Context(), sessionVisit).(visit)
	return v, ok && s.Now().Sub(v.LastSeen) < sessionIdle
}

// seen notes that the session is used.
func (s *Server) seen(r *http.Request, v visit) {
	if s.Now().Sub(v.LastSeen) >= seenEvery {
		v.LastSeen = s.Now()
		s.sessions.Put(r.Context(), sessionVisit, v)
	}
}

// enter begins a signed-in session under a new token, so that a token known
// from before gives nothing. With one post it is taken at once.
func (s *Server) enter(r *http.Request, account people.PartyID, name string) error {
	posts, err := s.Window.Posts(r.Context(), account)
	if err != nil {
		return err
	}
	s.leave(r) // who used this browser before
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	v := visit{Account: account, Name: name, Proved: s.Now(), LastSeen: s.Now()}
	if len(posts) == 1 {
		v.Post = posts[0].ID
	}
	s.sessions.Remove(r.Context(), sessionStage)
	s.sessions.Put(r.Context(), sessionVisit, v)
	return nil
}

// loadedKey marks requests whose session is read: an error page may have to be
// shown because that failed.
type loadedKey struct{}

type postKey struct{}

// withPost lets the shell show in which post the page is used.
func withPost(r *http.Request, p office.Post) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), postKey{}, p))
}

// postOf is the post in which the page is used; false on a public page.
func postOf(r *http.Request) (office.Post, bool) {
	p, ok := r.Context().Value(postKey{}).(office.Post)
	return p, ok
}

// returnTo is where to come back after signing in: the page itself, or the page
// that a form was sent from.
func returnTo(r *http.Request) string {
	if r.Method == http.MethodGet {
		return r.URL.RequestURI()
	}
	if from, err := url.Parse(r.Referer()); err == nil && from.Path != "" {
		return from.RequestURI()
	}
	return "/"
}

// ownPath lets a redirect go to a page of ours alone.
func ownPath(next, otherwise string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n") {
		return otherwise
	}
	return next
}

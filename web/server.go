// Package web is the portal: pages rendered on the server, complete without
// JavaScript, in Chinese and English. routes.go is the site map; every page
// action is a file with its handler and one typed struct for its template. A
// handler parses, asks the domain once, and renders or redirects. The public
// self-check keeps answers in the person's own browser and nothing here.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/office"
)

// Config is what a Server needs from outside.
type Config struct {
	Engine     Engine
	Vocabulary *facts.Vocabulary
	Places     *facts.Places
	Calendars  *civil.Calendars
	Matters    casefile.Matters // what guides are written about
	Papers     casefile.Papers  // what people are told about papers
	Now        func() time.Time
	Demo       bool            // says on every page that data and clock are invented
	HomePlace  facts.PlaceCode // the place of a window that serves one place; "" lets people choose
	Log        *slog.Logger

	Window    *office.Window // nil: the window informs and keeps no cases
	Sessions  scs.Store      // with Window: where sessions are kept
	PlainHTTP bool           // the session cookie travels without TLS: for a demo or a test on this machine
	People    []DemoPerson   // in the demo: whom one can be, by a click
	Scenes    []office.Scene // in the demo: what one can try
}

// Server answers page requests. It is safe for concurrent use and keeps
// nothing about any person beyond where wrong tries came from.
type Server struct {
	Config
	views    views
	static   static
	sessions *scs.SessionManager // nil without a Window
	tracking tries
	mux      *http.ServeMux
	patterns []string // of every page, as routes.go says them
	handler  http.Handler
}

// New prepares the pages. Every template is parsed here, so a broken one stops
// the program at its start.
func New(config Config) (*Server, error) {
	assets, err := readStatic()
	if err != nil {
		return nil, err
	}
	pages, err := parseViews(assets)
	if err != nil {
		return nil, err
	}
	s := &Server{Config: config, views: pages, static: assets, mux: http.NewServeMux()}
	if s.Window != nil {
		s.sessions = newSessions(config, s.showError)
	}
	s.routes()
	s.handler = secure(http.NewCrossOriginProtection().Handler(s.switching(s.mux)))
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// calendars are those of the moment: an operator may load a year while the
// server runs.
func (s *Server) calendars() *civil.Calendars {
	if s.Window == nil {
		return s.Calendars
	}
	return s.Window.Law().Calendars
}

// today is the day in Beijing.
func (s *Server) today() civil.Date { return civil.DateOf(s.Now()) }

// logFault keeps the cause of an error whose page shows only a reference. It names
// the route, not the address: some addresses hold a code that lets people in.
func (s *Server) logFault(ctx context.Context, r *http.Request, reference string, err error) {
	s.Log.ErrorContext(ctx, "page", "reference", reference, "route", r.Pattern, "cause", err)
}

package web

import (
	"net/http"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/office"
)

// trackPage is a case as its number, a birth date and four signs of a passport
// show it: where it stands, and nothing about anybody.
type trackPage struct {
	Shell
	Number, Matter, Where string
	State                 Tag
	Next                  string
	Timeline              []stepLine
	Lanes                 []laneBlock
}

// closedPage says that this window keeps no cases, and what it does instead.
func (s *Server) closedPage(w http.ResponseWriter, r *http.Request, title string) error {
	page := formPage{Shell: s.shell(w, r, title)}
	p := page.Printer()
	page.Lead = []string{p.T("page.track.closed"), p.T("page.track.closed.ask")}
	page.After = []Link{{p.T("page.track.closed.check"), "/check"}, {p.T("page.track.closed.help"), "/help"}}
	return s.showForm(w, page, nil)
}

func (s *Server) askTrack(w http.ResponseWriter, r *http.Request) error {
	if s.Window == nil {
		return s.closedPage(w, r, "page.track.title")
	}
	return s.trackForm(w, r, nil)
}

func (s *Server) trackForm(w http.ResponseWriter, r *http.Request, err error) error {
	page := formPage{Shell: s.shell(w, r, "page.track.title"), Action: "/track"}
	p := page.Printer()
	page.Lead = []string{p.T("page.track.lead")}
	page.Fields = []Input{
		{ID: "number", Type: "text", Label: p.T("page.track.number"), Hint: p.T("page.track.number.hint"), Value: r.PostFormValue("number")},
		{ID: "born", Type: "date", Label: p.T("page.track.born"), Value: r.PostFormValue("born"), Complete: "bday"},
		{ID: "passport", Type: "text", Label: p.T("page.track.passport"), Hint: p.T("page.track.passport.hint"), Value: r.PostFormValue("passport")},
	}
	page.Button = p.T("page.track.button")
	if page.MaySignIn {
		page.After = []Link{{p.T("page.track.signin"), "/signin"}}
	}
	return s.showForm(w, page, err)
}

// track shows the timeline. Wrong tries slow down what follows from the same
// address and for the same number, right ones or not.
func (s *Server) track(w http.ResponseWriter, r *http.Request) error {
	if s.Window == nil {
		return s.closedPage(w, r, "page.track.title")
	}
	keys := []string{"address " + visitorAddress(r), "number " + trackedNumber(r)}
	if err := s.slowDown(keys, "number"); err != nil {
		return s.trackForm(w, r, err)
	}
	born, err := civil.ParseDate(r.PostFormValue("born"))
	if err != nil {
		return s.trackForm(w, r, fault.New(fault.Invalid, "fault.track.born").WithPath("born"))
	}
	c, err := s.Window.Track(r.Context(), office.Tracking{Number: r.PostFormValue("number"), BirthDate: born, Passport: r.PostFormValue("passport")})
	if fault.Is(err, fault.Invalid) {
		s.tracking.fail(s.Now(), keys...)
		return s.trackForm(w, r, err)
	}
	if err != nil {
		return err
	}
	s.tracking.forgive(keys[1])
	return s.showTrack(w, r, c)
}

func trackedNumber(r *http.Request) string {
	if number, err := casefile.ParseCaseNumber(r.PostFormValue("number")); err == nil {
		return string(number)
	}
	return strings.ToUpper(plainText(r.PostFormValue("number")))
}

func (s *Server) showTrack(w http.ResponseWriter, r *http.Request, c casefile.Case) error {
	page := trackPage{Shell: s.shell(w, r, "page.track.case", "number", string(c.Number)), Number: string(c.Number)}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.track.title"), "/track"}}
	page.Matter, page.Where = s.matterTitle(p, c.Matter), s.placeName(p, facts.PlaceCode(c.Place))
	page.State = labelTag(p, c.Label())
	page.Next = s.next(p, c, false)
	page.Timeline, page.Lanes = lanes(p, s.timeline(p, c))
	return s.render(w, http.StatusOK, page.Lang, "track_show", page)
}

package web

import (
	"net/http"

	"yichuang/permit"
)

// verifyPage says how a permit stands, for whoever has its certificate. The
// holder's name is masked; more is not told.
type verifyPage struct {
	Shell
	State    Tag
	Sentence string
	Rows     []Pair
}

// standings are the words and looks of a permit's status.
var standings = map[permit.Status]Tag{
	permit.Active: {"ok", "check", ""}, permit.Suspended: {"pause", "pause", ""}, permit.Expired: {"", "clock", ""},
	permit.Cancelled: {"", "cross", ""}, permit.Revoked: {"bad", "cross", ""},
}

func (s *Server) verifyPermit(w http.ResponseWriter, r *http.Request) error {
	if s.Window == nil {
		return s.closedPage(w, r, "page.verify.title")
	}
	c, err := s.Window.Certificate(r.Context(), r.PathValue("code"))
	if err != nil {
		return err
	}
	page := verifyPage{Shell: s.shell(w, r, "page.verify.title")}
	p := page.Printer()
	page.State = standings[permit.Status(c.Status)]
	page.State.Text = p.T("permit.status." + c.Status)
	if c.NotYet && c.Status == string(permit.Active) {
		page.State = Tag{"info", "clock", p.T("permit.status.not-yet")}
	}
	page.Sentence = p.T("page.verify.checked", "date", page.On)
	add := func(key, text string) {
		if text != "" {
			page.Rows = append(page.Rows, Pair{p.T(key), text})
		}
	}
	add("page.verify.kind", p.T("permit.kind."+c.Kind))
	add("page.verify.holder", c.Holder)
	add("page.verify.employer", c.Employer)
	if c.Class != "" {
		add("page.verify.class", p.T("class."+c.Class))
	}
	add("page.verify.from", p.Date(c.From))
	add("page.verify.until", p.Date(c.Until))
	if c.EndedOn != nil {
		add("page.verify.ended", p.Date(*c.EndedOn))
	}
	return s.render(w, http.StatusOK, page.Lang, "verify_show", page)
}

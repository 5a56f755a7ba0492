package web

import (
	"net/http"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/people"
)

// sentPage confirms that a case was sent: its number, and what happens next.
type sentPage struct {
	Shell
	Number, Matter, Where string
	Received              string // when
	Next                  []string
	Limits                []Row
	InPerson              string // that the person must come once, or ""
	MayRead               bool
}

func (s *Server) showSent(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	received, sent := c.Moments[casefile.AtSubmission]
	if !sent {
		http.Redirect(w, r, "/case/"+string(c.Number), http.StatusSeeOther)
		return nil
	}
	page := sentPage{Shell: s.shell(w, r, "page.case.sent.title", "number", string(c.Number)), Number: string(c.Number)}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/my"}, {page.Number, "/case/" + page.Number}}
	page.Matter, page.Where = s.matterTitle(p, c.Matter), s.placeName(p, facts.PlaceCode(c.Place))
	page.Received = p.T("page.case.sent.received", "date", received)
	if cal, ok := s.calendarOf(c); ok {
		if due, running := nextDue(c, cal); running && c.Status == casefile.StatusSubmitted {
			page.Next = append(page.Next, p.T("page.case.sent.check", "date", due))
		}
	}
	page.Next = append(page.Next, p.T("page.case.sent.notice"), p.T("page.case.sent.silence"))
	d, err := s.Window.Determine(c)
	if err != nil {
		return err
	}
	page.Limits = s.limitRows(p, c, d)
	matter, _ := s.Window.Matters.Find(c.Matter)
	for _, t := range matter.Tracks {
		if t.InPerson {
			page.InPerson = p.T("page.case.sent.person", "track", p.T("track."+string(t.ID)))
		}
	}
	return s.render(w, http.StatusOK, page.Lang, "case_sent", page)
}

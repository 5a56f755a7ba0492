package web

import (
	"net/http"
	"net/url"

	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// agencyPage is the desk of a service agency: its employers.
type agencyPage struct {
	Shell
	Live, Dead []clientLine
}

// clientLine is an employer of an agency. Of one whose mandate is dead only the
// name and the days are there.
type clientLine struct {
	Name, Days string
	State      Tag
	Cases      Link
	Permits    *Link // that end soon
	Apply      string
}

// showAgency is /agency.
func (s *Server) showAgency(w http.ResponseWriter, r *http.Request, who people.Who) error {
	clients, err := s.Window.Clients(r.Context(), who)
	if err != nil {
		return err
	}
	page := agencyPage{Shell: s.shell(w, r, "page.agency.title")}
	for _, c := range clients {
		line := s.clientLine(page.Printer(), c)
		if c.Alive {
			page.Live = append(page.Live, line)
		} else {
			page.Dead = append(page.Dead, line)
		}
	}
	return s.render(w, http.StatusOK, page.Lang, "agency_show", page)
}

func (s *Server) clientLine(p *locale.Printer, c office.Client) clientLine {
	line := clientLine{Name: c.Name, State: s.mandateTag(p, c.Mandates[0])}
	for i, m := range c.Mandates {
		if m.Alive(s.Now()) || i == 0 {
			line.Days, line.State = daysText(p, m.From, m.Until), s.mandateTag(p, m)
		}
		if m.Alive(s.Now()) {
			break
		}
	}
	if !c.Alive {
		return line
	}
	if c.Soon {
		line.State = Tag{"warn", "clock", p.T("mandate.state.soon", "date", *c.Until)}
	}
	line.Cases = Link{p.T("page.agency.cases", "n", c.Cases), "/my?" + url.Values{"q": {c.Name}}.Encode()}
	if c.Permits > 0 {
		line.Permits = &Link{p.T("page.agency.permits", "n", c.Permits), "/permits?" + url.Values{"ends": {"60"}}.Encode()}
	}
	line.Apply = "/apply"
	return line
}

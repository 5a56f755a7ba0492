package web

import (
	"net/http"

	"yichuang/facts"
	"yichuang/people"
)

// helpPage is the plain text about using the window, and the offices behind it.
type helpPage struct {
	textPage
	Offices []officeLine
}

// officeLine is an office as people find it.
type officeLine struct {
	Name, Serves string
	Details      []detailLine
}

// showHelp lists the offices of the chosen place, or of every place, with
// address, telephone and hours.
func (s *Server) showHelp(w http.ResponseWriter, r *http.Request) error {
	page := helpPage{textPage: textPage{Shell: s.shell(w, r, "text.help.title")}}
	p := page.Printer()
	page.Heading, page.Lead = page.Title, p.T("text.help.lead")
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}}
	page.Sections = sections(p, "text.help.")
	if s.Window == nil {
		return s.render(w, http.StatusOK, page.Lang, "help_show", page)
	}
	offices, err := s.Window.Desks(r.Context())
	if err != nil {
		return err
	}
	place, chosen := s.place(s.readAnswers(r))
	for _, o := range offices {
		if chosen && !o.Serves(people.PlaceCode(place.Code)) {
			continue
		}
		line := officeLine{Name: pick(p, o.Name)}
		var places []string
		for _, code := range o.Places {
			places = append(places, s.placeName(p, facts.PlaceCode(code)))
		}
		line.Serves = p.List(places)
		for _, d := range []detailLine{
			{p.T("text.help.address"), pick(p, o.Address)}, {p.T("text.help.phone"), o.Phone}, {p.T("text.help.hours"), pick(p, o.Hours)},
		} {
			if d.Text != "" {
				line.Details = append(line.Details, d)
			}
		}
		page.Offices = append(page.Offices, line)
	}
	return s.render(w, http.StatusOK, page.Lang, "help_show", page)
}

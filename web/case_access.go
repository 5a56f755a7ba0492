package web

import (
	"net/http"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/office"
	"yichuang/people"
)

// showAccess is who can read the case, and who looked at a full number.
func (s *Server) showAccess(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	page := tablePage{Shell: s.shell(w, r, "page.case.access.title", "number", string(c.Number))}
	p := page.Printer()
	page.Heading, page.Lead = p.T("page.case.access"), []string{p.T("page.case.access.lead")}
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/my"}, {string(c.Number), "/case/" + string(c.Number)}}
	page.Table = Table{Caption: p.T("page.case.access"), Columns: columns(p, "page.case.access.", "who", "sees", "until")}
	readers, err := s.Window.Readers(r.Context(), who, c)
	if err != nil {
		return err
	}
	for _, reader := range readers {
		sees := p.T("access." + reader.Why)
		if reader.Hides {
			sees = p.T("access.office.hides")
		}
		until := p.T("page.case.access.open")
		if reader.Until != nil {
			until = p.Date(*reader.Until)
		}
		page.Table.Rows = append(page.Table.Rows, []Cell{{Text: pick(p, reader.Name)}, {Text: sees}, {Text: until}})
	}
	history, err := s.Window.History(r.Context(), who, c.Number)
	if err != nil {
		return err
	}
	for _, e := range history {
		if _, ok := e.Body.(casefile.Revealed); ok {
			page.Table.Rows = append(page.Table.Rows, []Cell{{Text: s.actorName(r, p, e.Actor)}, {Text: p.T("access.revealed")}, {Text: p.Date(civil.DateOf(e.At))}})
		}
	}
	if who.Role == people.Applicant {
		page.After = append(page.After, Link{p.T("page.choices.open"), "/account/choices"})
	} else if c.Foreigner != "" {
		page.After = append(page.After, Link{p.T("page.invite.title"), "/case/" + string(c.Number) + "/invite"})
	}
	page.After = append(page.After, Link{p.T("page.case.check.back"), "/case/" + string(c.Number)})
	return s.showTable(w, r, page)
}

// showChoices are the extras that a foreigner allows, each taken back as easily.
func (s *Server) showChoices(w http.ResponseWriter, r *http.Request, who people.Who) error {
	given, err := s.Window.Chosen(r.Context(), who)
	if err != nil {
		return err
	}
	page := formPage{Shell: s.shell(w, r, "page.choices.title"), Action: "/account/choices"}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/my"}}
	page.Lead = []string{p.T("page.choices.lead"), p.T("page.choices.revoke")}
	known := map[string][]string{}
	for _, c := range office.Choices {
		page.Fields = append(page.Fields, Input{ID: string(c), Type: "checks", Label: p.T("choice." + string(c)), Hint: p.T("choice." + string(c) + ".hint"),
			Choices: []Choice{{Value: "yes", Label: p.T("page.choices.allow")}}})
	}
	for _, c := range given {
		known[string(c)] = []string{"yes"}
	}
	page.Fields, page.Button = filled(r, page.Fields, known), p.T("page.choices.save")
	page.After = []Link{{p.T("page.choices.notice"), "/privacy"}}
	return s.showForm(w, page, nil)
}

func (s *Server) saveChoices(w http.ResponseWriter, r *http.Request, who people.Who) error {
	var allowed []office.Choice
	for _, c := range office.Choices {
		if r.PostFormValue(string(c)) == "yes" {
			allowed = append(allowed, c)
		}
	}
	if err := s.Window.Choose(r.Context(), who, allowed); err != nil {
		return err
	}
	http.Redirect(w, r, "/account/choices", http.StatusSeeOther)
	return nil
}

package web

import (
	"net/http"

	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// listAgencyCases is /agency/cases: every case of the employers whose mandate
// holds, with what is open on their side; as CSV the same rows.
func (s *Server) listAgencyCases(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.agency-cases.title")}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("page.agency.title"), "/agency"}}
	page.Lead = []string{p.T("page.agency-cases.lead")}
	page.Action = &Link{p.T("page.agency-cases.remind"), "/agency/remind"}
	employers, err := s.clientChoices(r, p, who)
	if err != nil {
		return err
	}
	page.Filter = []Input{
		{ID: "q", Type: "search", Label: p.T("page.agency-cases.search"), Value: r.FormValue("q")},
		{ID: "employer", Type: "select", Label: p.T("page.agency-cases.employer"), Choices: employers},
	}
	page.Filter[1].chosen([]string{r.FormValue("employer")})
	at := pageOf(r)
	cases, total, err := s.Window.ClientCases(r.Context(), who, office.CaseFilter{
		Text: r.FormValue("q"), Principal: r.FormValue("employer"), Limit: at.Limit, Offset: at.Offset,
	})
	if err != nil {
		return err
	}
	page.Table = Table{Caption: p.T("page.agency-cases.caption", "n", total), Empty: p.T("page.agency-cases.empty"),
		Columns: columns(p, "page.agency-cases.", "number", "employer", "person", "matter", "place", "due", "state", "open")}
	for _, c := range cases {
		lines, err := s.caseLines(r, p, []office.CaseRow{c.CaseRow}, "/case/")
		if err != nil {
			return err
		}
		line := lines[0]
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: line.Number, Href: line.Href, Number: true}, {Text: line.Employer}, {Text: line.Person}, {Text: line.Matter}, {Text: line.Place},
			{Text: line.DueOn, Number: true, Tag: line.Due}, {Tag: line.State}, {Text: nudgeText(p, c.Nudge)},
		})
	}
	page.Table.link(r, at, total)
	return s.showTable(w, r, page)
}

// clientChoices are the employers whose mandate holds, or all of them.
func (s *Server) clientChoices(r *http.Request, p *locale.Printer, who people.Who) ([]Choice, error) {
	clients, err := s.Window.Clients(r.Context(), who)
	if err != nil {
		return nil, err
	}
	employers := []Choice{{Label: p.T("page.agency-cases.any")}}
	for _, c := range clients {
		if c.Alive {
			employers = append(employers, Choice{Value: string(c.Employer), Label: c.Name})
		}
	}
	return employers, nil
}

// openNamed is how many things a line names; what is more is counted.
const openNamed = 3

// nudgeText is what is open, by when and what is missing, in a line.
func nudgeText(p *locale.Printer, n office.Nudge) string {
	if n.Open == "" {
		return ""
	}
	var names []string
	for _, name := range n.What[:min(len(n.What), openNamed)] {
		names = append(names, pick(p, name))
	}
	if more := len(n.What) - openNamed; more > 0 {
		names = append(names, p.T("nudge.more", "n", more))
	}
	return p.T("nudge.open."+n.Open, "date", *n.Last, "what", p.List(names))
}

// nudgeHref is the page of what a reminder is about.
func nudgeHref(n office.Nudge) string {
	if n.Case != "" {
		return "/case/" + string(n.Case)
	}
	return "/permits/" + n.Number
}

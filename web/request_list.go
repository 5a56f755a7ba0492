package web

import (
	"net/http"

	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// requestTabs are the views of a desk's requests.
var requestTabs = []struct {
	id     string
	filter func(who people.Who, f *office.CaseFilter)
}{
	{"open", func(_ people.Who, f *office.CaseFilter) { f.OpenOnly = true }},
	{"mine", func(who people.Who, f *office.CaseFilter) { f.OpenOnly, f.Handler = true, string(who.Account) }},
	{"nobody", func(_ people.Who, f *office.CaseFilter) { f.OpenOnly, f.NoHandler = true, true }},
	{"waiting", func(_ people.Who, f *office.CaseFilter) {
		f.OpenOnly, f.Labels = true, []string{"paused", "correction"}
	}},
	{"done", func(_ people.Who, f *office.CaseFilter) {
		f.Order, f.Labels = office.ByChange, []string{"fulfilled", "declined", "forwarded", "closed", "withdrawn", "lapsed"}
	}},
}

// listRequests is /requests: a desk's requests by their last day, or those that
// the reader's side made.
func (s *Server) listRequests(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if !who.Role.Can(people.Read) {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	page := tablePage{Shell: s.shell(w, r, "page.requests.title")}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}}
	at := pageOf(r)
	f := office.CaseFilter{Text: r.FormValue("q"), Limit: at.Limit, Offset: at.Offset}
	for _, m := range s.Window.Services() {
		f.Matters = append(f.Matters, string(m.ID))
	}
	if who.Role.Staff() {
		s.deskTabs(r, p, who, &f, &page)
	} else {
		f.Order = office.ByChange
		page.Lead = []string{p.T("page.requests.lead.own")}
		page.Action = &Link{p.T("page.requests.ask"), "/services"}
		page.Table.Empty = p.T("page.requests.empty.own")
	}
	page.Filter = []Input{{ID: "q", Type: "search", Label: p.T("page.requests.search"), Value: f.Text}}
	rows, total, err := s.Window.Cases(r.Context(), who, f)
	if err != nil {
		return err
	}
	page.Table.Columns = columns(p, "page.requests.", "number", "due", "matter", "person", "employer", "handler", "state")
	page.Table.Caption = p.T("page.requests.caption", "n", total)
	for _, row := range rows {
		cells, err := s.requestRow(r, p, row)
		if err != nil {
			return err
		}
		page.Table.Rows = append(page.Table.Rows, cells)
	}
	page.Table.link(r, at, total)
	return s.showTable(w, r, page)
}

// deskTabs narrows the list to a view; the first is the one shown where none is
// named.
func (s *Server) deskTabs(r *http.Request, p *locale.Printer, who people.Who, f *office.CaseFilter, page *tablePage) {
	f.Order = office.ByDue
	page.Lead = []string{p.T("page.requests.lead")}
	current := requestTabs[0]
	for _, t := range requestTabs {
		if t.id == r.FormValue("tab") {
			current = t
		}
	}
	for _, t := range requestTabs {
		page.Tabs = append(page.Tabs, Tab{p.T("page.requests.tab." + t.id), "/requests?tab=" + t.id, t.id == current.id})
	}
	current.filter(who, f)
	page.Table.Empty = p.T("page.requests.empty." + current.id)
}

func (s *Server) requestRow(r *http.Request, p *locale.Printer, row office.CaseRow) ([]Cell, error) {
	lines, err := s.caseLines(r, p, []office.CaseRow{row}, "/requests/")
	if err != nil {
		return nil, err
	}
	line := lines[0]
	handler := ""
	if row.Handler != "" {
		handler = s.handlerName(r, people.PartyID(row.Handler))
	}
	return []Cell{
		{Text: line.Number, Href: line.Href, Number: true}, {Text: line.DueOn, Number: true, Tag: line.Due}, {Text: line.Matter, Note: s.placeName(p, facts.PlaceCode(row.Place))},
		{Text: line.Person}, {Text: line.Employer}, {Text: handler}, {Tag: line.State},
	}, nil
}

package web

import (
	"net/http"

	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// showOffices is /admin/offices.
func (s *Server) showOffices(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.offices.title")}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p)
	page.Lead = []string{p.T("page.offices.lead")}
	page.Action = &Link{p.T("page.offices.add"), "/admin/offices/new"}
	offices, err := s.Window.Offices(r.Context(), who)
	if err != nil {
		return err
	}
	page.Table = Table{Caption: p.T("page.offices.caption", "n", len(offices)), Empty: p.T("page.offices.empty"),
		Columns: columns(p, "page.offices.", "name", "kind", "places", "letters", "remedies")}
	page.Table.link(r, paging{Limit: rowsPerFile}, int64(len(offices)))
	for _, o := range offices {
		page.Table.Rows = append(page.Table.Rows, s.officeRow(p, o))
	}
	return s.showTable(w, r, page)
}

func (s *Server) officeRow(p *locale.Printer, o people.Office) []Cell {
	return []Cell{
		{Text: p.Pick(o.Name.ZH, o.Name.EN), Href: "/admin/offices/" + string(o.ID)},
		{Text: p.T("office.kind." + string(o.Kind))},
		{Text: s.placeNames(p, o.Places)},
		{Text: o.Letters, Number: true},
		s.remedyCell(p, o),
	}
}

// remedyCell says whether the office can issue all its decisions.
func (s *Server) remedyCell(p *locale.Printer, o people.Office) Cell {
	cell := Cell{Href: "/admin/offices/" + string(o.ID) + "/remedies"}
	needed := s.Window.RemedyKeys(o.Kind, o.Places)
	missing := office.LackingRemedies(o, needed)
	switch {
	case len(needed) == 0:
		return Cell{Text: p.T("page.offices.remedies.none")}
	case missing > 0:
		cell.Text, cell.Tag = p.T("page.offices.remedies.open"), Tag{"warn", "warning", p.T("page.offices.remedies.missing", "n", missing)}
	default:
		cell.Text, cell.Tag = p.T("page.offices.remedies.open"), Tag{"ok", "check", p.T("page.offices.remedies.complete")}
	}
	return cell
}

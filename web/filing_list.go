package web

import (
	"net/http"

	"yichuang/fault"
	"yichuang/people"
)

// listFilings leads to what is filed or kept beside permits, each with a sentence
// on what it is for.
func (s *Server) listFilings(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if !actsForEmployer(who) {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	page := tablePage{Shell: s.shell(w, r, "page.filings.title")}
	p := page.Printer()
	page.Table = Table{Caption: p.T("page.filings.caption"), Columns: columns(p, "page.filings.", "what", "for")}
	for _, e := range []menuEntry{{"part-time", "/part-time"}, {"helpers", "/helpers"}, {"stays", "/stay"}, {"prefiling", "/org/prefiling"}, {"consents", "/consents"}} {
		page.Table.Rows = append(page.Table.Rows, []Cell{{Text: p.T("menu." + e.key), Href: e.href}, {Text: p.T("page.filings.for." + e.key)}})
	}
	page.After = []Link{{p.T("page.residence.title"), "/check/residence"}, {p.T("page.platforms.title"), "/platforms"}}
	return s.showTable(w, r, page)
}

package web

import (
	"net/http"
	"net/url"

	"yichuang/facts"
	"yichuang/office"
	"yichuang/people"
)

// showIncubator is where an approved platform begins: its approval, its founders'
// cases, a new application in its own name.
func (s *Server) showIncubator(w http.ResponseWriter, r *http.Request, who people.Who) error {
	platform, err := s.Window.Platform(r.Context(), who)
	if err != nil {
		return err
	}
	page := tablePage{Shell: s.shell(w, r, "page.incubator.title")}
	p := page.Printer()
	m, found := s.matterFor(facts.PlaceCode(platform.Place), forPlatforms)
	approved := platform.ApprovedOn(s.today())
	page.Lead = []string{p.T("page.incubator.approval", "zone", s.zoneName(p, platform.Zone), "from", platform.ApprovedFrom, "until", s.untilText(p, platform.ApprovedUntil), "decision", platform.Decision)}
	if approved && found {
		page.Lead = append(page.Lead, pick(p, m.Summary))
		page.Action = &Link{p.T("page.incubator.apply"), beginAt(m, url.Values{"place": {string(platform.Place)}})}
	} else {
		page.Lead = append(page.Lead, p.T("page.incubator.ended"))
	}
	at := pageOf(r)
	rows, total, err := s.Window.Cases(r.Context(), who, office.CaseFilter{Order: office.ByChange, Limit: at.Limit, Offset: at.Offset})
	if err != nil {
		return err
	}
	lines, err := s.caseLines(r, p, rows, "/case/")
	if err != nil {
		return err
	}
	page.Table = Table{Caption: p.T("page.incubator.caption"), Empty: p.T("page.incubator.empty"), Columns: columns(p, "page.cases.", "number", "person", "matter", "due", "state")}
	for _, line := range lines {
		page.Table.Rows = append(page.Table.Rows, []Cell{{Text: line.Number, Href: line.Href, Number: true}, {Text: line.Person}, {Text: line.Matter}, {Text: line.DueOn, Number: true, Tag: line.Due}, {Tag: line.State}})
	}
	page.Table.link(r, at, total)
	page.Chips = s.chips(p, s.today(), m.Clauses...)
	return s.showTable(w, r, page)
}

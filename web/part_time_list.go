package web

import (
	"net/http"
	"net/url"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
)

// listPartTime lists the employer's people of class A with the part-time work
// and businesses filed beside their permits, and leads to a new filing.
func (s *Server) listPartTime(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if !actsForEmployer(who) {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	held, err := s.Window.PermitsHeld(r.Context(), who, permit.Work)
	if err != nil {
		return err
	}
	page := tablePage{Shell: s.shell(w, r, "page.part-time.title")}
	p := page.Printer()
	page.Lead = []string{p.T("page.part-time.lead")}
	page.Table = Table{Caption: p.T("page.part-time.caption"), Empty: p.T("page.part-time.empty"), Columns: columns(p, "page.part-time.", "person", "permit", "until", "filed", "next")}
	engages := func(m casefile.Matter) bool { return m.Filing != nil && m.Filing.Records == casefile.Engagement }
	for _, h := range held {
		if h.Class != highEnd {
			continue
		}
		filed := Cell{Text: p.T("page.part-time.none")}
		var names []string
		for _, e := range h.EngagementsOn(s.today()) {
			names = append(names, p.T("page.part-time.engagement", "kind", p.T("engagement."+e.Kind), "place", s.placeName(p, facts.PlaceCode(e.Place)), "date", e.From))
		}
		if len(names) > 0 {
			filed.Text = p.List(names)
		}
		next := Cell{Text: p.T("page.part-time.elsewhere")}
		if m, offered := s.matterFor(facts.PlaceCode(h.Place), engages); offered && needsPermit(m) && h.InForce(s.today()) {
			next = Cell{Text: p.T("page.part-time.file"), Href: beginAt(m, url.Values{"permit": {h.Row}})}
		}
		page.Table.Rows = append(page.Table.Rows, []Cell{{Text: h.Name}, {Text: string(h.Number), Number: true}, {Text: p.Date(h.Term.Until)}, filed, next})
	}
	page.Table.link(r, pageOf(r), int64(len(page.Table.Rows)))
	for _, m := range s.Window.Matters {
		if engages(m) && !needsPermit(m) {
			page.After = append(page.After, Link{p.T("page.part-time.other", "matter", pick(p, m.Title)), beginAt(m, nil)})
		}
	}
	return s.showTable(w, r, page)
}

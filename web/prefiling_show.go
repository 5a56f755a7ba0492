package web

import (
	"net/http"
	"net/url"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/office"
	"yichuang/people"
)

func prefiles(m casefile.Matter) bool {
	return m.Filing != nil && m.Filing.Records == casefile.Prefiling
}

// showPrefiling shows an employer whether its data are filed in advance and what
// that spares, and an authority which employers of its places have filed.
func (s *Server) showPrefiling(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if !actsForEmployer(who) && !who.Role.Staff() {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	page := tablePage{Shell: s.shell(w, r, "page.prefiling.title")}
	p := page.Printer()
	m, _ := s.matterFor("", prefiles)
	parties := []people.PartyID{who.Party}
	if who.Role == people.Agency {
		parties = who.Scope(s.Now()).Principals
	} else if who.Role.Staff() {
		parties = []people.PartyID{""}
	}
	var records []office.OnRecord
	for _, party := range parties {
		some, err := s.Window.Records(r.Context(), who, casefile.Prefiling, party)
		if err != nil {
			return err
		}
		records = append(records, some...)
	}
	page.Lead = []string{pick(p, m.Summary), p.T("page.prefiling.none")}
	page.Table = Table{Caption: p.T("page.prefiling.caption"), Empty: p.T("page.prefiling.empty"), Columns: columns(p, "page.prefiling.", "employer", "case", "from", "until", "state")}
	base := "/case/"
	if who.Role.Staff() {
		base = "/officer/"
	}
	whole := false // filed, without an end: there is nothing to file again
	for _, rec := range records {
		whole = whole || rec.Active && rec.Until == nil && who.Role == people.EmployerHR
		if rec.Active {
			page.Lead[1] = p.T("page.prefiling.filed")
		}
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: rec.Name}, {Text: string(rec.Case), Href: base + string(rec.Case), Number: true}, {Text: p.Date(rec.From)}, {Text: s.untilText(p, rec.Until)}, {Tag: activeTag(p, rec.Active)},
		})
	}
	page.Table.link(r, pageOf(r), int64(len(records)))
	if who.Role.Staff() {
		page.Lead = []string{p.T("page.prefiling.staff")}
	} else if len(m.Roles) > 0 && !whole {
		page.Action = &Link{p.T("page.prefiling.file"), beginAt(m, url.Values{"place": {s.partyPlace(r, who, m)}})}
	}
	page.Chips = s.chipsFor(p, who, m.Clauses...)
	return s.showTable(w, r, page)
}

// partyPlace is the employer's own place, where the matter is offered there.
func (s *Server) partyPlace(r *http.Request, who people.Who, m casefile.Matter) string {
	place, err := s.Window.PartyPlace(r.Context(), who)
	if err != nil || !m.OfferedAt(place) {
		return ""
	}
	if at, ok := s.cityOf(place); ok {
		return string(at.Code)
	}
	return string(place)
}

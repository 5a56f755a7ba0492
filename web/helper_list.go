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

// highEnd is the class whose holders may be served by a domestic worker and may
// work part-time.
const highEnd = "A"

// listHelpers lists the employer's talents with the domestic worker who serves
// each, and leads to engaging one where there is none.
func (s *Server) listHelpers(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if !actsForEmployer(who) {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	served, err := s.Window.Serving(r.Context(), who, highEnd)
	if err != nil {
		return err
	}
	page := tablePage{Shell: s.shell(w, r, "page.helpers.title")}
	p := page.Printer()
	page.Lead = []string{p.T("page.helpers.lead")}
	page.Table = Table{Caption: p.T("page.helpers.caption"), Empty: p.T("page.helpers.empty"), Columns: columns(p, "page.helpers.", "talent", "permit", "until", "worker", "next")}
	for _, h := range served {
		m, offered := s.matterFor(facts.PlaceCode(h.Place), rests)
		next := Cell{Text: p.T("page.helpers.not-offered")}
		switch {
		case h.Worker != "" && h.Own != "":
			next = Cell{Text: p.T("page.helpers.one")}
			if m, offered := s.matterFor(facts.PlaceCode(h.Place), extendsHelper); offered {
				next = Cell{Text: p.T("page.helpers.extend"), Href: beginAt(m, url.Values{"permit": {h.Own}}), Note: p.T("page.helpers.extend.until", "date", h.Term.Until)}
			}
		case h.Worker != "":
			next = Cell{Text: p.T("page.helpers.one")}
		case offered:
			next = Cell{Text: p.T("page.helpers.engage"), Href: beginAt(m, url.Values{"permit": {h.Row}})}
		}
		worker := Cell{Text: p.T("page.helpers.nobody")}
		if h.Worker != "" {
			worker = Cell{Text: h.Worker, Href: "/case/" + string(h.Case)}
			if h.Until != nil {
				worker.Note = p.T("page.helpers.worker-until", "date", *h.Until)
			}
		}
		page.Table.Rows = append(page.Table.Rows, []Cell{{Text: h.Name}, {Text: string(h.Number), Number: true}, {Text: p.Date(h.Term.Until)}, worker, next})
	}
	page.Table.link(r, pageOf(r), int64(len(served)))
	return s.showTable(w, r, page)
}

// extendsHelper: the matter extends a domestic worker's own permit.
func extendsHelper(m casefile.Matter) bool {
	return m.Permit != nil && m.Permit.Change == permit.ExtendedTerm && m.Permit.About(permit.DomesticWork)
}

// showHelper leads from a talent's case to engaging a domestic worker.
func (s *Server) showHelper(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if _, err := s.caseOf(r, who); err != nil {
		return err
	}
	http.Redirect(w, r, "/helpers", http.StatusSeeOther)
	return nil
}

// beginAt is the address where a case of the matter begins, with what is known.
func beginAt(m casefile.Matter, known url.Values) string {
	at := "/begin/" + string(m.ID)
	if len(known) > 0 {
		at += "?" + known.Encode()
	}
	return at
}

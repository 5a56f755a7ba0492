package web

import (
	"net/http"

	"yichuang/casefile"
	"yichuang/office"
	"yichuang/people"
)

// deskPage is the window's desk: what is in hand (a number, a passport, a name)
// leads to the case; who comes today stands below.
type deskPage struct {
	Shell
	Query    string
	Searched bool
	Found    Table
	Bookings Table
	Waiting  Table // sent and not yet accepted, the most urgent first
	MayOpen  bool
	Desk     bool // the reader checks papers at the window
}

func (s *Server) showDesk(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := deskPage{Shell: s.shell(w, r, "page.desk.title"), Query: plainText(r.FormValue("q"))}
	p := page.Printer()
	page.MayOpen, page.Desk = who.Role == people.Clerk, who.Role.Can(people.Accept)
	if page.Query != "" {
		found, err := s.Window.Search(r.Context(), who, page.Query)
		if err != nil {
			return err
		}
		if len(found) == 1 {
			http.Redirect(w, r, s.deskHref(who, found[0].Case), http.StatusSeeOther)
			return nil
		}
		page.Searched = true
		if page.Found, err = s.workTable(r, p, found, "/desk/"); err != nil {
			return err
		}
		page.Found.Caption, page.Found.Empty = p.T("page.cases.caption", "n", len(found)), p.T("page.desk.none", "text", page.Query)
		s.deskLinks(who, found, &page.Found)
	}
	if err := s.deskBookings(r, who, &page); err != nil {
		return err
	}
	waiting, total, err := s.Window.Worklist(r.Context(), who, office.CaseFilter{
		Statuses: []string{string(casefile.StatusSubmitted)}, OpenOnly: true, Counting: string(who.Office), Order: office.ByDue,
	})
	if err != nil {
		return err
	}
	if page.Waiting, err = s.workTable(r, p, waiting, "/desk/"); err != nil {
		return err
	}
	s.deskLinks(who, waiting, &page.Waiting)
	page.Waiting.Caption, page.Waiting.Empty = p.T("page.cases.caption", "n", total), p.T("page.desk.waiting.none")
	return s.render(w, http.StatusOK, page.Lang, "desk_show", page)
}

// deskHref is where a case opens from the desk: the intake before acceptance and
// for pick-up, a draft for completing it, the file otherwise.
func (s *Server) deskHref(who people.Who, c casefile.Case) string {
	number := string(c.Number)
	switch {
	case c.Status == casefile.StatusDraft:
		return "/case/" + number
	case c.Status == casefile.StatusSubmitted || c.Status == casefile.StatusDecided:
		return "/desk/" + number + "/intake"
	}
	return "/officer/" + number
}

func (s *Server) deskLinks(who people.Who, work []office.Work, t *Table) {
	for i, item := range work {
		t.Rows[i][1].Href = s.deskHref(who, item.Case)
	}
}

func (s *Server) deskBookings(r *http.Request, who people.Who, page *deskPage) error {
	p := page.Printer()
	bookings, err := s.Window.Bookings(r.Context(), who, s.today())
	if err != nil {
		return err
	}
	page.Bookings = Table{Columns: columns(p, "page.desk.", "time", "purpose", "number", "person"), Empty: p.T("page.desk.bookings.none"),
		Caption: p.T("page.desk.bookings.caption", "n", len(bookings))}
	for _, b := range bookings {
		page.Bookings.Rows = append(page.Bookings.Rows, []Cell{
			{Text: b.At, Number: true}, {Text: p.T("appointment." + b.Purpose)}, {Text: string(b.Number), Href: "/desk/" + string(b.Number) + "/intake", Number: true}, {Text: b.Person},
		})
	}
	return nil
}

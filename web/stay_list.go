package web

import (
	"net/http"
	"net/url"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// extendsStay is the matter by which the stay on a talent visa is extended: what it
// grants begins when something else ends.
func extendsStay(m casefile.Matter) bool {
	return m.Permit != nil && m.Permit.After != ""
}

// listStays lists the stays on talent visas: until when an extension can be asked
// for, and what to do. Holders of such a visa need no work permit.
func (s *Server) listStays(w http.ResponseWriter, r *http.Request, who people.Who) error {
	stays, err := s.Window.Stays(r.Context(), who)
	if err != nil {
		return err
	}
	page := tablePage{Shell: s.shell(w, r, "page.stays.title")}
	p := page.Printer()
	page.Lead = []string{p.T("page.stays.lead"), p.T("page.stays.remind")}
	page.Table = Table{Caption: p.T("page.stays.caption"), Empty: p.T("page.stays.empty"), Columns: columns(p, "page.stays.", "person", "until", "last", "most", "next")}
	for _, stay := range stays {
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: stay.Name}, {Text: p.Date(stay.Until)}, s.lastCell(p, stay), {Text: p.Date(stay.Most)}, s.stayNext(p, who, stay),
		})
	}
	page.Table.link(r, pageOf(r), int64(len(stays)))
	if !who.Role.Staff() {
		page.Action = &Link{p.T("page.stays.tell"), "/stay/new"}
	}
	if m, ok := s.matterFor("", extendsStay); ok {
		page.Chips = s.chipsFor(p, who, append([]string{m.Permit.Clause}, m.Clauses...)...)
	}
	return s.showTable(w, r, page)
}

// lastCell is the last day to ask for an extension and how many days are left.
func (s *Server) lastCell(p *locale.Printer, stay office.Staying) Cell {
	if stay.Last == nil {
		return Cell{Text: p.T("page.stays.no-rule")}
	}
	left := int(*stay.Last - s.today())
	c := Cell{Text: p.Date(*stay.Last)}
	switch {
	case stay.Late:
		c.Tag = Tag{"bad", "warning", p.T("page.stays.late")}
	case left == 0:
		c.Tag = Tag{"warn", "clock", p.T("due.today")}
	case left <= 14:
		c.Tag = Tag{"warn", "clock", p.T("page.stays.left", "n", left)}
	default:
		c.Tag = Tag{"", "clock", p.T("page.stays.left", "n", left)}
	}
	return c
}

// stayNext is what to do about a stay: apply, or after the last day go to the
// office in person.
func (s *Server) stayNext(p *locale.Printer, who people.Who, stay office.Staying) Cell {
	m, offered := s.matterFor(facts.PlaceCode(stay.Place), extendsStay)
	switch {
	case stay.Over:
		return Cell{Text: p.T("page.stays.over")}
	case stay.Late:
		return Cell{Text: p.T("page.stays.too-late")}
	case stay.Until >= stay.Most:
		return Cell{Text: p.T("page.stays.used-up")}
	case !offered || !who.Role.Can(people.Open) || who.Role.Staff() || who.Role == people.Applicant:
		return Cell{Text: p.T("page.stays.employer")}
	}
	return Cell{Text: p.T("page.stays.extend"), Href: beginAt(m, url.Values{"person": {string(stay.Person)}, "place": {string(stay.Place)}})}
}

// newStay asks for a stay; the person is chosen or registered.
func (s *Server) newStay(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page, err := s.stayPage(w, r, who)
	if err != nil {
		return err
	}
	return s.showForm(w, page, nil)
}

func (s *Server) stayPage(w http.ResponseWriter, r *http.Request, who people.Who) (formPage, error) {
	page := formPage{Shell: s.shell(w, r, "page.stay.new.title"), Action: "/stay/new"}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.stays.title"), "/stay"}}
	page.Lead = []string{p.T("page.stay.new.lead")}
	page.Button = p.T("page.stay.new.button")
	place := s.placeInput(p, casefile.Matter{})
	if m, ok := s.matterFor("", extendsStay); ok {
		place = s.placeInput(p, m)
	}
	fields, err := s.employerInput(r, p, who)
	if err != nil {
		return page, err
	}
	fields = append(fields, []Input{
		place, {ID: "from", Type: "date", Label: p.T("page.stay.new.from"), Hint: p.T("page.stay.new.from.hint")},
		{ID: "until", Type: "date", Label: p.T("page.stay.new.until"), Hint: p.T("page.stay.new.until.hint")},
	}...)
	if who.Role != people.Applicant {
		more, err := s.personInputs(r, p, who, false)
		if err != nil {
			return page, err
		}
		fields = append(fields, more...)
	}
	page.Fields = filled(r, fields, nil)
	page.Hidden = []Hidden{{"key", keyOf(r)}}
	return page, nil
}

// tellStay keeps the stay.
func (s *Server) tellStay(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page, err := s.stayPage(w, r, who)
	if err != nil {
		return err
	}
	stay, err := s.stayOf(r, who)
	if err == nil {
		err = s.Window.TellStay(r.Context(), who, stay)
	}
	if err != nil {
		return s.showForm(w, page, err)
	}
	http.Redirect(w, r, "/stay", http.StatusSeeOther)
	return nil
}

func (s *Server) stayOf(r *http.Request, who people.Who) (stay office.NewStay, err error) {
	stay = office.NewStay{Place: people.PlaceCode(r.PostFormValue("place")), Person: people.PartyID(r.PostFormValue("person")), Employer: who.Party}
	if err := readDays(r, map[string]*civil.Date{"from": &stay.From, "until": &stay.Until}); err != nil {
		return stay, err
	}
	switch {
	case who.Role == people.Applicant:
		stay.Person, stay.Employer = who.Party, ""
	case who.Role == people.Agency:
		stay.Employer = people.PartyID(r.PostFormValue("employer"))
	}
	if stay.Person == "" {
		stay.New = newPerson(r)
	}
	return stay, nil
}

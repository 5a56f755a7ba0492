package web

import (
	"cmp"
	"net/http"

	"yichuang/facts"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// orgPage is an employer or a service agency as its handlers see it.
type orgPage struct {
	Shell
	State    Tag
	Checked  string // what the state of the registration means, and who acts next
	Note     string // what is missing, as the checker wrote it
	Lacks    string // what is missing as everybody can see, while the registration is checked
	Rows     []orgRow
	Handlers []handlerLine
	Staff    *Table // foreign staff of an employer
	Links    []Link
}

type orgRow struct{ Name, Value string }

type handlerLine struct {
	ID, Name, Login string
	State           Tag
	Closes          bool
}

// showOrg is /org: the organisation's own page.
func (s *Server) showOrg(w http.ResponseWriter, r *http.Request, who people.Who) error {
	o, err := s.Window.Organisation(r.Context(), who)
	if err != nil {
		return err
	}
	page := orgPage{Shell: s.shell(w, r, "page.org.title"), Note: o.Note}
	p := page.Printer()
	page.Title = o.Name
	page.State, page.Checked = verificationTag(p, o.Status), checkedText(p, o.RegistrationState)
	page.Rows = s.orgRows(p, o)
	if o.Representative == "" && !o.Agency && o.Status != people.Verified {
		page.Lacks = p.T("page.org.lacks.representative")
	}
	for _, h := range o.Handlers {
		page.Handlers = append(page.Handlers, handlerLine{string(h.ID), h.Name, h.Login, accountTag(p, h.Status), h.ID != who.Account && h.Status != "disabled"})
	}
	page.Links = []Link{{p.T("page.agency.title"), "/agency"}}
	if !o.Agency {
		page.Links = []Link{{p.T("page.mandates.title"), "/org/mandates"}, {p.T("page.prefiling.title"), "/org/prefiling"}}
		rows, total, err := s.Window.Permits(r.Context(), who, office.PermitFilter{Statuses: []string{"active", "suspended"}})
		if err != nil {
			return err
		}
		table, err := s.permitTable(r, p, rows)
		if err != nil {
			return err
		}
		table.Caption, table.Empty = p.T("page.org.staff.caption", "n", total), p.T("page.org.staff.empty")
		if total > int64(len(rows)) {
			table.After = "/permits"
		}
		page.Staff = &table
	}
	return s.render(w, http.StatusOK, page.Lang, "org_show", page)
}

func (s *Server) orgRows(p *locale.Printer, o office.Organisation) []orgRow {
	licence := p.T("page.org.licence.none")
	if o.LicenceExpires != nil {
		licence = p.Date(*o.LicenceExpires)
	}
	rows := []orgRow{
		{p.T("page.register.code"), o.Code}, {p.T("page.register.place"), s.placeName(p, facts.PlaceCode(o.Place))},
		{p.T("page.register.representative"), cmp.Or(o.Representative, p.T("page.org.unsaid"))}, {p.T("page.org.licence"), licence},
	}
	if o.NameEN != "" {
		rows = append([]orgRow{{p.T("page.org.name-en"), o.NameEN}}, rows...)
	}
	return rows
}

// verificationTag is the state of a registration in a word.
func verificationTag(p *locale.Printer, v people.Verification) Tag {
	tones := map[people.Verification]Tag{people.Verified: {"ok", "check", ""}, people.Unverified: {"info", "clock", ""}, people.Rejected: {"warn", "warning", ""}}
	tag := tones[v]
	tag.Text = p.T("registration.state." + string(v))
	return tag
}

// checkedText says what the state means and who acts next.
func checkedText(p *locale.Printer, o office.RegistrationState) string {
	var names []string
	for _, c := range o.Checkers {
		name := p.Pick(c.Name.ZH, c.Name.EN)
		if c.Phone != "" {
			name = p.T("page.org.checker", "office", name, "phone", c.Phone)
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return p.T("page.org.nobody")
	}
	switch {
	case o.Status == people.Unverified && o.By == nil:
		return p.T("page.org.checked.undated", "office", p.List(names))
	case o.Was:
		return p.T("page.org.checked.again", "office", p.List(names), "date", *o.By)
	case o.Status == people.Unverified:
		return p.T("page.org.checked.unverified", "office", p.List(names), "date", *o.By)
	}
	return p.T("page.org.checked."+string(o.Status), "office", p.List(names))
}

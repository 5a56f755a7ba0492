package web

import (
	"crypto/rand"
	"html/template"
	"net/http"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
	"yichuang/permit"
)

// permitPage is a permit: how it stands, what binds its end, its versions, what
// rests on it, its certificate, and the matters that can begin from it.
type permitPage struct {
	Shell
	Number, Key string
	Problem     string
	State       Tag
	Ends        Tag
	Rows        []Pair
	Caps        []Row
	Conditions  []Row
	Versions    []versionLine
	Engagements []Row
	Others      Table
	Verify      string
	QR          template.HTML
	Altering    string // number of the open case that alters it
	AlteringAt  string
	Begin       []beginLine
}

type versionLine struct {
	What, On, Term, Employer, Reason string
	Case, Href                       string
}

type beginLine struct{ ID, Title, Summary string }

func (s *Server) showPermit(w http.ResponseWriter, r *http.Request, who people.Who) error {
	f, err := s.Window.PermitFile(r.Context(), who, strings.ToUpper(r.PathValue("permit")), r.FormValue("kind"))
	if err != nil {
		return err
	}
	page, err := s.permitPage(w, r, who, f)
	if err != nil {
		return err
	}
	return s.render(w, http.StatusOK, page.Lang, "permit_show", page)
}

func (s *Server) permitPage(w http.ResponseWriter, r *http.Request, who people.Who, f office.PermitFile) (*permitPage, error) {
	page := &permitPage{Shell: s.shell(w, r, "page.permit.title", "number", string(f.Number)), Number: string(f.Number), Key: rand.Text()}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.permits.title"), "/permits"}}
	page.State = standingTag(p, f.Standing)
	if left := int(f.Term.Until - s.today()); f.Standing == permit.Active && left <= endsSoon {
		page.Ends = Tag{"warn", "clock", p.T("page.permits.left", "n", left)}
	}
	add := func(key, text string) {
		if text != "" {
			page.Rows = append(page.Rows, Pair{p.T(key), text})
		}
	}
	add("page.permits.kind", p.T("permit.kind."+string(f.Kind)))
	add("page.permits.holder", f.HolderName)
	add("page.permits.employer", f.Names[f.Employer])
	add("page.permits.place", s.placeName(p, placeOf(casefile.Case{Place: f.Place})))
	if f.Class != "" {
		add("page.permits.class", p.T("class."+f.Class))
	}
	if f.Ground != "" {
		add("page.permit.ground", s.name(p, "ground", f.Ground))
	}
	add("page.permit.occupation", strings.Join(compact([]string{f.Occupation, f.Post}), " · "))
	add("page.permit.term", p.T("term.given", "from", f.Term.From, "until", f.Term.Until))
	add("page.permit.binding", p.T("binding."+string(f.Term.Binding)))
	if f.EndedOn != nil {
		add("page.verify.ended", p.Date(*f.EndedOn))
	}
	s.permitCaps(p, f, page)
	s.permitVersions(r, p, who, f, page)
	s.permitEngagements(p, f, page)
	page.Verify = "/verify/" + f.Code
	var err error
	if f.QR != nil {
		if page.QR, err = f.QR.SVG(); err != nil {
			return nil, err
		}
	}
	if f.Altering != "" {
		page.Altering = string(f.Altering)
		if f.MaySeeCase {
			page.AlteringAt = caseBase(who) + string(f.Altering)
		}
	}
	for _, m := range f.MayBegin {
		page.Begin = append(page.Begin, beginLine{string(m.ID), p.Pick(m.Title.ZH, m.Title.EN), p.Pick(m.Summary.ZH, m.Summary.EN)})
	}
	page.Others, err = s.permitTable(r, p, f.Others)
	for i, row := range f.Others {
		page.Others.Rows[i][1].Href += "?kind=" + row.Kind
	}
	page.Others.Caption = p.T("page.permit.others")
	return page, err
}

func caseBase(who people.Who) string {
	if who.Role.Staff() {
		return "/officer/"
	}
	return "/case/"
}

// permitCaps are the limits that were looked at, the binding one marked.
func (s *Server) permitCaps(p *locale.Printer, f office.PermitFile, page *permitPage) {
	for _, c := range f.Term.Caps {
		row := Row{Name: p.T("binding." + string(c.Binding)), Notes: []string{p.Date(c.Until)}, Chips: s.chips(p, s.today(), c.Clause)}
		if c.Binding == f.Term.Binding {
			row.Tag = Tag{"info", "check", p.T("page.permit.binds")}
		}
		page.Caps = append(page.Caps, row)
	}
	for _, c := range f.Conditions {
		text := c.Note
		if text == "" {
			kind, id, _ := strings.Cut(c.ID, ":")
			text = s.name(p, kind, id)
		}
		page.Conditions = append(page.Conditions, Row{Name: text, Chips: s.chips(p, s.today(), c.Clause)})
	}
}

func (s *Server) permitVersions(r *http.Request, p *locale.Printer, who people.Who, f office.PermitFile, page *permitPage) {
	for i := len(f.Versions) - 1; i >= 0; i-- {
		v := f.Versions[i]
		line := versionLine{What: p.T("permit.change." + string(v.Change)), On: p.Date(civil.DateOf(v.At)), Employer: f.Names[v.Employer], Reason: v.Reason, Case: v.Case,
			Term: p.T("term.given", "from", v.Term.From, "until", v.Term.Until)}
		if number, err := casefile.ParseCaseNumber(v.Case); err == nil {
			if _, err := s.Window.Case(r.Context(), who, number); err == nil {
				line.Href = caseBase(who) + v.Case
			}
		}
		page.Versions = append(page.Versions, line)
	}
}

func (s *Server) permitEngagements(p *locale.Printer, f office.PermitFile, page *permitPage) {
	for _, e := range f.Engagements {
		row := Row{Name: p.T("engagement." + e.Kind), Tag: Tag{"ok", "check", p.T("page.permit.engagement.holds")}}
		row.Notes = compact([]string{f.Names[e.With], s.placeName(p, placeOf(casefile.Case{Place: e.Place})), p.T("page.permit.engagement.from", "date", e.From), e.Case})
		if e.EndedOn != nil {
			row.Tag = Tag{"", "", p.T("page.permit.engagement.ended", "date", *e.EndedOn)}
		}
		page.Engagements = append(page.Engagements, row)
	}
}

// beginOnPermit opens a case of the matter about this permit, prefilled from it.
func (s *Server) beginOnPermit(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	number := strings.ToUpper(r.PathValue("permit"))
	c, err := s.Window.BeginOn(r.Context(), who, r.PostFormValue("key"), number, casefile.MatterID(r.PostFormValue("matter")))
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/case/"+string(c.Number)+"/answers", http.StatusSeeOther)
	return nil
}

package web

import (
	"crypto/rand"
	"net/http"
	"strconv"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
)

// familyPage is who comes along with the foreigner: what each needs, by when, and
// what each may do.
type familyPage struct {
	Shell
	Number, Person string
	Relatives      []relativeBlock
	Errors         []FieldError
	Fields         []Input
	MayChange      bool
	Seen           int
	Key            string
}

// relativeBlock is one of them.
type relativeBlock struct {
	ID    int
	Name  string
	Notes []string
	Tag   Tag
	Lines []toldLine
}

func (s *Server) showFamily(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.renderFamily(w, r, who, nil)
}

func (s *Server) renderFamily(w http.ResponseWriter, r *http.Request, who people.Who, failed error) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	page := familyPage{Shell: s.shell(w, r, "page.case.family.title", "number", string(c.Number)), Number: string(c.Number), Seen: c.Version, Key: rand.Text()}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/my"}, {page.Number, "/case/" + page.Number}}
	if page.Person, err = s.partyName(r, c.Foreigner); err != nil {
		return err
	}
	for _, relative := range c.Relatives() {
		page.Relatives = append(page.Relatives, s.relativeBlock(p, c, relative))
	}
	page.MayChange = c.Status.Allows(people.Message) && who.May(people.Message, c.Subject(""), s.Now()) == nil && !who.Role.Staff()
	relation := Input{ID: "relation", Type: "radios", Label: p.T("page.case.family.relation")}
	for _, of := range casefile.Relations {
		relation.Choices = append(relation.Choices, Choice{Value: string(of), Label: p.T("relation." + string(of))})
	}
	page.Fields = filled(r, []Input{
		{ID: "name", Type: "text", Label: p.T("page.case.family.name")}, relation,
		{ID: "birth_date", Type: "date", Label: p.T("page.case.family.born")},
		{ID: "in_china", Type: "checks", Label: p.T("page.case.family.where"), Choices: []Choice{{Value: "yes", Label: p.T("page.case.family.here")}}},
	}, nil)
	status := http.StatusOK
	if failed != nil {
		errs, err := mark(p, page.Fields, failed)
		if err != nil {
			return err
		}
		page.Errors, page.Wrong, status = errs, true, statuses[fault.CodeOf(failed)]
	}
	return s.render(w, status, page.Lang, "case_family", page)
}

// relativeBlock says what one needs. Nothing of it is decided here.
func (s *Server) relativeBlock(p *locale.Printer, c casefile.Case, r casefile.Relative) relativeBlock {
	age := int(r.BirthDate.CompletedYears(s.today()))
	b := relativeBlock{ID: r.ID, Name: r.Name, Notes: []string{p.T("relation." + string(r.Relation)), p.T("page.case.family.age", "n", age)}}
	line := func(key string, args ...any) {
		b.Lines = append(b.Lines, toldLine{Name: p.T("page.case.family." + key), Value: p.T("page.case.family."+key+".text", args...)})
	}
	if r.Relation == casefile.Child && !r.Minor(s.today()) {
		b.Tag = Tag{"warn", "warning", p.T("page.case.family.grown")}
		line("own")
		return b
	}
	b.Tag = Tag{"info", "person", p.T("page.case.family.s1")}
	if r.InChina {
		line("stay")
	} else {
		line("visa")
	}
	papers := "papers." + string(r.Relation)
	b.Lines = append(b.Lines, toldLine{Name: p.T("page.case.family.papers"), Value: p.T("page.case.family." + papers)})
	if age >= casefile.OfAge {
		line("medical")
	}
	line("entry")
	if term := familyTerm(c); term != nil {
		line("until", "date", *term)
	}
	if r.Minor(s.today()) {
		line("grows", "date", eighteen(r.BirthDate))
		line("school")
	}
	line("work")
	return b
}

// familyTerm is the last day that the person's own residence can have.
func familyTerm(c casefile.Case) *civil.Date {
	for _, t := range c.Tracks {
		if t.Decision != nil && t.Decision.Term != nil {
			return &t.Decision.Term.Until
		}
	}
	if c.Determination != nil && c.Determination.Term != nil {
		return &c.Determination.Term.Until
	}
	return nil
}

// eighteen is the day on which a child is of age.
func eighteen(born civil.Date) civil.Date { return born.AddMonths(12 * casefile.OfAge) }

// noteFamily puts a relative on the plan or takes one off.
func (s *Server) noteFamily(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	relative := casefile.Relative{Name: plainText(r.PostFormValue("name")), Relation: casefile.Relation(r.PostFormValue("relation")), InChina: r.PostFormValue("in_china") == "yes"}
	if id, err := strconv.Atoi(r.PostFormValue("remove")); err == nil {
		relative = casefile.Relative{ID: id, Gone: true}
	} else if relative.BirthDate, err = civil.ParseDate(r.PostFormValue("birth_date")); err != nil {
		return s.renderFamily(w, r, who, fault.New(fault.Invalid, "fault.family.born").WithPath("birth_date").WithCause(err))
	}
	if _, err := s.Window.NoteFamily(r.Context(), in, relative); err != nil {
		if code := fault.CodeOf(err); code != fault.Invalid && code != fault.Conflict {
			return err
		}
		return s.renderFamily(w, r, who, err)
	}
	http.Redirect(w, r, "/case/"+string(in.Number)+"/family", http.StatusSeeOther)
	return nil
}

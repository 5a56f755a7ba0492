package web

import (
	"crypto/rand"
	"net/http"
	"slices"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// askDeskCase is the quick create of the desk: a person stands at the counter
// with passport and licence; both are found or registered, and the matter opened.
func (s *Server) askDeskCase(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.deskForm(w, r, who, nil)
}

func (s *Server) deskForm(w http.ResponseWriter, r *http.Request, who people.Who, problem error) error {
	page := formPage{Shell: s.shell(w, r, "page.desk.new"), Action: "/desk/new", Hidden: []Hidden{{"key", rand.Text()}}}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.desk.title"), "/desk"}}
	page.Lead, page.Button = []string{p.T("page.desk.new.lead")}, p.T("page.apply.begin")
	if key := r.PostFormValue("key"); key != "" {
		page.Hidden[0].Value = key
	}
	places, matters := []Choice{}, []Choice{}
	for _, place := range who.Places {
		places = append(places, Choice{Value: string(place), Label: s.placeName(p, facts.PlaceCode(place))})
		offered, err := s.Window.Offered(who, place)
		if err != nil {
			return err
		}
		for _, m := range offered {
			if c := (Choice{Value: string(m.ID), Label: p.Pick(m.Title.ZH, m.Title.EN)}); !hasChoice(matters, c.Value) {
				matters = append(matters, c)
			}
		}
	}
	page.Fields = filled(r, []Input{
		{ID: "matter", Type: "select", Label: p.T("page.apply.matter"), Choices: append([]Choice{{Label: p.T("page.desk.new.choose")}}, matters...)},
		{ID: "place", Type: "select", Label: p.T("page.apply.place"), Choices: places},
		{ID: "g-person", Type: "heading", Label: p.T("page.apply.person")},
		{ID: "passport", Type: "text", Label: p.T("page.apply.passport"), Hint: p.T("page.desk.passport.hint")},
		{ID: "name", Type: "text", Label: p.T("page.apply.name"), Hint: p.T("page.desk.name.hint")},
		{ID: "birth_date", Type: "date", Label: p.T("page.apply.birth")},
		s.nationalityInput(p),
		{ID: "g-employer", Type: "heading", Label: p.T("page.apply.employer")},
		{ID: "code", Type: "text", Label: p.T("page.desk.code"), Hint: p.T("page.desk.code.hint")},
		{ID: "employer_name", Type: "text", Label: p.T("page.desk.employer"), Hint: p.T("page.desk.employer.hint")},
		{ID: "permit", Type: "text", Label: p.T("page.desk.permit"), Hint: p.T("page.desk.permit.hint")},
	}, nil)
	if r.Method == http.MethodPost {
		page.Errors = deskGaps(r, page.Printer(), page.Fields)
	}
	return s.showForm(w, page, problem)
}

// deskNeeded are the fields that every new case at the counter has.
var deskNeeded = []string{"matter", "passport", "name", "birth_date", "code"}

// deskGaps marks every field that is needed and empty, all at once.
func deskGaps(r *http.Request, p *locale.Printer, fields []Input) []FieldError {
	var errs []FieldError
	for i := range fields {
		if f := &fields[i]; slices.Contains(deskNeeded, f.ID) && plainText(r.PostFormValue(f.ID)) == "" {
			if f.Error = p.T("fault.needed"); f.Type == "select" {
				f.Error = f.Choices[0].Label
			}
			errs = append(errs, FieldError{f.target(), f.Label + p.T("list.colon") + f.Error})
		}
	}
	return errs
}

func hasChoice(choices []Choice, value string) bool {
	return slices.ContainsFunc(choices, func(c Choice) bool { return c.Value == value })
}

// openDeskCase opens the case at the counter and leads to its form. Person and
// employer are registered with the case or not at all.
func (s *Server) openDeskCase(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if slices.ContainsFunc(deskNeeded, func(id string) bool { return plainText(r.PostFormValue(id)) == "" }) {
		return s.deskForm(w, r, who, nil)
	}
	c, err := s.openedAtDesk(r, who)
	if err != nil {
		return s.deskForm(w, r, who, err)
	}
	http.Redirect(w, r, "/case/"+string(c.Number), http.StatusSeeOther)
	return nil
}

func (s *Server) openedAtDesk(r *http.Request, who people.Who) (casefile.Case, error) {
	v := func(name string) string { return plainText(r.PostFormValue(name)) }
	place := people.PlaceCode(v("place"))
	return s.Window.Open(r.Context(), office.Opening{
		Who: who, Key: v("key"), Matter: casefile.MatterID(v("matter")), Place: place, PermitNumber: v("permit"),
		New: newPerson(r), Counter: &office.CounterEmployer{Name: v("employer_name"), CreditCode: v("code"), Place: place},
	})
}

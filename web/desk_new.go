package web

import (
	"crypto/rand"
	"net/http"

	"yichuang/casefile"
	"yichuang/facts"
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
		{ID: "matter", Type: "select", Label: p.T("page.apply.matter"), Choices: matters},
		{ID: "place", Type: "select", Label: p.T("page.apply.place"), Choices: places},
		{ID: "g-person", Type: "heading", Label: p.T("page.apply.person")},
		{ID: "passport", Type: "text", Label: p.T("page.apply.passport"), Hint: p.T("page.desk.passport.hint")},
		{ID: "name", Type: "text", Label: p.T("page.apply.name"), Hint: p.T("page.desk.name.hint")},
		{ID: "birth_date", Type: "date", Label: p.T("page.apply.birth")},
		{ID: "nationality", Type: "text", Label: p.T("page.apply.nationality")},
		{ID: "g-employer", Type: "heading", Label: p.T("page.apply.employer")},
		{ID: "code", Type: "text", Label: p.T("page.desk.code"), Hint: p.T("page.desk.code.hint")},
		{ID: "employer_name", Type: "text", Label: p.T("page.desk.employer"), Hint: p.T("page.desk.employer.hint")},
		{ID: "permit", Type: "text", Label: p.T("page.desk.permit"), Hint: p.T("page.desk.permit.hint")},
	}, nil)
	return s.showForm(w, page, problem)
}

func hasChoice(choices []Choice, value string) bool {
	for _, c := range choices {
		if c.Value == value {
			return true
		}
	}
	return false
}

// openDeskCase opens the case at the counter and leads to its form.
func (s *Server) openDeskCase(w http.ResponseWriter, r *http.Request, who people.Who) error {
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
	employer, err := s.Window.EmployerAtCounter(r.Context(), who, office.CounterEmployer{Name: v("employer_name"), CreditCode: v("code"), Place: place})
	if err != nil {
		return casefile.Case{}, err
	}
	person, err := s.Window.RegisterForeigner(r.Context(), who, v("key")+"-person", office.NewForeigner{
		Name: v("name"), Passport: v("passport"), BirthDate: v("birth_date"), Nationality: v("nationality"),
	})
	if err != nil {
		return casefile.Case{}, err
	}
	o := office.Opening{Who: who, Key: v("key"), Matter: casefile.MatterID(v("matter")), Place: place, Employer: employer, Foreigner: person, PermitNumber: v("permit")}
	return s.Window.Open(r.Context(), o)
}

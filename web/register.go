package web

import (
	"net/http"

	"yichuang/office"
	"yichuang/people"
)

func (s *Server) showRegister(w http.ResponseWriter, r *http.Request) error {
	return s.registerPage(w, r, nil)
}

// registerPage is the registration of an employer, or with ?as=agency of a
// service agency.
func (s *Server) registerPage(w http.ResponseWriter, r *http.Request, err error) error {
	agency := r.FormValue("as") == "agency"
	title := "page.register.title"
	if agency {
		title = "page.register.agency"
	}
	page := formPage{Shell: s.shell(w, r, title), Action: "/register"}
	p := page.Printer()
	page.Lead = []string{p.T("page.register.lead"), p.T("page.register.notice")}
	page.Hidden = []Hidden{{"as", r.FormValue("as")}}
	page.Fields = filled(r, []Input{
		{ID: "name", Type: "text", Label: p.T("page.register.name"), Complete: "organization"},
		{ID: "code", Type: "text", Label: p.T("page.register.code"), Hint: p.T("page.register.code.hint")},
		{ID: "representative", Type: "text", Label: p.T("page.register.representative")},
		{ID: "handler", Type: "text", Label: p.T("page.register.handler"), Complete: "name"},
		{ID: "login", Type: "email", Label: p.T("page.register.login"), Complete: "email"},
	}, nil)
	chooser := s.chooser(p, "place", "place", r.PostFormValue("place"))
	page.Chooser = &chooser
	page.Button = p.T("page.register.go")
	if !agency {
		page.After = []Link{{p.T("page.register.agency"), "/register?as=agency"}}
	}
	return s.showForm(w, page, err)
}

func (s *Server) register(w http.ResponseWriter, r *http.Request) error {
	code, err := s.Window.Register(r.Context(), office.Registration{
		Agency: r.PostFormValue("as") == "agency", Name: r.PostFormValue("name"), CreditCode: r.PostFormValue("code"),
		Place: people.PlaceCode(r.PostFormValue("place")), Representative: r.PostFormValue("representative"),
		Handler: r.PostFormValue("handler"), Login: r.PostFormValue("login"), Language: string(languageOf(w, r)),
	})
	if err != nil {
		return s.registerPage(w, r, err)
	}
	http.Redirect(w, r, "/invitation/"+code, http.StatusSeeOther)
	return nil
}

package web

import (
	"net/http"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/office"
)

func (s *Server) showClaim(w http.ResponseWriter, r *http.Request) error {
	return s.claimPage(w, r, nil)
}

// claimPage lets a foreigner open the own case with what only the person knows.
func (s *Server) claimPage(w http.ResponseWriter, r *http.Request, err error) error {
	page := formPage{Shell: s.shell(w, r, "page.claim.title"), Action: "/claim"}
	p := page.Printer()
	page.Lead = []string{p.T("page.claim.lead")}
	page.Fields = filled(r, []Input{
		{ID: "number", Type: "text", Label: p.T("page.claim.number"), Hint: p.T("page.claim.number.hint")},
		{ID: "born", Type: "text", Label: p.T("page.claim.born"), Hint: p.T("page.check.hint.date"), Complete: "bday"},
		{ID: "last", Type: "text", Label: p.T("page.claim.last")},
		{ID: "login", Type: "email", Label: p.T("page.claim.login"), Complete: "email"},
	}, nil)
	page.Button = p.T("page.signin.continue")
	return s.showForm(w, page, err)
}

func (s *Server) claim(w http.ResponseWriter, r *http.Request) error {
	born, err := civil.ParseDate(r.PostFormValue("born"))
	if err != nil {
		return s.claimPage(w, r, fault.New(fault.Invalid, "fault.needed").WithPath("born").WithCause(err))
	}
	number, err := casefile.ParseCaseNumber(r.PostFormValue("number"))
	if err != nil {
		return s.claimPage(w, r, fault.New(fault.Invalid, "fault.account.claim").WithPath("number").WithCause(err))
	}
	code, err := s.Window.Claim(r.Context(), office.Claiming{
		Number: number, BirthDate: born, LastFour: r.PostFormValue("last"), Login: r.PostFormValue("login"), Language: string(languageOf(w, r)),
	})
	if err != nil {
		return s.claimPage(w, r, err)
	}
	http.Redirect(w, r, "/invitation/"+code, http.StatusSeeOther)
	return nil
}

package web

import "net/http"

func (s *Server) showInvitation(w http.ResponseWriter, r *http.Request) error {
	return s.invitationPage(w, r, nil)
}

// invitationPage lets an invited person choose a password.
func (s *Server) invitationPage(w http.ResponseWriter, r *http.Request, err error) error {
	invited, missing := s.Window.Invitation(r.Context(), r.PathValue("code"))
	if missing != nil {
		return missing
	}
	page := formPage{Shell: s.shell(w, r, "page.invitation.title"), Action: "/invitation/" + r.PathValue("code")}
	p := page.Printer()
	page.Lead = []string{p.T("page.invitation.lead", "name", invited.Name, "login", invited.Login)}
	page.Fields = []Input{{ID: "password", Type: "password", Label: p.T("page.signin.password"), Hint: p.T("page.invitation.hint"), Complete: "new-password"}}
	page.Button = p.T("page.signin.continue")
	return s.showForm(w, page, err)
}

// takeInvitation keeps the password; the second factor comes next.
func (s *Server) takeInvitation(w http.ResponseWriter, r *http.Request) error {
	signing, err := s.Window.Take(r.Context(), r.PathValue("code"), r.PostFormValue("password"))
	if err != nil {
		return s.invitationPage(w, r, err)
	}
	return s.proceed(w, r, stage{Account: signing.Account, Name: signing.Name, Code: signing.Code})
}

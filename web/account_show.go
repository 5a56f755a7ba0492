package web

import (
	"net/http"

	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
)

// accountPage is the visitor's own account.
type accountPage struct {
	Shell
	Name, Login, Post string
	Left              int // recovery codes
	Errors            []FieldError
	Fields            []Input
	Speaks            []Switch
}

func (s *Server) showAccount(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.accountPage(w, r, who, nil)
}

func (s *Server) accountPage(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	account, missing := s.Window.Account(r.Context(), who.Account)
	if missing != nil {
		return missing
	}
	page := accountPage{Shell: s.shell(w, r, "page.account.title"), Name: account.Name, Login: account.Email}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}}
	if post, ok := postOf(r); ok {
		page.Post = postName(p, post)
	}
	if page.Left, missing = s.Window.RecoveryLeft(r.Context(), who.Account); missing != nil {
		return missing
	}
	for _, l := range locale.Languages() {
		page.Speaks = append(page.Speaks, Switch{Text: locale.For(l).T("language.name"), Value: string(l), Lang: l.Tag(), Current: account.Language == string(l)})
	}
	page.Fields = []Input{
		{ID: "old", Type: "password", Label: p.T("page.account.old"), Complete: "current-password"},
		{ID: "password", Type: "password", Label: p.T("page.account.new"), Hint: p.T("page.invitation.hint"), Complete: "new-password"},
	}
	errs, err := mark(p, page.Fields, err)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(errs) > 0 {
		page.Errors, page.Wrong, status = errs, true, http.StatusUnprocessableEntity
	}
	return s.render(w, status, page.Lang, "account_show", page)
}

func (s *Server) changePassword(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if err := s.Window.ChangePassword(r.Context(), who.Account, r.PostFormValue("old"), r.PostFormValue("password")); err != nil {
		return s.accountPage(w, r, who, err)
	}
	http.Redirect(w, r, "/account", http.StatusSeeOther)
	return nil
}

func (s *Server) changeLanguage(w http.ResponseWriter, r *http.Request, who people.Who) error {
	language, ok := locale.Parse(r.PostFormValue("speak"))
	if !ok {
		return fault.New(fault.Invalid, "fault.form")
	}
	if err := s.Window.Speak(r.Context(), who.Account, string(language)); err != nil {
		return err
	}
	http.Redirect(w, r, "/account?lang="+string(language), http.StatusSeeOther)
	return nil
}

// renewRecovery makes fresh recovery codes; the older ones end.
func (s *Server) renewRecovery(w http.ResponseWriter, r *http.Request, who people.Who) error {
	codes, err := s.Window.RenewRecovery(r.Context(), who.Account)
	if err != nil {
		return err
	}
	return s.showRecovery(w, r, codes, "/account")
}

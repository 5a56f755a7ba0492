package web

import (
	"net/http"

	"yichuang/fault"
	"yichuang/people"
)

func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request) error {
	return s.signInPage(w, r, nil)
}

func (s *Server) signInPage(w http.ResponseWriter, r *http.Request, err error) error {
	page := formPage{Shell: s.shell(w, r, "page.signin.title"), Action: "/signin"}
	p := page.Printer()
	next := ownPath(r.FormValue("next"), "")
	if next != "" && err == nil {
		page.Lead = []string{p.T("page.signin.first")}
	}
	page.Hidden = []Hidden{{"next", next}}
	page.Fields = []Input{
		{ID: "login", Type: "text", Label: p.T("page.signin.login"), Value: r.PostFormValue("login"), Complete: "username"},
		{ID: "password", Type: "password", Label: p.T("page.signin.password"), Complete: "current-password"},
	}
	page.Button = p.T("page.signin.continue")
	page.After = []Link{{p.T("page.register.title"), "/register"}, {p.T("page.signin.claim"), "/claim"}, {p.T("page.signin.lost"), "/help"}}
	page.Players = s.players(p)
	return s.showForm(w, page, err)
}

// signIn checks the password; the code comes next, or setting one up.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) error {
	signing, err := s.Window.SignIn(r.Context(), r.PostFormValue("login"), r.PostFormValue("password"))
	if err != nil {
		return s.signInPage(w, r, err)
	}
	return s.proceed(w, r, stage{Account: signing.Account, Name: signing.Name, Code: signing.Code, Next: ownPath(r.PostFormValue("next"), "")})
}

// proceed goes on to the second step under a new token.
func (s *Server) proceed(w http.ResponseWriter, r *http.Request, st stage) error {
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	s.sessions.Remove(r.Context(), sessionVisit)
	next := "/signin/code"
	if !st.Code {
		factor, err := s.Window.NewFactor(r.Context(), st.Account, issuer)
		if err != nil {
			return err
		}
		st.Secret, st.Address = factor.Secret, factor.Address
		next = "/signin/factor"
	}
	s.sessions.Put(r.Context(), sessionStage, st)
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// staged is who is between password and code.
func (s *Server) staged(r *http.Request) (stage, error) {
	st, ok := s.sessions.Get(r.Context(), sessionStage).(stage)
	if !ok {
		return stage{}, fault.New(fault.Forbidden, "fault.account.start-again")
	}
	return st, nil
}

func (s *Server) showCode(w http.ResponseWriter, r *http.Request) error { return s.codePage(w, r, nil) }

func (s *Server) codePage(w http.ResponseWriter, r *http.Request, err error) error {
	if _, missing := s.staged(r); missing != nil {
		return missing
	}
	page := formPage{Shell: s.shell(w, r, "page.code.title"), Action: "/signin/code"}
	p := page.Printer()
	page.Lead = []string{p.T("page.code.lead")}
	page.Fields = []Input{{ID: "code", Type: "text", Label: p.T("page.code.code"), Hint: p.T("page.code.hint"), Complete: "one-time-code"}}
	page.Button = p.T("page.signin.title")
	return s.showForm(w, page, err)
}

// giveCode checks the one-time code and begins the session.
func (s *Server) giveCode(w http.ResponseWriter, r *http.Request) error {
	st, err := s.staged(r)
	if err != nil {
		return err
	}
	if err := s.Window.Prove(r.Context(), st.Account, r.PostFormValue("code")); err != nil {
		return s.codePage(w, r, err)
	}
	if err := s.enter(r, st.Account, st.Name); err != nil {
		return err
	}
	http.Redirect(w, r, ownPath(st.Next, "/role"), http.StatusSeeOther)
	return nil
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) error {
	s.leave(r)
	if err := s.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// staySignedIn answers the page's script, which asks before the session ends.
func (s *Server) staySignedIn(w http.ResponseWriter, _ *http.Request, _ people.Who) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}

package web

import (
	"maps"
	"net/http"
	"slices"

	"yichuang/fault"
	"yichuang/people"
)

// askAgain asks for the password or a code before a decision. The form carries
// what was sent, so that the act goes on where it was held up.
func (s *Server) askAgain(w http.ResponseWriter, r *http.Request, err error) error {
	page := formPage{Shell: s.shell(w, r, "page.confirm.title"), Action: r.URL.RequestURI()}
	p := page.Printer()
	page.Lead = []string{p.T("page.confirm.lead", "n", int(freshFor.Minutes()))}
	page.Fields = []Input{{ID: "confirm", Type: "password", Label: p.T("page.confirm.secret"), Hint: p.T("page.confirm.hint"), Complete: "current-password"}}
	page.Button = p.T("page.confirm.go")
	if r.Method == http.MethodGet {
		page.Action = "/signin/confirm"
		page.Hidden = []Hidden{{"next", r.URL.RequestURI()}}
	}
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		for _, value := range r.PostForm[name] {
			if name != "confirm" {
				page.Hidden = append(page.Hidden, Hidden{name, value})
			}
		}
	}
	if fault.Is(err, fault.Invalid) {
		err = fault.New(fault.Invalid, "fault.account.confirm").WithCause(err)
	}
	return s.showForm(w, page, err)
}

// confirmAgain takes the proof that a page was waiting for, and goes there.
func (s *Server) confirmAgain(w http.ResponseWriter, r *http.Request, _ people.Who) error {
	http.Redirect(w, r, ownPath(r.PostFormValue("next"), "/role"), http.StatusSeeOther)
	return nil
}

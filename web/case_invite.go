package web

import (
	"net/http"

	"yichuang/casefile"
	"yichuang/locale"
	"yichuang/people"
)

// showInvite asks where the invitation to the foreigner of a case goes. At the
// window it is printed; everybody else sends it to the foreigner's own address.
func (s *Server) showInvite(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.invitePage(w, r, who, nil)
}

func (s *Server) invitePage(w http.ResponseWriter, r *http.Request, who people.Who, wrong error) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	page := formPage{Shell: s.shell(w, r, "page.invite.title"), Action: r.URL.Path}
	p := page.Printer()
	back := s.inviteCrumbs(p, who, c, &page)
	page.Lead = []string{p.T("page.invite.lead")}
	address := Input{ID: "login", Type: "text", Label: p.T("page.invite.address"), Hint: p.T("page.invite.address.hint"), Complete: "off"}
	known := map[string][]string{"language": {string(locale.English)}}
	if who.Role.Staff() {
		address.Hint, known["login"] = p.T("page.invite.address.window"), []string{string(c.Number)}
	}
	page.Fields = filled(r, []Input{address, {ID: "language", Type: "radios", Label: p.T("page.invite.language"), Choices: languageChoices()}}, known)
	page.Button, page.After = p.T("page.invite.go"), []Link{back}
	return s.showForm(w, page, wrong)
}

// inviteForeigner invites, and shows the code where it is to be printed.
func (s *Server) inviteForeigner(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	language, ok := locale.Parse(r.PostFormValue("language"))
	if !ok {
		language = locale.English
	}
	code, err := s.Window.InviteForeigner(r.Context(), who, c.Number, plainText(r.PostFormValue("login")), string(language))
	if err != nil {
		return s.invitePage(w, r, who, err)
	}
	page := formPage{Shell: s.shell(w, r, "page.invite.done")}
	p := page.Printer()
	back := s.inviteCrumbs(p, who, c, &page)
	page.Lead = []string{p.T("page.invite.sent")}
	if code != "" {
		page.Lead = []string{p.T("page.invite.print")}
		page.Details = []detailLine{{p.T("page.invite.code"), code}, {p.T("page.invite.open"), "/invitation/" + code}}
	}
	page.After = []Link{back}
	return s.showForm(w, page, nil)
}

// inviteCrumbs leads back to the case, as its reader sees it.
func (s *Server) inviteCrumbs(p *locale.Printer, who people.Who, c casefile.Case, page *formPage) Link {
	base, list := "/case/", Link{p.T("crumb.cases"), "/my"}
	if who.Role.Staff() {
		base, list = "/officer/", Link{p.T("crumb.cases"), "/officer"}
	}
	page.Crumbs = []Link{list, {string(c.Number), base + string(c.Number)}}
	return Link{p.T("page.case.check.back"), base + string(c.Number)}
}

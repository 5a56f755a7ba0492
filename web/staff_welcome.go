package web

import (
	"net/http"
	"strings"

	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

func (s *Server) showWelcome(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.welcomePage(w, r, who, nil)
}

// welcomePage asks for somebody who begins to work at an authority.
func (s *Server) welcomePage(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	page := formPage{Shell: s.shell(w, r, "page.welcome.title"), Action: "/admin/officers/new"}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p, Link{p.T("page.staff.title"), "/admin/officers"})
	page.Lead = []string{p.T("page.welcome.lead")}
	offices, missing := s.officeChoices(r, p, who, p.T("page.welcome.no-office"))
	if missing != nil {
		return missing
	}
	page.Fields = filled(r, []Input{
		{ID: "name", Type: "text", Label: p.T("page.welcome.name")},
		{ID: "login", Type: "text", Label: p.T("page.welcome.login"), Hint: p.T("page.welcome.login.hint"), Complete: "off"},
		{ID: "language", Type: "radios", Label: p.T("page.welcome.language"), Choices: languageChoices()},
		{ID: "office", Type: "select", Label: p.T("page.welcome.office"), Choices: offices},
		{ID: "roles", Type: "checks", Label: p.T("page.welcome.roles"), Hint: p.T("page.welcome.roles.hint"), Choices: staffRoles(p)},
		{ID: "places", Type: "textarea", Label: p.T("page.welcome.places"), Hint: p.T("page.welcome.places.hint")},
	}, map[string][]string{"language": {string(locale.Chinese)}, "office": {r.FormValue("office")}})
	page.Button = p.T("page.welcome.go")
	return s.showForm(w, page, err)
}

// languageChoices are the languages of pages and messages.
func languageChoices() []Choice {
	var choices []Choice
	for _, l := range locale.Languages() {
		choices = append(choices, Choice{Value: string(l), Label: locale.For(l).T("language.name"), Lang: l.Tag()})
	}
	return choices
}

// staffRoles are the roles of an authority.
func staffRoles(p *locale.Printer) []Choice {
	var choices []Choice
	for _, role := range people.Roles {
		if role.Staff() {
			choices = append(choices, Choice{Value: string(role), Label: p.T("role." + string(role))})
		}
	}
	return choices
}

// welcome adds the account and shows its invitation, once.
func (s *Server) welcome(w http.ResponseWriter, r *http.Request, who people.Who) error {
	n := office.Newcomer{
		Name: r.PostFormValue("name"), Login: r.PostFormValue("login"), Language: r.PostFormValue("language"), Office: people.OfficeID(r.PostFormValue("office")),
	}
	for _, role := range allOf(r, "roles") {
		n.Roles = append(n.Roles, people.Role(role))
	}
	var err error
	if n.Places, err = s.readPlaces(r.PostFormValue("places"), "places"); err != nil {
		return s.welcomePage(w, r, who, err)
	}
	account, code, err := s.Window.Welcome(r.Context(), who, n)
	if err != nil {
		return s.welcomePage(w, r, who, err)
	}
	return s.showCodeOf(w, r, account.ID, account.Name, strings.TrimSpace(n.Login), code)
}

// showCodeOf shows an invitation to hand over, once: it is kept nowhere in a
// form that could be read again.
func (s *Server) showCodeOf(w http.ResponseWriter, r *http.Request, account people.PartyID, name, login, code string) error {
	page := handoverPage{Shell: s.shell(w, r, "page.handover.title"), Name: name, Login: login, Code: code}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p, Link{p.T("page.staff.title"), "/admin/officers"})
	page.Address = s.address(r) + "/invitation/" + code
	page.Next = "/admin/officers/" + string(account)
	page.Mailed = strings.Contains(login, "@")
	return s.render(w, http.StatusOK, page.Lang, "handover_show", page)
}

// address is where people reach the pages: the configured address, or else the
// one that this request came to.
func (s *Server) address(r *http.Request) string {
	switch {
	case s.Window.Address != "":
		return strings.TrimSuffix(s.Window.Address, "/")
	case s.PlainHTTP:
		return "http://" + r.Host
	}
	return "https://" + r.Host
}

// handoverPage is an invitation on paper.
type handoverPage struct {
	Shell
	Name, Login, Code, Address string
	Mailed                     bool // the same goes to the login as a message
	Next                       string
}

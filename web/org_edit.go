package web

import (
	"net/http"
	"strconv"

	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

func (s *Server) showEditOrg(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.editOrgPage(w, r, who, nil)
}

// editOrgPage asks for what the organisation says of itself.
func (s *Server) editOrgPage(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	o, missing := s.Window.Organisation(r.Context(), who)
	if missing != nil {
		return missing
	}
	page := formPage{Shell: s.shell(w, r, "page.org.edit.title"), Action: "/org/edit"}
	p := page.Printer()
	page.Crumbs = orgCrumbs(p)
	page.Lead = []string{p.T("page.org.edit.lead")}
	page.Hidden, err = seenOnce(r, o.Version, err)
	known := map[string][]string{
		"name": {o.Name}, "name_en": {o.NameEN}, "representative": {o.Representative}, "place": {s.placesText(p, []people.PlaceCode{o.Place})},
	}
	if o.LicenceExpires != nil {
		known["licence"] = []string{o.LicenceExpires.String()}
	}
	page.Fields = filled(r, []Input{
		{ID: "name", Type: "text", Label: p.T("page.register.name"), Complete: "organization"},
		{ID: "name_en", Type: "text", Label: p.T("page.org.name-en"), Lang: locale.English.Tag()},
		{ID: "place", Type: "text", Label: p.T("page.register.place"), Hint: p.T("page.org.place.hint")},
		{ID: "representative", Type: "text", Label: p.T("page.register.representative")},
		{ID: "licence", Type: "date", Label: p.T("page.org.licence"), Hint: p.T("page.org.licence.hint")},
	}, known)
	page.Button = p.T("page.office.save")
	return s.showForm(w, page, err)
}

// orgCrumbs leads back to the organisation's page.
func orgCrumbs(p *locale.Printer, more ...Link) []Link {
	return append([]Link{{p.T("page.org.title"), "/org"}}, more...)
}

func (s *Server) editOrg(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c := office.OrganisationChange{Name: r.PostFormValue("name"), NameEN: r.PostFormValue("name_en"), Representative: r.PostFormValue("representative")}
	var err error
	if c.Seen, err = strconv.ParseInt(r.PostFormValue("seen"), 10, 64); err != nil {
		return fault.New(fault.Invalid, "fault.form").WithCause(err)
	}
	if c.Place, err = s.readPlace(r.PostFormValue("place"), "place"); err == nil {
		c.LicenceExpires, err = optionalDay(r, "licence")
	}
	if err == nil {
		err = s.Window.ChangeOrganisation(r.Context(), who, c)
	}
	if err != nil {
		return s.editOrgPage(w, r, who, err)
	}
	http.Redirect(w, r, "/org", http.StatusSeeOther)
	return nil
}

func (s *Server) showNewHandler(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.newHandlerPage(w, r, who, nil)
}

// newHandlerPage asks for somebody who is to act for the organisation.
func (s *Server) newHandlerPage(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	if _, missing := s.Window.Organisation(r.Context(), who); missing != nil {
		return missing
	}
	page := formPage{Shell: s.shell(w, r, "page.org.handlers.add"), Action: "/org/handlers/new"}
	p := page.Printer()
	page.Crumbs = orgCrumbs(p)
	page.Lead = []string{p.T("page.org.handlers.lead")}
	page.Fields = filled(r, []Input{
		{ID: "name", Type: "text", Label: p.T("page.welcome.name")},
		{ID: "login", Type: "email", Label: p.T("page.register.login")},
		{ID: "language", Type: "radios", Label: p.T("page.welcome.language"), Choices: languageChoices()},
	}, map[string][]string{"language": {string(page.Lang)}})
	page.Button = p.T("page.welcome.go")
	return s.showForm(w, page, err)
}

func (s *Server) addHandler(w http.ResponseWriter, r *http.Request, who people.Who) error {
	n := office.Newcomer{Name: r.PostFormValue("name"), Login: r.PostFormValue("login"), Language: r.PostFormValue("language")}
	code, err := s.Window.InviteHandler(r.Context(), who, n)
	if err != nil {
		return s.newHandlerPage(w, r, who, err)
	}
	page := handoverPage{Shell: s.shell(w, r, "page.handover.title"), Name: n.Name, Login: n.Login, Code: code, Next: "/org", Mailed: true}
	page.Crumbs = orgCrumbs(page.Printer())
	page.Address = s.address(r) + "/invitation/" + code
	return s.render(w, http.StatusOK, page.Lang, "handover_show", page)
}

// askCloseHandler says what follows before a handler's account is closed.
func (s *Server) askCloseHandler(w http.ResponseWriter, r *http.Request, who people.Who) error {
	o, err := s.Window.Organisation(r.Context(), who)
	if err != nil {
		return err
	}
	for _, h := range o.Handlers {
		if string(h.ID) != r.PathValue("account") {
			continue
		}
		page := formPage{Shell: s.shell(w, r, "page.staff.close.title", "name", h.Name), Action: "/org/handlers/" + string(h.ID) + "/close"}
		p := page.Printer()
		page.Crumbs = orgCrumbs(p)
		page.Lead = []string{p.T("page.org.handlers.close.text")}
		page.Button = p.T("page.staff.close.go")
		page.After = []Link{{p.T("page.staff.back"), "/org"}}
		return s.showForm(w, page, nil)
	}
	return fault.New(fault.NotFound, "fault.not-found")
}

func (s *Server) closeHandler(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if err := s.Window.CloseHandler(r.Context(), who, people.PartyID(r.PathValue("account"))); err != nil {
		return err
	}
	http.Redirect(w, r, "/org", http.StatusSeeOther)
	return nil
}

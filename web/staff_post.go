package web

import (
	"net/http"
	"slices"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/office"
	"yichuang/people"
)

func (s *Server) showGivePost(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.givePostPage(w, r, who, nil)
}

// givePostPage asks for a post at an office.
func (s *Server) givePostPage(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	m, missing := s.Window.StaffMember(r.Context(), who, people.PartyID(r.PathValue("account")))
	if missing != nil {
		return missing
	}
	page := s.staffForm(w, r, "page.post.title", m)
	p := page.Printer()
	offices, missing := s.officeChoices(r, p, who, p.T("page.post.choose"))
	if missing != nil {
		return missing
	}
	roles := slices.DeleteFunc(staffRoles(p), func(c Choice) bool { return slices.Contains(officelessRoles, people.Role(c.Value)) })
	page.Fields = filled(r, []Input{
		{ID: "office", Type: "select", Label: p.T("page.welcome.office"), Choices: offices},
		{ID: "roles", Type: "radios", Label: p.T("page.post.role"), Choices: roles},
		{ID: "places", Type: "textarea", Label: p.T("page.welcome.places"), Hint: p.T("page.welcome.places.hint")},
		{ID: "until", Type: "date", Label: p.T("page.post.until"), Hint: p.T("page.post.until.hint")},
	}, nil)
	page.Action, page.Button = page.Action+"/post", p.T("page.post.go")
	return s.showForm(w, page, err)
}

// staffForm is a form about one person.
func (s *Server) staffForm(w http.ResponseWriter, r *http.Request, title string, m office.StaffMember) formPage {
	page := formPage{Shell: s.shell(w, r, title, "name", m.Name), Action: "/admin/officers/" + string(m.ID)}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p, Link{p.T("page.staff.title"), "/admin/officers"}, Link{m.Name, page.Action})
	return page
}

func (s *Server) givePost(w http.ResponseWriter, r *http.Request, who people.Who) error {
	n := office.NewPost{
		Account: people.PartyID(r.PathValue("account")), Office: people.OfficeID(r.PostFormValue("office")), Role: people.Role(r.PostFormValue("roles")),
	}
	var err error
	if n.Places, err = s.readPlaces(r.PostFormValue("places"), "places"); err == nil {
		n.Until, err = optionalDay(r, "until")
	}
	if err == nil {
		err = s.Window.GivePost(r.Context(), who, n)
	}
	if err != nil {
		return s.givePostPage(w, r, who, err)
	}
	http.Redirect(w, r, "/admin/officers/"+string(n.Account), http.StatusSeeOther)
	return nil
}

// allOf are all values of a field of the form that was sent.
func allOf(r *http.Request, field string) []string {
	if r.PostFormValue(field) == "" { // reads the form
		return nil
	}
	return r.PostForm[field]
}

// optionalDay reads a day of the form; nil where none was given.
func optionalDay(r *http.Request, field string) (*civil.Date, error) {
	if r.PostFormValue(field) == "" {
		return nil, nil
	}
	day, err := neededDay(r, field)
	return &day, err
}

// neededDay reads a day of the form.
func neededDay(r *http.Request, field string) (civil.Date, error) {
	day, err := civil.ParseDate(r.PostFormValue(field))
	if err != nil {
		return 0, fault.New(fault.Invalid, "fault.form.date").WithPath(field).WithCause(err)
	}
	return day, nil
}

func (s *Server) showSetRoles(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.setRolesPage(w, r, who, nil)
}

// setRolesPage asks for the roles that concern the installation.
func (s *Server) setRolesPage(w http.ResponseWriter, r *http.Request, who people.Who, err error) error {
	m, missing := s.Window.StaffMember(r.Context(), who, people.PartyID(r.PathValue("account")))
	if missing != nil {
		return missing
	}
	page := s.staffForm(w, r, "page.roles-of.title", m)
	p := page.Printer()
	var choices []Choice
	for _, role := range officelessRoles {
		choices = append(choices, Choice{Value: string(role), Label: p.T("role." + string(role))})
	}
	var held []string
	for _, role := range m.Roles {
		held = append(held, string(role))
	}
	page.Fields = filled(r, []Input{{ID: "roles", Type: "checks", Label: p.T("page.roles-of.roles"), Hint: p.T("page.roles-of.hint"), Choices: choices}},
		map[string][]string{"roles": held})
	page.Action, page.Button = page.Action+"/roles", p.T("page.office.save")
	return s.showForm(w, page, err)
}

func (s *Server) setRoles(w http.ResponseWriter, r *http.Request, who people.Who) error {
	var roles []people.Role
	for _, role := range allOf(r, "roles") {
		roles = append(roles, people.Role(role))
	}
	id := people.PartyID(r.PathValue("account"))
	if err := s.Window.SetRoles(r.Context(), who, id, roles); err != nil {
		return s.setRolesPage(w, r, who, err)
	}
	http.Redirect(w, r, "/admin/officers/"+string(id), http.StatusSeeOther)
	return nil
}

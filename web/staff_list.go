package web

import (
	"net/http"
	"slices"
	"strings"

	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// showStaff is /admin/officers: who works at the authorities, and where.
func (s *Server) showStaff(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.staff.title")}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p)
	page.Lead = []string{p.T("page.staff.lead")}
	page.Action = &Link{p.T("page.staff.add"), "/admin/officers/new"}
	page.Tabs = staffTabs(p, "")
	staff, err := s.Window.Staff(r.Context(), who)
	if err != nil {
		return err
	}
	offices, err := s.officeChoices(r, p, who, p.T("page.staff.every"))
	if err != nil {
		return err
	}
	page.Filter = []Input{
		{ID: "q", Type: "search", Label: p.T("page.staff.search"), Value: r.FormValue("q")},
		{ID: "office", Type: "select", Label: p.T("page.staff.office"), Choices: offices},
	}
	page.Filter[1].chosen([]string{r.FormValue("office")})
	staff = slices.DeleteFunc(staff, func(m office.StaffMember) bool { return !s.asksFor(r, m) })
	at := pageOf(r)
	page.Table = Table{Caption: p.T("page.staff.caption", "n", len(staff)), Empty: p.T("page.staff.empty"),
		Columns: columns(p, "page.staff.", "name", "login", "state", "posts")}
	page.Table.link(r, at, int64(len(staff)))
	for _, m := range part(staff, at) {
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: m.Name, Href: "/admin/officers/" + string(m.ID)}, {Text: m.Login}, {Tag: accountTag(p, m.Status)}, {Text: s.postsText(p, m)},
		})
	}
	return s.showTable(w, r, page)
}

// staffTabs lead from the people of the authorities to everybody else.
func staffTabs(p *locale.Printer, current string) []Tab {
	return []Tab{
		{p.T("page.staff.title"), "/admin/officers", current == ""}, {p.T("page.others.title"), "/admin/others", current == "others"},
	}
}

// showOthers is /admin/others: accounts of employers, agencies and foreigners, for
// who lost a password or a phone.
func (s *Server) showOthers(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.others.title")}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p)
	page.Lead = []string{p.T("page.others.lead")}
	page.Tabs = staffTabs(p, "others")
	page.Filter = []Input{{ID: "q", Type: "search", Label: p.T("page.others.search"), Value: r.FormValue("q")}}
	others, err := s.Window.Others(r.Context(), who, r.FormValue("q"))
	if err != nil {
		return err
	}
	page.Table = Table{Caption: p.T("page.others.caption", "n", len(others)), Empty: p.T("page.others.empty"),
		Columns: columns(p, "page.staff.", "name", "login", "state", "party")}
	page.Table.link(r, paging{Limit: rowsPerFile}, 0)
	for _, m := range others {
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: m.Name, Href: "/admin/officers/" + string(m.ID)}, {Text: m.Login}, {Tag: accountTag(p, m.Status)}, {Text: m.PartyName},
		})
	}
	return s.showTable(w, r, page)
}

// part is the page of a list that is in memory.
func part[T any](all []T, at paging) []T {
	from := min(at.Offset, len(all))
	return all[from:min(from+at.Limit, len(all))]
}

// asksFor reports whether the filter keeps the person.
func (s *Server) asksFor(r *http.Request, m office.StaffMember) bool {
	text, at := strings.ToLower(strings.TrimSpace(r.FormValue("q"))), people.OfficeID(r.FormValue("office"))
	if !strings.Contains(strings.ToLower(m.Name+" "+m.Login), text) {
		return false
	}
	return at == "" || slices.ContainsFunc(m.Posts, func(p office.StaffPost) bool { return p.Office == at && !p.Over(s.today()) })
}

// postsText are the roles of a person today, in one line.
func (s *Server) postsText(p *locale.Printer, m office.StaffMember) string {
	var names []string
	for _, post := range m.Posts {
		if !post.Over(s.today()) {
			names = append(names, staffPostName(p, post))
		}
	}
	for _, role := range m.Roles {
		if slices.Contains(officelessRoles, role) {
			names = append(names, p.T("role."+string(role)))
		}
	}
	if len(names) == 0 {
		return p.T("page.staff.no-post")
	}
	return p.List(names)
}

// officelessRoles are the roles that concern the installation and no office.
var officelessRoles = []people.Role{people.PolicyStaff, people.Administrator, people.Operator}

func staffPostName(p *locale.Printer, post office.StaffPost) string {
	return p.T("role.at", "role", p.T("role."+string(post.Role)), "office", p.Pick(post.OfficeName.ZH, post.OfficeName.EN))
}

// accountTag is the state of an account in a word.
func accountTag(p *locale.Printer, status string) Tag {
	tones := map[string]Tag{"active": {"ok", "check", ""}, "invited": {"info", "clock", ""}, "disabled": {"", "cross", ""}}
	tag := tones[status]
	tag.Text = p.T("account.state." + status)
	return tag
}

// officeChoices are all offices, after a choice of none.
func (s *Server) officeChoices(r *http.Request, p *locale.Printer, who people.Who, none string) ([]Choice, error) {
	offices, err := s.Window.Offices(r.Context(), who)
	if err != nil {
		return nil, err
	}
	choices := []Choice{{Value: "", Label: none}}
	for _, o := range offices {
		choices = append(choices, Choice{Value: string(o.ID), Label: p.Pick(o.Name.ZH, o.Name.EN)})
	}
	return choices, nil
}

package web

import (
	"net/http"
	"slices"

	"yichuang/civil"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// staffPage is one person of an authority with the posts and what can be done.
type staffPage struct {
	Shell
	Login   string
	State   Tag
	Open    bool // the account is not closed
	Own     bool // of the reader
	Posts   []staffPostLine
	Roles   string
	Base    string // address of the person's page
	Invited bool
	Party   string // for whom the account handles; "" for an authority's, which has posts
}

// staffPostLine is a post as the page shows it.
type staffPostLine struct {
	ID, Name, Days, Places string
	State                  Tag
	Live                   bool
	Substitutes            []substituteLine
}

type substituteLine struct {
	Name, Days           string
	Account, From, Until string
}

func (s *Server) showStaffMember(w http.ResponseWriter, r *http.Request, who people.Who) error {
	m, err := s.Window.StaffMember(r.Context(), who, people.PartyID(r.PathValue("account")))
	if err != nil {
		return err
	}
	page := staffPage{Shell: s.shell(w, r, "page.staff.title"), Login: m.Login, Base: "/admin/officers/" + string(m.ID)}
	p := page.Printer()
	page.Title = m.Name
	page.Crumbs = adminCrumbs(p, Link{p.T("page.staff.title"), "/admin/officers"})
	page.State, page.Open, page.Own = accountTag(p, m.Status), !m.Disabled, m.ID == who.Account
	page.Invited, page.Party = m.Status == "invited", m.PartyName
	for _, post := range m.Posts {
		page.Posts = append(page.Posts, s.staffPostLine(p, post))
	}
	var roles []string
	for _, role := range m.Roles {
		if slices.Contains(officelessRoles, role) {
			roles = append(roles, p.T("role."+string(role)))
		}
	}
	page.Roles = p.List(roles)
	return s.render(w, http.StatusOK, page.Lang, "staff_show", page)
}

func (s *Server) staffPostLine(p *locale.Printer, post office.StaffPost) staffPostLine {
	line := staffPostLine{ID: post.ID, Name: staffPostName(p, post), Days: daysText(p, post.From, post.Until), Places: s.placeNames(p, post.Places)}
	switch today := s.today(); {
	case post.Over(today):
		line.State = Tag{"", "cross", p.T("post.over")}
	case post.From > today:
		line.State, line.Live = Tag{"info", "clock", p.T("post.later")}, true
	default:
		line.State, line.Live = Tag{"ok", "check", p.T("post.now")}, true
	}
	for _, by := range post.Substitutes {
		until := by.Until
		line.Substitutes = append(line.Substitutes, substituteLine{
			Name: by.Name, Days: daysText(p, by.From, &until), Account: string(by.Account), From: by.From.String(), Until: by.Until.String(),
		})
	}
	return line
}

// daysText says from when until when something holds.
func daysText(p *locale.Printer, from civil.Date, until *civil.Date) string {
	if until == nil {
		return p.T("days.from", "from", from)
	}
	return p.T("days.between", "from", from, "until", *until)
}

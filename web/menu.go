package web

import (
	"strings"

	"yichuang/locale"
	"yichuang/people"
)

// menus are the pages that each role works with, in the order of its day. The
// text of an entry is menu.<key>; the first entry is where the role begins.
var menus = map[people.Role][]menuEntry{
	people.Applicant:        {{"my", "/my"}, {"messages", "/messages"}, {"permits", "/permits"}, {"stays", "/stay"}, {"choices", "/account/choices"}, {"services", "/services"}, {"requests", "/requests"}, {"programmes", "/programmes"}, {"integrity", "/integrity"}, {"guide", "/guide"}},
	people.EmployerHR:       {{"my", "/my"}, {"messages", "/messages"}, {"apply", "/apply"}, {"permits", "/permits"}, {"filings", "/filings"}, {"org", "/org"}, {"mandates", "/org/mandates"}, {"services", "/services"}, {"programmes", "/programmes"}, {"integrity", "/integrity"}, {"guide", "/guide"}},
	people.Agency:           {{"my", "/my"}, {"messages", "/messages"}, {"apply", "/apply"}, {"permits", "/permits"}, {"filings", "/filings"}, {"agency", "/agency"}, {"org", "/org"}, {"services", "/services"}, {"programmes", "/programmes"}, {"integrity", "/integrity"}, {"guide", "/guide"}},
	people.Incubator:        {{"incubator", "/incubator"}, {"integrity", "/integrity"}, {"guide", "/guide"}},
	people.Clerk:            {{"desk", "/desk"}, {"worklist", "/officer"}, {"permits", "/permits"}, {"registrations", "/desk/registrations"}},
	people.OfficerRole:      {{"worklist", "/officer"}, {"desk", "/desk"}, {"permits", "/permits"}, {"registrations", "/desk/registrations"}, {"platforms", "/platforms"}},
	people.Approver:         {{"approve", "/approve"}, {"worklist", "/officer"}, {"permits", "/permits"}},
	people.Police:           {{"police", "/police"}, {"worklist", "/officer"}, {"approve", "/approve"}, {"desk", "/desk"}, {"permits", "/permits"}, {"prefiling", "/prefilings"}, {"stays", "/stays"}},
	people.Partner:          {{"requests", "/requests"}, {"lists", "/admin/lists"}, {"programmes", "/programmes"}},
	people.Supervisor:       {{"watch", "/watch"}, {"figures", "/watch/figures"}, {"promises", "/watch/promises"}, {"integrity", "/integrity"}, {"sanctions", "/watch/sanctions"}, {"worklist", "/officer"}, {"permits", "/permits"}},
	people.IntegrityOfficer: {{"promises", "/watch/promises"}, {"integrity", "/integrity"}, {"sanctions", "/watch/sanctions"}, {"false", "/watch/false"}, {"watch", "/watch"}, {"figures", "/watch/figures"}, {"worklist", "/officer"}},
	people.Administrator: {{"admin", "/admin"}, {"offices", "/admin/offices"}, {"officers", "/admin/officers"}, {"parameters", "/admin/parameters"},
		{"calendars", "/admin/calendars"}, {"outbox", "/admin/outbox"}, {"audit", "/admin/audit"}, {"lists", "/admin/lists"}},
	people.Operator:    {{"admin", "/admin"}, {"parameters", "/admin/parameters"}, {"calendars", "/admin/calendars"}, {"audit", "/admin/audit"}},
	people.PolicyStaff: {{"rules", "/rules"}, {"lists", "/admin/lists"}},
}

// menuEntry is one page of a menu.
type menuEntry struct{ key, href string }

// MenuLink is an entry as the header shows it.
type MenuLink struct {
	Text, Href string
	Current    bool // the page is this one or lies below it
}

// menu is the role's menu on a page at path. Of two entries that fit, the
// longer address is the current one.
func menu(p *locale.Printer, role people.Role, path string) []MenuLink {
	entries := menus[role]
	links := make([]MenuLink, len(entries))
	current := -1
	for i, e := range entries {
		links[i] = MenuLink{Text: p.T("menu." + e.key), Href: e.href}
		below := path == e.href || strings.HasPrefix(path, e.href+"/")
		if below && (current < 0 || len(e.href) > len(entries[current].href)) {
			current = i
		}
	}
	if current >= 0 {
		links[current].Current = true
	}
	return links
}

package web

import (
	"slices"
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

// shelves name the entry on which a page stands whose address does not lie below
// it; of several lines the first whose entry the role has in its menu holds.
var shelves = []struct{ at, entry string }{
	{"/part-time", "/filings"}, {"/helpers", "/filings"}, {"/stay", "/filings"}, {"/org/prefiling", "/filings"}, {"/consents", "/filings"},
	{"/platforms", "/filings"}, {"/platforms", "/incubator"},
	{"/begin", "/apply"}, {"/begin", "/incubator"}, {"/case", "/my"}, {"/case", "/incubator"}, {"/case", "/desk"},
	{"/requests", "/services"}, {"/lists", "/services"}, {"/sanction", "/integrity"}, {"/revocation", "/integrity"},
	{"/registrations", "/desk/registrations"},
}

// MenuLink is an entry as the header shows it.
type MenuLink struct {
	Text, Href string
	Current    string // as aria-current: page, true where the page stands below it, or ""
}

// menu is the role's menu on a page at path. Of two entries that fit, the longer
// address is the current one; on is the entry on whose shelf the page stands, if
// its address does not say it.
func menu(p *locale.Printer, role people.Role, path string) (links []MenuLink, on *Link) {
	entries := menus[role]
	shelf := shelfOf(entries, path)
	best := ""
	for _, e := range entries {
		if e.href == shelf || shelf == "" && below(path, e.href) && len(e.href) > len(best) {
			best = e.href
		}
	}
	for _, e := range entries {
		l := MenuLink{Text: p.T("menu." + e.key), Href: e.href}
		switch {
		case e.href == path:
			l.Current = "page"
		case e.href == best:
			l.Current = "true"
		}
		if e.href == shelf {
			on = &Link{l.Text, l.Href}
		}
		links = append(links, l)
	}
	return links, on
}

// shelfOf is the entry on which the page stands, or "" where its address says it.
func shelfOf(entries []menuEntry, path string) string {
	has := func(href string) bool {
		return slices.ContainsFunc(entries, func(e menuEntry) bool { return e.href == href })
	}
	for _, shelf := range shelves {
		if below(path, shelf.at) && !has(shelf.at) && has(shelf.entry) {
			return shelf.entry
		}
	}
	return ""
}

func below(path, at string) bool { return path == at || strings.HasPrefix(path, at+"/") }

package web

import (
	"net/http"

	"yichuang/civil"
	"yichuang/locale"
	"yichuang/policy"
)

// policiesPage lists every pack with its days in force.
type policiesPage struct {
	Shell
	Chart    spanChart
	Policies []policyLine
}

// policyLine is a pack in a list.
type policyLine struct {
	Title, Dates, Where, Href string
	Status                    Tag
}

func (s *Server) listPolicies(w http.ResponseWriter, r *http.Request) error {
	page := policiesPage{Shell: s.shell(w, r, "page.policies.title")}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}}
	packs := s.Engine.Packs()
	page.Chart = s.chart(p, packs, page.On)
	for _, pack := range packs {
		page.Policies = append(page.Policies, s.policyLine(p, pack, page.On))
	}
	return s.render(w, http.StatusOK, page.Lang, "policy_list", page)
}

func (s *Server) policyLine(p *locale.Printer, pack *policy.Pack, on civil.Date) policyLine {
	return policyLine{
		Title: wording(p, pack.Title), Dates: daysOf(p, pack, on), Where: s.scope(p, pack),
		Href: "/policy/" + pack.ID, Status: status(p, pack, on),
	}
}

// scope names the places where a pack speaks.
func (s *Server) scope(p *locale.Printer, pack *policy.Pack) string {
	return p.List(s.scopeNames(p, pack))
}

func (s *Server) scopeNames(p *locale.Printer, pack *policy.Pack) []string {
	names := make([]string, len(pack.Scope))
	for i, code := range pack.Scope {
		names[i] = s.placeName(p, code)
	}
	return names
}

package web

import (
	"net/http"

	"yichuang/fault"
	"yichuang/people"
)

// filingsPage leads to what is filed or kept beside permits, each with a sentence
// on what it is for.
type filingsPage struct {
	Shell
	Doors []doorLine
	After []Link
}

// doorLine is a way to a page, with what it is for.
type doorLine struct{ Name, Text, Href string }

// filings are the doors of /filings, by the key of their words.
var filings = []menuEntry{{"part-time", "/part-time"}, {"helpers", "/helpers"}, {"stays", "/stay"}, {"prefiling", "/org/prefiling"}, {"consents", "/consents"}}

func (s *Server) listFilings(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if !actsForEmployer(who) {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	page := filingsPage{Shell: s.shell(w, r, "page.filings.title")}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}}
	for _, e := range filings {
		page.Doors = append(page.Doors, doorLine{p.T("menu." + e.key), p.T("page.filings.for." + e.key), e.href})
	}
	page.After = []Link{{p.T("page.residence.title"), "/check/residence"}, {p.T("page.platforms.title"), "/platforms"}}
	return s.render(w, http.StatusOK, page.Lang, "filing_list", page)
}

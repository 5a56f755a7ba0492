package web

import (
	"net/http"
	"strconv"

	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// casesPage is an overview: what to do now first, then all cases.
type casesPage struct {
	Shell
	Heading, Lead string
	Staff         bool
	Now           []doLine // what waits for the reader
	News          []newsLine
	Cases         []caseLine
	Total         int64
	Query         string
	Page, Pages   int
	More          string
	MayApply      bool
	Empty         string // said where there is no case
	Ways          []Link // what one without a case can do
}

const casesPerPage = 25

// showMine is /my: the applicant's side. Others have their cases on the page where
// their role begins.
func (s *Server) showMine(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if home := homeOf(who.Role); home != r.URL.Path {
		http.Redirect(w, r, home, http.StatusSeeOther)
		return nil
	}
	return s.listCases(w, r, who, "my", "/case/", office.ByChange)
}

func (s *Server) listCases(w http.ResponseWriter, r *http.Request, who people.Who, kind, base string, order office.CaseOrder) error {
	page := casesPage{Shell: s.shell(w, r, "page."+kind+".title"), Staff: who.Role.Staff(), Page: 1}
	p := page.Printer()
	page.Heading, page.Lead = p.T("page."+kind+".heading"), p.T("page."+kind+".lead")
	page.Empty, page.Ways = emptyOverview(p, who)
	page.Query = r.FormValue("q")
	if n, err := strconv.Atoi(r.FormValue("page")); err == nil && n > 1 {
		page.Page = n
	}
	rows, total, err := s.Window.Cases(r.Context(), who, office.CaseFilter{
		Text: page.Query, OpenOnly: page.Staff && page.Query == "", Order: order, Limit: casesPerPage, Offset: (page.Page - 1) * casesPerPage,
	})
	if err != nil {
		return err
	}
	if page.Cases, err = s.caseLines(r, p, rows, base); err != nil {
		return err
	}
	page.Total = total
	page.Pages = max(1, int((total+casesPerPage-1)/casesPerPage))
	if page.Page < page.Pages {
		page.More = hrefWith(r.URL, "page", strconv.Itoa(page.Page+1))
	}
	if !page.Staff {
		if page.Now, err = s.waiting(r, p, who); err != nil {
			return err
		}
		told, err := s.Window.Messages(r.Context(), who, string(p.Language()), newsShown, 0)
		if err != nil {
			return err
		}
		page.News = newsLines(p, who, told)
		page.MayApply = who.Role != people.Applicant
	}
	return s.render(w, http.StatusOK, page.Lang, "case_list", page)
}

// emptyOverview says to somebody without a case what there is to do.
func emptyOverview(p *locale.Printer, who people.Who) (text string, ways []Link) {
	switch {
	case who.Role.Staff():
		return p.T("page.officer.empty"), nil
	case who.Role == people.Applicant:
		return p.T("page.my.empty.applicant"), []Link{{p.T("page.my.empty.permits"), "/permits"}, {p.T("page.my.empty.services"), "/services"}}
	}
	return p.T("page.my.empty"), []Link{{p.T("page.my.empty.check"), "/check"}, {p.T("page.my.empty.apply"), "/apply"}}
}

package web

import (
	"net/http"

	"yichuang/casefile"
	"yichuang/office"
	"yichuang/people"
)

// policeTabs are the views of the exit-entry administration's queue.
var policeTabs = []string{"review", "residence", "waiting"}

// listPolice is /police: cases whose joint pre-check waits for the office, and
// residence tracks that it decides. Nothing of pay is in it, because nothing of
// pay is in the cases that the office reads.
func (s *Server) listPolice(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.police.title")}
	p := page.Printer()
	tab := r.FormValue("tab")
	if tab != "residence" && tab != "waiting" {
		tab = "review"
	}
	page.Lead = []string{p.T("page.police.lead." + tab)}
	page.Tabs = tabsOf(p, "page.police.tab.", "/police", tab, policeTabs)
	f := office.CaseFilter{OpenOnly: true, Order: office.ByDue, Limit: rowsPerFile}
	switch tab {
	case "review":
		f.Statuses = []string{string(casefile.StatusAccepted), string(casefile.StatusDeciding)}
	case "residence":
		f.Counting = string(who.Office)
	case "waiting":
		f.NotCounting = string(who.Office)
	}
	work, _, err := s.Window.Worklist(r.Context(), who, f)
	if err != nil {
		return err
	}
	if tab == "review" {
		work = awaitingReview(work, who.Office)
	}
	if page.Table, err = s.workTable(r, p, work, "/police/"); err != nil {
		return err
	}
	page.Table.Caption = p.T("page.cases.caption", "n", len(work))
	page.Table.Empty = p.T("page.police.empty." + tab)
	page.Table.link(r, paging{Limit: rowsPerFile}, int64(len(work)))
	return s.showTable(w, r, page)
}

// awaitingReview keeps the cases whose joint review waits for the office's part.
func awaitingReview(work []office.Work, own people.OfficeID) []office.Work {
	var out []office.Work
	for _, item := range work {
		if !item.Case.AwaitsReview() {
			continue
		}
		for _, id := range item.Case.ReviewsWaiting() {
			if id == own {
				out = append(out, item)
			}
		}
	}
	return out
}

package web

import (
	"net/http"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/office"
	"yichuang/people"
)

// remindOfficers asks once more and tells the officers who have the case.
func (s *Server) remindOfficers(w http.ResponseWriter, r *http.Request, who people.Who) error {
	number, err := casefile.ParseCaseNumber(r.PathValue("number"))
	if err != nil {
		return fault.New(fault.NotFound, "fault.case.not-found").WithCause(err)
	}
	if !who.Role.Can(people.Watch) {
		return fault.New(fault.NotFound, "fault.case.not-found")
	}
	c, err := s.Window.Case(r.Context(), who, number)
	if err != nil {
		return err
	}
	if err := parsed(r); err != nil {
		return err
	}
	page := formPage{Shell: s.shell(w, r, "page.remind.title", "number", string(number))}
	p := page.Printer()
	page.Crumbs = watchCrumbs(p, Link{p.T("page.watch.title"), "/watch"})
	page.Lead = []string{s.matterTitle(p, c.Matter), s.next(p, c, true), p.T("page.remind.lead")}
	page.Button = p.T("page.remind.button")
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		return "/watch", s.Window.RemindOfficers(r.Context(), in, number)
	})
}

// callBack shows a low rating and records a call about it.
func (s *Server) callBack(w http.ResponseWriter, r *http.Request, who people.Who) error {
	v, err := s.Window.LowRating(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := parsed(r); err != nil {
		return err
	}
	page := formPage{Shell: s.shell(w, r, "page.call.title", "number", v.CaseID)}
	p := page.Printer()
	page.Crumbs = watchCrumbs(p, Link{p.T("page.watch.title"), "/watch?list=" + lowRatings})
	page.Lead = []string{p.T("page.call.given", "who", v.Who, "level", ratingText(p, v.Level), "time", moment(p, v.CreatedAt))}
	if v.Words != "" {
		page.Lead = append(page.Lead, p.T("page.call.words", "words", v.Words))
	}
	for _, c := range v.Calls {
		page.Lead = append(page.Lead, p.T("page.call.before", "time", moment(p, c.At), "notes", c.Notes))
	}
	page.Fields = filled(r, []Input{
		{ID: "reached", Type: "radios", Label: p.T("page.call.reached"), Choices: choose(p, "page.call.reached.", "yes", "no")},
		{ID: "notes", Type: "textarea", Label: p.T("page.call.notes"), Hint: p.T("page.call.notes.hint"), Rows: 4},
	}, map[string][]string{"reached": {"yes"}})
	page.Button = p.T("page.call.button")
	page.After = []Link{{p.T("page.call.case"), "/officer/" + v.CaseID}}
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		return "/watch?list=" + lowRatings, s.Window.CallBack(r.Context(), in, v.ID, r.PostFormValue("reached") == "yes", plainText(r.PostFormValue("notes")))
	})
}

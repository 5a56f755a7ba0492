package web

import (
	"crypto/rand"
	"net/http"
	"strconv"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/people"
)

// ratings are the levels of a rating, the best first.
var ratings = []int{5, 4, 3, 2, 1}

func (s *Server) showRate(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	return s.ratePage(w, r, who, c, nil)
}

// ratePage asks how a finished case went, once; the two lowest levels bring a
// call back.
func (s *Server) ratePage(w http.ResponseWriter, r *http.Request, who people.Who, c casefile.Case, failed error) error {
	page := formPage{Shell: s.shell(w, r, "page.case.rate.title", "number", string(c.Number))}
	p := page.Printer()
	page.Heading = p.T("page.case.rate")
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/my"}, {string(c.Number), "/case/" + string(c.Number)}}
	page.After = []Link{{p.T("page.case.check.back"), "/case/" + string(c.Number)}}
	switch {
	case c.Rating != nil:
		page.Lead = []string{p.T("page.case.rate.thanks", "level", p.T("rating."+strconv.Itoa(c.Rating.Stars)))}
		return s.showForm(w, page, nil)
	case !c.Status.Allows(people.Rate) || who.May(people.Rate, c.Subject(""), s.Now()) != nil:
		page.Lead = []string{p.T("page.case.rate.later")}
		return s.showForm(w, page, nil)
	}
	page.Lead = []string{p.T("page.case.rate.lead")}
	levels := Input{ID: "level", Type: "radios", Label: p.T("page.case.rate.level")}
	for _, n := range ratings {
		levels.Choices = append(levels.Choices, Choice{Value: strconv.Itoa(n), Label: p.T("rating." + strconv.Itoa(n))})
	}
	page.Fields = filled(r, []Input{levels, {ID: "words", Type: "textarea", Label: p.T("page.case.rate.words"), Hint: p.T("page.case.rate.words.hint")}}, nil)
	page.Action, page.Button = "/case/"+string(c.Number)+"/rate", p.T("page.case.rate.send")
	page.Hidden = []Hidden{{"seen", strconv.Itoa(c.Version)}, {"key", rand.Text()}}
	return s.showForm(w, page, failed)
}

func (s *Server) rateCase(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	stars, err := strconv.Atoi(r.PostFormValue("level"))
	if err != nil {
		return s.ratePage(w, r, who, c, fault.New(fault.Invalid, "fault.form.choice").WithPath("level"))
	}
	if _, err := s.Window.Rate(r.Context(), in, casefile.Rated{Stars: stars, Words: plainText(r.PostFormValue("words"))}); err != nil {
		return s.ratePage(w, r, who, c, err)
	}
	http.Redirect(w, r, "/case/"+string(c.Number)+"/rate", http.StatusSeeOther)
	return nil
}

package web

import (
	"bytes"
	"net/http"

	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// showSanction is one suspension: what it stops, why, until when, how many cases
// it holds, and what was said against it.
func (s *Server) showSanction(w http.ResponseWriter, r *http.Request, who people.Who) error {
	x, held, err := s.Window.Sanction(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := recordPage{Shell: s.shell(w, r, "page.sanction.title")}
	p := page.Printer()
	page.Crumbs = s.fileCrumbs(p, who)
	page.Heading, page.State = p.T("page.sanction.heading", "name", x.Name), s.sanctionTag(p, x.Sanction)
	page.Lead = []string{p.T("page.sanction.lead", "from", x.From, "until", x.EndsOn()), p.T("page.sanction.relief")}
	page.Facts = []detailLine{
		{p.T("page.sanctions.column.party"), x.Name + " – " + p.T("page.integrity.of."+string(x.Of))}, {p.T("page.sanctions.column.scope"), s.scopeText(p, x.Sanction)},
		{p.T("page.entry.reason"), x.Reason}, {p.T("page.supervise.evidence"), p.List(x.Evidence)},
		{p.T("page.entry.by"), p.T("page.supervise.by", "who", x.Author, "time", moment(p, x.At))},
		{p.T("page.sanctions.column.from"), p.Date(x.From)}, {p.T("page.sanctions.column.until"), p.Date(x.Until)},
		{p.T("page.sanction.held"), p.T("page.sanction.held.cases", "n", held)},
	}
	page.Chips = s.chips(p, s.today(), x.Clause)
	papers, err := s.papersPart(r, p, who, "sanction", string(x.ID))
	if err != nil {
		return err
	}
	page.Parts = append([]recordPart{s.contestPart(r, p, x.Contests)}, papers...)
	if x.Lifted != nil {
		page.Parts = append(page.Parts, recordPart{Title: p.T("page.sanction.lifted"), Text: []string{p.T("page.sanction.lifted.on", "time", moment(p, x.Lifted.At))}})
	}
	at := "/sanction/" + string(x.ID)
	running := x.Lifted == nil && x.Until >= s.today()
	switch {
	case running && who.Role.Can(people.Contest) && !contestOpen(x.Contests):
		page.Actions = []Link{{p.T("page.entry.contest"), at + "/contest"}}
	case running && who.Role.Can(people.Sanction) && contestOpen(x.Contests) && x.By != who.Account:
		page.Actions = []Link{{p.T("page.entry.rule"), at + "/rule"}}
	}
	if x.Open {
		page.After = []Link{{p.T("page.sanction.entry"), "/integrity/" + string(x.Entry)}}
	}
	if x.Notice != "" {
		if p.Language() == locale.Chinese {
			page.After = append(page.After, Link{p.T("page.sanction.letter"), at + "/letter"})
		} else { // the Chinese text alone binds
			page.After = append(page.After, Link{p.T("page.sanction.letter"), at + "/letter?copy=" + string(p.Language())},
				Link{p.T("page.case.letters.binding"), at + "/letter"})
		}
	}
	return s.showRecord(w, page)
}

// showNotice is the letter by which the party was told.
func (s *Server) showNotice(w http.ResponseWriter, r *http.Request, who people.Who) error {
	l, err := s.Window.Notice(r.Context(), who, r.PathValue("id"))
	if err != nil {
		return err
	}
	lang := locale.Chinese
	if r.FormValue("copy") == string(locale.English) {
		lang = locale.English
	}
	var page bytes.Buffer
	if err := l.In(lang).HTML(&page); err != nil {
		return err
	}
	return sendLetterPage(w, lang, page.Bytes())
}

// contestSanction is the party's objection.
func (s *Server) contestSanction(w http.ResponseWriter, r *http.Request, who people.Who) error {
	x, page, err := s.sanctionForm(w, r, who, people.Contest, "page.contest.title")
	if err != nil {
		return err
	}
	s.contestFields(r, &page)
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		return "/sanction/" + string(x.ID), handingIn(r, func(papers []office.Upload) error {
			return s.Window.ContestSanction(r.Context(), in, string(x.ID), plainText(r.PostFormValue("reason")), typedLines(r.PostFormValue("evidence")), papers...)
		})
	})
}

// ruleSanction rules on the open contest; another person than the one who decided.
func (s *Server) ruleSanction(w http.ResponseWriter, r *http.Request, who people.Who) error {
	x, page, err := s.sanctionForm(w, r, who, people.Sanction, "page.rule.title")
	if err != nil {
		return err
	}
	p := page.Printer()
	if n := len(x.Contests); n > 0 {
		page.Lead = append(page.Lead, p.T("page.rule.contest", "reason", x.Contests[n-1].Reason, "evidence", p.List(x.Contests[n-1].Files)))
	}
	s.ruleFields(r, &page)
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		upheld, err := upheldOf(r)
		if err != nil {
			return "", err
		}
		return "/sanction/" + string(x.ID), s.Window.RuleSanction(r.Context(), in, string(x.ID), upheld, plainText(r.PostFormValue("reason")))
	})
}

func (s *Server) sanctionForm(w http.ResponseWriter, r *http.Request, who people.Who, act people.Act, title string) (office.SanctionView, formPage, error) {
	page := formPage{}
	if err := withPapers(w, r); err != nil {
		return office.SanctionView{}, page, err
	}
	x, _, err := s.Window.Sanction(r.Context(), who, r.PathValue("id"))
	if err == nil && !who.Role.Can(act) {
		err = errNotWatching
	}
	if err != nil {
		return x, page, err
	}
	page.Shell = s.shell(w, r, title)
	p := page.Printer()
	page.Crumbs = append(s.fileCrumbs(p, who), Link{p.T("page.sanction.heading", "name", x.Name), "/sanction/" + string(x.ID)})
	page.Lead = []string{p.T("page.entry.about", "name", x.Name, "reason", x.Reason)}
	return x, page, nil
}

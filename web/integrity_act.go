package web

import (
	"net/http"
	"strings"

	"yichuang/fault"
	"yichuang/office"
	"yichuang/people"
)

func joinLines(lines []string) string { return strings.Join(lines, "\n") }

// entryForm begins a form about an entry; act is who may use it.
func (s *Server) entryForm(w http.ResponseWriter, r *http.Request, who people.Who, act people.Act, title string) (office.EntryView, formPage, error) {
	page := formPage{}
	if err := withPapers(w, r); err != nil {
		return office.EntryView{}, page, err
	}
	e, _, _, err := s.Window.Entry(r.Context(), who, r.PathValue("id"))
	if err == nil && !who.Role.Can(act) {
		err = errNotWatching
	}
	if err != nil {
		return e, page, err
	}
	page.Shell = s.shell(w, r, title)
	p := page.Printer()
	page.Crumbs = append(s.fileCrumbs(p, who), Link{p.T("page.integrity.cause." + string(e.Cause)), "/integrity/" + string(e.ID)})
	page.Lead = []string{p.T("page.entry.about", "name", e.Name, "reason", e.Reason)}
	return e, page, nil
}

// contestEntry is the party's objection.
func (s *Server) contestEntry(w http.ResponseWriter, r *http.Request, who people.Who) error {
	e, page, err := s.entryForm(w, r, who, people.Contest, "page.contest.title")
	if err != nil {
		return err
	}
	s.contestFields(r, &page)
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		return "/integrity/" + string(e.ID), handingIn(r, func(papers []office.Upload) error {
			return s.Window.ContestEntry(r.Context(), in, string(e.ID), plainText(r.PostFormValue("reason")), typedLines(r.PostFormValue("evidence")), papers...)
		})
	})
}

func (s *Server) contestFields(r *http.Request, page *formPage) {
	p := page.Printer()
	page.Lead = append(page.Lead, p.T("page.contest.lead"))
	page.Fields = filled(r, []Input{reasonField(p, "page.contest.reason"), evidenceField(p), papersField(p)}, nil)
	page.Upload = true
	page.Button = p.T("page.contest.button")
}

// ruleEntry rules on the open contest; another person than the one who decided.
func (s *Server) ruleEntry(w http.ResponseWriter, r *http.Request, who people.Who) error {
	e, page, err := s.entryForm(w, r, who, people.Sanction, "page.rule.title")
	if err != nil {
		return err
	}
	p := page.Printer()
	if n := len(e.Contests); n > 0 {
		page.Lead = append(page.Lead, p.T("page.rule.contest", "reason", e.Contests[n-1].Reason, "evidence", p.List(e.Contests[n-1].Files)))
	}
	s.ruleFields(r, &page)
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		upheld, err := upheldOf(r)
		if err != nil {
			return "", err
		}
		return "/integrity/" + string(e.ID), s.Window.RuleEntry(r.Context(), in, string(e.ID), upheld, plainText(r.PostFormValue("reason")))
	})
}

func (s *Server) ruleFields(r *http.Request, page *formPage) {
	p := page.Printer()
	page.Lead = append(page.Lead, p.T("page.rule.lead"))
	page.Fields = filled(r, []Input{
		{ID: "ruling", Type: "radios", Label: p.T("page.rule.ruling"), Choices: choose(p, "page.rule.ruling.", "fell", "upheld")},
		reasonField(p, "page.rule.reason"),
	}, nil)
	page.Button = p.T("page.rule.button")
}

// upheldOf reads the ruling: nothing chosen is no ruling.
func upheldOf(r *http.Request) (bool, error) {
	switch r.PostFormValue("ruling") {
	case "upheld":
		return true, nil
	case "fell":
		return false, nil
	}
	return false, fault.New(fault.Invalid, "fault.integrity.choose-ruling").WithPath("ruling")
}

// repairEntry accepts what the party did to make good.
func (s *Server) repairEntry(w http.ResponseWriter, r *http.Request, who people.Who) error {
	e, page, err := s.entryForm(w, r, who, people.Sanction, "page.repair.title")
	if err != nil {
		return err
	}
	p := page.Printer()
	page.Lead = append(page.Lead, p.T("page.repair.lead"))
	page.Fields = filled(r, []Input{reasonField(p, "page.repair.reason"), evidenceField(p), papersField(p)}, nil)
	page.Upload = true
	page.Button = p.T("page.repair.button")
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		return "/integrity/" + string(e.ID), handingIn(r, func(papers []office.Upload) error {
			return s.Window.RepairEntry(r.Context(), in, string(e.ID), plainText(r.PostFormValue("reason")), typedLines(r.PostFormValue("evidence")), papers...)
		})
	})
}

// imposeSanction suspends handling for the entry's party.
func (s *Server) imposeSanction(w http.ResponseWriter, r *http.Request, who people.Who) error {
	e, page, err := s.entryForm(w, r, who, people.Sanction, "page.impose.title")
	if err != nil {
		return err
	}
	p := page.Printer()
	page.Lead = append(page.Lead, p.T("page.impose.lead", "until", e.Until))
	page.Fields = filled(r, []Input{
		{ID: "services", Type: "checks", Label: p.T("page.impose.services"), Hint: p.T("page.impose.services.hint"), Choices: s.serviceChoices(p)},
		reasonField(p, "page.impose.reason"),
		{ID: "from", Type: "date", Label: p.T("page.impose.from")},
		{ID: "until", Type: "date", Label: p.T("page.impose.until"), Hint: p.T("page.impose.until.hint", "until", e.Until)},
	}, map[string][]string{"from": {s.today().String()}, "until": {min(s.today().AddMonths(6), e.Until).String()}})
	page.Button, page.Harm = p.T("page.impose.button"), true
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		x := office.Imposing{Supervising: in, Entry: e.ID, Services: r.PostForm["services"], Reason: plainText(r.PostFormValue("reason"))}
		var err error
		if x.From, err = dayOf(r, "from"); err != nil {
			return "", err
		}
		if x.Until, err = dayOf(r, "until"); err != nil {
			return "", err
		}
		id, err := s.Window.Impose(r.Context(), x)
		return "/sanction/" + string(id), err
	})
}

// hearingTime is how many days a party gets to be heard unless the officer gives more.
const hearingTime = 14

// proposeRevocation begins a revocation with the notice of the right to be heard.
func (s *Server) proposeRevocation(w http.ResponseWriter, r *http.Request, who people.Who) error {
	e, page, err := s.entryForm(w, r, who, people.Revoke, "page.propose.title")
	if err != nil {
		return err
	}
	p := page.Printer()
	page.Lead = append(page.Lead, p.T("page.propose.lead", "number", e.Case))
	page.Fields = filled(r, []Input{
		reasonField(p, "page.propose.reason"),
		{ID: "hear_by", Type: "date", Label: p.T("page.propose.hear-by"), Hint: p.T("page.propose.hear-by.hint")},
	}, map[string][]string{"hear_by": {s.today().AddDays(hearingTime).String()}})
	page.Button = p.T("page.propose.button")
	return s.supervisedForm(w, r, who, page, func(in office.Supervising) (string, error) {
		until, err := dayOf(r, "hear_by")
		if err != nil {
			return "", err
		}
		id, err := s.Window.Propose(r.Context(), office.Proposing{Supervising: in, Entry: e.ID, Reason: plainText(r.PostFormValue("reason")), HearBy: until})
		return "/revocation/" + string(id), err
	})
}

package web

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
	"yichuang/policy"
)

// leavePage is what both sides do when a job ends, with dates, and where the
// foreigner reports that the employer has not cancelled.
type leavePage struct {
	Shell
	Number, Person, Employer string
	Ends                     string // when the contract ends, as far as the case knows
	Mine, Theirs             []Row
	CancelHref               string // where the employer's side begins the cancellation, or ""
	MayReport                bool
	Reported                 []string
	Errors                   []FieldError
	Text                     string
	Seen                     int
	Key                      string
}

// cancelDays is within how many working days after a job has ended its permit has
// to be cancelled; the duty and its clause are in the packs.
const (
	cancelDays  civil.WorkingDays = 10
	cancelDuty                    = "cancel-in-time"
	notCanceled                   = "employer-has-not-cancelled"
)

func (s *Server) showLeave(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.renderLeave(w, r, who, nil)
}

func (s *Server) renderLeave(w http.ResponseWriter, r *http.Request, who people.Who, failed error) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	page := leavePage{Shell: s.shell(w, r, "page.case.leave.title", "number", string(c.Number)), Number: string(c.Number), Seen: c.Version, Key: rand.Text(), Text: r.PostFormValue("text")}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/my"}, {page.Number, "/case/" + page.Number}}
	if page.Person, err = s.partyName(r, c.Foreigner); err != nil {
		return err
	}
	if page.Employer, err = s.partyName(r, c.Employer); err != nil {
		return err
	}
	s.leaveSteps(p, &page, c)
	page.MayReport = who.Role == people.Applicant && c.Status.Allows(people.Report) && who.May(people.Report, c.Subject(""), s.Now()) == nil
	if who.Role == people.EmployerHR || who.Role == people.Agency {
		page.CancelHref = "/permits"
	}
	for _, report := range c.Reports {
		page.Reported = append(page.Reported, p.T("report."+report.What))
	}
	status := http.StatusOK
	if failed != nil {
		page.Wrong, page.Errors, status = true, []FieldError{{"text", s.problemText(r, p, failed)}}, statuses[fault.CodeOf(failed)]
	}
	return s.render(w, status, page.Lang, "case_leave", page)
}

// leaveSteps are the two check lists.
func (s *Server) leaveSteps(p *locale.Printer, page *leavePage, c casefile.Case) {
	by := p.T("page.case.leave.within")
	var text string
	if json.Unmarshal(c.Answers["job.contract_until"], &text) == nil {
		if ends, err := civil.ParseDate(text); err == nil {
			page.Ends = p.T("page.case.leave.ends", "date", ends)
			if cal, ok := s.calendarOf(c); ok {
				last := cal.AddWorkingDays(ends, cancelDays)
				by = p.T("page.case.leave.by", "date", last.Due)
				if len(last.Provisional) > 0 {
					by += p.T("clock.provisional")
				}
			}
		}
	}
	chips := s.chips(p, s.today(), s.dutyClauses(cancelDuty)...)
	step := func(key string, tag Tag, chips []Chip) Row {
		return Row{Name: p.T("page.case.leave." + key), Notes: []string{p.T("page.case.leave." + key + ".text")}, Tag: tag, Chips: chips}
	}
	page.Theirs = []Row{step("proof", Tag{}, nil), step("cancel", Tag{"warn", "clock", by}, chips), step("residence", Tag{}, nil)}
	page.Mine = []Row{step("ask", Tag{}, nil), step("watch", Tag{"", "clock", by}, nil), step("stay", Tag{}, nil)}
}

// dutyClauses are the clauses that set the duty.
func (s *Server) dutyClauses(id string) []string {
	var refs []string
	for _, pack := range s.Engine.Packs() {
		for _, clause := range pack.Clauses {
			if slices.ContainsFunc(clause.Rules, func(r *policy.Rule) bool { return r.Kind == policy.Duty && r.ID == id }) {
				refs = append(refs, clause.Ref())
			}
		}
	}
	return refs
}

// reportLeave is the foreigner's word that the employer has not cancelled.
func (s *Server) reportLeave(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	if _, err := s.Window.Report(r.Context(), in, casefile.Reported{What: notCanceled, Text: plainText(r.PostFormValue("text"))}); err != nil {
		if code := fault.CodeOf(err); code != fault.Invalid && code != fault.Conflict {
			return err
		}
		return s.renderLeave(w, r, who, err)
	}
	http.Redirect(w, r, "/case/"+string(in.Number)+"/leave", http.StatusSeeOther)
	return nil
}

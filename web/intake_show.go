package web

import (
	"net/http"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/people"
)

// intakePage is the window's check of one case: what is needed beside what was
// shown, all ticks in one form, what still blocks acceptance, and the letters to
// print; after the decision, the hand-over.
type intakePage struct {
	*filePage
	Rows     []intakeRow
	Blocking []string // papers that keep the case from being accepted
	Silence  string   // what follows by law if nobody answers
	CanTick  bool
	AtDesk   bool // the reader hands codes to people at the counter
	Prints   []letterLine
	Marks    []markLine // spots to ask about in the one notice
}

// intakeRow is a paper: how it is asked for, what was shown, what can be ticked.
type intakeRow struct {
	paperLine
	Original bool // can be ticked as seen
	Online   bool // can be ticked as good as uploaded
	Done     bool
}

func (s *Server) showIntake(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	return s.intakePage(w, r, who, c, nil)
}

func (s *Server) intakePage(w http.ResponseWriter, r *http.Request, who people.Who, c casefile.Case, problem error) error {
	if !who.Role.Can(people.Judge) {
		return fault.New(fault.NotFound, "fault.case.not-found")
	}
	file, err := s.filePage(w, r, who, c)
	if err != nil {
		return err
	}
	page := &intakePage{filePage: file, CanTick: file.Can["judge"], AtDesk: who.Role == people.Clerk}
	p := file.Printer()
	file.Title = p.T("page.intake.title", "number", file.Number)
	file.Back = "/desk/" + file.Number + "/intake"
	file.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.desk.title"), "/desk"}}
	for i, line := range file.Papers {
		slot := c.Slots[i]
		row := intakeRow{paperLine: line, Done: slot.Settled()}
		if page.CanTick && line.Judge && !row.Done {
			row.Original, row.Online = true, len(slot.Files) > 0
		}
		page.Rows = append(page.Rows, row)
	}
	for _, id := range c.Unsettled() {
		page.Blocking = append(page.Blocking, s.name(p, "material", string(id)))
	}
	if cal, ok := s.calendarOf(c); ok && c.Kind == casefile.ForPermit && c.Status == casefile.StatusSubmitted && c.OpenRequest() == nil {
		if due, running := nextDue(c, cal); running {
			page.Silence = p.T("page.intake.silence", "date", due)
		}
	}
	page.Marks = s.askedMarks(r, p, c)
	if page.Prints, err = s.letterLines(r, p, who, "/officer/", c.Number); err != nil {
		return err
	}
	status := http.StatusOK
	if problem != nil {
		file.Wrong, file.Problem, status = true, s.problemText(r, p, problem), statuses[fault.CodeOf(problem)]
		file.Typed = s.typed(r, p)
	}
	return s.render(w, status, file.Lang, "intake_show", page)
}

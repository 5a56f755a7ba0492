package web

import (
	"net/http"
	"slices"
	"strings"

	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
	"yichuang/policy"
)

// draftTryPage is what a draft would do.
type draftTryPage struct {
	draftPage
	Errors    []FieldError
	Line      []Row
	Chart     spanChart
	Changes   Table
	Scenarios []trialRow
	Ran       int // scenarios that were run
	Total     int // of them answered otherwise
	Reason    Input
	MayAccept bool
	Ready     bool // nothing stands against publication
	Cases     caseEffects
}

// trialRow is a scenario that the draft answers otherwise.
type trialRow struct {
	ID, File, Title string
	Steps           []string
	Tag             Tag
	Red             bool
	Failures        []string
}

// caseEffects is how people of earlier cases would stand.
type caseEffects struct {
	TooFew  string
	Drafts  string // how many cases are not sent yet, or ""
	Open    Table
	Summary []Row
	Lines   Table
}

func (s *Server) tryDraft(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.showTry(w, r, who, nil)
}

func (s *Server) showTry(w http.ResponseWriter, r *http.Request, who people.Who, failed error) error {
	base, trial, err := s.draftPage(w, r, who, "try", true)
	if err != nil {
		return err
	}
	page := draftTryPage{draftPage: base, Ran: trial.Ran, Total: len(trial.Scenarios)}
	p := page.Printer()
	page.Line = textLine(p, trial.Line, page.On)
	if trial.Pack != nil {
		page.Chart = s.deskChart(p, []office.PolicyStanding{{Pack: trial.Pack, Line: trial.Line}}, page.On)
	}
	page.Changes = s.changeTable(p, trial)
	for _, t := range trial.Scenarios {
		page.Scenarios = append(page.Scenarios, s.trialRow(p, base.Draft, trial, t))
	}
	page.MayAccept = len(trial.Red) > 0 && !page.Finished
	page.Reason = Input{ID: "reason", Type: "textarea", Rows: 2, Label: p.T("rules.accept.reason"), Hint: p.T("rules.accept.reason.hint"), Value: r.PostFormValue("reason")}
	page.Cases, page.Ready = s.caseEffects(p, trial.Cases), trial.Ready()
	fields := []Input{page.Reason}
	errs, err := mark(p, fields, failed)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(errs) > 0 {
		page.Reason, page.Errors, page.Wrong, status = fields[0], errs, true, http.StatusUnprocessableEntity
	}
	return s.render(w, status, page.Lang, "draft_try", page)
}

// titleOf is the title of a scenario of the draft or of another pack.
func (s *Server) titleOf(p *locale.Printer, trial office.DraftTrial, sc *policy.Scenario) string {
	if trial.Pack != nil && strings.HasPrefix(sc.File, trial.Pack.ID+"/") {
		return s.scenarioTitle(p, trial.Pack, sc, false)
	}
	id, _, _ := strings.Cut(sc.File, "/")
	if pack, err := s.findPack(id); err == nil {
		return s.scenarioTitle(p, pack, sc, false)
	}
	return sc.Title
}

func (s *Server) trialRow(p *locale.Printer, d office.PolicyDraft, trial office.DraftTrial, t determination.Trial) trialRow {
	row := trialRow{ID: notPlain.ReplaceAllString(t.Scenario.File, "-"), File: t.Scenario.File, Title: s.titleOf(p, trial, t.Scenario), Steps: s.steps(p, t.Shift, t.Edge)}
	row.Red = slices.Contains(trial.Red, t.Scenario.File)
	switch {
	case row.Red:
		row.Tag = Tag{"bad", "cross", p.T("rules.trial.red")}
		for _, f := range t.Failures {
			row.Failures = append(row.Failures, s.failureText(p, f))
		}
		if t.Err != nil {
			row.Failures = append(row.Failures, p.T("rules.trial.broken", "error", t.Err.Error()))
		}
	case slices.ContainsFunc(d.Accepted, func(a office.AcceptedScenario) bool { return a.File == t.Scenario.File }):
		row.Tag = Tag{"info", "check", p.T("rules.trial.accepted")}
	default:
		row.Tag = Tag{"ok", "check", p.T("rules.trial.holds")}
	}
	return row
}

// steps say a shift in words: every change from old to new, then where the person
// stands now.
func (s *Server) steps(p *locale.Printer, shift determination.Shift, edge bool) []string {
	var out []string
	classed := false
	for _, step := range shift.Steps {
		classed = classed || step.Key == "class"
		out = append(out, p.T("rules.step", "what", s.stepName(p, step), "old", s.stepValue(p, step, step.Old), "new", s.stepValue(p, step, step.New)))
	}
	if len(out) > 0 && !classed && shift.Class != "" {
		key := "rules.step.stays"
		if edge {
			key = "rules.step.stays-at-edge"
		}
		out = append(out, p.T(key, "class", s.className(p, shift.Class)))
	}
	return out
}

// kindOfKey is the kind of name that the entries of a determination's key have.
var kindOfKey = map[string]string{
	"grounds": "ground", "limits": "limit", "routes": "route", "materials": "material", "deadlines": "deadline",
	"entitlements": "entitlement", "duties": "duty",
}

func (s *Server) stepName(p *locale.Printer, step determination.Step) string {
	kind, entry := kindOfKey[step.Key]
	if !entry {
		return p.T("rules.step." + step.Key)
	}
	id, statutory := strings.CutSuffix(step.ID, " statutory")
	name := s.name(p, kind, id)
	if statutory {
		return p.T("rules.step.law", "step", name)
	}
	return name
}

func (s *Server) stepValue(p *locale.Printer, step determination.Step, value string) string {
	switch {
	case value == "":
		return p.T("rules.step.none")
	case step.Key == "verdict":
		return p.T("rules.verdict." + value)
	case step.Key == "class":
		return s.className(p, value)
	case step.Key == "materials":
		return say(p, treatments[value]).Text
	case step.Key == "limits":
		status, figure, _ := strings.Cut(value, " ")
		return strings.TrimSpace(p.T("rules.limit."+status) + " " + figure)
	case step.Key == "deadlines":
		amount, unit, _ := strings.Cut(value, " ")
		return p.T("unit."+unit, "n", number(amount))
	case value == "open":
		return p.T("rules.step.holds")
	}
	return strings.TrimPrefix(value, "open ")
}

func number(text string) int {
	n := 0
	for _, c := range text {
		n = n*10 + int(c-'0')
	}
	return n
}

func (s *Server) caseEffects(p *locale.Printer, c office.CaseEffects) caseEffects {
	out := caseEffects{Open: s.openTable(p, c.Open)}
	if c.Drafts > 0 {
		out.Drafts = p.T("rules.effects.drafts", "n", int(c.Drafts))
	}
	if c.TooFew || c.Tried == 0 {
		out.TooFew = p.T("rules.effects.few")
		return out
	}
	out.Summary = []Row{
		{Name: p.T("rules.effects.better", "n", c.Better)}, {Name: p.T("rules.effects.same", "n", c.Same)},
		{Name: p.T("rules.effects.worse", "n", c.Worse)}, {Name: p.T("rules.effects.mixed", "n", c.Mixed)},
	}
	out.Lines = Table{Caption: p.T("rules.effects.caption"), Columns: columns(p, "rules.effects.", "people", "change"), Empty: p.T("rules.effects.empty")}
	for _, line := range c.Lines {
		out.Lines.Rows = append(out.Lines.Rows, []Cell{{Text: p.Number(float64(line.Count))}, {Text: p.List(s.steps(p, line.Shift, line.Edge))}})
	}
	return out
}

// openTable lists the open cases, those whose answer would change first.
func (s *Server) openTable(p *locale.Printer, open []office.OpenEffect) Table {
	t := Table{Caption: p.T("rules.open.caption"), Columns: columns(p, "rules.cases.", "number", "matter", "place", "state"), Empty: p.T("rules.open.empty")}
	t.Columns = append(t.Columns, columns(p, "rules.open.", "again")...)
	for _, changes := range []bool{true, false} {
		for _, c := range open {
			if c.Changes != changes {
				continue
			}
			again := Cell{Text: p.T("rules.open.same")}
			if changes {
				again = Cell{Tag: Tag{"warn", "warning", p.T("rules.open.other")}}
			}
			t.Rows = append(t.Rows, []Cell{
				{Text: string(c.Number), Number: true}, {Text: p.Pick(c.Matter.ZH, c.Matter.EN)}, {Text: s.placeName(p, facts.PlaceCode(c.Place))},
				{Text: p.T(caseState(c.Status))}, again,
			})
		}
	}
	return t
}

func (s *Server) acceptScenarios(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in, err := draftWrite(r, who)
	if err != nil {
		return err
	}
	err = s.Window.AcceptScenarios(r.Context(), in, r.PostForm["scenario"], r.PostFormValue("reason"))
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		return s.showTry(w, r, who, err)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/rules/"+in.ID+"/try", http.StatusSeeOther)
	return nil
}

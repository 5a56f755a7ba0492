package web

import (
	"cmp"
	"crypto/rand"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
	"yichuang/policy"
)

// draftPage is what every page of a draft has around its own content.
type draftPage struct {
	Shell
	Heading   string
	Draft     office.PolicyDraft
	State     Tag
	Tabs      []Tab
	Saved     string
	Finished  bool
	Hidden    []Hidden
	Problems  []draftProblem
	Red       int
	CheckedAs Tag // whether check and test are green
}

// draftProblem is a line of policy check.
type draftProblem struct{ Place, Text, Lang, Source string }

// draftPage reads the draft and tries it.
func (s *Server) draftPage(w http.ResponseWriter, r *http.Request, who people.Who, tab string, withCases bool) (draftPage, office.DraftTrial, error) {
	d, err := s.Window.PolicyDraft(r.Context(), who, r.PathValue("draft"))
	if err != nil {
		return draftPage{}, office.DraftTrial{}, err
	}
	trial, err := s.Window.Try(r.Context(), who, d, withCases)
	if err != nil {
		return draftPage{}, trial, err
	}
	page := draftPage{Shell: s.shell(w, r, "page.draft."+tab), Draft: d, Red: len(trial.Red)}
	p := page.Printer()
	published := trial.Base != nil
	page.Heading = s.draftTitle(p, d)
	page.Title = p.T("page.draft.title", "page", page.Title, "policy", page.Heading)
	page.Crumbs = s.deskCrumbs(p)
	if published {
		page.Crumbs = append(page.Crumbs, Link{page.Heading, "/rules/" + d.Pack})
	}
	page.State = draftState(p, d)
	page.Finished = d.Status == office.DraftPublished || d.Status == office.DraftDiscarded
	page.Saved = p.T("rules.draft.saved", "n", d.Version, "name", s.Window.AccountName(r.Context(), d.SavedBy), "date", civil.DateOf(d.Changed), "time", d.Changed.In(civil.Beijing).Format("15:04"))
	for _, t := range []string{"edit", "try", "publish"} {
		page.Tabs = append(page.Tabs, Tab{Text: p.T("page.draft." + t), Href: "/rules/" + d.ID + "/" + t, Current: t == tab})
	}
	page.Hidden = []Hidden{{"seen", strconv.FormatInt(d.Version, 10)}, {"key", rand.Text()}}
	for _, problem := range trial.Problems {
		page.Problems = append(page.Problems, problemLine(p, problem))
	}
	page.CheckedAs = checked(p, trial)
	return page, trial, nil
}

func draftState(p *locale.Printer, d office.PolicyDraft) Tag {
	return Tag{map[office.DraftStatus]string{office.DraftOpen: "info", office.DraftAsked: "warn", office.DraftPublished: "ok"}[d.Status], "", p.T("rules.state." + string(d.Status))}
}

func problemLine(p *locale.Printer, problem policy.Problem) draftProblem {
	line := draftProblem{Place: problem.File}
	line.Text, line.Lang = problemText(p, problem)
	if problem.Line > 0 {
		line.Place += ":" + strconv.Itoa(problem.Line) + ":" + strconv.Itoa(problem.Col)
	}
	if problem.Source != "" {
		caret := problem
		caret.File, caret.Text = "", ""
		if _, source, ok := strings.Cut(caret.String(), "\n"); ok {
			line.Source = source
		}
	}
	return line
}

func checked(p *locale.Printer, trial office.DraftTrial) Tag {
	switch {
	case trial.Stale:
		return Tag{"bad", "warning", p.T("rules.checked.stale")}
	case len(trial.Problems) > 0 && len(trial.Red) > 0:
		return Tag{"bad", "cross", p.T("rules.checked.both", "problems", p.T("rules.checked.problems", "n", len(trial.Problems)), "red", p.T("rules.checked.red", "n", len(trial.Red)))}
	case len(trial.Problems) > 0 || trial.Pack == nil:
		return Tag{"bad", "cross", p.T("rules.checked.problems", "n", len(trial.Problems))}
	case len(trial.Red) > 0:
		return Tag{"bad", "cross", p.T("rules.checked.red", "n", len(trial.Red))}
	}
	return Tag{"ok", "check", p.T("rules.checked.green")}
}

// draftEditPage is one part of a draft: about it, the pack's own page, or a clause.
type draftEditPage struct {
	draftPage
	Part             string
	Parts            []Tab
	Errors           []FieldError
	Title2, Cite     string
	Summary, Other   string // of the clause in the page's language and in the other one
	OtherLang        string
	Words            []ruleWords // the clause's rules, with their figures in place
	Scenarios        []Link
	Fields           []*Input // what no rule's words hold
	Inputs           []*Input // all of them
	States           []draftStateLine
	Upload           Input
	Waiting          bool
	ChangedFiles     []string
	Line             []Row // which text would speak when, on the parts that hold days
	Chart            spanChart
	Stale            bool
	ParametersNeeded []string
}

// draftStateLine is a saved state that one can go back to.
type draftStateLine struct {
	Number int64
	Text   string
	Now    bool
}

// The parts of a draft beside its clauses.
const (
	aboutPart = "about"
	packPart  = "pack"
)

func (s *Server) editDraft(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.showDraftEdit(w, r, who, nil)
}

func (s *Server) showDraftEdit(w http.ResponseWriter, r *http.Request, who people.Who, failed error) error {
	base, trial, err := s.draftPage(w, r, who, "edit", false)
	if err != nil {
		return err
	}
	files, err := s.Window.DraftFiles(r.Context(), base.Draft)
	if err != nil {
		return err
	}
	page := draftEditPage{draftPage: base, Part: cmp.Or(r.FormValue("part"), aboutPart), Stale: trial.Stale}
	p := page.Printer()
	page.ChangedFiles = changedFiles(base.Draft)
	page.Parts = draftParts(p, base.Draft, files, page.Part)
	if !slices.ContainsFunc(page.Parts, func(t Tab) bool { return t.Current }) {
		return fault.New(fault.NotFound, "fault.no-clause", "id", page.Part)
	}
	if page.Part == aboutPart {
		s.aboutDraft(r, who, &page)
	} else {
		s.draftFields(p, &page, files, trial)
	}
	if trial.Pack != nil && (page.Part == aboutPart || page.Part == packPart) {
		page.Line = textLine(p, trial.Line, page.On)
		page.Chart = s.deskChart(p, []office.PolicyStanding{{Pack: trial.Pack, Line: trial.Line}}, page.On)
	}
	page.Hidden = append(page.Hidden, Hidden{"part", page.Part})
	if r.Method == http.MethodPost {
		keepTyped(r, page.Inputs)
	}
	errs, err := mark(p, values(page.Inputs), at(failed))
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(errs) > 0 {
		markFields(page.Inputs, errs)
		page.Errors, page.Wrong, status = errs, true, http.StatusUnprocessableEntity
		if fault.Is(failed, fault.Conflict) {
			status = http.StatusConflict
		}
	}
	return s.render(w, status, page.Lang, "draft_edit", page)
}

// at writes the field's own id into a fault that names it as the pack does.
func at(err error) error {
	if f, ok := err.(*fault.Error); ok {
		named := *f
		named.Path = inputID(f.Path)
		if f.Path == "from" || f.Path == "note" || f.Path == "archive" {
			named.Path = f.Path
		}
		return &named
	}
	return err
}

// values are copies, to find the one that a fault speaks of.
func values(fields []*Input) []Input {
	out := make([]Input, len(fields))
	for i, f := range fields {
		out[i] = *f
	}
	return out
}

func markFields(fields []*Input, errs []FieldError) {
	for i := range fields {
		for _, e := range errs {
			if fields[i].target() == e.Field {
				fields[i].Error = e.Text
			}
		}
	}
}

func keepTyped(r *http.Request, fields []*Input) {
	for i := range fields {
		f := fields[i]
		given, sent := r.PostForm[f.ID]
		switch {
		case !sent || f.Type == "heading":
		case f.Type == "select":
			f.chosen(given)
		default:
			f.Value = first(given)
		}
	}
}

func changedFiles(d office.PolicyDraft) []string {
	var out []string
	for name := range d.Changes {
		out = append(out, name)
	}
	slices.SortFunc(out, policy.NaturalCompare)
	return out
}

// draftParts are the draft itself, the pack's page and its clauses; a dot marks
// what was changed.
func draftParts(p *locale.Printer, d office.PolicyDraft, files policy.Files, current string) []Tab {
	link := func(part, text string, changed bool) Tab {
		if changed {
			text += " •"
		}
		return Tab{Text: text, Href: "/rules/" + d.ID + "/edit?part=" + part, Current: part == current}
	}
	_, pack := d.Changes["pack.yaml"]
	parts := []Tab{link(aboutPart, p.T("rules.part.about"), false), link(packPart, p.T("rules.part.pack"), pack)}
	var names []string
	for name := range files {
		if path.Dir(name) == "clauses" {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, policy.NaturalCompare)
	for _, name := range names {
		id := strings.TrimSuffix(path.Base(name), ".yaml")
		_, changed := d.Changes[name]
		parts = append(parts, link(id, id, changed))
	}
	return parts
}

func (s *Server) aboutDraft(r *http.Request, who people.Who, page *draftEditPage) {
	p, d := page.Printer(), page.Draft
	page.Title2 = p.T("rules.part.about")
	page.Fields = []*Input{
		{ID: "from", Type: "date", Label: p.T("rules.field.from"), Hint: p.T("rules.field.from.hint"), Value: d.From.String()},
		{ID: "note", Type: "textarea", Rows: 3, Label: p.T("rules.field.note"), Hint: p.T("rules.field.note.hint"), Value: d.Note},
	}
	page.Inputs = page.Fields
	page.Upload = Input{ID: "archive", Type: "file", Many: true, Label: p.T("rules.field.archive"), Hint: p.T("rules.field.archive.hint")}
	states, err := s.Window.DraftStates(r.Context(), who, d.ID)
	if err != nil {
		return // the page does without the list of states
	}
	for _, st := range states {
		page.States = append(page.States, draftStateLine{
			Number: st.Version, Now: st.Version == d.Version,
			Text: p.T("rules.draft.saved", "n", st.Version, "name", s.Window.AccountName(r.Context(), st.SavedBy), "date", civil.DateOf(st.Changed), "time", st.Changed.In(civil.Beijing).Format("15:04")),
		})
	}
}

// draftWrite reads who saw which state of the draft.
func draftWrite(r *http.Request, who people.Who) (office.DraftWrite, error) {
	seen, err := seenIn(r, 0)
	if err != nil {
		return office.DraftWrite{}, err
	}
	return office.DraftWrite{Who: who, ID: r.PathValue("draft"), Seen: seen, Key: r.PostFormValue("key")}, nil
}

func (s *Server) saveDraft(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in, err := draftWrite(r, who)
	if err != nil {
		return err
	}
	d, err := s.Window.PolicyDraft(r.Context(), who, in.ID)
	if err != nil {
		return err
	}
	edit := office.DraftEdit{From: d.From, Note: d.Note, Fields: map[string]string{}}
	part := r.PostFormValue("part")
	if part == aboutPart {
		edit.Note = r.PostFormValue("note")
		if edit.From, err = civil.ParseDate(r.PostFormValue("from")); err != nil {
			return s.showDraftEdit(w, r, who, fault.New(fault.Invalid, "fault.policy.day").WithPath("from").WithCause(err))
		}
	} else {
		files, err := s.Window.DraftFiles(r.Context(), d)
		if err != nil {
			return err
		}
		name := "pack.yaml"
		if part != packPart {
			name = "clauses/" + part + ".yaml"
		}
		for _, f := range (policy.Files{name: files[name]}).Fields() {
			if value, sent := r.PostForm[inputID(f.ID())]; sent {
				edit.Fields[f.ID()] = strings.TrimSpace(strings.ReplaceAll(first(value), "\r\n", "\n"))
			}
		}
	}
	if err := s.Window.SaveDraft(r.Context(), in, edit); fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		return s.showDraftEdit(w, r, who, err)
	} else if err != nil {
		return err
	}
	http.Redirect(w, r, "/rules/"+in.ID+"/edit?part="+part, http.StatusSeeOther)
	return nil
}

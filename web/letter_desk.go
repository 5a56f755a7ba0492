package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// letterDeskPage is where a notice or a decision is written: choices and reasons
// on the left, the letter as it would be issued on the right. What the letter
// lacks is said there, and nothing is issued before it is whole.
type letterDeskPage struct {
	Shell
	Heading, Number, Back, Action, Key string
	Lead                               []string
	Open                               []string // who else has the file open
	Seen                               int
	Errors                             []FieldError
	Fields                             []Input
	Track                              string
	Button                             string
	Harm                               bool
	Letter                             *office.Letter // as it would be issued, or nil
	Lacks                              string         // what the letter lacks
}

// letterForm is how a kind of letter is written: what is asked, and the act that
// issues it.
type letterForm struct {
	fields func(s *Server, p *locale.Printer, c casefile.Case, track casefile.Track) ([]Input, map[string][]string)
	act    func(s *Server, r *http.Request, w *office.Window, in office.Write) error
	button string // key
	harm   bool
}

// letterForms are the notices; every other kind is the letter of a decision.
var letterForms = map[casefile.LetterKind]letterForm{
	casefile.PauseLetter:       {(*Server).pauseFields, (*Server).pauseTrack, "page.letter.issue", false},
	casefile.ExtensionLetter:   {(*Server).extendFields, (*Server).extendTrack, "page.letter.issue", false},
	casefile.NotAcceptedLetter: {(*Server).notAcceptFields, (*Server).notAcceptCase, "page.letter.not-accept", true},
	casefile.ToleranceLetter:   {(*Server).noFields, (*Server).tolerate, "page.letter.tolerate", false},
}

// decisionForm is the letter of a decision: a draft for another person to sign.
var decisionForm = letterForm{(*Server).decisionFields, (*Server).draftFromDesk, "page.letter.draft", false}

// showLetterDesk answers for a kind of letter with its desk, and for an issued
// letter's id with that letter.
func (s *Server) showLetterDesk(w http.ResponseWriter, r *http.Request, who people.Who) error {
	kind := casefile.LetterKind(r.PathValue("letter"))
	if !slices.Contains(casefile.LetterKinds, kind) {
		return s.showLetter(w, r, who)
	}
	return s.letterDesk(w, r, who, kind, nil)
}

// writeLetter shows the letter with what was given, or issues it.
func (s *Server) writeLetter(w http.ResponseWriter, r *http.Request, who people.Who) error {
	kind := casefile.LetterKind(r.PathValue("letter"))
	if !slices.Contains(casefile.LetterKinds, kind) {
		return fault.New(fault.NotFound, "fault.no-page")
	}
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	if r.PostFormValue("do") != "issue" {
		return s.letterDesk(w, r, who, kind, nil)
	}
	if err := formOf(kind).act(s, r, s.Window, in); err != nil {
		if code := fault.CodeOf(err); code != fault.Invalid && code != fault.Conflict && code != fault.Unavailable {
			return err
		}
		return s.letterDesk(w, r, who, kind, err)
	}
	http.Redirect(w, r, "/officer/"+string(in.Number), http.StatusSeeOther)
	return nil
}

func formOf(kind casefile.LetterKind) letterForm {
	if form, ok := letterForms[kind]; ok {
		return form
	}
	return decisionForm
}

func (s *Server) letterDesk(w http.ResponseWriter, r *http.Request, who people.Who, kind casefile.LetterKind, problem error) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	file, err := s.filePage(w, r, who, c)
	if err != nil {
		return err
	}
	track, _ := c.Track(casefile.TrackID(r.FormValue("track")))
	form := formOf(kind)
	page := letterDeskPage{Shell: s.shell(w, r, "page.letter.title", "number", file.Number), Number: file.Number, Back: file.Back,
		Action: file.Back + "/letter/" + string(kind), Seen: file.Seen, Key: file.Key, Track: string(track.ID), Open: file.Open, Harm: form.harm || kind == casefile.RefusalLetter}
	p := page.Printer()
	page.Crumbs = append(file.Crumbs, Link{page.Number, page.Back})
	page.Heading, page.Button = p.T("letter."+string(kind)+".title"), p.T(form.button)
	if key := "page.letter.lead." + string(kind); p.Has(key) {
		page.Lead = append(page.Lead, p.T(key))
	}
	fields, known := form.fields(s, p, c, track)
	fields = slices.DeleteFunc(fields, func(f Input) bool { return !asksFor(kind, f.ID) })
	if i := slices.IndexFunc(fields, func(f Input) bool { return f.ID == "clauses" }); i >= 0 {
		if err = s.clauseBoxes(p, c, &fields[i]); err != nil {
			return err
		}
		if kind != casefile.RefusalLetter {
			if known["clauses"], err = s.Window.RestsOn(c, track.ID); err != nil {
				return err
			}
		}
	}
	page.Fields = filled(r, fields, known)
	s.previewInto(r, p, who, c, kind, track, &page)
	status := http.StatusOK
	if problem != nil {
		page.Wrong, status = true, http.StatusUnprocessableEntity
		if page.Errors, err = mark(p, page.Fields, problem); err != nil || len(page.Errors) == 0 {
			page.Errors = []FieldError{{Field: "letter-form", Text: s.problemText(r, p, problem)}}
		}
	}
	return s.render(w, status, page.Lang, "letter_desk", page)
}

// asksFor reports whether the letter says what the field asks: only a refusal tells
// what was established, and it grants no term.
func asksFor(kind casefile.LetterKind, field string) bool {
	switch field {
	case "facts":
		return kind == casefile.RefusalLetter
	case "from", "until":
		return kind != casefile.RefusalLetter
	}
	return true
}

// previewInto writes the letter as it would be issued, or says what it lacks.
func (s *Server) previewInto(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case, kind casefile.LetterKind, track casefile.Track, page *letterDeskPage) {
	if r.Method == http.MethodGet { // first sight: what stands in the fields is what is given
		form := map[string][]string{"track": {string(track.ID)}, "kind": {string(kind)}}
		for _, f := range page.Fields {
			form[f.ID] = f.given()
		}
		r.PostForm = form
	}
	in := office.Write{Who: who, Number: c.Number, Seen: c.Version, Key: page.Key + "-preview"}
	var letters []office.Letter
	var err error
	if _, notice := letterForms[kind]; notice {
		letters, err = s.Window.Preview(func(trial *office.Window) error { return formOf(kind).act(s, r, trial, in) })
	} else {
		var d casefile.Decision
		if d, err = s.deskDecision(r, in); err == nil {
			letters, err = s.Window.PreviewDecision(r.Context(), in, d)
		}
	}
	switch {
	case err != nil:
		page.Lacks = s.problemText(r, p, err)
	case len(letters) == 0:
		page.Lacks = p.T("page.letter.none")
	default:
		i := max(0, slices.IndexFunc(letters, func(l office.Letter) bool { return l.Kind == kind }))
		page.Letter = &letters[i]
	}
}

// given is what stands in the input, as a form would send it.
func (i Input) given() []string {
	if len(i.Choices) == 0 {
		return []string{i.Value}
	}
	var out []string
	all := i.Choices
	for _, g := range i.Groups {
		all = slices.Concat(all, g.Choices)
	}
	for _, c := range all {
		if c.Chosen {
			out = append(out, c.Value)
		}
	}
	return out
}

func (s *Server) noFields(*locale.Printer, casefile.Case, casefile.Track) ([]Input, map[string][]string) {
	return nil, nil
}

func (s *Server) pauseFields(p *locale.Printer, _ casefile.Case, _ casefile.Track) ([]Input, map[string][]string) {
	var grounds []Choice
	for _, g := range casefile.Grounds {
		grounds = append(grounds, Choice{Value: string(g), Label: p.T("ground-of-pause." + string(g))})
	}
	return []Input{
		{ID: "ground", Type: "radios", Label: p.T("page.letter.ground"), Hint: p.T("page.letter.ground.hint"), Choices: grounds},
		{ID: "reason", Type: "textarea", Label: p.T("page.case.reason"), Hint: p.T("page.letter.pause.reason")},
	}, nil
}

func (s *Server) pauseTrack(r *http.Request, w *office.Window, in office.Write) error {
	return last(w.Pause(r.Context(), in, casefile.ClockPaused{
		Track: casefile.TrackID(r.PostForm.Get("track")), Ground: casefile.Ground(r.PostForm.Get("ground")), Reason: plainText(r.PostForm.Get("reason")),
	}))
}

func (s *Server) extendFields(p *locale.Printer, c casefile.Case, t casefile.Track) ([]Input, map[string][]string) {
	unit := p.T("page.letter.days")
	return []Input{
		{ID: "amount", Type: "text", Mode: "numeric", Label: p.T("page.letter.extend"), Hint: p.T("page.letter.extend.hint", "n", t.Longer), Unit: unit},
		{ID: "reason", Type: "textarea", Label: p.T("page.case.reason"), Hint: p.T("page.letter.extend.reason")},
	}, map[string][]string{"amount": {strconv.Itoa(t.Longer)}}
}

func (s *Server) extendTrack(r *http.Request, w *office.Window, in office.Write) error {
	c, err := w.Case(r.Context(), in.Who, in.Number)
	if err != nil {
		return err
	}
	amount, err := strconv.Atoi(strings.TrimSpace(r.PostForm.Get("amount")))
	if err != nil {
		return fault.New(fault.Invalid, "fault.letter.days").WithPath("amount").WithCause(err)
	}
	clock, ok := office.Extendable(c, casefile.TrackID(r.PostForm.Get("track")))
	if !ok {
		return fault.New(fault.Conflict, "fault.case.nothing-runs")
	}
	reason := plainText(r.PostForm.Get("reason"))
	if reason == "" {
		return fault.New(fault.Invalid, "fault.case.reason").WithPath("reason")
	}
	return last(w.Extend(r.Context(), in, casefile.ClockExtended{Clock: clock.Limit.ID(), Amount: amount, Reason: reason}))
}

func (s *Server) notAcceptFields(p *locale.Printer, c casefile.Case, _ casefile.Track) ([]Input, map[string][]string) {
	return []Input{
		{ID: "reason", Type: "textarea", Label: p.T("page.case.reason"), Hint: p.T("page.letter.not-accept.reason")},
		{ID: "clause", Type: "select", Label: p.T("page.letter.clause"), Choices: []Choice{{Label: p.T("page.letter.clause.none")}}, Groups: s.clauseGroups(p, c)},
		{ID: "office", Type: "text", Label: p.T("page.letter.right-office"), Hint: p.T("page.letter.right-office.hint")},
	}, map[string][]string{"clause": {s.basisOf(c, casefile.NotAcceptedLetter)}}
}

func (s *Server) notAcceptCase(r *http.Request, w *office.Window, in office.Write) error {
	n := casefile.NotAccepted{Reason: plainText(r.PostForm.Get("reason")), Clause: r.PostForm.Get("clause"), Office: plainText(r.PostForm.Get("office"))}
	if n.Reason == "" {
		return fault.New(fault.Invalid, "fault.case.reason").WithPath("reason")
	}
	return last(w.NotAccept(r.Context(), in, n))
}

func (s *Server) tolerate(r *http.Request, w *office.Window, in office.Write) error {
	return last(w.Tolerate(r.Context(), in))
}

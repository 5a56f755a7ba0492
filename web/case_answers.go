package web

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
)

// answersPage is one topic of a case's form, or the whole of a short one.
type answersPage struct {
	Shell
	Number, Heading, Lead string
	Progress              string // "Part 2 of 5", or ""
	Part, Parts           int
	Action                string
	Seen                  int
	Key                   string
	Errors                []FieldError
	Moved                 bool   // the policies changed under the draft
	Stale                 string // who changed what while the page was open
	Fields                []answerField
	Own                   []Input // the matter's own questions
	Saved                 string  // when the case was saved last
	Closed                string  // why nothing can be changed any more
	Before                string  // address of the topic before this one, or ""
}

// answersAsked is the topic that a request is about.
type answersAsked struct {
	c      casefile.Case
	matter casefile.Matter
	all    []topic
	at     int
}

func (a answersAsked) topic() topic { return a.all[a.at] }

func (s *Server) askedTopic(r *http.Request, who people.Who) (a answersAsked, err error) {
	if a.c, err = s.caseOf(r, who); err != nil {
		return a, err
	}
	matter, err := s.matterIn(r, a.c)
	if err != nil {
		return a, err
	}
	a.matter, a.all = matter, topicsOf(matter)
	if id := r.PathValue("topic"); id != "" {
		if a.at = slices.IndexFunc(a.all, func(t topic) bool { return t.ID == id }); a.at < 0 {
			return a, fault.New(fault.NotFound, "fault.no-page")
		}
	}
	return a, nil
}

// showAnswers asks a topic. The address of the whole form leads to the first
// topic in which something is missing.
func (s *Server) showAnswers(w http.ResponseWriter, r *http.Request, who people.Who) error {
	a, err := s.askedTopic(r, who)
	if err != nil {
		return err
	}
	if r.PathValue("topic") == "" && a.all[0].ID != wholeForm {
		http.Redirect(w, r, s.firstOpen(a).href(a.c), http.StatusSeeOther)
		return nil
	}
	return s.renderAnswers(w, r, who, a, answersTyped{form: typedBefore(r)})
}

func (s *Server) firstOpen(a answersAsked) topic {
	for _, t := range a.all {
		if slices.ContainsFunc(a.c.Missing(a.matter), t.holds) {
			return t
		}
	}
	return a.all[0]
}

// answersTyped is what a form sent that was not kept, and why.
type answersTyped struct {
	form      url.Values
	problems  map[string]string // by path
	more      string            // list that wants another row
	stale     string            // who changed what meanwhile
	meanwhile map[string]string // what was answered meanwhile, by path
	untouched map[string]bool   // fields of an overtaken page that its reader left as they were
}

func (s *Server) renderAnswers(w http.ResponseWriter, r *http.Request, who people.Who, a answersAsked, typed answersTyped) error {
	c, t := a.c, a.topic()
	page := answersPage{Shell: s.shell(w, r, "page.answers.title", "number", string(c.Number)), Number: string(c.Number), Action: t.href(c),
		Seen: c.Version, Key: rand.Text(), Stale: typed.stale}
	p := page.Printer()
	page.Heading, page.Title = t.name(p), t.name(p)+" – "+string(c.Number)
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/my"}, {page.Number, "/case/" + page.Number}}
	if len(a.all) > 1 {
		page.Part, page.Parts = a.at+1, len(a.all)
		page.Progress = p.T("page.answers.progress", "n", page.Part, "of", page.Parts)
	}
	if a.at > 0 {
		page.Before = a.all[a.at-1].href(c)
	}
	switch {
	case !c.Status.Allows(people.Edit):
		page.Closed = p.T("page.answers.closed")
	case who.May(people.Edit, c.Subject(""), s.Now()) != nil:
		employer, err := s.partyName(r, c.Employer)
		if err != nil {
			return err
		}
		page.Closed = p.T("page.answers.reading", "employer", employer)
	}
	page.Saved = s.savedText(p, c)
	var err error
	if page.Moved, err = s.movedSince(r, who, c); err != nil {
		return err
	}
	known, err := s.answered(c)
	if err != nil {
		return err
	}
	for _, path := range t.Fields {
		field, ok := s.Vocabulary.Lookup(path)
		if !ok {
			continue
		}
		if ask, err := s.askedByLists(r, a.c, path); err != nil {
			return err
		} else if !ask {
			continue
		}
		more := 0
		if typed.more == path {
			more = 1
		}
		form := typed.form
		if typed.untouched[path] {
			form = nil // what somebody else answered meanwhile stands
		}
		f := s.answerField(p, field, known, form, more)
		s.known(p, a.c, &f)
		if f.Named, err = s.caseName(r, p, a.c, f); err != nil {
			return err
		}
		f.Required = slices.Contains(a.matter.Required, path)
		f.Meanwhile = typed.meanwhile[path]
		if f.Error = typed.problems[path]; f.Error != "" {
			page.Errors = append(page.Errors, FieldError{f.target(), f.Label + p.T("list.colon") + f.Error})
		}
		page.Fields = append(page.Fields, f)
	}
	page.Own = filled(r, ownInputs(p, "", t.Questions), ownValues(c, t.Questions))
	for i, f := range page.Own {
		if page.Own[i].Error = typed.problems[f.ID]; typed.problems[f.ID] != "" {
			page.Errors = append(page.Errors, FieldError{f.target(), f.Label + p.T("list.colon") + typed.problems[f.ID]})
		}
	}
	status := http.StatusOK
	switch {
	case page.Stale != "":
		page.Wrong, status = true, http.StatusConflict
	case len(page.Errors) > 0:
		page.Wrong, status = true, http.StatusUnprocessableEntity
	}
	return s.render(w, status, page.Lang, "case_answers", page)
}

// known says of a field where the answer shown comes from; what the window has on
// record itself is shown and not asked.
func (s *Server) known(p *locale.Printer, c casefile.Case, f *answerField) {
	known, ok := c.KnownAs(f.Name)
	if !ok || !known.Firm && !bytes.Equal(known.Value, c.Answers[f.Name]) {
		return
	}
	f.Source = s.knownFrom(p, "known.", known)
	for i := range f.Choices { // what a list settles is not ticked away
		f.Choices[i].Fixed = slices.ContainsFunc(known.Listed, func(l casefile.Listed) bool { return slices.Contains(l.Words, f.Choices[i].Value) })
	}
	if field, ok := s.Vocabulary.Lookup(f.Name); known.Firm && ok {
		alone := c
		alone.Answers = map[string]json.RawMessage{f.Name: known.Value}
		if values, err := s.answered(alone); err == nil {
			f.Firm = s.fullAnswer(p, values, field)
		}
	}
}

// answered are the case's answers as facts, whether or not they can all be true.
func (s *Server) answered(c casefile.Case) (*facts.Facts, error) {
	document, err := c.FactsJSON(s.today())
	if err != nil {
		return nil, err
	}
	f := s.Vocabulary.New()
	return f, s.Vocabulary.Parse(document, f)
}

// savedText says when the applicant's side changed the case last.
func (s *Server) savedText(p *locale.Printer, c casefile.Case) string {
	if c.SavedAt.IsZero() {
		return ""
	}
	on, at := civil.DateOf(c.SavedAt), c.SavedAt.In(civil.Beijing).Format("15:04")
	if on == s.today() {
		return p.T("page.answers.saved", "time", at)
	}
	return p.T("page.answers.saved.on", "date", on, "time", at)
}

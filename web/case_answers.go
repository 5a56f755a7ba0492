package web

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"strings"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
)

// answersPage is the form of a matter: every field that it asks, in groups.
type answersPage struct {
	Shell
	Number, Action string
	Seen           int
	Key            string
	Errors         []FieldError
	Groups         []answerGroup
	Own            []Input // the matter's own questions
	Saved          string
}

type answerGroup struct {
	Name   string
	Fields []answerField
}

// answerField is one field: a select, check boxes, a date or a line of text.
type answerField struct {
	ID, Name, Label, Hint, Unit, Kind, Value, Error string
	Choices                                         []Choice
	Required                                        bool
}

func (s *Server) showAnswers(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	return s.renderAnswers(w, r, c, nil, nil)
}

func (s *Server) renderAnswers(w http.ResponseWriter, r *http.Request, c casefile.Case, typed map[string][]string, problems map[string]string) error {
	page := answersPage{Shell: s.shell(w, r, "page.answers.title", "number", string(c.Number)), Number: string(c.Number),
		Action: "/case/" + string(c.Number) + "/answers", Seen: c.Version, Key: rand.Text()}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/my"}, {page.Number, "/case/" + page.Number}}
	matter, ok := s.Window.Matters.Find(c.Matter)
	if !ok {
		return fault.New(fault.NotFound, "fault.matter.not-found", "matter", string(c.Matter))
	}
	known, err := s.Window.Facts(c, s.today())
	if err != nil {
		return err
	}
	for _, path := range matter.Fields {
		field, ok := s.Vocabulary.Lookup(path)
		if !ok || field.Type == facts.List {
			continue // lists are asked on a page of their own
		}
		f := s.answerField(p, field, known.Get(field.Slot))
		if v, ok := typed[path]; ok {
			f.retype(v)
		}
		if f.Error = problems[path]; f.Error != "" {
			page.Wrong = true
			page.Errors = append(page.Errors, FieldError{f.ID, f.Label + p.T("list.colon") + f.Error})
		}
		page.add(s.groupName(p, path), f)
	}
	page.Own = filled(r, ownInputs(p, "", matter.Questions), ownValues(c, matter.Questions))
	for i, f := range page.Own {
		if page.Own[i].Error = problems[f.ID]; problems[f.ID] != "" {
			page.Wrong = true
			page.Errors = append(page.Errors, FieldError{f.target(), f.Label + p.T("list.colon") + problems[f.ID]})
		}
	}
	status := http.StatusOK
	if page.Wrong {
		status = http.StatusUnprocessableEntity
	}
	return s.render(w, status, page.Lang, "case_answers", page)
}

func (page *answersPage) add(group string, f answerField) {
	if n := len(page.Groups); n == 0 || page.Groups[n-1].Name != group {
		page.Groups = append(page.Groups, answerGroup{Name: group})
	}
	last := &page.Groups[len(page.Groups)-1]
	last.Fields = append(last.Fields, f)
}

// groupName is the heading of the field's group.
func (s *Server) groupName(p *locale.Printer, path string) string {
	head, _, nested := strings.Cut(path, ".")
	if !nested {
		return p.T("page.answers.other")
	}
	for _, g := range s.Vocabulary.Groups() {
		if g.Path == head {
			return wording(p, g.Label)
		}
	}
	return head
}

func (s *Server) answerField(p *locale.Printer, field *facts.Field, value facts.Value) answerField {
	f := answerField{ID: "f-" + strings.ReplaceAll(field.Path, ".", "-"), Name: field.Path, Label: wording(p, field.Label), Unit: unit(p, field), Kind: "text"}
	if hintForPeople(field) {
		f.Hint = wording(p, field.Help)
	}
	given := plain(field, value)
	switch field.Type {
	case facts.Bool:
		f.Kind = "select"
		f.Choices = []Choice{{Value: "true", Label: p.T("answer.yes")}, {Value: "false", Label: p.T("answer.no")}}
	case facts.Enum, facts.Set:
		f.Kind = "select"
		if field.Type == facts.Set {
			f.Kind = "checks"
		}
		for i, word := range field.Words {
			f.Choices = append(f.Choices, Choice{ID: f.ID + "-" + word, Value: word, Label: wordLabel(p, field, i)})
		}
		if field.Type == facts.Set {
			f.Choices = append(f.Choices, Choice{ID: f.ID + "-none", Value: "none", Label: p.T("answer.none")})
		}
	case facts.Date:
		f.Kind = "date"
		if value.State != facts.Unknown {
			given = []string{s.Vocabulary.FormatValue(field, value)}
		}
	}
	f.retype(given)
	return f
}

func (f *answerField) retype(given []string) {
	f.Value = first(given)
	for i := range f.Choices {
		f.Choices[i].Chosen = false
		for _, g := range given {
			f.Choices[i].Chosen = f.Choices[i].Chosen || g == f.Choices[i].Value
		}
	}
}

// saveAnswers keeps what was typed, field by field as the vocabulary reads it.
// Nothing typed is lost: a form with a mistake comes back as it was.
func (s *Server) saveAnswers(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	p := locale.For(languageOf(w, r))
	set, problems := s.readFields(r, c, p)
	matter, _ := s.Window.Matters.Find(c.Matter)
	if err := readOwn(r, p, c, matter.Questions, set, problems); err != nil {
		return err
	}
	if len(problems) > 0 {
		return s.renderAnswers(w, r, c, r.PostForm, problems)
	}
	c, err = s.Window.Save(r.Context(), in, set)
	if err != nil {
		return err
	}
	in.Seen, in.Key = c.Version, in.Key+"-determined"
	if _, err := s.Window.Refresh(r.Context(), in); err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	return s.backToCase(w, r, in)
}

// readFields reads every field of the matter out of the form. An empty one takes
// the answer back.
func (s *Server) readFields(r *http.Request, c casefile.Case, p *locale.Printer) (set map[string]json.RawMessage, problems map[string]string) {
	set, problems = map[string]json.RawMessage{}, map[string]string{}
	matter, _ := s.Window.Matters.Find(c.Matter)
	for _, path := range matter.Fields {
		field, ok := s.Vocabulary.Lookup(path)
		if !ok || field.Type == facts.List {
			continue
		}
		text := strings.TrimSpace(strings.Join(r.PostForm[path], ","))
		if text == "" {
			if _, had := c.Answers[path]; had {
				set[path] = json.RawMessage("null")
			}
			continue
		}
		if field.Type == facts.Int || field.Type == facts.Number {
			text = strings.ReplaceAll(narrow(text), ",", "")
		}
		value, err := s.Vocabulary.ParseValue(field, text)
		if err != nil {
			problems[path] = advice(p, field)
			continue
		}
		set[path] = s.Vocabulary.ValueJSON(field, value)
	}
	return set, problems
}

package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strings"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
)

// saveAnswers keeps what was typed on a topic's page, field by field as the
// vocabulary reads it. Nothing typed is lost: a form with a mistake, and one of a
// page that somebody else has overtaken, come back as they were.
func (s *Server) saveAnswers(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	a, err := s.askedTopic(r, who)
	if err != nil {
		return err
	}
	typed := answersTyped{form: r.PostForm}
	if typed.more = strings.TrimPrefix(r.PostFormValue("then"), "add:"); typed.more != r.PostFormValue("then") {
		return s.renderAnswers(w, r, who, a, typed)
	}
	typed.more = ""
	p := locale.For(languageOf(w, r))
	set, problems := s.readTopic(r, a, p)
	if err := readOwn(r, p, a.c, a.topic().Questions, set, problems); err != nil {
		return err
	}
	if typed.problems = problems; len(problems) > 0 {
		return s.renderAnswers(w, r, who, a, typed)
	}
	c, err := s.Window.Answer(r.Context(), in, set)
	switch {
	case fault.Is(err, fault.Conflict) && in.Seen != a.c.Version:
		if err := s.overtaken(r, who, p, a, in.Seen, err, &typed); err != nil {
			return err
		}
		return s.renderAnswers(w, r, who, a, typed)
	case fault.Is(err, fault.Invalid):
		return s.disagreed(w, r, who, a, typed, err)
	case err != nil:
		return err
	}
	return s.afterAnswers(w, r, a, c)
}

// disagreed shows answers that cannot all be true, at the one that the fault
// names where it is on this page.
func (s *Server) disagreed(w http.ResponseWriter, r *http.Request, who people.Who, a answersAsked, typed answersTyped, err error) error {
	p := locale.For(languageOf(w, r))
	var f *fault.Error
	if !errors.As(err, &f) || len(a.topic().Fields) == 0 {
		return err
	}
	path, text := f.Path, faultText(p, err, "invalid")
	if label := s.label(p, path); label != path {
		text = p.T("page.check.error.conflict", "fact", label)
	}
	if !a.topic().holds(path) {
		path = a.topic().Fields[0]
	}
	typed.problems = map[string]string{path: text}
	return s.renderAnswers(w, r, who, a, typed)
}

// afterAnswers leads on: to the next topic, or back to the case.
func (s *Server) afterAnswers(w http.ResponseWriter, r *http.Request, a answersAsked, c casefile.Case) error {
	next := "/case/" + string(c.Number)
	switch {
	case r.PostFormValue("then") == "later":
	case a.at+1 < len(a.all):
		next = a.all[a.at+1].href(c)
	case c.Status == casefile.StatusDraft:
		next += "#papers"
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// readTopic reads the facts of the topic out of the form: those that differ from
// what is kept. An empty one takes the answer back.
func (s *Server) readTopic(r *http.Request, a answersAsked, p *locale.Printer) (set map[string]json.RawMessage, problems map[string]string) {
	set, problems = map[string]json.RawMessage{}, map[string]string{}
	for _, path := range a.topic().Fields {
		field, ok := s.Vocabulary.Lookup(path)
		if known, firm := a.c.KnownAs(path); !ok || firm && known.Firm {
			continue
		}
		answer, problem := s.readField(p, field, r.PostForm)
		had, answered := a.c.Answers[path]
		switch {
		case problem != "":
			problems[path] = problem
		case answer == nil && answered:
			set[path] = json.RawMessage("null")
		case answer != nil && !bytes.Equal(answer, had):
			set[path] = answer
		}
	}
	return set, problems
}

// overtaken says who changed what since the page was opened, beside each field
// what was answered there, and which fields the page's reader did not change: in
// those the answer of the other stands.
func (s *Server) overtaken(r *http.Request, who people.Who, p *locale.Printer, a answersAsked, seen int, stale error, typed *answersTyped) error {
	history, err := s.Window.History(r.Context(), who, a.c.Number)
	if err != nil {
		return err
	}
	typed.stale, typed.meanwhile, typed.untouched = s.problemText(r, p, stale), map[string]string{}, map[string]bool{}
	before := map[string]json.RawMessage{} // what the page showed
	for _, e := range history {
		saved, ok := e.Body.(casefile.AnswersSaved)
		if !ok {
			continue
		}
		if e.Version <= seen {
			maps.Copy(before, saved.Set)
			continue
		}
		name := s.actorName(r, p, e.Actor)
		for path, value := range saved.Set {
			if a.topic().holds(path) {
				typed.meanwhile[path] = p.T("page.answers.meanwhile", "name", name, "answer", s.keptText(p, a, path, value))
			}
		}
	}
	for _, path := range a.topic().Fields {
		field, ok := s.Vocabulary.Lookup(path)
		if !ok {
			continue
		}
		answer, _ := s.readField(p, field, r.PostForm)
		typed.untouched[path] = bytes.Equal(answer, before[path]) || answer == nil && string(before[path]) == "null"
	}
	return nil
}

// actorName is who acted: an account, or the law.
func (s *Server) actorName(r *http.Request, p *locale.Printer, id people.PartyID) string {
	if account, err := s.Window.Account(r.Context(), id); err == nil {
		return account.Name
	}
	return p.T("page.case.stale.law")
}

// keptText prints an answer as it is kept.
func (s *Server) keptText(p *locale.Printer, a answersAsked, path string, value json.RawMessage) string {
	if string(value) == "null" {
		return p.T("page.answers.open")
	}
	for _, q := range a.matter.Questions {
		if q.Path() == path {
			return ownText(p, q, casefile.Case{Answers: map[string]json.RawMessage{path: value}}.Own(q))
		}
	}
	field, ok := s.Vocabulary.Lookup(path)
	if !ok {
		return string(value)
	}
	alone := a.c
	alone.Answers = map[string]json.RawMessage{path: value}
	f, err := s.answered(alone)
	if err != nil {
		return string(value)
	}
	if f.Get(field.Slot).State == facts.Unknown {
		return p.T("page.answers.open")
	}
	return s.answer(p, f, field)
}

package web

import (
	"net/http"
	"net/url"

	"yichuang/facts"
	"yichuang/locale"
)

// questionPage asks one question: the unknown fact that can change the result
// most, or one that the person wants to change.
type questionPage struct {
	Shell
	Path          string
	Question      Question
	Errors        []FieldError
	Progress      string
	Number, Total int
	First         bool // the first question carries the data notice
	MayDecline    bool
	MayFinish     bool
	Why           string
	WhyOpen       bool
}

// askQuestion shows the question that ?ask= names, else the next one, else the result.
func (s *Server) askQuestion(w http.ResponseWriter, r *http.Request) error {
	a := s.readAnswers(r)
	field, remaining, err := s.nextField(a, r.URL.Query().Get("ask"))
	if err != nil {
		return err
	}
	if field == nil {
		http.Redirect(w, r, "/check/result", http.StatusSeeOther)
		return nil
	}
	return s.showQuestion(w, r, a, field, remaining, nil, "")
}

// nextField chooses the field to ask; nil when nothing can change the result.
func (s *Server) nextField(a answers, asked string) (*facts.Field, int, error) {
	_, placed := s.place(a)
	if !placed {
		asked = "place"
	}
	asked = s.settledFact(asked)
	remaining := firstEstimate
	if placed {
		next, n, err := s.Engine.NextQuestion(s.asked(a), a.declined)
		if err != nil {
			return nil, 0, err
		}
		remaining = n
		if asked == "" {
			asked = next
		}
	}
	field, ok := s.Vocabulary.Lookup(asked)
	if !ok {
		return nil, 0, nil
	}
	return field, remaining, nil
}

// firstEstimate is how many questions a self-check takes, as long as the place
// is not known and nothing better can be said.
const firstEstimate = 12

// showQuestion shows the question with what is known, or with what was typed
// (nil: nothing) and the reason why that is no answer.
func (s *Server) showQuestion(w http.ResponseWriter, r *http.Request, a answers, field *facts.Field, remaining int, typed url.Values, problem string) error {
	page := questionPage{Shell: s.shell(w, r, "page.check.title"), Path: field.Path}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}}
	page.Question = s.question(p, a, field, typed)
	if err := s.askName(r, p, a, field, typed, &page.Question); err != nil {
		return err
	}
	page.Title = page.Question.Heading
	page.First = s.count(a) == 0
	page.MayDecline = field.Path != "place" && field.Path != "on"
	page.MayFinish = !page.First
	page.Number = s.count(a) + 1
	page.Total = max(page.Number+remaining-1, page.Number)
	page.Progress = p.T("page.check.progress", "number", page.Number, "total", page.Total)
	page.Why, page.WhyOpen = s.why(p, a, field)
	httpStatus := http.StatusOK
	if problem != "" {
		page.Wrong = true
		page.Errors = []FieldError{{page.Question.target(), problem}}
		page.Question.fail(problem)
		httpStatus = http.StatusUnprocessableEntity
	}
	return s.render(w, httpStatus, page.Lang, "check_question", page)
}

// shownReasons is how many outcomes that wait for an answer are named.
const shownReasons = 3

// why says why a question is asked: the vocabulary's reason where the matter is
// sensitive (shown open), and the outcomes that wait for the answer.
func (s *Server) why(p *locale.Printer, a answers, field *facts.Field) (text string, open bool) {
	var waiting []string
	if _, placed := s.place(a); placed {
		if d, err := s.Engine.Determine(s.asked(a)); err == nil {
			waiting = s.waitingFor(p, d, field.Path)
		}
	}
	reason := wording(p, field.Why)
	switch {
	case len(waiting) == 0 && reason == "":
		return p.T("page.check.why.general"), false
	case len(waiting) == 0:
		return reason, true
	case reason == "":
		return p.T("page.check.why.outcomes", "outcomes", p.List(waiting)), false
	}
	return p.T("page.check.why.both", "reason", reason, "outcomes", p.List(waiting)), true
}

package web

import (
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/policy"
)

// Of an element of the points table that reads more than shownAnswers answers,
// each says what it answers; mostAnswers of them are shown, more are a matter of
// many small things.
const (
	shownAnswers = 2
	mostAnswers  = 3
)

// pointsAnswer prints the answers that the rules of an element read.
func (s *Server) pointsAnswer(p *locale.Printer, element string, f *facts.Facts) string {
	read := &reading{}
	for _, pack := range s.Engine.Packs() {
		for _, clause := range pack.Clauses {
			for _, rule := range clause.Rules {
				if rule.Kind == policy.Points && rule.ID == element {
					read.walk(rule.Points.Of)
					read.walk(rule.When)
				}
			}
		}
	}
	many := len(read.fields) > shownAnswers // then each answer says what it answers
	var answers []string
	if born := s.fact(f, "applicant.birth_date"); read.age && born.State == facts.Known {
		age := civil.Date(born.N).CompletedYears(civil.Date(s.fact(f, "on").N))
		answers = append(answers, p.T("answer.age", "n", int(age)))
	}
	for _, field := range read.fields {
		value := f.Get(field.Slot)
		switch {
		case value.State != facts.Known || absent(field, value):
		case many && nothing(field, value):
		case many && field.Type == facts.Bool:
			answers = append(answers, wording(p, field.Label))
		case many:
			answers = append(answers, wording(p, field.Label)+p.T("list.colon")+s.answer(p, f, field))
		default:
			answers = append(answers, s.answer(p, f, field))
		}
	}
	if many && len(answers) > mostAnswers {
		return ""
	}
	return p.List(answers)
}

// reading gathers what conditions read.
type reading struct {
	fields []*facts.Field
	age    bool
}

func (r *reading) walk(e *policy.Expr) {
	if e == nil {
		return
	}
	switch e.Op {
	case policy.OpAge:
		r.age = true
	case policy.OpFact:
		r.add(e.Field)
	}
	for _, arg := range e.Args {
		r.walk(arg)
	}
}

func (r *reading) add(field *facts.Field) {
	for _, known := range r.fields {
		if known.Path == field.Path {
			return
		}
	}
	r.fields = append(r.fields, field)
}

// nothing: the answer is none of it, no, or zero.
func nothing(field *facts.Field, value facts.Value) bool {
	switch field.Type {
	case facts.Bool:
		return value.N == 0
	case facts.Int, facts.Number:
		return value.F == 0
	}
	return absent(field, value)
}

// absent: the answer says that there is none of it, which gives no points.
func absent(field *facts.Field, value facts.Value) bool {
	switch field.Type {
	case facts.Enum:
		return field.Words[value.N] == "none"
	case facts.Set:
		return value.N == 0
	}
	return false
}

package web

import (
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/policy"
)

// shownAnswers is how many answers behind an element of the points table are
// shown; an element that reads more is a matter of many small things.
const shownAnswers = 2

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
	if len(read.fields) > shownAnswers {
		return ""
	}
	var answers []string
	if born := s.fact(f, "applicant.birth_date"); read.age && born.State == facts.Known {
		age := civil.Date(born.N).CompletedYears(civil.Date(s.fact(f, "on").N))
		answers = append(answers, p.T("answer.age", "n", int(age)))
	}
	for _, field := range read.fields {
		if value := f.Get(field.Slot); value.State == facts.Known && !absent(field, value) {
			answers = append(answers, s.answer(p, f, field))
		}
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

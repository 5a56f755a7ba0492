package web

import (
	"strings"

	"yichuang/determination"
	"yichuang/facts"
	"yichuang/locale"
)

// shownAdvice is how many suggestions a result makes.
const shownAdvice = 3

// adviceRows says what would change the result: what to do, what it gives, the
// clauses that make the difference, and until when.
func (s *Server) adviceRows(p *locale.Printer, d *determination.Determination, f *facts.Facts) ([]Row, error) {
	list, err := s.Engine.Advise(f)
	if err != nil {
		return nil, err
	}
	var rows []Row
	for _, advice := range list[:min(len(list), shownAdvice)] {
		var steps []string
		for _, change := range advice.Changes {
			steps = append(steps, s.step(p, change))
		}
		row := Row{Name: strings.Join(steps, p.T("list.steps")), Chips: s.chips(p, d.On, advice.Clauses...)}
		row.Tag = verdicts[advice.Verdict]
		row.Tag.Text = p.T("result.advice.gives", "verdict", p.T(row.Tag.Text), "class", s.shortClass(p, advice.Class))
		if advice.Points.Total != nil {
			row.Notes = append(row.Notes, p.T("rule.points", "n", *advice.Points.Total))
		}
		if advice.Opens != nil {
			row.Notes = append(row.Notes, p.T("result.advice.opens", "date", *advice.Opens))
		}
		if advice.Closes != nil {
			row.Notes = append(row.Notes, p.T("result.advice.closes", "date", *advice.Closes))
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// step is one change in words: the vocabulary's action and the value to reach.
func (s *Server) step(p *locale.Printer, change determination.Change) string {
	field, ok := s.Vocabulary.Lookup(change.Path)
	if !ok {
		return change.Path
	}
	action := wording(p, field.Action)
	value, err := s.Vocabulary.ParseValue(field, change.To)
	if err != nil || field.Type == facts.Bool {
		return action
	}
	return p.T("result.advice.step", "action", action, "to", s.valueText(p, field, value))
}

func (s *Server) shortClass(p *locale.Printer, class string) string {
	if class == "" || class == noClass {
		return s.className(p, class)
	}
	return p.T("class.short." + class)
}

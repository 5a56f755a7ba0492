package web

import (
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/locale"
)

// pointsTable is the points table, applied.
type pointsTable struct {
	Sentence, Total, Note string
	Rows                  []pointsRow
}

// pointsRow is an element; faint ones gave nothing.
type pointsRow struct {
	Name, Answer, Points, Note string
	Faint                      bool
	Chips                      []Chip
}

// decides fills what decides the class: grounds, limits, discretion, points.
func (page *resultPage) decides(s *Server, p *locale.Printer, d *determination.Determination, f *facts.Facts) {
	for _, ground := range d.Grounds {
		row := Row{Name: s.name(p, "ground", ground.ID), Chips: s.entryChips(p, d, ground.Entry)}
		row.Tag = Tag{"ok", "check", p.T("class.short." + ground.Class)}
		if ground.ToProve {
			row.Notes = append(row.Notes, p.T("result.ground.to-prove"))
		}
		row.Notes = append(row.Notes, s.replacedNote(p, ground.Replaced)...)
		page.Grounds = append(page.Grounds, row)
	}
	for _, limit := range d.Limits {
		row := Row{Name: s.name(p, "limit", limit.ID), Tag: say(p, limitStatuses[limit.Status]), Chips: s.entryChips(p, d, limit.Entry)}
		row.Notes = append(row.Notes, s.limitNotes(p, limit)...)
		page.Limits = append(page.Limits, row)
	}
	for _, discretion := range d.Discretion {
		page.Discretion = append(page.Discretion, Row{
			Name:  s.matter(p, discretion.Matter),
			Notes: []string{p.T("result.discretion.authority", "authority", s.authority(p, discretion.Authority))},
			Tag:   say(p, verdicts[determination.Officer]),
			Chips: s.chips(p, d.On, discretion.Clause),
		})
	}
	if d.Service == determination.PlainService {
		page.Points = s.pointsTable(p, d, f)
	}
}

// entryChips cites the clause that won and those that agree.
func (s *Server) entryChips(p *locale.Printer, d *determination.Determination, e determination.Entry) []Chip {
	return s.chips(p, d.On, append([]string{e.Clause}, e.Also...)...)
}

// replacedNote names the clauses that a special rule replaced.
func (s *Server) replacedNote(p *locale.Printer, refs []string) []string {
	var cites []string
	for _, ref := range refs {
		if clause, ok := s.Engine.Clause(ref, s.today()); ok {
			cites = append(cites, shortCite(p, clause))
		}
	}
	if len(cites) == 0 {
		return nil
	}
	return []string{p.T("result.replaced", "clauses", p.List(cites))}
}

func (s *Server) limitNotes(p *locale.Printer, limit determination.Limit) []string {
	var notes []string
	if bounds := s.bounds(p, limit.ID, limit.Min, limit.Max); bounds != "" {
		notes = append(notes, bounds)
	}
	return append(notes, s.replacedNote(p, limit.Replaced)...)
}

// bounds says in words between which figures a limit holds, both inclusive.
func (s *Server) bounds(p *locale.Printer, limit, least, most string) string {
	switch {
	case least != "" && most != "":
		return p.T("limit.between", "min", s.limitValue(p, limit, least), "max", s.limitValue(p, limit, most))
	case least != "":
		return p.T("limit.min", "min", s.limitValue(p, limit, least))
	case most != "":
		return p.T("limit.max", "max", s.limitValue(p, limit, most))
	}
	return ""
}

// limitValue prints a bound: a number, or a word of an ordered list such as "bachelor".
func (s *Server) limitValue(p *locale.Printer, limit, value string) string {
	switch limit {
	case "education":
		return s.wordOf(p, "applicant.degree.level", value)
	case "age":
		return p.T("limit.years-of-age", "n", value)
	case "experience":
		return p.T("limit.years", "n", value)
	}
	return value
}

func (s *Server) pointsTable(p *locale.Printer, d *determination.Determination, f *facts.Facts) *pointsTable {
	table := &pointsTable{}
	switch {
	case d.Points.Total != nil:
		table.Total = p.Number(float64(*d.Points.Total))
		table.Sentence = p.T("points.sentence", "total", *d.Points.Total)
	default:
		table.Total = p.T("points.range", "min", d.Points.Min, "max", d.Points.Max)
		table.Sentence = p.T("points.sentence.range", "min", d.Points.Min, "max", d.Points.Max)
		table.Note = p.T("points.open")
	}
	for _, element := range d.Points.Elements {
		row := pointsRow{Name: s.name(p, "points", element.ID), Answer: s.pointsAnswer(p, element.ID, f), Points: p.Number(float64(element.Points))}
		if element.Clause != "" && element.Points > 0 {
			row.Chips = s.chips(p, d.On, append([]string{element.Clause}, element.Also...)...)
		}
		if !element.Settled && element.Max > element.Points {
			row.Note = p.T("points.could", "max", element.Max)
			row.Points = p.T("points.range", "min", element.Points, "max", element.Max)
		}
		row.Faint = element.Settled && element.Points == 0
		table.Rows = append(table.Rows, row)
	}
	return table
}

package web

import (
	"slices"

	"yichuang/determination"
	"yichuang/locale"
)

// compareRow is one question answered by two determinations.
type compareRow struct {
	Key     string // of its name
	Name    string
	Cells   [2]compareCell
	Differs bool
}

// compareCell is what one of them says.
type compareCell struct {
	Lines []string
	Chips []Chip
}

// text is the cell's lines; an empty cell says "none".
func (c compareCell) text(p *locale.Printer) []string {
	if len(c.Lines) == 0 {
		return []string{p.T("page.compare.nothing")}
	}
	return c.Lines
}

// compareRows puts two determinations side by side. Cells differ when their
// words do; the clauses behind them may differ all the same.
func (s *Server) compareRows(p *locale.Printer, left, right *determination.Determination) []compareRow {
	rows := []struct {
		key  string
		cell func(*locale.Printer, *determination.Determination) compareCell
	}{
		{"compare.verdict", s.verdictCell},
		{"compare.class", s.classCell},
		{"compare.points", s.pointsCell},
		{"compare.limits", s.limitsCell},
		{"compare.routes", s.routesCell},
		{"compare.term", s.termCell},
		{"compare.deadlines", s.deadlinesCell},
		{"compare.eased", s.easedCell},
		{"compare.entitlements", s.entitlementsCell},
	}
	var all []compareRow
	for _, row := range rows {
		cells := [2]compareCell{row.cell(p, left), row.cell(p, right)}
		if len(cells[0].Lines)+len(cells[1].Lines) == 0 {
			continue
		}
		all = append(all, compareRow{Key: row.key, Name: p.T(row.key), Cells: cells, Differs: !slices.Equal(cells[0].Lines, cells[1].Lines)})
	}
	return all
}

func (s *Server) verdictCell(p *locale.Printer, d *determination.Determination) compareCell {
	return compareCell{Lines: []string{say(p, verdicts[d.Verdict]).Text}}
}

func (s *Server) classCell(p *locale.Printer, d *determination.Determination) compareCell {
	cell := compareCell{Lines: []string{s.className(p, d.Class)}}
	for _, ground := range d.Grounds {
		cell.Lines = append(cell.Lines, s.name(p, "ground", ground.ID))
		cell.Chips = append(cell.Chips, s.entryChips(p, d, ground.Entry)...)
	}
	return cell
}

func (s *Server) pointsCell(p *locale.Printer, d *determination.Determination) compareCell {
	if d.Service != determination.PlainService {
		return compareCell{}
	}
	if d.Points.Total != nil {
		return compareCell{Lines: []string{p.Number(float64(*d.Points.Total))}}
	}
	return compareCell{Lines: []string{p.T("points.range", "min", d.Points.Min, "max", d.Points.Max)}}
}

func (s *Server) limitsCell(p *locale.Printer, d *determination.Determination) compareCell {
	var cell compareCell
	for _, limit := range d.Limits {
		status := say(p, limitStatuses[limit.Status]).Text
		cell.Lines = append(cell.Lines, p.T("compare.pair", "what", s.name(p, "limit", limit.ID), "value", status))
		cell.Chips = append(cell.Chips, s.chips(p, d.On, limit.Clause)...)
	}
	cell.Chips = distinct(cell.Chips)
	return cell
}

func (s *Server) routesCell(p *locale.Printer, d *determination.Determination) compareCell {
	var cell compareCell
	for _, route := range d.Routes {
		cell.Lines = append(cell.Lines, s.name(p, "route", route.ID))
		cell.Chips = append(cell.Chips, s.chips(p, d.On, route.Clause)...)
	}
	cell.Chips = distinct(cell.Chips)
	return cell
}

func (s *Server) termCell(p *locale.Printer, d *determination.Determination) compareCell {
	if d.Term == nil {
		return compareCell{}
	}
	return compareCell{
		Lines: []string{p.T("compare.term.until", "until", d.Term.Until), p.T("compare.term.cap", "months", p.T("unit.months", "n", d.Term.Months))},
		Chips: s.chips(p, d.On, d.Term.Clause),
	}
}

func (s *Server) deadlinesCell(p *locale.Printer, d *determination.Determination) compareCell {
	var cell compareCell
	for _, deadline := range d.Deadlines {
		if deadline.Statutory {
			continue
		}
		length := p.T("unit."+deadline.Unit, "n", deadline.Amount)
		cell.Lines = append(cell.Lines, p.T("compare.pair", "what", s.name(p, "deadline", deadline.ID), "value", length))
		cell.Chips = append(cell.Chips, s.chips(p, d.On, deadline.Clause)...)
	}
	cell.Chips = distinct(cell.Chips)
	return cell
}

// easedCell lists the papers that are not simply required.
func (s *Server) easedCell(p *locale.Printer, d *determination.Determination) compareCell {
	var cell compareCell
	for _, material := range d.Materials {
		if material.Treatment == "required" {
			continue
		}
		treatment := say(p, treatments[material.Treatment]).Text
		cell.Lines = append(cell.Lines, p.T("compare.pair", "what", s.name(p, "material", material.ID), "value", treatment))
	}
	return cell
}

func (s *Server) entitlementsCell(p *locale.Printer, d *determination.Determination) compareCell {
	var cell compareCell
	for _, entitlement := range d.Entitlements {
		cell.Lines = append(cell.Lines, s.name(p, "entitlement", entitlement.ID))
		cell.Chips = append(cell.Chips, s.chips(p, d.On, entitlement.Clause)...)
	}
	cell.Chips = distinct(cell.Chips)
	return cell
}

func distinct(chips []Chip) []Chip {
	seen := make(map[string]bool)
	return slices.DeleteFunc(chips, func(c Chip) bool {
		was := seen[c.Href]
		seen[c.Href] = true
		return was
	})
}

package web

import (
	"cmp"
	"net/http"
	"slices"

	"yichuang/casefile"
	"yichuang/determination"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
)

// movedBlock says what a change of the policies means for a draft: which policies
// moved, and for the case each paper, time limit and result that is another now.
type movedBlock struct {
	Since    string
	Policies []string
	Rows     []Row
}

// lawMoved is how the law moved under the draft since its first result; nil where it
// did not.
func (s *Server) lawMoved(r *http.Request, who people.Who, p *locale.Printer, c casefile.Case, now *determination.Determination) (*movedBlock, error) {
	drift, ok, err := s.Window.Drift(r.Context(), who, c, now)
	if err != nil || !ok {
		return nil, err
	}
	block := &movedBlock{Since: p.T("page.case.check.moved", "date", drift.Since)}
	for _, id := range drift.Packs {
		pack, err := s.findPack(id)
		if err != nil {
			return nil, err
		}
		block.Policies = append(block.Policies, p.T("page.case.check.moved.pack", "policy", wording(p, pack.Title)))
	}
	for _, policy := range now.Policies {
		for _, then := range drift.Then.Policies {
			if policy.ID != then.ID || policy.InForce == then.InForce {
				continue
			}
			pack, err := s.findPack(policy.ID)
			if err != nil {
				return nil, err
			}
			block.Policies = append(block.Policies, p.T("page.case.check.moved.span", "policy", wording(p, pack.Title), "span", span(p, policy.From, policy.Until)))
		}
	}
	block.Rows = append(s.movedPapers(p, c, drift.Then, now), s.movedLimits(p, drift.Then, now)...)
	for _, row := range s.compareRows(p, drift.Then, now) {
		if row.Differs && row.Key != "compare.deadlines" && row.Key != "compare.eased" { // said above, one by one
			note := p.T("page.case.moved.change", "then", p.List(row.Cells[0].text(p)), "now", p.List(row.Cells[1].text(p)))
			block.Rows = append(block.Rows, Row{Name: row.Name, Notes: []string{note}, Chips: s.movedChips(p, row, drift.Then, now)})
		}
	}
	return block, nil
}

// movedChips cite what a row that moved rests on: its own clauses now, else those of
// then, else those of the grounds and limits from which every result follows.
func (s *Server) movedChips(p *locale.Printer, row compareRow, then, now *determination.Determination) []Chip {
	chips := slices.Concat(row.Cells[1].Chips, row.Cells[0].Chips)
	if row.Key == "compare.points" {
		chips = s.movedPoints(p, then, now)
	} else if len(row.Cells[1].Chips) > 0 {
		chips = row.Cells[1].Chips
	}
	if len(chips) == 0 {
		chips = slices.Concat(s.classCell(p, now).Chips, s.limitsCell(p, now).Chips)
	}
	return distinct(chips)
}

// movedPoints cite the clauses of the elements that give other points than then.
func (s *Server) movedPoints(p *locale.Printer, then, now *determination.Determination) (chips []Chip) {
	for _, e := range now.Points.Elements {
		i := slices.IndexFunc(then.Points.Elements, func(o determination.Element) bool { return o.ID == e.ID })
		if i < 0 {
			chips = append(chips, s.chips(p, now.On, e.Clause)...)
		} else if o := then.Points.Elements[i]; o.Points != e.Points || o.Max != e.Max {
			chips = append(chips, s.chips(p, now.On, cmp.Or(e.Clause, o.Clause))...)
		}
	}
	return chips
}

// movedPapers are the papers that are asked for otherwise than then.
func (s *Server) movedPapers(p *locale.Printer, c casefile.Case, then, now *determination.Determination) []Row {
	var rows []Row
	treated := func(m determination.Material) string { return say(p, treatments[m.Treatment]).Text }
	for _, m := range now.Materials {
		row := Row{Name: s.name(p, "material", m.ID), Chips: s.entryChips(p, now, m.Entry)}
		before, asked := material(then, m.ID)
		switch {
		case !asked:
			row.Tag, row.Notes = Tag{"warn", "", p.T("page.case.moved.new")}, []string{treated(m)}
		case before.Treatment != m.Treatment:
			row.Notes = []string{p.T("page.case.moved.change", "then", treated(before), "now", treated(m))}
		default:
			continue
		}
		rows = append(rows, row)
	}
	for _, m := range then.Materials {
		if _, asked := material(now, m.ID); asked {
			continue
		}
		row := Row{Name: s.name(p, "material", m.ID), Tag: Tag{"ok", "check", p.T("page.case.moved.gone")}, Chips: s.entryChips(p, then, m.Entry)}
		if slot, kept := c.Slot(casefile.SlotID(m.ID)); kept && len(slot.Files) > 0 {
			row.Notes = []string{p.T("page.case.moved.kept")}
		}
		rows = append(rows, row)
	}
	return rows
}

func material(d *determination.Determination, id string) (determination.Material, bool) {
	i := slices.IndexFunc(d.Materials, func(m determination.Material) bool { return m.ID == id })
	if i < 0 {
		return determination.Material{}, false
	}
	return d.Materials[i], true
}

// movedLimits are the time limits of offices, of the law and promised, that are
// others than then.
func (s *Server) movedLimits(p *locale.Printer, then, now *determination.Determination) []Row {
	var rows []Row
	for _, d := range now.Deadlines {
		before, after := limitText(p, then, d), limitText(p, now, d)
		if before != after {
			rows = append(rows, s.movedLimit(p, now, d, before, after))
		}
	}
	for _, d := range then.Deadlines {
		if after := limitText(p, now, d); after == p.T("page.compare.nothing") {
			rows = append(rows, s.movedLimit(p, then, d, limitText(p, then, d), after))
		}
	}
	return rows
}

func (s *Server) movedLimit(p *locale.Printer, of *determination.Determination, d determination.Deadline, before, after string) Row {
	kind := map[bool]string{true: "limit.law", false: "limit.promise"}[d.Statutory]
	return Row{Name: s.name(p, "deadline", d.ID), Notes: []string{p.T(kind) + p.T("list.colon") + p.T("page.case.moved.change", "then", before, "now", after)},
		Chips: s.entryChips(p, of, d.Entry)}
}

// limitText is the length of the same time limit in a determination.
func limitText(p *locale.Printer, in *determination.Determination, of determination.Deadline) string {
	for _, d := range in.Deadlines {
		if d.ID == of.ID && d.Track == of.Track && d.Statutory == of.Statutory && d.Direction == of.Direction {
			return p.T("unit."+d.Unit, "n", d.Amount)
		}
	}
	return p.T("page.compare.nothing")
}

// movedSince reports whether a page of the draft's form points to what moved.
func (s *Server) movedSince(r *http.Request, who people.Who, c casefile.Case) (bool, error) {
	if c.Status != casefile.StatusDraft || c.Determination == nil {
		return false, nil
	}
	now, err := s.Window.Determine(c)
	if fault.Is(err, fault.Invalid) { // answers that cannot all be true are said where they are typed
		return false, nil
	}
	if err != nil {
		return false, err
	}
	_, moved, err := s.Window.Drift(r.Context(), who, c, now)
	return moved, err
}

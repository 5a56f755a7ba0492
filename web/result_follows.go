package web

import (
	"slices"
	"strings"

	"yichuang/determination"
	"yichuang/facts"
	"yichuang/locale"
)

// exemptRoute is the route of who needs no work permit.
const exemptRoute = "exempt"

// follows fills what a result brings: routes, term, dates, papers, rights, duties.
func (page *resultPage) follows(s *Server, p *locale.Printer, d *determination.Determination, f *facts.Facts) {
	page.Routes = s.entries(p, d, "route", d.Routes)
	for i, r := range d.Routes {
		page.Routes[i].Notes = append(s.wayOpened(p, d, f, r.ID), page.Routes[i].Notes...)
	}
	page.Exempt = len(d.Routes) == 1 && d.Routes[0].ID == exemptRoute
	page.Term = s.term(p, d)
	for _, deadline := range d.Deadlines {
		page.Deadlines = append(page.Deadlines, s.deadlineRow(p, d, deadline))
	}
	page.Papers = s.papers(p, d)
	if len(page.Papers) > 0 {
		page.PapersSentence = papersSentence(p, d)
	}
	for _, entitlement := range d.Entitlements {
		row := Row{Name: s.name(p, "entitlement", entitlement.ID), Chips: s.entryChips(p, d, entitlement.Entry)}
		for _, detail := range entitlement.Detail {
			row.Notes = append(row.Notes, p.T("entitlement.detail."+detail.Name, "n", detail.Value))
		}
		page.Entitlements = append(page.Entitlements, row)
	}
	page.Duties = s.entries(p, d, "duty", d.Duties)
}

func (s *Server) entries(p *locale.Printer, d *determination.Determination, kind string, list []determination.Entry) []Row {
	var rows []Row
	for _, entry := range list {
		rows = append(rows, Row{Name: s.name(p, kind, entry.ID), Notes: s.replacedNote(p, entry.Replaced), Chips: s.entryChips(p, d, entry)})
	}
	return rows
}

func (s *Server) term(p *locale.Printer, d *determination.Determination) *termBox {
	if d.Term == nil {
		return nil
	}
	t := d.Term
	box := &termBox{
		Sentence: p.T("term.sentence", "from", t.From, "until", t.Until),
		Binding:  p.T("term.binding."+t.Binding, "months", p.T("unit.months", "n", t.Months)),
		Chips:    s.chips(p, d.On, append([]string{t.Clause}, t.Also...)...),
	}
	if t.UpperBound {
		box.Open = p.T("term.upper-bound")
	}
	return box
}

// termText is the longest term in words, with what binds it; "" where there is none.
func (s *Server) termText(p *locale.Printer, d *determination.Determination) string {
	t := s.term(p, d)
	if t == nil {
		return ""
	}
	return p.T("term.bound", "term", t.Sentence, "binding", t.Binding)
}

func (s *Server) deadlineRow(p *locale.Printer, d *determination.Determination, deadline determination.Deadline) Row {
	length := p.T("unit."+deadline.Unit, "n", deadline.Amount)
	row := Row{Name: s.name(p, "deadline", deadline.ID), Chips: s.entryChips(p, d, deadline.Entry)}
	row.Notes = append(row.Notes, p.T("deadline."+deadline.Direction+"."+deadline.From, "length", length))
	row.Notes = append(row.Notes, s.replacedNote(p, deadline.Replaced)...)
	row.Tag = Tag{"info", "clock", length}
	if deadline.Statutory {
		row.Tag = Tag{"", "clock", p.T("deadline.statutory", "length", length)}
	} else {
		row.Notes = append(row.Notes, s.notCovered(p, d, deadline.ID)...)
	}
	return row
}

func (s *Server) papers(p *locale.Printer, d *determination.Determination) []Row {
	rows := make([]Row, len(d.Materials))
	for i, material := range d.Materials {
		rows[i] = s.paperRow(p, d, material)
	}
	return rows
}

func (s *Server) paperRow(p *locale.Printer, d *determination.Determination, material determination.Material) Row {
	cited := material.Entry
	for _, ref := range material.FormBy {
		if ref != cited.Clause && !slices.Contains(cited.Also, ref) {
			cited.Also = append(slices.Clone(cited.Also), ref)
		}
	}
	row := Row{Name: s.name(p, "material", material.ID), Tag: say(p, treatments[material.Treatment]), Chips: s.entryChips(p, d, cited)}
	for _, form := range material.Form {
		row.Notes = append(row.Notes, s.name(p, "form", form))
	}
	if material.Key {
		row.Notes = append(row.Notes, p.T("material.key"))
	}
	row.Notes = append(row.Notes, s.replacedNote(p, material.Replaced)...)
	return row
}

func papersSentence(p *locale.Printer, d *determination.Determination) string {
	count := make(map[string]int)
	for _, material := range d.Materials {
		count[material.Treatment]++
	}
	return p.T("papers.sentence", "required", count["required"], "commitment", count["commitment"],
		"deferrable", count["deferrable"], "exempt", count["exempt"])
}

// matter names what an officer decides: "limit:age".
func (s *Server) matter(p *locale.Printer, matter string) string {
	kind, id, _ := strings.Cut(matter, ":")
	return s.name(p, kind, id)
}

// authority names whose officer decides.
func (s *Server) authority(p *locale.Printer, id string) string {
	if key := "authority." + id; p.Has(key) {
		return p.T(key)
	}
	return s.name(p, "authority", id)
}

func (s *Server) readingsUsed(p *locale.Printer, d *determination.Determination) []Row {
	var rows []Row
	for _, used := range d.Readings {
		for _, pack := range s.Engine.Packs() {
			reading, ok := pack.Reading(used.ID)
			if !ok {
				continue
			}
			for _, option := range reading.Options {
				if option.ID == used.Option {
					rows = append(rows, Row{Name: wording(p, reading.Question), Notes: []string{p.T("policy.reading.used", "option", wording(p, option.Label))}})
				}
			}
		}
	}
	return rows
}

func (s *Server) parametersUsed(p *locale.Printer, d *determination.Determination) []Row {
	var rows []Row
	for _, used := range d.Parameters {
		row := Row{Name: s.parameterName(p, used.ID)}
		place := s.placeName(p, facts.PlaceCode(used.Place))
		switch {
		case used.Value == nil:
			row.Notes = []string{p.T("parameter.missing", "place", place)}
			row.Tag = Tag{"warn", "warning", p.T("parameter.not-loaded")}
		case used.ValidFrom != nil:
			row.Notes = []string{p.T("parameter.value", "place", place, "value", *used.Value, "from", *used.ValidFrom)}
		}
		rows = append(rows, row)
	}
	return rows
}

func (s *Server) parameterName(p *locale.Printer, id string) string {
	for _, pack := range s.Engine.Packs() {
		for _, parameter := range pack.Parameters {
			if parameter.ID == id {
				return wording(p, parameter.Title)
			}
		}
	}
	return id
}

func receipt(p *locale.Printer, d *determination.Determination) []Pair {
	rows := []Pair{{p.T("receipt.engine"), d.Receipt.Engine}}
	for _, pack := range d.Receipt.Packs {
		rows = append(rows, Pair{pack.ID, pack.Hash})
	}
	return append(rows, Pair{p.T("receipt.facts"), d.Receipt.Facts}, Pair{p.T("receipt.determination"), d.Receipt.Determination})
}

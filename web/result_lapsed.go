package web

import (
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/policy"
)

// lapsed says, for every policy of the place that is not in force on the filing
// date, what the same facts would have given on its last day, or will give on
// its first: only what differs from the result itself.
func (s *Server) lapsed(p *locale.Printer, d *determination.Determination, f *facts.Facts) ([]lapsedBox, error) {
	var boxes []lapsedBox
	for _, ref := range d.Policies {
		pack, err := s.findPack(ref.ID)
		if ref.InForce || err != nil {
			continue
		}
		day, heading, ok := dayOf(p, pack, ref, d.On)
		if !ok {
			continue
		}
		then := f.Clone()
		s.setOn(then, day)
		other, err := s.Engine.Determine(then)
		if err != nil {
			return nil, err
		}
		boxes = append(boxes, lapsedBox{
			ID: ref.ID, Heading: heading, Dates: span(p, ref.From, ref.Until),
			Lines: s.differences(p, d, other), Note: p.T("result.lapsed.note"),
		})
	}
	return boxes, nil
}

// dayOf is the day of the policy's life that is nearest to the filing date.
func dayOf(p *locale.Printer, pack *policy.Pack, ref determination.PolicyRef, on civil.Date) (civil.Date, string, bool) {
	title := wording(p, pack.Title)
	switch {
	case ref.Until != nil && *ref.Until < on:
		return *ref.Until, p.T("result.lapsed.ended", "policy", title), true
	case ref.From != nil && on < *ref.From:
		return *ref.From, p.T("result.lapsed.not-yet", "policy", title), true
	}
	return 0, "", false
}

func (s *Server) setOn(f *facts.Facts, day civil.Date) {
	if field, ok := s.Vocabulary.Lookup("on"); ok {
		f.Set(field.Slot, facts.Value{State: facts.Known, N: int64(day)})
	}
}

// differences are the lines in which another determination of the same person
// reads otherwise; one line says so where there are none.
func (s *Server) differences(p *locale.Printer, d, other *determination.Determination) []string {
	var lines []string
	for _, row := range s.compareRows(p, d, other) {
		if row.Differs {
			lines = append(lines, p.T("result.lapsed.line", "what", row.Name, "then", p.List(row.Cells[1].text(p))))
		}
	}
	if lines == nil {
		lines = []string{p.T("result.lapsed.same")}
	}
	return lines
}

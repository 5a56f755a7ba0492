package web

import (
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/locale"
)

// lapsed says, for every policy of the place that is not in force on the filing
// date, what the same facts would have given on its last day, or will give on
// its first: only what differs from the result itself.
func (s *Server) lapsed(p *locale.Printer, d *determination.Determination, f *facts.Facts) ([]lapsedBox, error) {
	list, err := s.Engine.Lapsed(f, d)
	if err != nil {
		return nil, err
	}
	boxes := make([]lapsedBox, len(list))
	for i, l := range list {
		key := "result.lapsed.ended"
		if d.On < l.On {
			key = "result.lapsed.not-yet"
		}
		boxes[i] = lapsedBox{
			ID: l.Pack.ID, Heading: p.T(key, "policy", wording(p, l.Pack.Title)), Dates: daysOf(p, l.Pack, l.On),
			Lines: s.differences(p, d, l.Then), Note: p.T("result.lapsed.note", "date", l.On),
		}
	}
	return boxes, nil
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

package web

import (
	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/locale"
)

// paperFacts is what people are told about a paper, wherever it is asked for.
type paperFacts struct {
	Name    string // of the paper
	What    string
	Brief   []string // who issues it and how long it holds
	Details []detailLine
	Chips   []Chip // of what one from another country needs
	Sample  *sampleDrawing
}

// paperFacts tells about a paper; nil where nothing is known of it, as of one
// that a city brings along without a description.
func (s *Server) paperFacts(p *locale.Printer, on civil.Date, id, name string) *paperFacts {
	paper, ok := s.Papers[casefile.SlotID(id)]
	if !ok {
		return nil
	}
	facts := &paperFacts{
		Name: name, What: pick(p, paper.What),
		Brief: []string{p.T("paper.issuer", "issuer", pick(p, paper.Issuer)), p.T("paper.validity", "validity", pick(p, paper.Validity))},
		Details: []detailLine{
			{p.T("paper.original"), p.T("paper.original." + string(paper.Original))},
			{p.T("paper.count"), p.T("paper.count.scan")},
		},
		Sample: drawSample(p, id, name, paper.Sample),
	}
	if paper.Abroad.ZH != "" {
		facts.Details = append(facts.Details, detailLine{p.T("paper.abroad"), pick(p, paper.Abroad)})
		facts.Chips = s.chips(p, on, paper.Clause)
	}
	return facts
}

package web

import (
	"yichuang/casefile"
	"yichuang/locale"
)

// paperLine is one paper of the case.
type paperLine struct {
	ID, Name  string
	Treatment Tag
	State     Tag
	Notes     []string
	Chips     []Chip
	Files     []fileLine
	Upload    bool        // the reader may supply it
	Promise   bool        // the reader may sign a commitment instead
	Judge     bool        // the reader may say what the paper is worth
	Settled   bool        // nothing more is asked about it
	Facts     *paperFacts // who issues it and what it must show, for those who hand it in
}

type fileLine struct{ Name, Href string }

type requestLine struct {
	Index      int
	What       string
	Fault, Fix string
	Done       bool
}

// paperLines lists the papers with what the reader can do about each.
func (s *Server) paperLines(p *locale.Printer, page *casePage, c casefile.Case) []paperLine {
	var out []paperLine
	for _, slot := range c.Slots {
		line := paperLine{ID: string(slot.ID), Name: s.name(p, "material", string(slot.ID)), Treatment: s.treatment(p, slot)}
		if slot.Treatment != casefile.Exempt || len(slot.Files) > 0 {
			line.State = s.slotTag(p, slot) // of an exempt paper the treatment says all
		}
		for _, f := range slot.Form {
			line.Notes = append(line.Notes, s.name(p, "form", f))
		}
		line.Notes = append(line.Notes, s.slotNotes(p, c, slot)...)
		if slot.Fault != "" {
			line.Notes = append(line.Notes, slot.Fault)
		}
		line.Chips = s.chips(p, s.today(), slotClauses(slot)...)
		for _, f := range slot.Files {
			line.Files = append(line.Files, fileLine{f.Name, fileBase(page.Staff) + page.Number + paperPath(page.Staff, slot.ID, f.Hash)})
		}
		asked := slot.Treatment != casefile.Exempt
		line.Upload = page.Can["upload"] && asked
		if asked && !page.Staff {
			line.Facts = s.paperFacts(p, s.today(), line.ID, line.Name)
		}
		line.Promise = page.Can["sign"] && slot.Treatment == casefile.ByCommitment && slot.Committed == "" && len(slot.Files) == 0
		line.Judge = page.Can["judge"] && asked && (len(slot.Files) > 0 || slot.State == casefile.Empty) && slot.Committed == ""
		line.Settled = slot.Settled()
		out = append(out, line)
	}
	return out
}

var slotTones = map[casefile.SlotState]string{
	casefile.Empty: "", casefile.Supplied: "info", casefile.NotGood: "warn", casefile.Good: "ok", casefile.Seen: "ok",
}

func (s *Server) treatment(p *locale.Printer, slot casefile.Slot) Tag {
	if t, ok := treatments[string(slot.Treatment)]; ok {
		return say(p, t)
	}
	return Tag{"", "", p.T("treatment." + string(slot.Treatment))}
}

func (s *Server) requestLines(p *locale.Printer, page *casePage, c casefile.Case) {
	request := c.OpenRequest()
	if request == nil {
		return
	}
	page.RequestBy = p.T("page.case.request.due", "date", request.Due)
	for i, item := range request.Items {
		what := s.label(p, item.Field)
		if item.Slot != "" {
			what = s.name(p, "material", string(item.Slot))
		}
		page.Request = append(page.Request, requestLine{Index: i, What: what, Fault: item.Fault, Fix: item.Fix, Done: item.Done})
	}
}

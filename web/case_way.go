package web

import (
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/locale"
)

// wayLine is the condition that the matter's way to apply is open to the person;
// ok is false of a matter that stands for no way in particular.
func (s *Server) wayLine(p *locale.Printer, c casefile.Case, d *determination.Determination) (line compareLine, ok bool) {
	matter, ok := s.Window.Matters.Find(c.Matter)
	if !ok || matter.Route == "" {
		return line, false
	}
	way, entry := d.Way(matter.Route)
	return s.compareLine(p, c, wayPrefix+matter.Route, s.name(p, "route", matter.Route), way, s.entryChips(p, d, entry)), true
}

// explainWay says to the applicant's side why the way to apply is open or not; what
// officers read of it stands in their own table.
func (s *Server) explainWay(p *locale.Printer, page *casePage, c casefile.Case, d *determination.Determination) error {
	i := slices.IndexFunc(page.Compare, func(l compareLine) bool { return strings.HasPrefix(l.ID, wayPrefix) })
	if i < 0 || page.Staff {
		return nil
	}
	f, err := s.answered(c)
	if err != nil {
		return err
	}
	line := &page.Compare[i]
	line.Notes = append(s.wayNotes(p, d, f, strings.TrimPrefix(line.ID, wayPrefix)), line.Notes...)
	return nil
}

// wayPrefix begins the id of the condition that a way to apply is open.
const wayPrefix = "route:"

// wayNotes say to the applicant what opens the way, or what stands before it.
func (s *Server) wayNotes(p *locale.Printer, d *determination.Determination, f *facts.Facts, route string) []string {
	way, _ := d.Way(route)
	switch way {
	case determination.Met:
		return s.wayOpened(p, d, f, route)
	case determination.Unknown:
		var names []string
		for _, path := range d.WayNeeds(route) {
			names = append(names, s.label(p, path))
		}
		return []string{p.T("way.unknown", "facts", p.List(names))}
	}
	var others []string
	for _, r := range d.Routes {
		others = append(others, s.name(p, "route", r.ID))
	}
	if len(others) == 0 {
		return []string{p.T("way." + string(way) + ".alone")}
	}
	return []string{p.T("way."+string(way), "others", p.List(others))}
}

// openAnswers are the questions of the form that nobody answered and on which the
// result waits, each with where it is asked.
func (s *Server) openAnswers(p *locale.Printer, c casefile.Case, d *determination.Determination, all []topic) []checkLine {
	if d.Verdict != determination.Unknown {
		return nil
	}
	var lines []checkLine
	for _, path := range d.Unknown {
		if slices.ContainsFunc(all, func(t topic) bool { return t.holds(path) }) {
			lines = append(lines, checkLine{p.T("page.case.check.open-answer", "question", s.label(p, path)), s.topicHref(c, all, path)})
		}
	}
	return lines
}

// shownOpening is how many answers are named that open a way to apply.
const shownOpening = 6

// wayOpened lists the answers by which the rule that decided opens a way: those that
// are this rule's own, not what every rule of the clause asks.
func (s *Server) wayOpened(p *locale.Printer, d *determination.Determination, f *facts.Facts, route string) []string {
	rules := s.Engine.Trace(d, "route", route)
	if len(rules) == 0 {
		return nil
	}
	ofClause := slices.DeleteFunc(slices.Clone(rules), func(r determination.Traced) bool { return r.Clause != rules[0].Clause })
	shared := func(path string) bool {
		return len(ofClause) > 1 && !slices.ContainsFunc(ofClause, func(r determination.Traced) bool { return !slices.Contains(r.Facts, path) })
	}
	var notes []string
	for _, path := range rules[0].Facts {
		field, ok := s.Vocabulary.Lookup(path)
		if !ok || len(notes) == shownOpening || shared(path) || slices.Contains(askedByMatter, path) || f.Get(field.Slot).State == facts.Unknown {
			continue
		}
		notes = append(notes, p.T("way.opened", "fact", wording(p, field.Label), "value", s.answer(p, f, field)))
	}
	return notes
}

// askedByMatter are the facts that a matter stands for; nobody answers them.
var askedByMatter = []string{"on", "place", "service", "application"}

// wayRow says on the check page how it stands with the way to apply, and warns
// where the answers do not open it.
func (s *Server) wayRow(p *locale.Printer, page *checkPage, c casefile.Case, d *determination.Determination) error {
	line, ok := s.wayLine(p, c, d)
	if !ok {
		return nil
	}
	f, err := s.answered(c)
	if err != nil {
		return err
	}
	route := strings.TrimPrefix(line.ID, wayPrefix)
	notes := s.wayNotes(p, d, f, route)
	page.Way = []Row{{Name: line.Name, Tag: line.Computed, Notes: notes, Chips: line.Chips}}
	if line.Verdict != determination.Met {
		page.Warnings = append(page.Warnings, checkLine{p.T("way.warning", "way", line.Name, "note", notes[0]), "/case/" + string(c.Number) + "/answers"})
	}
	return nil
}

// notCovered says of a time limit that holds by a general rule which special clause
// sets a time for others, and not for this application.
func (s *Server) notCovered(p *locale.Printer, d *determination.Determination, step string) []string {
	for _, l := range d.Deadlines {
		if l.ID != step || l.Statutory || l.Elsewhere == "" {
			continue
		}
		if clause, ok := s.Engine.Clause(l.Elsewhere, d.On); ok {
			return []string{p.T("limit.not-covered", "clause", wording(p, clause.Cite))}
		}
	}
	return nil
}

package web

import (
	"net/http"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
)

// conditionLine is a condition of a case: what was said on the form, shown on
// paper and known from registers, what the computer made of it, and what the
// officer found.
type conditionLine struct {
	ID, Name, Href string
	Verdict        determination.Verdict
	Computed       Tag
	Found          Tag
	Why            string // of the finding
	Differs        bool   // the finding is another than the computed one
	Opened         bool   // the reader has looked at the rules behind it
	Said, Known    []Pair
	Shown          []fileLine
	Notes          []string
	Chips          []Chip
}

// factLine is a fact of the form, for an office that checks facts and not
// conditions: said, known and shown.
type factLine struct {
	ID, Name, Said, Known, Source string
	Shown                         []fileLine
	Computed, Found               Tag
	Verdict                       determination.Verdict
	Why                           string
}

// hides reports whether the reader's office does not see everything of the case:
// it then checks facts, and conditions stay with the office whose they are.
func (s *Server) hides(who people.Who, c casefile.Case) bool {
	matter, ok := s.Window.Matters.Find(c.Matter)
	return ok && len(c.Hidden(matter, who.Office)) > 0
}

// fileCompare fills the table of conditions, or of facts.
func (s *Server) fileCompare(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case, page *filePage) error {
	known, err := s.Window.Facts(c, c.LawDay(s.today()))
	if err != nil {
		return err
	}
	if page.Listings, err = s.listings(r, p, c, known); err != nil {
		return err
	}
	if s.hides(who, c) {
		page.Sentence, page.Compare, page.Term = "", nil, ""
		page.Listings = nil // of universities: not what this office decides
		page.Facts, page.Unasked = s.factLines(p, who, c, known, page)
		page.Result = s.otherResult(p, who, c)
		return nil
	}
	d, err := s.Window.Determine(c)
	if err != nil {
		return err
	}
	if page.Sentence != "" {
		page.Sentence = p.T("page.file.computed") // the applicant's page speaks to somebody else
	}
	if d.Term != nil {
		page.TermChips = s.chips(p, d.On, append([]string{d.Term.Clause}, d.Term.Also...)...)
	}
	opened := s.opened(r, c.Number)
	for _, l := range append(page.Compare, s.missedLines(p, c, d)...) {
		kind, id, _ := strings.Cut(l.ID, ":")
		line := conditionLine{ID: l.ID, Name: l.Name, Verdict: l.Verdict, Computed: l.Computed, Found: l.Found, Notes: l.Notes, Chips: l.Chips,
			Href: page.Back + "/condition/" + l.ID, Opened: slices.Contains(opened, l.ID)}
		for _, f := range c.Findings {
			if f.Condition == l.ID {
				line.Why, line.Differs = f.Reason, f.Differs()
				line.Notes = slices.DeleteFunc(slices.Clone(line.Notes), func(n string) bool { return n == f.Reason })
			}
		}
		paths := s.inputs(d, kind, id)
		if kind == "ground" && byPoints(id) {
			line.Notes = append(line.Notes, s.pointsTable(p, d, known).Sentence)
			paths = slices.DeleteFunc(paths, func(path string) bool { return s.gaveNothing(known, path) })
		}
		s.sources(p, c, known, paths, page.Back, &line)
		page.MayAgree = page.MayAgree || line.agreeable()
		page.Conditions = append(page.Conditions, line)
	}
	page.MayAgree = page.MayAgree && page.Can["find"]
	return nil
}

// agreeable reports whether the row can be agreed with at once: met, without a
// finding yet, and opened by the reader or known from a register altogether.
func (l conditionLine) agreeable() bool {
	return l.Verdict == determination.Met && l.Found.Text == "" && (l.Opened || len(l.Said) > 0 && len(l.Known) == len(l.Said))
}

// missedLines are the grounds of a person without a class: none holds, so each is
// a condition that the officer looks at before a refusal.
func (s *Server) missedLines(p *locale.Printer, c casefile.Case, d *determination.Determination) []compareLine {
	if d.Service != workPermitService || len(d.Grounds) > 0 {
		return nil
	}
	var out []compareLine
	for _, g := range s.Window.Law().Engine.Missed(d) {
		key := "ground:" + g.ID
		verdict := determination.NotMet
		switch {
		case slices.ContainsFunc(d.Discretion, func(x determination.Discretion) bool { return x.Matter == key }):
			verdict = determination.Officer
		case slices.ContainsFunc(d.Possible, func(x determination.Possible) bool { return x.Kind == "ground" && x.ID == g.ID }):
			verdict = determination.Unknown
		}
		line := s.compareLine(p, c, key, s.name(p, "ground", g.ID), verdict, s.entryChips(p, d, g.Entry))
		line.Notes = append([]string{p.T("class.short." + g.Class)}, line.Notes...)
		out = append(out, line)
	}
	return out
}

// gaveNothing reports whether an answer gives no points: none of it, no, or zero.
func (s *Server) gaveNothing(f *facts.Facts, path string) bool {
	field, ok := s.Vocabulary.Lookup(path)
	if !ok || field.Type == facts.List {
		return !ok
	}
	return nothing(field, f.Get(field.Slot))
}

// byPoints reports whether a ground rests on the points table.
func byPoints(ground string) bool { return strings.HasPrefix(ground, "points") }

// inputs are the facts that the rules which decided a condition read; of one that
// nothing decided, those that its rules read. Points rest on what gave each point.
func (s *Server) inputs(d *determination.Determination, kind, id string) []string {
	if kind == "ground" && byPoints(id) {
		var paths []string
		for _, element := range d.Points.Elements {
			if element.Points > 0 {
				paths = join(paths, s.inputs(d, "points", element.ID))
			}
		}
		return paths
	}
	var decided, all []string
	for _, rule := range s.Window.Law().Engine.Trace(d, kind, id) {
		if rule.Role == determination.Decided || rule.Role == determination.Agrees {
			decided = join(decided, rule.Facts)
		}
		all = join(all, rule.Facts)
	}
	if decided == nil {
		return all
	}
	return decided
}

// join adds the paths that are not there yet.
func join(paths, more []string) []string {
	for _, path := range more {
		if !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	return paths
}

// sources fills in what was said of the facts, what is known, and which papers
// prove them.
func (s *Server) sources(p *locale.Printer, c casefile.Case, f *facts.Facts, paths []string, at string, line *conditionLine) {
	for _, path := range paths {
		field, ok := s.Vocabulary.Lookup(path)
		if !ok || f.Get(field.Slot).State == facts.Unknown && field.Type != facts.List {
			continue
		}
		if _, answered := c.Answers[path]; !answered {
			continue
		}
		line.Said = append(line.Said, Pair{wording(p, field.Label), s.answer(p, f, field)})
		if k, ok := s.knownFact(p, c, field); ok {
			line.Known = append(line.Known, k)
		}
		line.Shown = append(line.Shown, papersOf(s, p, c, field.Document, at, line.Shown)...)
	}
}

// papersOf are the uploads of the paper that proves a fact, those not listed yet.
func papersOf(s *Server, p *locale.Printer, c casefile.Case, document, at string, listed []fileLine) []fileLine {
	slot, ok := c.Slot(casefile.SlotID(document))
	if document == "" || !ok {
		return nil
	}
	var out []fileLine
	for _, file := range slot.Files {
		line := fileLine{s.name(p, "material", document), at + paperPath(true, slot.ID, file.Hash)}
		if !slices.Contains(listed, line) {
			out = append(out, line)
		}
	}
	return out
}

// factLines compares the facts that the reader's office checks; what else it sees of
// the form is told beside them.
func (s *Server) factLines(p *locale.Printer, who people.Who, c casefile.Case, f *facts.Facts, page *filePage) (out []factLine, rest []detailLine) {
	matter, _ := s.Window.Matters.Find(c.Matter)
	checks := c.Checks(matter, who.Office)
	for _, path := range matter.Fields {
		field, ok := s.Vocabulary.Lookup(path)
		if _, answered := c.Answers[path]; !ok || !answered {
			continue
		}
		if len(checks) > 0 && !slices.Contains(checks, path) {
			rest = append(rest, detailLine{wording(p, field.Label), s.answer(p, f, field)})
			continue
		}
		line := factLine{ID: "fact:" + path, Name: wording(p, field.Label), Said: s.answer(p, f, field), Verdict: determination.Unknown}
		if k, known := s.knownFact(p, c, field); known {
			line.Known, line.Source = k.Note, k.Name
			line.Verdict = determination.NotMet
			if line.Known == line.Said {
				line.Verdict = determination.Met
			}
			line.Computed = say(p, factVerdicts[line.Verdict])
		}
		line.Shown = papersOf(s, p, c, field.Document, page.Back, nil)
		for _, found := range c.Findings {
			if found.Condition == line.ID {
				line.Found, line.Why = say(p, factVerdicts[determination.Verdict(found.Found)]), found.Reason
			}
		}
		out = append(out, line)
	}
	return out, rest
}

// factVerdicts say whether what was said agrees with what is known.
var factVerdicts = map[determination.Verdict]Tag{
	determination.Met: {"ok", "check", "page.file.agrees"}, determination.NotMet: {"bad", "cross", "page.file.differs"},
}

// otherResult is what the other office decided, as far as this one builds on it.
func (s *Server) otherResult(p *locale.Printer, who people.Who, c casefile.Case) string {
	for _, t := range c.Tracks {
		if t.Office == who.Office {
			continue
		}
		if t.Decision == nil {
			return p.T("page.police.waits", "track", p.T("track."+string(t.ID)))
		}
		text := p.T("page.police.result", "track", p.T("track."+string(t.ID)), "outcome", p.T("label."+string(t.Decision.Outcome)), "date", *t.Decision.On)
		if t.Decision.Term != nil {
			text += " " + p.T("term.given", "from", t.Decision.Term.From, "until", t.Decision.Term.Until)
		}
		return text
	}
	return ""
}

// opened are the conditions of a case whose rules the reader looked at in this
// session.
func (s *Server) opened(r *http.Request, number casefile.CaseNumber) []string {
	rows, _ := s.sessions.Get(r.Context(), openedKey(number)).([]string)
	return rows
}

func openedKey(number casefile.CaseNumber) string { return "opened:" + string(number) }

// agreeRows records "met" for every row that the reader has opened, or that comes
// from a register, and that has no finding yet.
func (s *Server) agreeRows(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	page, err := s.filePage(w, r, who, c)
	if err != nil {
		return err
	}
	var all []casefile.Finding
	for _, line := range page.Conditions {
		if line.agreeable() {
			all = append(all, casefile.Finding{Condition: line.ID, Computed: string(line.Verdict), Found: string(determination.Met)})
		}
	}
	if len(all) == 0 {
		return s.fileProblem(w, r, who, fault.New(fault.Invalid, "fault.file.nothing-opened"))
	}
	if _, err := s.Window.FindAll(r.Context(), in, all); err != nil {
		return s.fileProblem(w, r, who, err)
	}
	http.Redirect(w, r, page.Back, http.StatusSeeOther)
	return nil
}

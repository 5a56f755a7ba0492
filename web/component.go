package web

import (
	"slices"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/people"
	"yichuang/policy"
)

// Tag is a state in a word, with a tone (ok, warn, bad, pause, info or "") and
// one of the six icons or "".
type Tag struct{ Tone, Icon, Text string }

// Chip cites a clause and opens our summary of it.
type Chip struct {
	Short, Cite    string
	Title, Summary string
	Status         Tag
	Href           string
}

// Row is an entry of a list: what, notes on it, a state, and the clauses behind it.
type Row struct {
	Name  string
	Notes []string
	Tag   Tag
	Chips []Chip
}

// endsSoon is how many days before its end a policy is shown as ending.
const endsSoon = 90

// status says how a pack stands on a day.
func status(p *locale.Printer, pack *policy.Pack, on civil.Date) Tag {
	days := pack.Span(on)
	switch {
	case days.From != nil && on < *days.From:
		return Tag{"", "clock", p.T("policy.status.not-yet")}
	case days.Until != nil && *days.Until < on:
		return Tag{"", "", p.T("policy.status.ended")}
	case days.Until != nil && int(*days.Until-on) <= endsSoon:
		return Tag{"warn", "clock", p.T("policy.status.ends-soon", "n", int(*days.Until-on))}
	}
	return Tag{"ok", "check", p.T("policy.status.in-force")}
}

// daysOf says when a pack is, was or will be in force, as seen from a day.
func daysOf(p *locale.Printer, pack *policy.Pack, on civil.Date) string {
	days := pack.Span(on)
	return span(p, days.From, days.Until)
}

// span says when something is, was or will be in force.
func span(p *locale.Printer, from, until *civil.Date) string {
	switch {
	case from != nil && until != nil:
		return p.T("policy.dates.both", "from", *from, "until", *until)
	case from != nil:
		return p.T("policy.dates.from", "from", *from)
	case until != nil:
		return p.T("policy.dates.until", "until", *until)
	}
	return p.T("policy.dates.open")
}

// chips cites clauses in the order given, each once; unknown ones are left out.
func (s *Server) chips(p *locale.Printer, on civil.Date, refs ...string) []Chip {
	var chips []Chip
	seen := make(map[string]bool)
	for _, ref := range refs {
		clause, ok := s.Engine.Clause(ref, on)
		if !ok || seen[ref] {
			continue
		}
		seen[ref] = true
		chips = append(chips, Chip{
			Short: shortCite(p, clause), Cite: wording(p, clause.Cite), Title: wording(p, clause.Title),
			Summary: wording(p, clause.Summary), Status: status(p, clause.Pack, on), Href: "/policy/" + clause.Ref(),
		})
	}
	return chips
}

// chipsFor cites to staff the clauses that hold at a place of theirs. Others may act
// at several places and read them all.
func (s *Server) chipsFor(p *locale.Printer, who people.Who, refs ...string) []Chip {
	if who.Role.Staff() {
		refs = slices.DeleteFunc(slices.Clone(refs), func(ref string) bool {
			clause, ok := s.Engine.Clause(ref, s.today())
			return ok && !slices.ContainsFunc(who.Places, func(at people.PlaceCode) bool { return s.holdsAt(clause.Pack, at) })
		})
	}
	return s.chips(p, s.today(), refs...)
}

// holdsAt reports whether the pack holds at the place, or at one within it.
func (s *Server) holdsAt(pack *policy.Pack, at people.PlaceCode) bool {
	place, ok := s.Places.Lookup(facts.PlaceCode(at))
	return ok && pack.Holds(place.Scopes) || slices.ContainsFunc(pack.Scope, func(scope facts.PlaceCode) bool { return at.Holds(people.PlaceCode(scope)) })
}

func shortCite(p *locale.Printer, clause *policy.Clause) string {
	return p.T("chip.short", "pack", wording(p, clause.Pack.Short), "clause", clause.ID)
}

// name is what people call an id that a rule set.
func (s *Server) name(p *locale.Printer, kind, id string) string {
	if w, ok := s.Engine.Name(kind, id); ok {
		return wording(p, w)
	}
	if kind == "material" && s.Window != nil { // a paper of one matter's own
		for _, m := range s.Window.Matters {
			for _, slot := range m.Slots {
				if string(slot.ID) == id {
					return pick(p, slot.Title)
				}
			}
		}
	}
	return id
}

// label is what people call a fact.
func (s *Server) label(p *locale.Printer, path string) string {
	if field, ok := s.Vocabulary.Lookup(path); ok {
		return wording(p, field.Label)
	}
	return path
}

// placeName names a place by its code; a code that is not known stands for itself.
func (s *Server) placeName(p *locale.Printer, code facts.PlaceCode) string {
	if place, ok := s.Places.Lookup(code); ok {
		return p.Pick(place.Name.ZH, place.Name.EN)
	}
	if code == facts.Nation {
		return p.T("place.nation")
	}
	return string(code)
}

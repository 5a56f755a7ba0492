package web

import (
	"slices"

	"yichuang/casefile"
	"yichuang/determination"
	"yichuang/people"
)

// restsOn are the clauses that a grant of a permit for a term cites unless the
// officer takes them out: of the way to apply, the grounds of the class, the limits
// that special rules change or an officer decides, the term, the service asked for.
func (s *Server) restsOn(who people.Who, c casefile.Case, t casefile.Track) (refs []string, err error) {
	d, err := s.Window.Determine(c)
	if err != nil {
		return nil, err
	}
	add := func(some ...string) {
		for _, ref := range some {
			if ref != "" && !slices.Contains(refs, ref) {
				refs = append(refs, ref)
			}
		}
	}
	entry := func(e determination.Entry) { add(append([]string{e.Clause}, e.Also...)...) }
	if m, ok := s.Window.Matters.Find(c.Matter); ok && m.Route != "" {
		_, way := d.Way(m.Route)
		entry(way)
	}
	for _, g := range d.Grounds {
		if g.Class == d.Class && !s.hides(who, c) {
			entry(g.Entry)
		}
	}
	for _, l := range d.Limits { // those of the general rules go without saying
		if l.Status == "discretion" || l.Status == "met" && len(l.Replaced) > 0 {
			entry(l.Entry)
		}
	}
	if d.Term != nil {
		add(append([]string{d.Term.Clause}, d.Term.Also...)...)
	}
	for _, x := range d.Discretion {
		add(x.Clause)
	}
	if d.Service != plainService {
		add(s.citing(d, "service", d.Service)...)
	}
	if s.hides(who, c) { // its own limits: the law that the office works under
		for _, l := range c.Limits {
			if l.Track == t.ID {
				add(l.Clause)
			}
		}
	}
	return refs, nil
}

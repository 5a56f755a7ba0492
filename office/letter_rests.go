package office

import (
	"slices"

	"yichuang/casefile"
	"yichuang/determination"
)

// RestsOn are the clauses that a grant on a track cites unless the officer chooses
// others: of the way to apply, of the service asked for and of the term. The first
// track of a case also answers for the grounds of the class and for the limits that a
// special rule changes or an officer decides; those of the general rules go without
// saying, and one that is not met is granted against for a reason. A later track
// cites the law under which its own office works.
func (w *Window) RestsOn(c casefile.Case, track casefile.TrackID) ([]string, error) {
	t, ok := c.Track(track)
	if !ok || !t.Termed {
		return nil, nil
	}
	d, err := w.Determine(c)
	if err != nil {
		return nil, err
	}
	var refs []string
	add := func(some ...string) {
		for _, ref := range some {
			if ref != "" && !slices.Contains(refs, ref) {
				refs = append(refs, ref)
			}
		}
	}
	entry := func(e determination.Entry) { add(append([]string{e.Clause}, e.Also...)...) }
	matter, _ := w.Matters.Find(c.Matter)
	if matter.Route != "" {
		_, way := d.Way(matter.Route)
		entry(way)
	}
	if track == c.Tracks[0].ID {
		addFindings(d, entry)
	}
	if d.Term != nil {
		add(append([]string{d.Term.Clause}, d.Term.Also...)...)
	}
	if d.Service != determination.PlainService {
		for _, rule := range w.Law().Engine.Trace(d, "service", d.Service) {
			add(rule.Clause)
		}
	}
	if track != c.Tracks[0].ID {
		for _, l := range c.Limits {
			if l.Track == track {
				add(l.Clause)
			}
		}
	}
	return refs, nil
}

// addFindings adds the grounds of the class, and the limits and other findings that
// are out of the ordinary.
func addFindings(d *determination.Determination, add func(determination.Entry)) {
	for _, g := range d.Grounds {
		if g.Class == d.Class {
			add(g.Entry)
		}
	}
	for _, l := range d.Limits {
		if l.Status == "discretion" || l.Status == "met" && len(l.Replaced) > 0 {
			add(l.Entry)
		}
	}
	for _, x := range d.Discretion {
		add(determination.Entry{Clause: x.Clause})
	}
}

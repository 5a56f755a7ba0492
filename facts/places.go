package facts

import (
	"iter"
	"slices"

	"yichuang/civil"
)

// PlaceCode names a place: a six-digit code of GB/T 2260 ("650100"), the
// Xinjiang Production and Construction Corps ("xpcc") or one of its divisions
// ("xpcc-12"), or Nation in the scope of a policy.
type PlaceCode string

// Nation is the scope that holds every place. It is no place of work itself.
const Nation PlaceCode = "CN"

// Place is where somebody works or an office has its seat: a province, a city
// (any unit of prefecture level) or a county of the mainland, or a part of the XPCC.
type Place struct {
	Code     PlaceCode
	Name     civil.Name       // the English name is the Chinese one where the data has none
	Province PlaceCode        // its own code for a province; "xpcc" for a division
	City     PlaceCode        // empty for a province; its own code for a city or a county under no city
	Calendar civil.CalendarID // the working-day calendar its offices keep
	WageArea PlaceCode        // the place whose average wage counts here

	Western       bool // western region of the points table
	OldIndustrial bool // old industrial base of the points table
	Retired       bool // an older edition of the standard has the code, today's does not

	// Scopes are the codes under which a policy can hold here: its own, its
	// city's, its province's and Nation, each once, the nearest first. Read only.
	Scopes []PlaceCode
}

// In reports whether the place is scope or lies in it.
func (p Place) In(scope PlaceCode) bool { return slices.Contains(p.Scopes, scope) }

// OverlayOf is the id of the calendar that a place keeps over that of the place
// it lies in, where an operator gave it one.
func OverlayOf(code PlaceCode) civil.CalendarID { return "place/" + civil.CalendarID(code) }

// Keeps returns the calendar that the offices of the place keep: the overlay
// nearest to it, or the calendar that the places data name.
func (p Place) Keeps(set *civil.Calendars) (*civil.Calendar, bool) {
	for _, scope := range p.Scopes {
		if c, ok := set.Calendar(OverlayOf(scope)); ok {
			return c, true
		}
	}
	return set.Calendar(p.Calendar)
}

// ZoneID names a zone with policies of its own, such as "xj-ftz-urumqi".
type ZoneID string

// Zone is an area that GB/T 2260 has no code for.
type Zone struct {
	ID   ZoneID      `yaml:"id"`
	Name civil.Name  `yaml:"name"`
	In   []PlaceCode `yaml:"in"` // the places it has parts in; Nation: it may lie anywhere
}

// Places is every place and zone known. It is immutable and safe for concurrent
// use; looking up allocates nothing.
type Places struct {
	places map[PlaceCode]*Place
	codes  []PlaceCode // of places, sorted
	zones  []Zone      // in the order of the data
	nation civil.CalendarID
}

// Lookup returns the place of a code; ok is false for Nation and for codes that
// no edition of the standard has.
func (p *Places) Lookup(code PlaceCode) (place Place, ok bool) {
	found, ok := p.places[code]
	if !ok {
		return Place{}, false
	}
	return *found, true
}

// NationalCalendar returns the calendar of places that have none of their own,
// which also counts where no place is named.
func (p *Places) NationalCalendar() civil.CalendarID { return p.nation }

// All yields every place by code, retired ones too.
func (p *Places) All() iter.Seq[Place] {
	return func(yield func(Place) bool) {
		for _, code := range p.codes {
			if !yield(*p.places[code]) {
				return
			}
		}
	}
}

// Zones returns the zones in the order of the data. Do not change them.
func (p *Places) Zones() []Zone { return p.zones }

// Zone returns the zone of an id.
func (p *Places) Zone(id ZoneID) (zone Zone, ok bool) {
	for i := range p.zones {
		if p.zones[i].ID == id {
			return p.zones[i], true
		}
	}
	return Zone{}, false
}

// ZoneIn reports whether the zone lies in the place, wholly or in part: the
// place is one that the zone has parts in, lies in one, or holds one. It is
// false for a zone or a place that is not known.
func (p *Places) ZoneIn(id ZoneID, code PlaceCode) bool {
	zone, ok := p.Zone(id)
	place, known := p.places[code]
	if !ok || !known {
		return false
	}
	for _, part := range zone.In {
		if place.In(part) {
			return true
		}
		if area, ok := p.places[part]; ok && area.In(code) {
			return true
		}
	}
	return false
}

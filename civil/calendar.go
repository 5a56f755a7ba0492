package civil

import (
	"fmt"
	"maps"
	"slices"
)

// Calendars is a set of calendars built from almanacs. It is immutable and safe
// for concurrent use; new data makes a new set (With).
type Calendars struct {
	almanacs []Almanac
	byID     map[CalendarID]*Calendar
}

// Calendar says which days are worked at a place, and why the others are not.
// Years that no almanac gives are counted Monday to Friday and reported as
// Missing. It is immutable and safe for concurrent use.
type Calendar struct {
	id      CalendarID
	name    Name
	base    *Calendar // the calendar it extends, or nil
	years   map[int]Year
	first   Date   // first day of days
	days    []cell // every day from the first to the last that differs from Monday–Friday
	working []Date // the working days among them, in order
}

// cell is one day of the table. Counting needs only shift: how many more
// working days than weekdays there were from the table's start through this day.
type cell struct {
	shift int16
	kind  DayKind
	name  *Name
}

// NewCalendars builds the calendars that the almanacs describe. Their order
// matters only where two give the same year: the later one holds.
func NewCalendars(almanacs ...Almanac) (*Calendars, error) {
	set := &Calendars{almanacs: slices.Clone(almanacs), byID: map[CalendarID]*Calendar{}}
	merged := map[CalendarID]Almanac{}
	for _, a := range almanacs {
		if err := a.validate(); err != nil {
			return nil, err
		}
		whole, err := merge(merged[a.Calendar], a)
		if err != nil {
			return nil, err
		}
		merged[a.Calendar] = whole
	}
	for _, id := range slices.Sorted(maps.Keys(merged)) {
		if _, err := set.build(id, merged, nil); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// With returns a set with more almanacs after those of s; s stays as it is.
func (s *Calendars) With(more ...Almanac) (*Calendars, error) {
	return NewCalendars(slices.Concat(s.almanacs, more)...)
}

// Calendar returns the calendar of the id; ok is false when there is none.
func (s *Calendars) Calendar(id CalendarID) (c *Calendar, ok bool) {
	c, ok = s.byID[id]
	return c, ok
}

// All returns the calendars by id.
func (s *Calendars) All() []*Calendar {
	all := make([]*Calendar, 0, len(s.byID))
	for _, id := range slices.Sorted(maps.Keys(s.byID)) {
		all = append(all, s.byID[id])
	}
	return all
}

// merge adds what a says to what was said of the same calendar before.
func merge(before, a Almanac) (Almanac, error) {
	if before.Name != (Name{}) && a.Name != (Name{}) && a.Name != before.Name {
		return a, fmt.Errorf("calendar %s has two names, %q and %q", a.Calendar, before.Name.EN, a.Name.EN)
	}
	if before.Extends != "" && a.Extends != "" && a.Extends != before.Extends {
		return a, fmt.Errorf("calendar %s extends both %s and %s", a.Calendar, before.Extends, a.Extends)
	}
	if a.Name == (Name{}) {
		a.Name = before.Name
	}
	if a.Extends == "" {
		a.Extends = before.Extends
	}
	a.Years = slices.Concat(before.Years, a.Years)
	return a, nil
}

// build makes a calendar after the one it extends; above are those under way.
func (s *Calendars) build(id CalendarID, from map[CalendarID]Almanac, above []CalendarID) (*Calendar, error) {
	if c, done := s.byID[id]; done {
		return c, nil
	}
	if slices.Contains(above, id) {
		return nil, fmt.Errorf("calendar %s extends itself through %v", id, above)
	}
	a, known := from[id]
	if !known {
		return nil, fmt.Errorf("calendar %s extends %s, which no almanac describes", above[len(above)-1], id)
	}
	if a.Name == (Name{}) {
		return nil, fmt.Errorf("calendar %s has no name (no almanac describes it, some only add years)", id)
	}
	c := &Calendar{id: id, name: a.Name, years: map[int]Year{}}
	for _, y := range a.Years {
		c.years[y.Year] = y
	}
	if a.Extends != "" {
		base, err := s.build(a.Extends, from, append(above, id))
		if err != nil {
			return nil, err
		}
		c.base = base
	}
	c.fill()
	s.byID[id] = c
	return c, nil
}

// fill makes the table: the base's days, then the calendar's own over them.
func (c *Calendar) fill() {
	first, last, any := c.span()
	if !any {
		return
	}
	c.first, c.days = first, make([]cell, last-first+1)
	for i := range c.days {
		d := first + Date(i)
		c.days[i].kind, c.days[i].name = plainKind(d), nil
		if c.base != nil {
			c.days[i].kind, c.days[i].name = c.base.look(d)
		}
	}
	off := DayOff
	if c.base != nil {
		off = Regional
	}
	for _, year := range slices.Sorted(maps.Keys(c.years)) {
		for _, h := range c.years[year].Holidays {
			for d := h.From; d <= h.Until; d++ {
				c.days[d-first].kind, c.days[d-first].name = off, &h.Name
			}
			for _, d := range h.MakeUp {
				c.days[d-first].kind, c.days[d-first].name = MakeUp, &h.Name
			}
		}
	}
	shift := int16(0)
	for i := range c.days {
		d := first + Date(i)
		worked := c.days[i].kind.Working()
		if worked {
			c.working = append(c.working, d)
		}
		shift += one(worked) - one(d.weekday())
		c.days[i].shift = shift
	}
}

// span returns the first and last day that the calendar or its base speaks of.
func (c *Calendar) span() (first, last Date, any bool) {
	include := func(from, until Date) {
		if !any {
			first, last, any = from, until, true
		}
		first, last = min(first, from), max(last, until)
	}
	if c.base != nil && len(c.base.days) > 0 {
		include(c.base.first, c.base.last())
	}
	for year := range c.years {
		include(fromCivil(year-1, 12, 1), fromCivil(year, 12, 31))
	}
	return first, last, any
}

func (c *Calendar) last() Date { return c.first + Date(len(c.days)) - 1 }

func one(b bool) int16 {
	if b {
		return 1
	}
	return 0
}

package office

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// CalendarChange is a year of a calendar that was loaded.
type CalendarChange struct {
	Calendar civil.CalendarID
	Name     civil.Name
	Year     int
	Changed  bool // false: what answers already says the same
}

// ImportCalendar loads the years of an almanac: into the calendar that it names
// or, where a place is given, into the calendar that the place keeps of its own
// (an overlay over that of the place it lies in, made where there is none). All
// years or none. Running clocks whose last day moves are revised soon after, each
// with the old date, the new one and the cause.
func (w *Window) ImportCalendar(ctx context.Context, who people.Who, a civil.Almanac, place people.PlaceCode) (changes []CalendarChange, err error) {
	if err := mayLoad(who); err != nil {
		return nil, err
	}
	if a, place, err = w.placed(a, place); err != nil {
		return nil, err
	}
	if len(a.Years) == 0 {
		return nil, needed("years")
	}
	if _, err := w.Law().Calendars.With(a); err != nil {
		return nil, fault.New(fault.Invalid, "fault.calendar.contradicts").WithPath("years").WithCause(err)
	}
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		known, err := tx.CalendarYears(ctx)
		if err != nil {
			return err
		}
		changes = nil
		for _, year := range a.Years {
			one := a
			one.Years = []civil.Year{year}
			changed, err := loadYear(ctx, tx, who, known, place, one)
			if err != nil {
				return err
			}
			changes = append(changes, CalendarChange{a.Calendar, a.Name, year.Year, changed})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return changes, w.renew(ctx)
}

// placed is the almanac as one of the calendar that it is for, with the place
// whose calendar that is.
func (w *Window) placed(a civil.Almanac, place people.PlaceCode) (civil.Almanac, people.PlaceCode, error) {
	law := w.Law()
	if place == "" || place == people.Nation {
		calendar, ok := law.Calendars.Calendar(a.Calendar)
		if !ok {
			return a, "", fault.New(fault.Invalid, "fault.calendar.unknown", "calendar", string(a.Calendar)).WithPath("calendar").
				WithDetail("no calendar %q is known; name the place whose offices keep it", a.Calendar)
		}
		a.Name, a.Extends = calendar.Name(), ""
		if base, ok := calendar.Extends(); ok {
			a.Extends = base.ID()
		}
		return a, w.keeper(calendar.ID()), nil
	}
	p, ok := law.Places.Lookup(facts.PlaceCode(place))
	if !ok {
		return a, "", fault.New(fault.Invalid, "fault.place", "place", string(place)).WithPath("place").WithDetail("%q is no place", place)
	}
	if w.keeper(p.Calendar) == place { // the places data give it a calendar of its own
		a.Calendar = p.Calendar
		return w.placed(a, "")
	}
	overlay := facts.OverlayOf(p.Code)
	above := facts.Place{Scopes: p.Scopes[1:], Calendar: p.Calendar}
	base, ok := above.Keeps(law.Calendars)
	if !ok {
		return a, "", fault.New(fault.Unavailable, "fault.calendar.missing", "place", string(place))
	}
	a.Calendar, a.Extends = overlay, base.ID()
	a.Name = civil.Name{ZH: p.Name.ZH + base.Name().ZH, EN: base.Name().EN + ", " + p.Name.EN}
	if known, ok := law.Calendars.Calendar(overlay); ok {
		a.Name = known.Name()
	}
	return a, place, nil
}

// keeper is the place whose offices keep a calendar of the places data: the
// first that has it; "" for the nation's.
func (w *Window) keeper(id civil.CalendarID) people.PlaceCode {
	places := w.Law().Places
	if id == places.NationalCalendar() {
		return ""
	}
	if code, ok := strings.CutPrefix(string(id), string(facts.OverlayOf(""))); ok {
		return people.PlaceCode(code)
	}
	for p := range places.All() {
		if p.Calendar == id {
			return people.PlaceCode(p.Code)
		}
	}
	return ""
}

// loadYear writes one year, unless the row that answers says the same.
func loadYear(ctx context.Context, tx *store.Tx, who people.Who, known []store.CalendarYear, place people.PlaceCode, one civil.Almanac) (changed bool, err error) {
	body, err := json.Marshal(one)
	if err != nil {
		return false, err
	}
	year := one.Years[0]
	for _, k := range slices.Backward(known) { // oldest first
		if k.Place == string(place) && k.Year == year.Year {
			if bytes.Equal(k.Body, body) {
				return false, nil
			}
			break
		}
	}
	row := store.CalendarYear{ID: store.NewID(), Place: string(place), Year: year.Year, Body: body, Source: year.Source.Title, AddedBy: string(who.Account)}
	if err := tx.AddCalendarYear(ctx, &row); err != nil {
		return false, err
	}
	if err := record(ctx, tx, who, calendarChain(one.Calendar, year.Year), "calendar.loaded", one); err != nil {
		return false, err
	}
	job, err := json.Marshal(reviseJob{Row: row.ID})
	if err != nil {
		return false, err
	}
	return true, tx.AddJob(ctx, &store.Job{ID: store.NewID(), Dedupe: jobRevise + "/" + row.ID, Kind: jobRevise, Body: job})
}

// calendarChain is where what was loaded of a calendar's year is recorded.
func calendarChain(id civil.CalendarID, year int) string {
	return fmt.Sprintf("calendar/%s/%d", id, year)
}

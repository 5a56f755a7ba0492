package office

import (
	"context"
	"time"

	"yichuang/civil"
	"yichuang/people"
)

// CalendarState is a calendar as operators see it: which years it has, where
// they come from, and which are missing.
type CalendarState struct {
	ID      civil.CalendarID
	Name    civil.Name
	Extends civil.Name // empty for the nation's
	Place   people.PlaceCode
	Years   []CalendarYearState // from the earliest loaded to the next calendar year
}

// CalendarYearState is one year of a calendar.
type CalendarYearState struct {
	Year     int
	Loaded   bool
	Due      bool // not loaded, and needed: the year runs, or the next one begins within the warning time
	Source   civil.Source
	Holidays []civil.Holiday
	AddedBy  string    // "" for what is built in
	AddedAt  time.Time // zero for what is built in
}

// warningMonth is from when on a missing calendar of the next year is warned
// of; the State Council publishes it about then.
const warningMonth = time.November

// Calendars lists the calendars and their years for who loads them.
func (w *Window) Calendars(ctx context.Context, who people.Who) ([]CalendarState, error) {
	if err := mayLoad(who); err != nil {
		return nil, err
	}
	return w.calendarStates(ctx)
}

func (w *Window) calendarStates(ctx context.Context) ([]CalendarState, error) {
	rows, err := w.DB.CalendarYears(ctx)
	if err != nil {
		return nil, err
	}
	names := w.names(ctx)
	this, month, _ := civil.DateOf(w.Clock()).Civil()
	var out []CalendarState
	for _, c := range w.Law().Calendars.All() {
		state := CalendarState{ID: c.ID(), Name: c.Name(), Place: w.keeper(c.ID())}
		if base, ok := c.Extends(); ok {
			state.Extends = base.Name()
		}
		first := this
		for first > 1950 && c.Loaded(first-1) {
			first--
		}
		for year := first; year <= this+1; year++ {
			y := CalendarYearState{Year: year, Loaded: c.Loaded(year)}
			y.Due = !y.Loaded && (year <= this || month >= warningMonth)
			if loaded, ok := c.Year(year); ok {
				y.Source, y.Holidays = loaded.Source, loaded.Holidays
			}
			for _, row := range rows {
				if row.Place == string(state.Place) && row.Year == year {
					y.AddedBy, y.AddedAt = names(row.AddedBy), row.CreatedAt
				}
			}
			state.Years = append(state.Years, y)
		}
		out = append(out, state)
	}
	return out, nil
}

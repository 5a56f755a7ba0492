package people

import (
	"fmt"
	"slices"
	"time"

	"yichuang/civil"
	"yichuang/fault"
)

// Opening is when an office takes people by appointment: on these days of the
// week, from one time until another in Beijing, so many at once.
type Opening struct {
	Days     []time.Weekday `json:"days" yaml:"days"`
	From     string         `json:"from" yaml:"from"`   // 09:00
	Until    string         `json:"until" yaml:"until"` // 12:00; the last appointment ends by then
	Capacity int            `json:"capacity" yaml:"capacity"`
}

// Weekdays are the days on which an office opens where nothing else is said.
var Weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}

// usualOpening holds for an office that gives appointments and names no hours.
var usualOpening = []Opening{
	{Days: Weekdays, From: "09:00", Until: "12:00", Capacity: 1},
	{Days: Weekdays, From: "13:00", Until: "17:00", Capacity: 1},
}

// Openings are the hours in which the office gives appointments; none where it
// gives none.
func (o Office) Openings() []Opening {
	if o.SlotLength > 0 && len(o.Opening) == 0 {
		return usualOpening
	}
	return o.Opening
}

// TimeSlot is a time for an appointment, for Capacity people at once.
type TimeSlot struct {
	From, Until time.Time
	Capacity    int
}

// Slots are the office's times on a day, by their beginning. kind is the day's
// in the office's calendar: a weekend day that is worked takes the hours of a
// Friday, and a day off has none.
func (o Office) Slots(day civil.Date, kind civil.DayKind) []TimeSlot {
	if o.SlotLength <= 0 || !kind.Working() && kind != civil.Weekend || slices.Contains(o.Closed, day) {
		return nil
	}
	weekday := day.Weekday()
	if kind == civil.MakeUp {
		weekday = time.Friday
	}
	length := time.Duration(o.SlotLength) * time.Minute
	var out []TimeSlot
	for _, open := range o.Openings() {
		if !slices.Contains(open.Days, weekday) || open.Validate() != nil {
			continue
		}
		from, until := open.on(day)
		for at := from; !at.Add(length).After(until); at = at.Add(length) {
			out = append(out, TimeSlot{at, at.Add(length), open.Capacity})
		}
	}
	slices.SortStableFunc(out, func(a, b TimeSlot) int { return a.From.Compare(b.From) })
	return out
}

// on are the instants at which the opening begins and ends on a day.
func (op Opening) on(day civil.Date) (from, until time.Time) {
	f, u := minutes(op.From), minutes(op.Until)
	midnight := day.Time()
	return midnight.Add(time.Duration(f) * time.Minute), midnight.Add(time.Duration(u) * time.Minute)
}

// minutes after midnight of a time of day such as 09:30, or -1.
func minutes(clock string) int {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return -1
	}
	return t.Hour()*60 + t.Minute()
}

// Validate refuses hours in which nobody could come.
func (op Opening) Validate() error {
	switch from, until := minutes(op.From), minutes(op.Until); {
	case len(op.Days) == 0:
		return fault.New(fault.Invalid, "fault.opening.days").WithPath("days")
	case from < 0:
		return fault.New(fault.Invalid, "fault.opening.time").WithPath("from").WithDetail("%q is no time of day (write 09:00)", op.From)
	case until < 0:
		return fault.New(fault.Invalid, "fault.opening.time").WithPath("until").WithDetail("%q is no time of day (write 17:00)", op.Until)
	case until <= from:
		return fault.New(fault.Invalid, "fault.opening.order").WithPath("until")
	case op.Capacity < 1 || op.Capacity > 100:
		return fault.New(fault.Invalid, "fault.opening.capacity").WithPath("capacity").WithDetail("%s", fmt.Sprint(op.Capacity))
	}
	return nil
}

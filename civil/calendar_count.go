package civil

// Result is the end of a period of working days with what a person needs to
// check it. Nil lists are empty ones.
type Result struct {
	Due         Date
	Skipped     []Day     // days after the event and before Due that do not count, in order
	MadeUp      []Day     // weekend days that do count, in order
	Provisional []Missing // calendar years that the count needed and did not have; none: certain
}

// Missing is a year that a calendar has no data for, although a count reached
// into it. The count went Monday to Friday there, or by the extended calendar.
type Missing struct {
	Calendar CalendarID
	Name     Name
	Regional bool // the calendar extends another: regional days off are unknown
	Year     int
}

// Due returns the last day of a period of n working days that begins with an
// event on from. The day of the event is day 0, worked or not; a period of no
// days, or fewer, ends on from.
func (c *Calendar) Due(from Date, n WorkingDays) Date {
	if n <= 0 {
		return from
	}
	return c.nth(c.rank(from) + int(n))
}

// AddWorkingDays is Due with the days on the way and with what is missing.
func (c *Calendar) AddWorkingDays(from Date, n WorkingDays) Result {
	r := Result{Due: c.Due(from, n)}
	for d := from + 1; d <= r.Due; d++ {
		switch day := c.Day(d); {
		case !day.Kind.Working():
			r.Skipped = append(r.Skipped, day)
		case day.Kind == MakeUp:
			r.MadeUp = append(r.MadeUp, day)
		}
	}
	r.Provisional = c.Missing(from, r.Due)
	return r
}

// WorkingDaysBetween counts the working days after from up to and including to:
// those left of a period, or negative those it is late when to lies before from.
func (c *Calendar) WorkingDaysBetween(from, to Date) WorkingDays {
	return WorkingDays(c.rank(to) - c.rank(from))
}

// Missing lists the years without data among the days after from up to and
// including to, by year, the extended calendar before its extension.
func (c *Calendar) Missing(from, to Date) []Missing {
	if to <= from {
		return nil
	}
	var missing []Missing
	firstYear, _, _ := (from + 1).Civil()
	lastYear, _, _ := to.Civil()
	for year := firstYear; year <= lastYear; year++ {
		missing = c.appendMissing(missing, year)
	}
	return missing
}

func (c *Calendar) appendMissing(missing []Missing, year int) []Missing {
	if c.base != nil {
		missing = c.base.appendMissing(missing, year)
	}
	if !c.Loaded(year) {
		missing = append(missing, Missing{Calendar: c.id, Name: c.name, Regional: c.base != nil, Year: year})
	}
	return missing
}

// rank numbers the working days: it counts those from a fixed origin through d.
// nth is its inverse: the first day with the rank.
func (c *Calendar) rank(d Date) int {
	i := int(d - c.first)
	switch {
	case i < 0 || len(c.days) == 0:
		return weekdaysThrough(d)
	case i < len(c.days):
		return weekdaysThrough(d) + int(c.days[i].shift)
	}
	return weekdaysThrough(d) + int(c.days[len(c.days)-1].shift)
}

func (c *Calendar) nth(rank int) Date {
	if len(c.days) == 0 {
		return nthWeekday(rank)
	}
	before := weekdaysThrough(c.first - 1)
	switch {
	case rank <= before:
		return nthWeekday(rank)
	case rank <= before+len(c.working):
		return c.working[rank-before-1]
	}
	return nthWeekday(rank - int(c.days[len(c.days)-1].shift))
}

// firstMonday is 1970-01-05, the origin from which weekdays are numbered.
const firstMonday Date = 4

// weekdaysThrough counts Mondays to Fridays from firstMonday through d, below
// zero for days before it; nthWeekday is its inverse.
func weekdaysThrough(d Date) int {
	week, day := floorDiv(int(d-firstMonday), 7)
	return 5*week + min(day+1, 5)
}

func nthWeekday(n int) Date {
	week, day := floorDiv(n-1, 5)
	return firstMonday + Date(7*week+day)
}

// floorDiv divides towards minus infinity, so that the remainder is never negative.
func floorDiv(a, b int) (quotient, remainder int) {
	quotient, remainder = a/b, a%b
	if remainder < 0 {
		quotient, remainder = quotient-1, remainder+b
	}
	return quotient, remainder
}

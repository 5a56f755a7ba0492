package casefile

import "yichuang/civil"

// Standing is how a clock stands on a day, by a calendar.
type Standing struct {
	State ClockState
	// Due is the last day, included. It is nil while the clock waits, and while
	// it is paused with time left: it then depends on the day of resumption.
	Due *civil.Date
	// Left is what remains in the limit's unit (calendar days where the unit is
	// months or fixed): 0 is due today, negative is late. While paused it is
	// what will be left on resumption.
	Left int
	// Missing are the calendar years that the count needed and did not have:
	// with any, Due is provisional.
	Missing []civil.Missing
}

// Late reports whether the last day has passed and the clock still counts.
func (s Standing) Late() bool { return s.State == Running && s.Left < 0 }

// Standing derives how the clock stands at the end of today. Working days are
// those of cal; new calendar data moves the due date by itself.
func (k Clock) Standing(cal *civil.Calendar, today civil.Date) Standing {
	s := Standing{State: k.State()}
	if s.State == Waiting {
		return s
	}
	run := k.run(cal)
	if run.held {
		s.Left = run.left
		return s
	}
	due := k.Limit.Unit.after(cal, run.anchor, run.left)
	s.Due = &due
	s.Left = k.Limit.Unit.between(cal, today, due)
	if began, ok := k.Began(); ok && k.Limit.Unit == InWorkingDays {
		s.Missing = cal.Missing(began, due)
	}
	return s
}

// Due returns the last day, where it is known: not while the clock waits or is
// paused with time left.
func (k Clock) Due(cal *civil.Calendar) (due civil.Date, ok bool) {
	began, _ := k.Began()
	s := k.Standing(cal, began)
	if s.Due == nil {
		return 0, false
	}
	return *s.Due, true
}

// run is the state of a count: left units from the anchor (day 0) on. Months are
// turned into a due date at once, and left is then in days.
type run struct {
	anchor civil.Date
	left   int
	held   bool // paused with time left
}

// run walks the ledger from the last start. A pause uses up what was counted
// through its day; one that comes when nothing is left changes nothing.
func (k Clock) run(cal *civil.Calendar) run {
	entries, total := k.current()
	r := run{anchor: entries[0].On, left: total}
	unit := k.Limit.Unit
	switch unit {
	case Fixed:
		return run{anchor: *k.Limit.Date}
	case InMonths:
		r.left = int(r.anchor.AddMonths(civil.Months(total)) - r.anchor)
	}
	for _, e := range entries[1:] {
		switch e.Kind {
		case Paused:
			spent := unit.between(cal, r.anchor, e.On)
			if spent >= r.left {
				return r
			}
			r.left, r.held = r.left-spent, true
		case Resumed:
			if r.held {
				r.anchor, r.held = e.On, false
			}
		}
	}
	return r
}

// current returns the entries from the last start on, and the limit's amount
// with all extensions among them.
func (k Clock) current() (entries []Entry, total int) {
	first := 0
	for i, e := range k.Entries {
		if e.Kind == Started {
			first = i
		}
	}
	total = k.Limit.Amount
	for _, e := range k.Entries[first:] {
		if e.Kind == Extended {
			total += e.Amount
		}
	}
	return k.Entries[first:], total
}

// after returns the last day of n units that begin with an event on from.
func (u Unit) after(cal *civil.Calendar, from civil.Date, n int) civil.Date {
	if u == InWorkingDays {
		return cal.Due(from, civil.WorkingDays(n))
	}
	return from.AddDays(civil.Days(n))
}

// between counts the units after from up to and including to, negative when to
// lies before from.
func (u Unit) between(cal *civil.Calendar, from, to civil.Date) int {
	if u == InWorkingDays {
		return int(cal.WorkingDaysBetween(from, to))
	}
	return int(to - from)
}

package casefile

import (
	"time"

	"yichuang/civil"
)

// Revise returns one event for every running clock whose due date new calendar
// data moved, with the old date, the new date and the cause.
func (c Case) Revise(at time.Time, old, revised *civil.Calendar, cause string) []Event {
	if !c.Open() {
		return nil
	}
	var bodies []Body
	for _, k := range c.Clocks {
		if k.State() != Running {
			continue
		}
		before, ok1 := k.Due(old)
		after, ok2 := k.Due(revised)
		if ok1 && ok2 && before != after {
			bodies = append(bodies, DueRevised{Clock: k.Limit.ID(), Old: before, New: after, Cause: cause})
		}
	}
	return c.lawful(at, bodies...)
}

// NextDue returns the clock that ends first among those that run, the law's and
// the promised ones alike: the earlier one warns. Track narrows it; empty is the
// whole case.
func (c Case) NextDue(cal *civil.Calendar, track TrackID) (next Clock, due civil.Date, ok bool) {
	for _, k := range c.Clocks {
		if k.State() != Running || (track != "" && k.Limit.Track != track) {
			continue
		}
		if d, known := k.Due(cal); known && (!ok || d < due) {
			next, due, ok = k, d, true
		}
	}
	return next, due, ok
}

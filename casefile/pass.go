package casefile

import (
	"slices"
	"time"

	"yichuang/civil"
)

// Pass returns what the law or the rules have made happen by the instant,
// without anybody acting, or nothing. It is asked again after its events are
// folded, until it returns nothing: one deemed act can lead to the next.
//
//   - No notice within the first check's limit: accepted from the day of receipt.
//   - An extension filed in time and undecided when the permit has ended: granted.
//   - Papers that were to follow did not: the tolerance lapses, and the case.
//   - A correction request past its last day, a draft left for DraftLife: lapsed.
//
// A last day is included: nothing happens before the day after it.
func (c Case) Pass(at time.Time, cal *civil.Calendar) []Event {
	if !c.Open() || c.Status == StatusDecided {
		return nil
	}
	today := civil.DateOf(at)
	switch {
	case c.Status == StatusDraft:
		if today > civil.DateOf(c.SavedAt).AddDays(DraftLife) {
			return c.lawful(at, Lapsed{Cause: "draft"})
		}
		return nil
	case c.Held != "":
		return nil
	}
	if events := c.passExpiry(at); events != nil {
		return events
	}
	if c.Tolerance.Running() && today > c.Tolerance.Due {
		return c.lawful(at, ToleranceLapsed{Missing: c.lacking()})
	}
	if r := c.OpenRequest(); r != nil {
		if today > r.Due {
			return c.lawful(at, Lapsed{Cause: "correction"})
		}
		return nil
	}
	return c.passSilence(at, cal)
}

// passSilence is the deemed acceptance: the first check's last day has passed
// without a notice. The day of receipt is the clock's day 0.
func (c Case) passSilence(at time.Time, cal *civil.Calendar) []Event {
	if c.Status != StatusSubmitted {
		return nil
	}
	for _, k := range c.Clocks {
		if k.Limit.Step != StepAcceptance || !k.Limit.Statutory || k.State() != Running {
			continue
		}
		due, ok := k.Due(cal)
		if ok && civil.DateOf(at) > due {
			received, _ := k.Began()
			return c.lawful(at, Accepted{On: received, Deemed: true, Clause: k.Limit.Clause})
		}
	}
	return nil
}

// passExpiry is the deemed extension: every track that extends a permit and is
// undecided is granted as applied for, on the permit's last day.
func (c Case) passExpiry(at time.Time) []Event {
	i := slices.IndexFunc(c.Clocks, func(k Clock) bool { return k.Limit.Step == StepDeemedGrant && k.State() == Running })
	if i < 0 || civil.DateOf(at) <= *c.Clocks[i].Limit.Date {
		return nil
	}
	limit := c.Clocks[i].Limit
	on := *limit.Date
	var bodies []Body
	if c.Status == StatusSubmitted {
		received := c.Moments[AtSubmission]
		bodies = append(bodies, Accepted{On: received, Deemed: true, Clause: limit.Clause})
	}
	decision := Decision{
		Track: limit.Track, Outcome: Granted, Deemed: true, On: &on, Permit: c.Permit,
		Clauses: []Citation{{Clause: limit.Clause, From: c.Moments[AtSubmission]}},
	}
	if c.Determination != nil {
		decision.Class, decision.Term = c.Determination.Class, c.Determination.Term
	}
	return c.lawful(at, append(bodies, DecisionTaken{Decision: decision})...)
}

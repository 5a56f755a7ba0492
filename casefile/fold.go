package casefile

import (
	"fmt"
	"maps"
	"slices"

	"yichuang/civil"
)

// Fold returns the state after the event. It refuses an event of another case
// or out of order, and otherwise records what happened: checks belong to acts.
// The state given is not changed.
func Fold(c Case, e Event) (Case, error) {
	if c.Version > 0 && e.Case != c.Number {
		return c, fmt.Errorf("fold event of %s into case %s", e.Case, c.Number)
	}
	if e.Version != c.Version+1 {
		return c, fmt.Errorf("fold event %s/%d after version %d", e.Case, e.Version, c.Version)
	}
	if e.Body == nil {
		return c, fmt.Errorf("fold event %s/%d: it has no body", e.Case, e.Version)
	}
	next := c.clone()
	e.Body.fold(&next, e)
	next.Version, next.ChangedAt = e.Version, e.At
	next.handledBy(e)
	return next, nil
}

// FoldAll folds a whole history, beginning with nothing.
func FoldAll(events []Event) (Case, error) { return Case{}.After(events) }

// After is the state after further events.
func (c Case) After(events []Event) (Case, error) {
	for _, e := range events {
		var err error
		if c, err = Fold(c, e); err != nil {
			return c, err
		}
	}
	return c, nil
}

// clone copies everything that a fold may change, so that states share nothing
// that is written.
func (c Case) clone() Case {
	c.Answers = maps.Clone(c.Answers)
	c.Moments = maps.Clone(c.Moments)
	c.Known = slices.Clone(c.Known)
	c.Consents = slices.Clone(c.Consents)
	c.Handlers = slices.Clone(c.Handlers)
	c.Tracks = slices.Clone(c.Tracks)
	c.Slots = slices.Clone(c.Slots)
	for i := range c.Slots {
		c.Slots[i].Files = slices.Clone(c.Slots[i].Files)
	}
	c.Clocks = slices.Clone(c.Clocks)
	for i := range c.Clocks {
		c.Clocks[i].Entries = slices.Clone(c.Clocks[i].Entries)
	}
	c.Requests = slices.Clone(c.Requests)
	c.Marks = slices.Clone(c.Marks)
	c.Letters = slices.Clone(c.Letters)
	c.Appointments = slices.Clone(c.Appointments)
	c.Commitments = slices.Clone(c.Commitments)
	c.Reviews = slices.Clone(c.Reviews)
	c.Findings = slices.Clone(c.Findings)
	c.Reports = slices.Clone(c.Reports)
	c.Family = slices.Clone(c.Family)
	return c
}

// handledBy remembers who acted on the applicant's side: none of them may later
// handle the case as an officer.
func (c *Case) handledBy(e Event) {
	applying := e.Role != "" && !e.Role.Staff()
	if applying && !slices.Contains(c.Handlers, e.Actor) {
		c.Handlers = append(c.Handlers, e.Actor)
	}
}

// reach records that a moment came and starts the clocks that waited for it.
// A moment comes once; the first day stands.
func (c *Case) reach(m Moment, on civil.Date) {
	if c.Moments == nil {
		c.Moments = map[Moment]civil.Date{}
	}
	if _, come := c.Moments[m]; !come {
		c.Moments[m] = on
	}
	c.startClocks()
}

// startClocks starts every clock whose moment has come, whose track has begun
// and that does not run yet. Day 0 is the day on which both were true first.
func (c *Case) startClocks() {
	for _, l := range c.Limits {
		if c.clock(l.ID()) != nil {
			continue
		}
		if from, ok := c.startOf(l); ok {
			c.Clocks = append(c.Clocks, Clock{Limit: l, Entries: []Entry{{Kind: Started, On: from}}})
		}
	}
}

// startOf is the day 0 of a limit, once it is known. The first check runs while
// its track has not begun; every other clock waits for its agency to have the file.
func (c *Case) startOf(l Limit) (civil.Date, bool) {
	track, ok := c.Track(l.Track)
	if !ok {
		return 0, false
	}
	switch l.From {
	case AtSubmission:
		on, come := c.Moments[AtSubmission]
		return on, come
	case AtReceipt:
		if track.Begun == nil {
			return 0, false
		}
		return *track.Begun, true
	case AtGrant, AtDecision:
		return c.decidedOn(track, l)
	}
	on, come := c.Moments[l.From]
	if !come || track.Begun == nil {
		return 0, false
	}
	return max(on, *track.Begun), true
}

// decidedOn is the day of the decision that starts a clock: of the track before
// it where the limit is for deciding, of the own track where it is for what
// comes after (delivery).
func (c *Case) decidedOn(track Track, l Limit) (civil.Date, bool) {
	if track.After != "" && l.From == AtGrant && l.Step != StepDelivery {
		if track.Begun == nil {
			return 0, false
		}
		return *track.Begun, true
	}
	d := track.Decision
	if d == nil || d.On == nil || (l.From == AtGrant && !d.Outcome.Favourable()) {
		return 0, false
	}
	return *d.On, true
}

// clock returns the clock to be changed, or nil.
func (c *Case) clock(id ClockID) *Clock {
	for i := range c.Clocks {
		if c.Clocks[i].Limit.ID() == id {
			return &c.Clocks[i]
		}
	}
	return nil
}

// track returns the track to be changed, or nil.
func (c *Case) track(id TrackID) *Track {
	for i := range c.Tracks {
		if c.Tracks[i].ID == id {
			return &c.Tracks[i]
		}
	}
	return nil
}

// slot returns the slot to be changed, or nil.
func (c *Case) slot(id SlotID) *Slot {
	for i := range c.Slots {
		if c.Slots[i].ID == id {
			return &c.Slots[i]
		}
	}
	return nil
}

// stopClocks stops the running or paused clocks that the filter picks.
func (c *Case) stopClocks(on civil.Date, pick func(Limit) bool) {
	for i := range c.Clocks {
		k := &c.Clocks[i]
		if state := k.State(); pick(k.Limit) && (state == Running || state == Pausing) {
			k.Entries = append(k.Entries, Entry{Kind: Ended, On: on})
		}
	}
}

// exit ends the case without a decision and stops what still runs.
func (c *Case) exit(to Status, on civil.Date, why Exit) {
	why.On = on
	c.Status, c.Exit = to, &why
	c.stopClocks(on, func(Limit) bool { return true })
}

// finished reports whether every track that can begin has a decision. A track
// that waits for a refused one never begins.
func (c *Case) finished() bool {
	for _, t := range c.Tracks {
		if t.Decision == nil && !c.barred(t) {
			return false
		}
	}
	return true
}

// barred reports whether the track waits for one that ended otherwise than by a
// grant.
func (c *Case) barred(t Track) bool {
	before, ok := c.Track(t.After)
	return ok && (c.barred(before) || before.Decision != nil && !before.Decision.Outcome.Favourable())
}

// watchExpiry adds the clock that shouts before the law decides by itself: an
// extension filed in time and undecided when the permit ends is granted.
func (c *Case) watchExpiry(clause string) {
	limit := Limit{Track: c.Tracks[0].ID, Step: StepDeemedGrant, Unit: Fixed, From: AtSubmission, Statutory: true, Clause: clause, Date: c.Expires}
	c.Limits = append(c.Limits, limit)
	c.startClocks()
}

package casefile

import (
	"time"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// By says who acts and when. Stops are the sanctions in force that cover the
// case, as supervision found them.
type By struct {
	Who   people.Who
	At    time.Time
	Stops []Stop
}

// Stop is a sanction as far as a case feels it.
type Stop struct {
	Sanction string         `json:"sanction"`
	Party    people.PartyID `json:"party"`
	Until    civil.Date     `json:"until"` // last day, included
	Reason   string         `json:"reason"`
}

// On is the day of the act in Asia/Shanghai.
func (b By) On() civil.Date { return civil.DateOf(b.At) }

// begin is asked first by every act: rights, the state table, and sanctions.
// Track is the track acted on, or empty.
func (c Case) begin(by By, act people.Act, track TrackID) error {
	if track != "" {
		if _, ok := c.Track(track); !ok {
			return fault.At("track", "case %s has no track %q", c.Number, track)
		}
	}
	if err := by.Who.May(act, c.Subject(track), by.At); err != nil {
		return err
	}
	if err := c.Status.allow(act); err != nil {
		return err
	}
	return c.stopped(by, act)
}

// stoppable are the acts by which a case moves on: an active sanction stops
// them. Answering, uploading, withdrawing, refusing and telling go on.
var stoppable = map[people.Act]bool{
	people.Open: true, people.Submit: true, people.Accept: true, people.Tolerate: true,
	people.Review: true, people.Draft: true, people.Approve: true, people.Conclude: true,
}

// stopped refuses what a sanction stops. Cancelling, leaving and correcting data
// (Relief) are never stopped.
func (c Case) stopped(by By, act people.Act) error {
	if c.Relief || !stoppable[act] || len(by.Stops) == 0 && c.Held == "" {
		return nil
	}
	f := fault.New(fault.Forbidden, "fault.case.held", "sanction", c.Held)
	if len(by.Stops) > 0 {
		s := by.Stops[0]
		f = fault.New(fault.Forbidden, c.sanctionKey(by, s.Party), "sanction", s.Sanction, "until", s.Until, "reason", s.Reason)
	}
	return f.WithDetail("a sanction stops %s in case %s", act, c.Number)
}

// sanctionKey says it to the party itself, with the reason; to who could act
// without the suspended agency; to anybody else only that handling rests, for the
// facts stay in the file of the party.
func (c Case) sanctionKey(by By, party people.PartyID) string {
	switch {
	case by.Who.Party == "":
	case by.Who.Party == party:
		return "fault.case.sanctioned.own"
	case c.Agent == party:
		return "fault.case.sanctioned.agency"
	}
	return "fault.case.sanctioned"
}

// emit makes events of the bodies, in order, after the case's version. An
// instant before the last change is moved up to it, so that a history never
// runs backwards when servers' clocks differ.
func (c Case) emit(by By, bodies ...Body) []Event {
	at := by.At.UTC().Truncate(time.Microsecond)
	if at.Before(c.ChangedAt) {
		at = c.ChangedAt
	}
	events := make([]Event, len(bodies))
	for i, body := range bodies {
		events[i] = Event{
			Case: c.Number, Version: c.Version + 1 + i, At: at,
			Actor: by.Who.Account, Role: by.Who.Role, For: c.actsFor(by.Who), Body: body,
		}
	}
	return events
}

// actsFor is the principal of an agent, or the officer stood in for.
func (c Case) actsFor(who people.Who) people.PartyID {
	if who.Role == people.Agency {
		return c.Employer
	}
	return who.For
}

// lawful makes the events that happen by law at the instant.
func (c Case) lawful(at time.Time, bodies ...Body) []Event {
	return c.emit(By{Who: people.Who{Account: people.System}, At: at}, bodies...)
}

// Fresh refuses a write that saw an older version of the case. Since are the
// events after that version: the fault says who changed what, so that the page
// can show it and nothing is lost.
func (c Case) Fresh(seen int, since []Event) error {
	if seen == c.Version {
		return nil
	}
	f := fault.New(fault.Conflict, "fault.case.stale", "seen", seen, "version", c.Version)
	if n := len(since); n > 0 {
		last := since[n-1]
		f.Args = append(f.Args, "actor", string(last.Actor), "act", string(last.Kind()), "at", last.At)
	}
	return f.WithDetail("case %s is at version %d, you saw %d", c.Number, c.Version, seen)
}

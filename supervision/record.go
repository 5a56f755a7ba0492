package supervision

import (
	"slices"
	"time"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// By says who acts and when.
type By struct {
	Who people.Who
	At  time.Time
}

// On is the day of the act in Asia/Shanghai.
func (b By) On() civil.Date { return civil.DateOf(b.At) }

// Record makes an integrity entry of e: the actor is the decision maker, in the
// own jurisdiction and not the party itself. It needs a cause, a reason,
// evidence, a clause and an end.
func Record(by By, e Entry) (Entry, error) {
	if err := by.may(people.Sanction, people.PlaceCode(e.Place), e.Party); err != nil {
		return Entry{}, err
	}
	return e.made(by)
}

// RecordDecided makes the entry that the law ties to a decision on a case. Who
// signed the decision has made it, and rules on no contest of it.
func RecordDecided(by By, e Entry) (Entry, error) {
	if err := by.may(people.Approve, people.PlaceCode(e.Place), e.Party); err != nil {
		return Entry{}, err
	}
	if e.Case == "" {
		return Entry{}, fault.At("case", "an entry that follows from a decision names its case")
	}
	return e.made(by)
}

// made is the entry as it is kept, once it is whole.
func (e Entry) made(by By) (Entry, error) {
	e.By, e.At, e.Contests, e.Repaired, e.Struck = by.Who.Account, by.At.UTC(), nil, nil, nil
	switch {
	case e.ID == "" || e.Party == "" || !slices.Contains(Causes, e.Cause):
		return Entry{}, fault.New(fault.Invalid, "fault.integrity.cause").WithPath("cause").
			WithDetail("an entry needs an id, a party and a cause of %v", Causes)
	case e.Of != OfEmployer && e.Of != OfAgency && e.Of != OfForeigner:
		return Entry{}, fault.At("of", "%q is no supervised party", e.Of)
	case e.Reason == "" || e.Clause == "":
		return Entry{}, fault.New(fault.Invalid, "fault.integrity.reason").WithPath("reason").WithDetail("an entry needs a reason and its clause")
	case len(e.Evidence) == 0:
		return Entry{}, fault.New(fault.Invalid, "fault.integrity.evidence").WithPath("evidence").WithDetail("an entry needs evidence")
	case e.Until <= by.On():
		return Entry{}, fault.New(fault.Invalid, "fault.integrity.until").WithPath("until").WithDetail("an entry ends after today, got %s", e.Until)
	}
	return e, nil
}

// Impose suspends handling. It rests on an active integrity entry of the same
// party and ends no later than that entry.
func Impose(by By, s Sanction, rest Entry) (Sanction, error) {
	for _, place := range s.Places {
		if err := by.may(people.Sanction, place, s.Party); err != nil {
			return Sanction{}, err
		}
	}
	s.By, s.At, s.Contests, s.Lifted = by.Who.Account, by.At.UTC(), nil, nil
	switch {
	case s.ID == "" || len(s.Places) == 0:
		return Sanction{}, fault.At("places", "a sanction needs an id and the places in which it holds")
	case s.Entry != rest.ID || s.Party != rest.Party || s.Of != rest.Of || !rest.Active(by.On()):
		return Sanction{}, fault.New(fault.Conflict, "fault.sanction.no-entry").WithPath("entry").
			WithDetail("a sanction rests on an active entry of the same party, not on %s", rest.ID)
	case s.Reason == "" || s.Clause == "" || len(s.Evidence) == 0:
		return Sanction{}, fault.New(fault.Invalid, "fault.sanction.reason").WithPath("reason").
			WithDetail("a sanction needs a reason, its clause and evidence")
	case s.From < by.On() || s.Until < s.From || s.Until > rest.Until:
		return Sanction{}, fault.New(fault.Invalid, "fault.sanction.until", "until", rest.Until).WithPath("until").
			WithDetail("a sanction runs from today or later to at most %s, got %s to %s", rest.Until, s.From, s.Until)
	}
	return s, nil
}

// may is the right to a supervisory act on a party at a place.
func (b By) may(act people.Act, place people.PlaceCode, party people.PartyID) error {
	inPlace := slices.ContainsFunc(b.Who.Places, func(p people.PlaceCode) bool { return p.Holds(place) })
	if b.Who.Disabled || !b.Who.Role.Can(act) || !inPlace {
		return fault.New(fault.Forbidden, "fault.people.role").
			WithDetail("role %s may not %s at %s", b.Who.Role, act, place)
	}
	if b.Who.Account == party || b.Who.Party == party && party != "" {
		return fault.New(fault.Forbidden, "fault.people.party").WithDetail("account %s is the party itself", b.Who.Account)
	}
	return nil
}

// Visible reports whether w may read the file of the party: the supervised see
// their own, integrity officers and supervisors those of their places.
func Visible(w people.Who, party people.PartyID, place people.PlaceCode) bool {
	if w.Disabled {
		return false
	}
	if w.Role.Can(people.Contest) {
		return party != "" && w.Party == party
	}
	watching := w.Role.Can(people.Sanction) || w.Role.Can(people.Watch)
	return watching && slices.ContainsFunc(w.Places, func(p people.PlaceCode) bool { return p.Holds(place) })
}

// MayOpen reports whether w may open papers handed in about the party: the party
// itself, and the officers who rule at the place. Who only watches may not.
func MayOpen(w people.Who, party people.PartyID, place people.PlaceCode) bool {
	return Visible(w, party, place) && (w.Role.Can(people.Contest) || w.Role.Can(people.Sanction))
}

// FalseCommitments is the list of false commitments on the day: active entries
// of that cause, in the order given.
func FalseCommitments(entries []Entry, on civil.Date) []Entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool {
		return e.Cause != FalseCommitment || !e.Active(on)
	})
}

package supervision

import (
	"slices"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// Contest adds the party's objection to an entry. One is open at a time.
func (e Entry) Contest(by By, reason string, files []string, papers ...string) (Entry, error) {
	if err := mayContest(by, e.Party, reason, e.Contests); err != nil {
		return e, err
	}
	if e.Struck != nil {
		return e, ended("entry", string(e.ID))
	}
	e.Contests = append(slices.Clone(e.Contests), Contest{By: by.Who.Account, At: by.At.UTC(), Reason: reason, Files: files, Papers: papers})
	return e, nil
}

// Rule answers the open contest of an entry. Another person than the one who
// decided the entry rules; an entry that is not upheld is struck.
func (e Entry) Rule(by By, upheld bool, reason string) (Entry, error) {
	contests, ruling, err := rule(by, people.PlaceCode(e.Place), e.Party, e.By, e.Contests, upheld, reason)
	if err != nil {
		return e, err
	}
	e.Contests = contests
	if !upheld {
		e.Struck = &ruling
	}
	return e, nil
}

// Repair accepts what the party did to make good: the entry no longer counts
// from then on and stays in the file.
func (e Entry) Repair(by By, reason string, evidence []string, papers ...string) (Entry, error) {
	if err := by.may(people.Sanction, people.PlaceCode(e.Place), e.Party); err != nil {
		return e, err
	}
	if !e.Active(by.On()) {
		return e, ended("entry", string(e.ID))
	}
	if reason == "" {
		return e, fault.New(fault.Invalid, "fault.integrity.repair").WithPath("reason").WithDetail("say what the party did to make good")
	}
	e.Repaired = &Repair{Reason: reason, Evidence: evidence, Papers: papers, By: by.Who.Account, At: by.At.UTC()}
	return e, nil
}

// Contest adds the party's objection to a sanction.
func (s Sanction) Contest(by By, reason string, files []string, papers ...string) (Sanction, error) {
	if err := mayContest(by, s.Party, reason, s.Contests); err != nil {
		return s, err
	}
	if s.Lifted != nil {
		return s, ended("sanction", string(s.ID))
	}
	s.Contests = append(slices.Clone(s.Contests), Contest{By: by.Who.Account, At: by.At.UTC(), Reason: reason, Files: files, Papers: papers})
	return s, nil
}

// Rule answers the open contest of a sanction; one that is not upheld is lifted.
func (s Sanction) Rule(by By, upheld bool, reason string) (Sanction, error) {
	contests, ruling, err := rule(by, s.Places[0], s.Party, s.By, s.Contests, upheld, reason)
	if err != nil {
		return s, err
	}
	s.Contests = contests
	if !upheld {
		s.Lifted = &ruling
	}
	return s, nil
}

// Fall lifts a sanction whose entry was struck or repaired; false: it stands.
func (s Sanction) Fall(rest Entry, by By) (Sanction, bool) {
	if s.Entry != rest.ID || s.Lifted != nil || (rest.Struck == nil && rest.Repaired == nil) {
		return s, false
	}
	s.Lifted = &Ruling{Reason: "entry " + string(rest.ID), By: by.Who.Account, At: by.At.UTC()}
	return s, true
}

// EndsOn is the last day on which the sanction held or will hold.
func (s Sanction) EndsOn() civil.Date {
	if s.Lifted != nil {
		return min(s.Until, civil.DateOf(s.Lifted.At))
	}
	return s.Until
}

func mayContest(by By, party people.PartyID, reason string, contests []Contest) error {
	if by.Who.Disabled || !by.Who.Role.Can(people.Contest) || by.Who.Party != party {
		return fault.New(fault.NotFound, "fault.integrity.not-found")
	}
	if reason == "" {
		return fault.New(fault.Invalid, "fault.integrity.contest").WithPath("reason").WithDetail("say why the record is wrong")
	}
	if open(contests) >= 0 {
		return fault.New(fault.Conflict, "fault.integrity.contested").WithDetail("a contest is open: wait for its ruling")
	}
	return nil
}

// rule closes the open contest with a ruling.
func rule(by By, place people.PlaceCode, party, decided people.PartyID, contests []Contest, upheld bool, reason string) ([]Contest, Ruling, error) {
	if err := by.may(people.Sanction, place, party); err != nil {
		return nil, Ruling{}, err
	}
	i := open(contests)
	switch {
	case i < 0:
		return nil, Ruling{}, fault.New(fault.Conflict, "fault.integrity.no-contest").WithDetail("no contest is open")
	case by.Who.Account == decided:
		return nil, Ruling{}, fault.New(fault.Forbidden, "fault.people.same-person").
			WithDetail("account %s decided it: another person rules on the contest", decided)
	case reason == "":
		return nil, Ruling{}, fault.New(fault.Invalid, "fault.integrity.ruling").WithPath("reason").WithDetail("a ruling needs its reason")
	}
	ruling := Ruling{Upheld: upheld, Reason: reason, By: by.Who.Account, At: by.At.UTC()}
	contests = slices.Clone(contests)
	contests[i].Ruling = &ruling
	return contests, ruling, nil
}

// open returns the index of the contest without a ruling, or -1.
func open(contests []Contest) int {
	return slices.IndexFunc(contests, func(c Contest) bool { return c.Ruling == nil })
}

func ended(what, id string) error {
	return fault.New(fault.Conflict, "fault.integrity.ended").WithDetail("%s %s has ended", what, id)
}

package supervision

import (
	"slices"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// Propose begins a revocation: the party is told the grounds and may be heard
// until HearBy. It rests on an active entry for a false commitment or material.
func Propose(by By, place people.PlaceCode, r Revocation, rest Entry) (Revocation, error) {
	if err := by.may(people.Revoke, place, rest.Party); err != nil {
		return Revocation{}, err
	}
	r.Place, r.By, r.NotifiedOn = place, by.Who.Account, by.On()
	r.Hearings, r.Outcome, r.DecidedBy, r.DecidedOn = nil, "", "", nil
	switch {
	case r.ID == "" || r.Case == "" || r.Permit == "":
		return Revocation{}, fault.At("permit", "a revocation names its case and permit")
	case r.Entry != rest.ID || !rest.Active(by.On()) || (rest.Cause != FalseCommitment && rest.Cause != FalseMaterial):
		return Revocation{}, fault.New(fault.Conflict, "fault.revocation.no-entry").WithPath("entry").
			WithDetail("a revocation rests on an active entry for a false commitment or material")
	case r.Reason == "" || r.Clause == "" || len(r.Evidence) == 0:
		return Revocation{}, fault.New(fault.Invalid, "fault.revocation.reason").WithPath("reason").
			WithDetail("a revocation needs a reason, its clause and evidence")
	case r.HearBy <= by.On():
		return Revocation{}, fault.New(fault.Invalid, "fault.revocation.hear-by").WithPath("hear_by").
			WithDetail("the party has time to be heard after today, got %s", r.HearBy)
	case r.HearBy > rest.Until:
		return Revocation{}, fault.New(fault.Invalid, "fault.revocation.hear-late", "until", rest.Until).WithPath("hear_by").
			WithDetail("the entry counts until %s, got %s", rest.Until, r.HearBy)
	}
	r.Party = rest.Party
	var others []people.PartyID
	for _, id := range r.Others {
		if id != "" && id != r.Party && !slices.Contains(others, id) {
			others = append(others, id)
		}
	}
	r.Others = others
	return r, nil
}

// Concerns reports whether the revocation is heard of the party: that of the entry,
// the holder and the employer of the permit.
func (r Revocation) Concerns(party people.PartyID) bool {
	return party != "" && (party == r.Party || slices.Contains(r.Others, party))
}

// HeardFrom is the last that the party said or waived; nil: nothing yet.
func (r Revocation) HeardFrom(party people.PartyID) *Hearing {
	for i := len(r.Hearings) - 1; i >= 0; i-- {
		if r.Hearings[i].Party == party {
			return &r.Hearings[i]
		}
	}
	return nil
}

// Hear records what a party said, or that it waived being heard. A party speaks
// for itself; an officer may write down what one of them said.
func (r Revocation) Hear(by By, from people.PartyID, statement string, waived bool) (Revocation, error) {
	party := by.Who.Role.Can(people.Contest) && r.Concerns(by.Who.Party) && !by.Who.Disabled
	if party {
		from = by.Who.Party
	} else if err := by.may(people.Revoke, r.Place, r.Party); err != nil {
		return r, err
	}
	switch {
	case !r.Concerns(from):
		return r, fault.New(fault.Invalid, "fault.revocation.whom").WithPath("from").WithDetail("revocation %s does not concern %q", r.ID, from)
	case r.Outcome != "":
		return r, fault.New(fault.Conflict, "fault.revocation.decided").WithDetail("revocation %s is decided", r.ID)
	case waived && !party:
		return r, fault.New(fault.Forbidden, "fault.revocation.waiver").WithDetail("only the party can waive being heard")
	case statement == "" && !waived:
		return r, fault.New(fault.Invalid, "fault.revocation.statement").WithPath("statement").WithDetail("record what the party said")
	}
	r.Hearings = append(slices.Clone(r.Hearings), Hearing{Party: from, On: by.On(), By: by.Who.Account, Statement: statement, Waived: waived})
	return r, nil
}

// Decide revokes or drops. All whom it concerns were heard, have waived, or have let
// the last day pass; and another person than the one who proposed it decides.
func (r Revocation) Decide(by By, revoke bool) (Revocation, error) {
	if err := by.may(people.Revoke, r.Place, r.Party); err != nil {
		return r, err
	}
	switch {
	case r.Outcome != "":
		return r, fault.New(fault.Conflict, "fault.revocation.decided").WithDetail("revocation %s is decided", r.ID)
	case by.Who.Account == r.By:
		return r, fault.New(fault.Forbidden, "fault.people.same-person").WithDetail("account %s proposed it", r.By)
	case revoke && !r.HearingOver(by.On()):
		return r, fault.New(fault.Conflict, "fault.revocation.unheard", "until", r.HearBy).
			WithDetail("the party may be heard until %s", r.HearBy)
	}
	on := by.On()
	r.Outcome, r.DecidedBy, r.DecidedOn = Dropped, by.Who.Account, &on
	if revoke {
		r.Outcome = RevokedDecision
	}
	return r, nil
}

// HearingOver reports whether all were heard or have let their last day pass.
func (r Revocation) HearingOver(on civil.Date) bool {
	unheard := func(party people.PartyID) bool { return r.HeardFrom(party) == nil }
	return on > r.HearBy || !unheard(r.Party) && !slices.ContainsFunc(r.Others, unheard)
}

package supervision

import (
	"slices"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// OpenCheck begins a check of a picked commitment, to be finished by due. Nobody
// has it yet: see Assign.
func OpenCheck(by By, place people.PlaceCode, id CheckID, p Picked, due civil.Date) (Check, error) {
	if err := by.may(people.Sample, place, p.Employer); err != nil {
		return Check{}, err
	}
	if id == "" || due <= by.On() {
		return Check{}, fault.At("due", "a check needs an id and a last day after today")
	}
	return Check{
		ID: id, Place: place, Case: p.Case, Commitment: p.Commitment, Method: p.Method, Draw: p.Draw,
		OpenedAt: by.At.UTC(), Due: due, Result: Unfinished,
	}, nil
}

// Assign gives the check to who carries it out: an integrity officer of the place.
func (c Check) Assign(by By, to people.Who) (Check, error) {
	if err := by.may(people.Sample, c.Place, ""); err != nil {
		return c, err
	}
	if c.Result != Unfinished {
		return c, finished(c.ID)
	}
	if err := (By{Who: to, At: by.At}).may(people.Inspect, c.Place, ""); err != nil {
		return c, fault.New(fault.Invalid, "fault.check.assignee").WithPath("to").WithCause(err)
	}
	c.Assigned = to.Account
	return c, nil
}

// Interview records a talk, held or refused.
func (c Check) Interview(by By, i Interview) (Check, error) {
	if err := c.mayGoOn(by); err != nil {
		return c, err
	}
	if i.With == "" || i.Notes == "" {
		return c, fault.New(fault.Invalid, "fault.check.notes").WithPath("notes").
			WithDetail("an interview records with whom and what was said, or that nobody came")
	}
	i.By, i.At = by.Who.Account, by.At.UTC()
	c.Interviews = append(slices.Clone(c.Interviews), i)
	return c, nil
}

// Finish closes the check. A commitment is Broken only with evidence and a
// reason: what follows (entry, sanction, revocation) is a finding of its own.
func (c Check) Finish(by By, result Result, reason string, evidence []string) (Check, error) {
	if err := c.mayGoOn(by); err != nil {
		return c, err
	}
	switch {
	case result != Kept && result != Broken && result != Unproven:
		return c, fault.New(fault.Invalid, "fault.check.result").WithPath("result").
			WithDetail("%q is no result (kept, broken or unproven)", result)
	case result != Kept && reason == "":
		return c, fault.New(fault.Invalid, "fault.check.reason").WithPath("reason").
			WithDetail("say why the commitment is %s", result)
	case result == Broken && len(evidence) == 0:
		return c, fault.New(fault.Invalid, "fault.integrity.evidence").WithPath("evidence").
			WithDetail("a broken commitment needs evidence")
	}
	at := by.At.UTC()
	c.Result, c.Reason, c.Evidence, c.By, c.ClosedAt = result, reason, evidence, by.Who.Account, &at
	return c, nil
}

func (c Check) mayGoOn(by By) error {
	if err := by.may(people.Inspect, c.Place, ""); err != nil {
		return err
	}
	if c.Result != Unfinished {
		return finished(c.ID)
	}
	return nil
}

func finished(id CheckID) error {
	return fault.New(fault.Conflict, "fault.check.finished").WithDetail("check %s is finished", id)
}

package permit

import (
	"slices"
	"time"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// By says which case, who and when changed a permit, and why.
type By struct {
	Case   string
	Who    people.PartyID
	At     time.Time
	Reason string
}

// On is the day of the change in Asia/Shanghai.
func (b By) On() civil.Date { return civil.DateOf(b.At) }

// Issue makes a new permit. Number, kind, holder, employer, place and term must
// be set; its first version says change (Granted or Imported).
func Issue(p Permit, change Change, by By) (Permit, error) {
	if p.Number == "" || p.Kind == "" || p.Holder == "" || p.Place == "" {
		return Permit{}, fault.New(fault.Invalid, "fault.permit.incomplete").
			WithDetail("a permit needs number, kind, holder and place")
	}
	term, err := NewTerm(p.Term.From, p.Term.Until, p.Term.Caps)
	if err != nil {
		return Permit{}, err
	}
	p.Term, p.Status, p.Versions, p.AlteredBy, p.EndedOn = term, Active, nil, "", nil
	return p.record(change, by), nil
}

// Claim reserves the permit for the case that is going to alter it. While one
// case is open, another is refused with its number.
func (p Permit) Claim(number string) (Permit, error) {
	if p.AlteredBy != "" && p.AlteredBy != number {
		return p, fault.New(fault.Conflict, "fault.permit.altered", "case", p.AlteredBy).
			WithDetail("permit %s is being altered by case %s", p.Number, p.AlteredBy)
	}
	p.AlteredBy = number
	return p, nil
}

// Release ends the reservation of the case; another's stays.
func (p Permit) Release(number string) Permit {
	if p.AlteredBy == number {
		p.AlteredBy = ""
	}
	return p
}

// Extend gives the permit a new term that follows the old one. A deemed
// extension is one the law grants because nobody decided in time.
func (p Permit) Extend(term Term, deemed bool, by By) (Permit, error) {
	if err := p.standing(); err != nil {
		return p, err
	}
	term, err := NewTerm(term.From, term.Until, term.Caps)
	if err != nil {
		return p, err
	}
	if term.Until <= p.Term.Until {
		return p, fault.New(fault.Invalid, "fault.permit.no-longer", "until", term.Until).WithPath("until").
			WithDetail("%s does not extend a permit that runs until %s", term.Until, p.Term.Until)
	}
	p.Term = Term{From: p.Term.From, Until: term.Until, Binding: term.Binding, Caps: term.Caps}
	change := ExtendedTerm
	if deemed {
		change = DeemedExtended
	}
	return p.record(change, by), nil
}

// ChangeEmployer moves the permit to another employer with a term of its own.
// The former employer may have cancelled it already: the number, which is the
// person's for life, becomes active again. What was filed beside the old
// employment ends.
func (p Permit) ChangeEmployer(to people.PartyID, occupation, post string, term Term, by By) (Permit, error) {
	if p.Status != Active && p.Status != Cancelled {
		return p, p.wrongStatus("moved to another employer")
	}
	term, err := NewTerm(term.From, term.Until, term.Caps)
	if err != nil {
		return p, err
	}
	p = p.endEngagements(by.On())
	p.Employer, p.Occupation, p.Post, p.Term = to, occupation, post, term
	p.Status, p.EndedOn = Active, nil
	return p.record(EmployerChanged, by), nil
}

// Amend corrects data or re-issues the permit; its term stays. An empty post
// keeps the post.
func (p Permit) Amend(change Change, post string, by By) (Permit, error) {
	if change != DataChanged && change != Reissued {
		return p, fault.At("change", "%q is no amendment", change)
	}
	if err := p.standing(); err != nil {
		return p, err
	}
	if post != "" {
		p.Post = post
	}
	return p.record(change, by), nil
}

// Suspend stops the use of an active permit; Restore lets it be used again.
func (p Permit) Suspend(by By) (Permit, error) {
	if p.Status != Active {
		return p, p.wrongStatus("suspended")
	}
	p.Status = Suspended
	return p.record(WasSuspended, by), nil
}

// Restore ends a suspension.
func (p Permit) Restore(by By) (Permit, error) {
	if p.Status != Suspended {
		return p, p.wrongStatus("restored")
	}
	p.Status = Active
	return p.record(WasRestored, by), nil
}

// Cancel ends the permit on the day of by; a suspended or expired one can be
// cancelled too. Its part-time engagements lapse with it.
func (p Permit) Cancel(by By) (Permit, error) { return p.end(Cancelled, WasCancelled, by) }

// Revoke takes the decision back (a false commitment, after hearing the party).
// A cancelled permit can still be revoked: the decision behind it was wrong.
func (p Permit) Revoke(by By) (Permit, error) { return p.end(Revoked, WasRevoked, by) }

func (p Permit) end(status Status, change Change, by By) (Permit, error) {
	if p.Status == Revoked || p.Status == status {
		return p, p.wrongStatus(string(status))
	}
	on := by.On()
	p = p.endEngagements(on)
	p.Status, p.EndedOn = status, &on
	return p.record(change, by), nil
}

// Engage files part-time work or an own business beside the permit. It ends
// with the permit and needs neither a new nor a changed one.
func (p Permit) Engage(e Engagement) (Permit, error) {
	if !p.InForce(e.From) {
		return p, fault.New(fault.Conflict, "fault.permit.not-in-force", "on", e.From).
			WithDetail("permit %s is not in force on %s", p.Number, e.From)
	}
	e.EndedOn = nil
	p.Engagements = append(slices.Clone(p.Engagements), e)
	return p, nil
}

// endEngagements ends what still runs on the day.
func (p Permit) endEngagements(on civil.Date) Permit {
	p.Engagements = slices.Clone(p.Engagements)
	for i := range p.Engagements {
		if p.Engagements[i].EndedOn == nil {
			p.Engagements[i].EndedOn = &on
		}
	}
	return p
}

// standing refuses a change of a permit that has ended for good or is suspended.
// An expired one passes: an extension filed in time may be granted after expiry.
func (p Permit) standing() error {
	if p.Status != Active {
		return p.wrongStatus("changed")
	}
	return nil
}

func (p Permit) wrongStatus(verb string) error {
	return fault.New(fault.Conflict, "fault.permit.status", "status", string(p.Status)).
		WithDetail("permit %s is %s and cannot be %s", p.Number, p.Status, verb)
}

// record adds the version that describes the permit from now on.
func (p Permit) record(change Change, by By) Permit {
	p.Versions = append(slices.Clone(p.Versions), Version{
		Change: change, Case: by.Case, At: by.At, By: by.Who, Reason: by.Reason, Employer: p.Employer, Term: p.Term,
	})
	return p
}

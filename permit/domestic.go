package permit

import (
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// CapByTalent is the cap that a talent's permit sets for the domestic worker's:
// the same last day.
func CapByTalent(talent Permit, clause string) Cap {
	return Cap{Binding: TalentPermit, Until: talent.Term.Until, Clause: clause}
}

// CheckDomestic refuses a second domestic worker for a talent among the permits
// held, and a talent whose permit is not in force on the day. Basis is nil for a
// talent with permanent residence, who needs no permit.
func CheckDomestic(talent people.PartyID, basis *Permit, held []Permit, on civil.Date) error {
	if basis != nil && !basis.InForce(on) {
		return fault.New(fault.Conflict, "fault.permit.not-in-force", "on", on).
			WithDetail("the talent's permit %s is not in force on %s", basis.Number, on)
	}
	for _, p := range held {
		if p.Kind == DomesticWork && p.Serves == talent && p.StatusOn(on) == Active {
			return fault.New(fault.Conflict, "fault.permit.second-domestic", "permit", string(p.Number)).
				WithDetail("permit %s already serves %s", p.Number, talent)
		}
	}
	return nil
}

// Follow ends a dependent permit where the permit it depends on has ended. It
// returns the permit unchanged, and false, where nothing is to be done.
func (p Permit) Follow(talent Permit, by By) (Permit, bool, error) {
	ended := talent.Status == Cancelled || talent.Status == Revoked
	if p.DependsOn == "" || p.DependsOn != talent.Number || !ended || p.Status == Cancelled || p.Status == Revoked {
		return p, false, nil
	}
	p, err := p.Cancel(by)
	return p, err == nil, err
}

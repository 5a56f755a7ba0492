package office

import (
	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/policy"
)

// Standing says how the clauses that open a matter stand at a place on a day.
type Standing struct {
	Open bool // one of them is in force, or the matter needs none

	// Where it is not open: the pack that comes nearest, the one that will
	// begin before the one that ended. Nil where no pack with such a clause
	// speaks at the place.
	Pack *policy.Pack
}

// Standing looks the matter's clauses up among the packs that speak at the place.
func (l Law) Standing(m casefile.Matter, place people.PlaceCode, on civil.Date) Standing {
	if len(m.Clauses) == 0 {
		return Standing{Open: true}
	}
	at, known := l.Places.Lookup(facts.PlaceCode(place))
	s := Standing{}
	for _, ref := range m.Clauses {
		clause, ok := l.Engine.Policies.Clause(ref, on)
		if !ok || !known || !clause.Pack.Holds(at.Scopes) {
			continue
		}
		if clause.Pack.InForce(on) {
			return Standing{Open: true, Pack: clause.Pack}
		}
		if from := clause.Pack.Span(on).From; s.Pack == nil || from != nil && on < *from {
			s.Pack = clause.Pack
		}
	}
	return s
}

// inForce refuses a matter that no clause in force opens at the place today,
// with the day on which its measures ended or begin.
func (s *step) inForce(m casefile.Matter, place people.PlaceCode) error {
	on := civil.DateOf(s.tx.Now())
	standing := s.law.Standing(m, place, on)
	if standing.Open {
		return nil
	}
	days := policy.Period{}
	if standing.Pack != nil {
		days = standing.Pack.Span(on)
	}
	switch {
	case days.From != nil && on < *days.From:
		return fault.New(fault.Conflict, "fault.case.not-yet", "from", *days.From).WithPath("matter").
			WithDetail("matter %s opens at %s on %s", m.ID, place, *days.From)
	case days.Until != nil:
		return fault.New(fault.Conflict, "fault.case.ended", "until", *days.Until).WithPath("matter").
			WithDetail("the measures that open matter %s at %s ended on %s", m.ID, place, *days.Until)
	}
	return fault.New(fault.Invalid, "fault.case.not-offered", "matter", string(m.ID), "place", string(place)).WithPath("matter").
		WithDetail("no clause opens matter %s at %s", m.ID, place)
}

package casefile

import (
	"slices"

	"yichuang/fault"
	"yichuang/permit"
)

// Longest is the longest term that a grant on the track can have: what the
// determination allows, and on a track that waited for another one no more than
// was granted there, because a residence permit for work ends with its work
// permit. nil: nothing is known, or it would end before it starts.
func (c Case) Longest(track TrackID) *permit.Term {
	if c.Determination == nil || c.Determination.Term == nil {
		return nil
	}
	allowed := *c.Determination.Term
	caps := c.capped(track, allowed.Caps)
	term, err := permit.NewTerm(allowed.From, min(allowed.Until, permit.Earliest(caps).Until), caps)
	if err != nil {
		return nil
	}
	return &term
}

// capped adds to the caps the end of the permit on which the track builds.
func (c Case) capped(track TrackID, caps []permit.Cap) []permit.Cap {
	t, _ := c.Track(track)
	before, ok := c.Track(t.After)
	if !ok || before.Decision == nil || before.Decision.Term == nil {
		return caps
	}
	cap := permit.Cap{Binding: permit.WorkPermit, Until: before.Decision.Term.Until}
	if slices.Contains(caps, cap) {
		return caps
	}
	return append(slices.Clone(caps), cap)
}

// term checks a grant's term against its caps, or that there is none where the
// track keeps the permit's end. It begins no earlier than computed, because every
// cap is counted from there, and an officer who gives less says why.
func (c Case) term(t Track, given *permit.Term, reason string) (*permit.Term, error) {
	if !t.Termed {
		return nil, nil
	}
	if given == nil {
		return nil, fault.At("term", "a grant on track %s needs a term", t.ID)
	}
	term, err := permit.NewTerm(given.From, given.Until, c.capped(t.ID, given.Caps))
	if err != nil {
		return nil, err
	}
	longest := c.Longest(t.ID)
	switch {
	case longest != nil && term.From < longest.From:
		return nil, fault.New(fault.Invalid, "fault.case.term-early", "from", longest.From).WithPath("from").
			WithDetail("the term would begin on %s, before %s", term.From, longest.From)
	case reason == "" && term.Binding == permit.ByOfficer && (longest == nil || term.Until < longest.Until):
		return nil, fault.New(fault.Invalid, "fault.case.term-reason").WithPath("reason").WithDetail("less than every cap allows needs a reason")
	}
	return &term, nil
}

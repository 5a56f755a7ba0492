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
// track keeps the permit's end.
func (c Case) term(t Track, given *permit.Term) (*permit.Term, error) {
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
	return &term, nil
}

package casefile

import (
	"testing"

	"yichuang/permit"
)

// TestLongest_residenceEndsWithItsWorkPermit: on the track that waited, no more
// is proposed nor can be given than the work permit that was granted.
func TestLongest_residenceEndsWithItsWorkPermit(t *testing.T) {
	s := accepted(t)
	allowed := s.Longest("permit")
	if before := s.Longest("residence"); before.Until != allowed.Until {
		t.Errorf("nothing is granted yet: got %s, want %s", before, allowed)
	}
	s.decide(grant("permit", "2026-05-01", "2028-04-30"))
	got := s.Longest("residence")
	if got == nil || got.Until != day("2028-04-30") || got.Binding != permit.WorkPermit || got.From != allowed.From {
		t.Errorf("got %s, want an end with the work permit on 2028-04-30", got)
	}
	if s.Determination.Term.Until != allowed.Until || len(s.Determination.Term.Caps) != len(allowed.Caps) {
		t.Error("the determination was changed")
	}
	events, err := s.Draft(s.by(cop), grant("residence", "2026-05-01", "2028-05-01"), police)
	s.refused("fault.permit.past-cap", events, err)
	s.must(s.Draft(s.by(cop), grant("residence", "2026-05-01", "2028-04-30"), police))
}

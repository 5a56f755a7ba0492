package casefile

import (
	"testing"

	"yichuang/people"
)

// TestInvariant5_acceptanceNeedsEverySlot accepted, seen, treated or deferred.
func TestInvariant5_acceptanceNeedsEverySlot(t *testing.T) {
	for _, c := range []struct {
		name string
		slot Slot
		want bool
	}{
		{"empty", Slot{Treatment: Required, State: Empty}, false},
		{"supplied, not judged", Slot{Treatment: Required, State: Supplied}, false},
		{"not good enough", Slot{Treatment: Required, State: NotGood}, false},
		{"accepted online", Slot{Treatment: Required, State: Good}, true},
		{"original seen", Slot{Treatment: Required, State: Seen}, true},
		{"exempt", Slot{Treatment: Exempt, State: Empty}, true},
		{"shared by the state", Slot{Treatment: SharedByState, State: Empty}, true},
		{"commitment unsigned", Slot{Treatment: ByCommitment, State: Empty}, false},
		{"commitment signed", Slot{Treatment: ByCommitment, State: Empty, Committed: "k1"}, true},
		{"deferrable, no tolerance", Slot{Treatment: Deferrable, State: Empty}, false},
		{"deferred", Slot{Treatment: Deferrable, State: Empty, Deferred: dayPtr("2026-05-30")}, true},
		{"optional", Slot{Treatment: Optional, State: Empty}, true},
		{"optional and bad", Slot{Treatment: Optional, State: NotGood}, false},
	} {
		if got := c.slot.Settled(); got != c.want {
			t.Errorf("%s: got settled %t, want %t", c.name, got, c.want)
		}
	}
	s := submitted(t)
	events, err := s.Accept(s.by(clerk))
	s.refused("fault.case.slots-open", events, err)
	s.must(s.Judge(s.by(clerk), PaperJudged{Slot: "passport", State: NotGood, Fault: "expired"}))
	events, err = s.Accept(s.by(clerk))
	s.refused("fault.case.slots-open", events, err)
}

// tolerable is a submitted case with a paper that may follow.
func tolerable(t testing.TB) *story {
	s := open(t, "work-permit-first", "2026-04-20", nil)
	s.send(s.plan(
		Slot{ID: "passport", Treatment: Required, Key: true, State: Empty},
		Slot{ID: "experience-proof", Treatment: Deferrable, State: Empty},
	))
	return s
}

func tolerance() Tolerance {
	return Tolerance{Clause: "cn-650100-2024/U15", Slots: []SlotID{"experience-proof"}, Due: day("2026-05-08"), Commitment: "k1"}
}

func (s *story) signTolerance() *story {
	s.t.Helper()
	s.must(s.Sign(s.by(foreigner), Commitment{ID: "k1", Text: "text", Name: "ANNA", Clause: "cn-650100-2024/U15"}))
	return s
}

// TestInvariant5_toleranceNeeds its clause, key material, a commitment, a due
// date and no sanction.
func TestInvariant5_toleranceNeeds(t *testing.T) {
	s := tolerable(t)
	events, err := s.Tolerate(s.by(clerk), tolerance())
	s.refused("fault.case.tolerance-unsigned", events, err)
	s.signTolerance()
	events, err = s.Tolerate(s.by(clerk), tolerance())
	s.refused("fault.case.key-missing", events, err)
	s.must(s.Judge(s.by(clerk), PaperJudged{Slot: "passport", State: Seen}))
	for name, change := range map[string]func(*Tolerance){
		"no clause":    func(x *Tolerance) { x.Clause = "" },
		"no due date":  func(x *Tolerance) { x.Due = 0 },
		"due today":    func(x *Tolerance) { x.Due = day("2026-04-20") },
		"key material": func(x *Tolerance) { x.Slots = []SlotID{"passport"} },
		"nothing":      func(x *Tolerance) { x.Slots = nil },
	} {
		bad := tolerance()
		change(&bad)
		if _, err := s.Tolerate(s.by(clerk), bad); err == nil {
			t.Errorf("%s: tolerated", name)
		}
	}
	sanctioned := s.by(clerk)
	sanctioned.Stops = []Stop{{Sanction: "x"}}
	events, err = s.Tolerate(sanctioned, tolerance())
	s.refused("", events, err)
	s.must(s.Tolerate(s.by(clerk), tolerance()))
	s.accept(clerk)
	events, err = s.Draft(s.by(officer), grant("permit", "2026-05-01", "2031-04-30"), experts)
	s.refused("fault.case.papers-follow", events, err)
}

// TestInvariant5_toleranceLapsesByItself after its last day, not on it.
func TestInvariant5_toleranceLapsesByItself(t *testing.T) {
	cal := calendar(t)
	s := tolerable(t).signTolerance()
	s.must(s.Judge(s.by(clerk), PaperJudged{Slot: "passport", State: Seen}))
	s.must(s.Tolerate(s.by(clerk), tolerance()))
	s.accept(clerk)
	s.on("2026-05-08").pass(cal)
	if s.Status != StatusAccepted {
		t.Fatalf("got %s on the last day, want accepted", s.Status)
	}
	s.on("2026-05-09").pass(cal)
	if s.Status != StatusLapsed || s.Exit.Cause != "tolerance" || !s.Tolerance.Lapsed || s.Tolerance.Running() {
		t.Errorf("got %s, %+v; want lapsed by the tolerance", s.Status, s.Exit)
	}
	if e := s.events[len(s.events)-1]; e.Actor != people.System {
		t.Errorf("got actor %s, want the system", e.Actor)
	}
}

// TestInvariant5_toleranceIsMet when the paper follows and is judged.
func TestInvariant5_toleranceIsMet(t *testing.T) {
	s := tolerable(t).signTolerance()
	s.must(s.Judge(s.by(clerk), PaperJudged{Slot: "passport", State: Seen}))
	s.must(s.Tolerate(s.by(clerk), tolerance()))
	s.accept(clerk)
	s.must(s.Supply(s.by(foreigner), "experience-proof", file("e")))
	s.must(s.Judge(s.by(officer), PaperJudged{Slot: "experience-proof", State: Good}))
	if !s.Tolerance.Met {
		t.Error("the tolerance is not met")
	}
	s.on("2026-06-01").pass(calendar(t))
	if s.Status != StatusAccepted {
		t.Errorf("got %s, want accepted", s.Status)
	}
	s.must(s.Draft(s.by(officer), grant("permit", "2026-06-01", "2031-04-30"), experts))
}

package casefile

import (
	"encoding/json"
	"errors"
	"testing"

	"yichuang/fault"
)

// The eleven invariants of design/architecture.md, as far as a case holds them.
// Chains and transactions are tested in audit and store, scopes in people.

// submitted is a story of the matter, sent on Monday 20 April 2026.
func submitted(t testing.TB) *story {
	s := open(t, "work-permit-first", "2026-04-20", nil)
	return s.send(s.plan())
}

// accepted is a story accepted on the same day.
func accepted(t testing.TB) *story { return submitted(t).accept(clerk) }

func correction(again string) CorrectionRequested {
	return CorrectionRequested{
		Items: []CorrectionItem{{Slot: "passport", Page: 2, Fault: "blurred", Fix: "scan again"}},
		Due:   day("2026-05-20"), Again: again, Notice: ref(9),
	}
}

// TestInvariant1_foldingTheEventsGivesTheRowAgain: every story checks it after
// every act (story.checkRow); here a broken history is told from a whole one.
func TestInvariant1_foldingTheEventsGivesTheRowAgain(t *testing.T) {
	s := accepted(t)
	again, err := FoldAll(s.events)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := json.Marshal(s.Case)
	if got, _ := json.Marshal(again); string(got) != string(want) {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, err := FoldAll(append(s.events[:2:2], s.events[3:]...)); err == nil {
		t.Error("a history with a gap was folded")
	}
}

// TestInvariant2_versionsHaveNoGaps: the chain is per case by version; an event
// out of order, of another case or without a body is refused.
func TestInvariant2_versionsHaveNoGaps(t *testing.T) {
	s := submitted(t)
	for name, e := range map[string]Event{
		"again":        {Case: s.Number, Version: s.Version, Body: Closed{}},
		"gap":          {Case: s.Number, Version: s.Version + 2, Body: Closed{}},
		"another case": {Case: "WL26-000001-A", Version: s.Version + 1, Body: Closed{}},
		"no body":      {Case: s.Number, Version: s.Version + 1},
	} {
		if _, err := Fold(s.Case, e); err == nil {
			t.Errorf("%s: folded", name)
		}
	}
	for _, e := range s.events {
		if _, ok := registry[e.Kind()]; !ok {
			t.Errorf("kind %s cannot be read back", e.Kind())
		}
	}
}

// TestInvariant3_staleWriteSaysWhoChangedWhat.
func TestInvariant3_staleWriteSaysWhoChangedWhat(t *testing.T) {
	s := submitted(t)
	seen := s.Version
	if err := s.Fresh(seen, nil); err != nil {
		t.Errorf("got %v for the current version", err)
	}
	s.must(s.Judge(s.by(clerk), PaperJudged{Slot: "passport", State: Seen}))
	err := s.Fresh(seen, s.events[len(s.events)-1:])
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.Conflict {
		t.Fatalf("got %v, want a conflict", err)
	}
	args := map[any]any{}
	for i := 0; i < len(f.Args); i += 2 {
		args[f.Args[i]] = f.Args[i+1]
	}
	if args["actor"] != "clerk-li" || args["act"] != "paper-judged" {
		t.Errorf("got args %v; want who and what", args)
	}
}

package supervision

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"yichuang/people"
)

// TestDraw is repeatable, takes every risky one, and the share of the rest. Of S6:
// checks after the fact by sample and by risk.
func TestDraw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 60).Draw(t, "candidates")
		share := rapid.IntRange(0, 100).Draw(t, "share")
		seed := rapid.Uint64().Draw(t, "seed")
		candidates := make([]Candidate, n)
		risky := map[string]bool{}
		for i := range candidates {
			candidates[i] = Candidate{Case: string(rune('A'+i%26)) + string(rune('a'+i/26)), Commitment: "k", Employer: "e"}
			risky[candidates[i].Case] = rapid.IntRange(0, 4).Draw(t, "risk") == 0
		}
		score := func(c Candidate) int {
			if risky[c.Case] {
				return 10
			}
			return 0
		}
		first := Draw(seed, share, 10, candidates, score)
		slices.Reverse(candidates)
		if again := Draw(seed, share, 10, candidates, score); !reflect.DeepEqual(first, again) {
			t.Fatalf("the draw depends on the order: %v, %v", first, again)
		}
		sampled, rest := 0, 0
		seen := map[string]bool{}
		for _, p := range first {
			if seen[p.Case] {
				t.Fatalf("%s was drawn twice", p.Case)
			}
			seen[p.Case] = true
			if (p.Method == ByRisk) != risky[p.Case] {
				t.Fatalf("%s came by %s", p.Case, p.Method)
			}
			if p.Method == BySample {
				sampled++
			}
		}
		for _, c := range candidates {
			if !risky[c.Case] {
				rest++
			} else if !seen[c.Case] {
				t.Fatalf("risky %s was not picked", c.Case)
			}
		}
		if want := (rest*share + 99) / 100; sampled != want {
			t.Fatalf("got %d of %d sampled at %d %%, want %d", sampled, rest, share, want)
		}
	})
}

func TestDraw_seedsDiffer(t *testing.T) {
	candidates := make([]Candidate, 40)
	for i := range candidates {
		candidates[i].Case = string(rune('a' + i))
	}
	none := func(Candidate) int { return 0 }
	if reflect.DeepEqual(Draw(1, 20, 1, candidates, none), Draw(2, 20, 1, candidates, none)) {
		t.Error("two seeds give the same draw")
	}
}

func TestRisk_Score(t *testing.T) {
	risk := Risk{Entry: 5, FirstTime: 2, Agent: 1}
	c := Candidate{Employer: "employer", Foreigner: "kim"}
	entries := []Entry{goodEntry(t)}
	for _, x := range []struct {
		name  string
		c     Candidate
		cases map[people.PartyID]int
		on    string
		want  int
	}{
		{"entry and first case", c, nil, "2026-05-01", 7},
		{"entry", c, map[people.PartyID]int{"employer": 3}, "2026-05-01", 5},
		{"entry ended", c, map[people.PartyID]int{"employer": 3}, "2027-05-01", 0},
		{"agency", Candidate{Employer: "rival", Agent: "agency"}, map[people.PartyID]int{"rival": 1}, "2026-05-01", 1},
	} {
		if got := risk.Score(x.c, entries, x.cases, day(x.on)); got != x.want {
			t.Errorf("%s: got %d, want %d", x.name, got, x.want)
		}
	}
}

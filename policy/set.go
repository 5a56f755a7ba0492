package policy

import (
	"fmt"
	"slices"
	"sync"

	"yichuang/civil"
	"yichuang/facts"
)

// Set is the packs that are published together. It is immutable; publishing
// makes a new one. Plans are made once for each combination of packs in force.
type Set struct {
	Language *Language
	Packs    []*Pack // general before special

	mu    sync.Mutex
	plans map[uint64]*Plan
}

// NewSet takes packs in any order. It holds at most 64 packs.
func NewSet(l *Language, packs []*Pack) (*Set, error) {
	if len(packs) > 64 {
		return nil, fmt.Errorf("%d packs: want at most 64", len(packs))
	}
	packs = slices.Clone(packs)
	SortPacks(packs)
	for i, p := range packs {
		if i > 0 && packs[i-1].ID == p.ID {
			return nil, fmt.Errorf("pack %s is there twice", p.ID)
		}
	}
	s := &Set{Language: l, Packs: packs, plans: map[uint64]*Plan{}}
	return s, s.checkSize()
}

// checkSize refuses what does not fit the bit sets of a determination: together
// the packs may name 64 grounds and 64 parameters.
func (s *Set) checkSize() error {
	all := NewPlan(s.Language.vocabulary, s.Packs)
	if len(all.Grounds) > 64 || len(all.Parameters) > 64 {
		return fmt.Errorf("%d grounds and %d parameters: want at most 64 of each", len(all.Grounds), len(all.Parameters))
	}
	return nil
}

// Vocabulary returns the facts that the packs speak of.
func (s *Set) Vocabulary() *facts.Vocabulary { return s.Language.vocabulary }

// Pack returns the pack with the id.
func (s *Set) Pack(id string) (*Pack, bool) {
	for _, p := range s.Packs {
		if p.ID == id {
			return p, true
		}
	}
	return nil, false
}

// Clause returns the clause that a citation "pack/clause" names.
func (s *Set) Clause(ref string) (*Clause, bool) {
	for _, p := range s.Packs {
		if len(ref) > len(p.ID) && ref[:len(p.ID)] == p.ID && ref[len(p.ID)] == '/' {
			return p.Clause(ref[len(p.ID)+1:])
		}
	}
	return nil, false
}

// Name returns what people call an id of a kind; packs are asked in order.
func (s *Set) Name(kind, id string) (facts.Wording, bool) {
	for _, p := range s.Packs {
		for _, n := range p.Names {
			if n.Kind == kind && n.ID == id {
				return n.Text, true
			}
		}
	}
	return facts.Wording{}, false
}

// Plan returns the plan of the packs that speak at the place and are in force on
// the day. It is safe for concurrent use.
func (s *Set) Plan(place facts.Place, on civil.Date) *Plan {
	var mask uint64
	for i, p := range s.Packs {
		if p.InForce(on) && p.Holds(place.Scopes) {
			mask |= 1 << i
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	plan, ok := s.plans[mask]
	if !ok {
		var packs []*Pack
		for i, p := range s.Packs {
			if mask>>i&1 != 0 {
				packs = append(packs, p)
			}
		}
		plan = NewPlan(s.Language.vocabulary, packs)
		s.plans[mask] = plan
	}
	return plan
}

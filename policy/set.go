package policy

import (
	"fmt"
	"slices"
	"strings"
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
	plans map[mask]*Plan
}

// mask says which packs of a set are in force together.
type mask [mostPacks / 64]uint64

// mostPacks is how many texts a set holds, several of one pack counted each.
const mostPacks = 256

// NewSet takes packs in any order. A pack may be there in several texts where no
// day belongs to two of them, as Timeline lays them.
func NewSet(l *Language, packs []*Pack) (*Set, error) {
	if len(packs) > mostPacks {
		return nil, fmt.Errorf("%d packs: want at most %d", len(packs), mostPacks)
	}
	packs = slices.Clone(packs)
	SortPacks(packs)
	for i, p := range packs {
		for j := i - 1; j >= 0 && packs[j].ID == p.ID; j-- {
			if day, twice := overlap(packs[j], p); twice {
				return nil, fmt.Errorf("pack %s is there twice on %s", p.ID, day)
			}
		}
	}
	s := &Set{Language: l, Packs: packs, plans: map[mask]*Plan{}}
	return s, s.checkSize()
}

// checkSize refuses what does not fit the bit sets of a determination: together
// the packs may name 64 grounds and 64 parameters.
func (s *Set) checkSize() error {
	var newest []*Pack
	for i, p := range s.Packs {
		if i+1 == len(s.Packs) || s.Packs[i+1].ID != p.ID {
			newest = append(newest, p)
		}
	}
	all := NewPlan(s.Language.vocabulary, newest)
	if len(all.Grounds) > 64 || len(all.Parameters) > 64 {
		return fmt.Errorf("%d grounds and %d parameters: want at most 64 of each", len(all.Grounds), len(all.Parameters))
	}
	return nil
}

// Vocabulary returns the facts that the packs speak of.
func (s *Set) Vocabulary() *facts.Vocabulary { return s.Language.vocabulary }

// Pack returns the pack with the id, in its newest text.
func (s *Set) Pack(id string) (pack *Pack, ok bool) {
	for _, p := range s.Packs {
		if p.ID == id {
			pack, ok = p, true
		}
	}
	return pack, ok
}

// On returns the pack with the id in the text that speaks on the day; on a day
// without one, the text that spoke last before it, or else the first to come.
func (s *Set) On(id string, on civil.Date) (pack *Pack, ok bool) {
	for _, p := range s.Packs {
		if p.ID == id && (pack == nil || firstDay(p) <= on) {
			pack, ok = p, true
		}
	}
	return pack, ok
}

// Speaks reports whether the i-th pack is the text of its pack that On gives for
// the day.
func (s *Set) Speaks(i int, on civil.Date) bool {
	p := s.Packs[i]
	if i > 0 && s.Packs[i-1].ID == p.ID && firstDay(p) > on {
		return false
	}
	return i+1 == len(s.Packs) || s.Packs[i+1].ID != p.ID || firstDay(s.Packs[i+1]) > on
}

// PacksOn are all packs, each in the text that On gives.
func (s *Set) PacksOn(on civil.Date) []*Pack {
	var out []*Pack
	for i, p := range s.Packs {
		if s.Speaks(i, on) {
			out = append(out, p)
		}
	}
	return out
}

// Clause returns the clause that a citation "pack/clause" names, in the text of
// the day.
func (s *Set) Clause(ref string, on civil.Date) (*Clause, bool) {
	id, clause, _ := strings.Cut(ref, "/")
	pack, ok := s.On(id, on)
	if !ok {
		return nil, false
	}
	return pack.Clause(clause)
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
	var live mask
	for i, p := range s.Packs {
		if p.InForce(on) && p.Holds(place.Scopes) {
			live[i/64] |= 1 << (i % 64)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	plan, ok := s.plans[live]
	if !ok {
		var packs []*Pack
		for i, p := range s.Packs {
			if live[i/64]>>(i%64)&1 != 0 {
				packs = append(packs, p)
			}
		}
		plan = NewPlan(s.Language.vocabulary, packs)
		s.plans[live] = plan
	}
	return plan
}

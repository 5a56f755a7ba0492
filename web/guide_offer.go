package web

import (
	"cmp"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/people"
)

// offering says which matters are open at a place on a day, whoever asks.
type offering struct {
	place    facts.Place
	policies []determination.PolicyRef
}

func (s *Server) offering(place facts.Place, on civil.Date) (offering, error) {
	f, err := s.supposed(on, map[string]string{"place": string(place.Code)})
	if err != nil {
		return offering{}, err
	}
	d, err := s.Engine.Determine(f)
	if err != nil {
		return offering{}, err
	}
	return offering{place, d.Policies}, nil
}

// open reports whether the matter can be started there on the day.
func (o offering) open(m casefile.Matter) bool {
	return m.OfferedAt(people.PlaceCode(o.place.Code)) && m.OpenUnder(o.policies)
}

// matterGroups are the headings under which matters stand, in order. A matter
// belongs to the first whose test it passes.
var matterGroups = []struct {
	id string
	of func(casefile.Matter) bool
}{
	{"new", func(m casefile.Matter) bool { return m.Kind == casefile.ForPermit && grantsWork(m) && !altersPermit(m) }},
	{"held", func(m casefile.Matter) bool { return m.Kind == casefile.ForPermit && altersPermit(m) }},
	{"residence", func(m casefile.Matter) bool {
		return m.Kind == casefile.ForPermit || len(m.Tracks) > 0 && m.Tracks[0].Role == people.Police && m.Kind == casefile.ForRequest
	}},
	{"filing", func(m casefile.Matter) bool { return m.Kind == casefile.ForFiling }},
	{"service", func(casefile.Matter) bool { return true }},
}

// grantsWork reports whether the foreign-expert department has a part in it.
func grantsWork(m casefile.Matter) bool {
	return len(m.Tracks) > 0 && m.Tracks[0].Office == people.ForeignExperts
}

// altersPermit reports whether it is about a permit that the person holds.
func altersPermit(m casefile.Matter) bool { return m.Permit != nil && m.Permit.Needs }

// inOrder are the matters as people look for them: by service and application in
// the order of the vocabulary, those that every place offers first.
func (s *Server) inOrder(matters casefile.Matters) casefile.Matters {
	place := func(path, word string) int {
		field, ok := s.Vocabulary.Lookup(path)
		if at := slices.Index(field.Words, word); ok && at >= 0 {
			return at
		}
		return len(field.Words)
	}
	local := func(m casefile.Matter) int { return min(len(m.Places), 1) }
	out := slices.Clone(matters)
	slices.SortStableFunc(out, func(a, b casefile.Matter) int {
		return cmp.Or(place("service", a.Service)-place("service", b.Service), place("application", a.Application)-place("application", b.Application),
			local(a)-local(b), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// groupOf is the id of the group that the matter stands in.
func groupOf(m casefile.Matter) string {
	for _, g := range matterGroups {
		if g.of(m) {
			return g.id
		}
	}
	return ""
}

package determination

import (
	"slices"
	"strings"

	"yichuang/facts"
	"yichuang/policy"
)

// Role is what a rule did in a determination.
type Role string

// The roles: the rule decided, agrees with the one that did, was replaced by a
// more special one, or did not hold.
const (
	Decided   Role = "decided"
	Agrees    Role = "agrees"
	Overruled Role = "replaced"
	Silent    Role = "silent"
)

// Traced is one rule behind an outcome: its clause and the exact text of its
// pack, the facts and parameters that it read, its figures and what it did.
type Traced struct {
	Clause     string // "pack/clause"
	Pack, Hash string // of the text that was used
	Role       Role
	Facts      []string
	Parameters []string
	Min, Max   string // of a limit
}

// Trace lists the rules of an outcome, such as ("limit", "age"): those that
// decided first. d must be of the facts' place and day.
func (e *Engine) Trace(d *Determination, kind, id string) []Traced {
	place, ok := e.Places.Lookup(facts.PlaceCode(d.Place))
	if !ok {
		return nil
	}
	entry := d.entryOf(kind, id)
	var out []Traced
	at := 0 // of the outcome's rules
	for _, r := range e.Policies.Plan(place, d.On).Rules {
		if string(r.Kind) != kind || r.ID != id {
			continue
		}
		t := Traced{
			Clause: r.Clause.Ref(), Pack: r.Clause.Pack.ID, Role: entry.roleOf(r.Rule, at), Facts: r.Facts(), Parameters: r.Rule.Parameters(),
			Min: r.Limit.Min, Max: r.Limit.Max,
		}
		at++
		if i := slices.IndexFunc(d.Receipt.Packs, func(p PackHash) bool { return p.ID == t.Pack }); i >= 0 {
			t.Hash = d.Receipt.Packs[i].Hash
		}
		out = append(out, t)
	}
	order := []Role{Decided, Agrees, Overruled, Silent}
	slices.SortStableFunc(out, func(a, b Traced) int { return slices.Index(order, a.Role) - slices.Index(order, b.Role) })
	return out
}

// Missed lists the grounds that the rules of the place and day know and that do
// not hold, the best class first. d must be of the same place and day.
func (e *Engine) Missed(d *Determination) []Ground {
	place, ok := e.Places.Lookup(facts.PlaceCode(d.Place))
	if !ok {
		return nil
	}
	var out []Ground
	for _, r := range e.Policies.Plan(place, d.On).Rules {
		same := func(g Ground) bool { return g.ID == r.ID }
		if r.Kind != policy.Ground || slices.ContainsFunc(d.Grounds, same) {
			continue
		}
		clause := r.Clause.Ref()
		if i := slices.IndexFunc(out, same); i < 0 {
			out = append(out, Ground{Class: r.Class, Entry: Entry{ID: r.ID, Clause: clause}})
		} else if out[i].Clause != clause && !slices.Contains(out[i].Also, clause) {
			out[i].Also = append(out[i].Also, clause)
		}
	}
	slices.SortStableFunc(out, func(a, b Ground) int { return strings.Compare(a.Class, b.Class) })
	return out
}

// entryOf is the outcome of the kind and id, or the zero Entry.
func (d *Determination) entryOf(kind, id string) Entry {
	switch kind {
	case string(policy.Ground):
		for _, g := range d.Grounds {
			if g.ID == id {
				return g.Entry
			}
		}
	case string(policy.Limit):
		for _, l := range d.Limits {
			if l.ID == id {
				return l.Entry
			}
		}
	case string(policy.Route):
		for _, r := range d.Routes {
			if r.ID == id {
				return r
			}
		}
	case string(policy.Points):
		for _, p := range d.Points.Elements {
			if p.ID == id {
				return Entry{ID: id, Clause: p.Clause, Also: p.Also, Replaced: p.Replaced}
			}
		}
	}
	return Entry{}
}

// roleOf is what a rule did; at is its place among the rules of the outcome. Where
// that is noted, of several rules of a clause only those that held decided.
func (e Entry) roleOf(r *policy.Rule, at int) Role {
	is := func(ref string) bool { return r.Answers(ref) }
	silent := e.held != 0 && at < 64 && e.held&(1<<at) == 0
	switch {
	case silent && !slices.ContainsFunc(e.Replaced, is):
		return Silent
	case e.Clause != "" && r.Answers(e.Clause):
		return Decided
	case slices.ContainsFunc(e.Also, is):
		return Agrees
	case slices.ContainsFunc(e.Replaced, is):
		return Overruled
	}
	return Silent
}

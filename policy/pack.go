package policy

import (
	"slices"

	"yichuang/civil"
	"yichuang/facts"
)

// Pack is one legal instrument: its scope, its days in force, its clauses. It is
// immutable once read.
type Pack struct {
	ID         string
	Title      facts.Wording
	Short      facts.Wording
	Level      Level
	Scope      []facts.PlaceCode // "CN" holds everywhere
	From       *civil.Date       // first day in force; nil: always
	Until      *civil.Date       // last day in force, inclusive; nil: open
	Renewed    []Period          // further days in force, after the first, in order
	Source     facts.Wording
	Assumption facts.Wording // what an operator must confirm, or empty
	Readings   []Reading
	Parameters []ParameterDef
	Names      []Name // of the ids that the pack's rules set, in order
	Clauses    []*Clause
	Scenarios  []*Scenario
	Hash       string // SHA-256 over every file, hex
}

// Level orders packs from the general to the special. It never decides which
// rule wins: a rule wins because it names what it replaces.
type Level uint8

// The levels.
const (
	Nation Level = iota
	Province
	City
)

// Reading is a doubtful wording made a named choice. Default is one of Options.
type Reading struct {
	ID       string
	Question facts.Wording
	Options  []Option
	Default  string
	Source   facts.Wording
	Casework bool // the window's conduct follows it, not a rule
}

// Option is one way to read a wording.
type Option struct {
	ID    string
	Label facts.Wording
}

// ParameterDef announces a dated number that operators load.
type ParameterDef struct {
	ID    string
	Unit  string
	Title facts.Wording
}

// Name is what people call an id that rules set.
type Name struct {
	Kind, ID string
	Text     facts.Wording
}

// Clause is one article of the instrument.
type Clause struct {
	Pack       *Pack
	ID         string
	File       string
	Cite       facts.Wording
	Title      facts.Wording
	Summary    facts.Wording
	Note       facts.Wording
	Kinds      []string
	Reason     facts.Wording // why there are no rules, where there are none
	Confidence string
	Rules      []*Rule

	ref string
}

// Ref is how everything cites the clause: "pack/clause".
func (c *Clause) Ref() string { return c.ref }

// Holds reports whether the pack speaks where a place with these scopes lies.
func (p *Pack) Holds(scopes []facts.PlaceCode) bool {
	for _, s := range p.Scope {
		if s == "CN" || slices.Contains(scopes, s) {
			return true
		}
	}
	return false
}

// Clause returns the clause with the id.
func (p *Pack) Clause(id string) (*Clause, bool) {
	for _, c := range p.Clauses {
		if c.ID == id {
			return c, true
		}
	}
	return nil, false
}

// Reading returns the reading with the id.
func (p *Pack) Reading(id string) (*Reading, bool) {
	for i := range p.Readings {
		if p.Readings[i].ID == id {
			return &p.Readings[i], true
		}
	}
	return nil, false
}

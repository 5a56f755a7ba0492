package policy

import "yichuang/facts"

// Kind is what a rule decides. Each kind has one way to combine rules on the
// same id (its combiner), stated beside it.
type Kind string

// The kinds, in the order of the strata: a condition may read outcomes of
// earlier kinds only.
const (
	Points      Kind = "points"      // the largest of an element, up to its cap; elements add up
	Ground      Kind = "ground"      // union
	Limit       Kind = "limit"       // a waiver beats figures, every figure must hold, discretion excuses
	Service     Kind = "service"     // one rule that is met and not replaced is enough
	Route       Kind = "route"       // union
	Term        Kind = "term"        // the earliest end
	Material    Kind = "material"    // most favourable treatment; forms add up
	Deadline    Kind = "deadline"    // one per step and statutory flag
	Entitlement Kind = "entitlement" // union
	Duty        Kind = "duty"        // union
)

// Kinds in stratum order.
var Kinds = []Kind{Points, Ground, Limit, Service, Route, Term, Material, Deadline, Entitlement, Duty}

// stratum is the kind's index in Kinds.
func (k Kind) stratum() int {
	switch k {
	case Points:
		return 0
	case Ground:
		return 1
	case Limit:
		return 2
	case Service:
		return 3
	case Route:
		return 4
	case Term:
		return 5
	case Material:
		return 6
	case Deadline:
		return 7
	case Entitlement:
		return 8
	}
	return 9
}

// Rule sets one key (kind and id) when its condition holds.
type Rule struct {
	Clause    *Clause
	Name      string // of the rule inside its pack, where another rule replaces it alone
	Kind      Kind
	ID        string
	When      *Expr // nil: always
	Replaces  []string
	Authority string
	Line      int

	Points   PointsRule
	Class    string // ground
	Limit    LimitRule
	Route    RouteRule
	Term     TermRule
	Material MaterialRule
	Deadline DeadlineRule
	Detail   []DetailValue // entitlement
	Text     facts.Wording // duty
}

// PointsRule gives Value, or the points of the highest band whose From is at
// most Of. Cap, where set, is the element's. RestsOn tags what gives them.
type PointsRule struct {
	Value   int
	Of      *Expr
	Bands   []Band
	Cap     int
	RestsOn string
}

// Band starts at From, inclusive.
type Band struct {
	From   float64
	Points int
}

// Effect is what a limit rule does.
type Effect uint8

// The effects.
const (
	Figure Effect = iota // Of must keep Min and Max, or Test must hold
	Waive
	Discretion // an unmet limit is for an officer
	Silence    // only replaces: a rule that closes another
)

// LimitRule is a figure, a waiver or a discretion on a limit.
type LimitRule struct {
	Effect   Effect
	Of       *Expr
	Min, Max string // inclusive; a number or a word of Of's ordered list; "" none
	Test     *Expr
	Firm     bool // neither waiver nor discretion helps
}

// RouteRule: Otherwise holds when no other route is met; Alone silences every
// other route, the term, the papers and the deadlines.
type RouteRule struct{ Otherwise, Alone bool }

// TermRule caps the term by Months or by the date Until.
type TermRule struct {
	Months int
	Until  *Expr
}

// MaterialRule treats a paper. Treatment "" only adds forms.
type MaterialRule struct {
	Treatment string
	Form      []string
	Key       bool
}

// DeadlineRule is a time limit.
type DeadlineRule struct {
	Track, Unit, From, Direction string
	Amount                       int
	Statutory                    bool
}

// DetailValue is a number of an entitlement.
type DetailValue struct {
	Name  string
	Value float64
}

// Ref names the rule for people and in the trace: its clause, and its own name
// where it has one.
func (r *Rule) Ref() string {
	if r.Name != "" {
		return r.Clause.Pack.ID + "/" + r.Name
	}
	return r.Clause.Ref()
}

// Answers reports whether ref ("pack/clause" or "pack/rule") names the rule.
func (r *Rule) Answers(ref string) bool {
	return ref == r.Clause.Ref() || (r.Name != "" && ref == r.Clause.Pack.ID+"/"+r.Name)
}

// SameKey reports whether both rules set the same key.
func (r *Rule) SameKey(o *Rule) bool {
	return r.Kind == o.Kind && r.ID == o.ID && (r.Kind != Deadline || r.Deadline.Statutory == o.Deadline.Statutory)
}

// Readings returns the ids of the readings that the rule's conditions read.
func (r *Rule) Readings() (ids []string) {
	for _, e := range r.exprs() {
		e.Walk(func(e *Expr) {
			if e.Op == OpReading {
				ids = appendNew(ids, e.Str)
			}
		})
	}
	return ids
}

// Facts returns the paths of the facts that the rule's conditions read, in the
// order met.
func (r *Rule) Facts() (paths []string) {
	for _, e := range r.exprs() {
		for _, path := range e.Facts() {
			paths = appendNew(paths, path)
		}
	}
	return paths
}

// Parameters returns the ids of the dated numbers that the rule's conditions read.
func (r *Rule) Parameters() (ids []string) {
	for _, e := range r.exprs() {
		e.Walk(func(e *Expr) {
			if e.Op == OpParameter || e.Op == OpParameterOfYear {
				ids = appendNew(ids, e.Str)
			}
		})
	}
	return ids
}

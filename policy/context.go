package policy

import (
	"math/bits"

	"yichuang/civil"
	"yichuang/facts"
)

// Context is what conditions read during one determination: facts, the day, the
// place, the parameters and the outcomes of earlier strata. Whoever evaluates
// fills the outcomes stratum by stratum. It is not safe for concurrent use.
type Context struct {
	Facts      *facts.Facts
	On         civil.Date
	Place      facts.Place
	Places     *facts.Places
	Parameters []ParameterValue // by the plan's parameter index
	Table      *Parameters      // for parameters of other years

	Class       string // "" while unknown
	Ground      int    // the ground in hand; -1 while unknown, -2 none
	Grounds     []Truth
	PointsMin   float64
	PointsMax   float64
	PointsNeeds Needs
	RestsNeeds  Needs // what RestsOn waits for beside PointsNeeds
	ClassNeeds  Needs
	RestsOn     []Truth
	Limits      Truth // some ground of the best class keeps its limits
	LimitsNeeds Needs
	Routes      []Truth

	GroundNeeds func(ground int) Needs // what an open ground waits for
	RouteNeeds  func(route int) Needs  // what an open route waits for

	Memo []Truth // of conditions that rules share, one more than the value; 0 not worked out

	item []facts.Value // of the list that exists or run walks
}

// Forget makes shared conditions be worked out again; call it when the facts, the
// day, the place or the parameters are other ones.
func (c *Context) Forget() { clear(c.Memo) }

// NoGround says that no ground is in hand because none holds.
const (
	GroundUnknown = -1
	NoGround      = -2
)

// Needs gathers what an unsettled value waits for: facts by slot and parameters
// by index. It is a value; copying it copies the set.
type Needs struct {
	facts      [4]uint64
	parameters uint64
}

// AddFact and AddParameter put one into the set.
func (n *Needs) AddFact(slot int) { n.facts[slot>>6] |= 1 << (slot & 63) }

// AddParameter adds a parameter by its index in the plan.
func (n *Needs) AddParameter(i int) { n.parameters |= 1 << i }

// Add unites both sets.
func (n *Needs) Add(o Needs) {
	for i := range n.facts {
		n.facts[i] |= o.facts[i]
	}
	n.parameters |= o.parameters
}

// HasFact reports whether the fact with the slot is in the set.
func (n *Needs) HasFact(slot int) bool { return n.facts[slot>>6]&(1<<(slot&63)) != 0 }

// HasParameter reports whether the parameter with the index is in the set.
func (n *Needs) HasParameter(i int) bool { return n.parameters&(1<<i) != 0 }

// Empty reports whether nothing is needed.
func (n *Needs) Empty() bool { return *n == Needs{} }

func (n *Needs) count() int {
	c := bits.OnesCount64(n.parameters)
	for _, f := range n.facts {
		c += bits.OnesCount64(f)
	}
	return c
}

// Cond is a planned condition: its value, and what it waits for while it is
// unsettled. Both closures are immutable and allocate nothing.
type Cond struct {
	Eval  func(*Context) Truth
	Needs func(*Context, *Needs)
}

// Measure is a planned number, date (days since 1970) or ordinal. The Truth is
// True when it is known, False when it is known to be absent ("none").
type Measure struct {
	Eval  func(*Context) (float64, Truth)
	Needs func(*Context, *Needs)
}

var always = Cond{func(*Context) Truth { return True }, func(*Context, *Needs) {}}

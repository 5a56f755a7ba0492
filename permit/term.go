package permit

import (
	"fmt"

	"yichuang/civil"
	"yichuang/fault"
)

// Binding names what a term's end is tied to, in the words of a determination:
// "policy-cap", "contract", "passport", "licence", "sector-licence",
// "talent-permit"; "officer" where an officer gave less than every cap allows.
type Binding string

// The bindings that the rules here speak of.
const (
	PolicyCap    Binding = "policy-cap"
	TalentPermit Binding = "talent-permit"
	StayGiven    Binding = "stay-first-given"
	WorkPermit   Binding = "work-permit" // of a residence permit for work
	ByOfficer    Binding = "officer"
	TakenOver    Binding = "imported" // the term that another system gave
)

// Cap is the last day that one limit allows, and the clause that sets it.
type Cap struct {
	Binding Binding    `json:"binding"`
	Until   civil.Date `json:"until"`
	Clause  string     `json:"clause,omitempty"`
}

// Term is the time a permit runs. Both days are included. Binding is the cap
// that ended it; Caps are all that were looked at.
type Term struct {
	From    civil.Date `json:"from"`
	Until   civil.Date `json:"until"`
	Binding Binding    `json:"binding"`
	Caps    []Cap      `json:"caps,omitempty"`
}

// NewTerm makes the term from..until under the caps. It refuses an end that
// passes any cap, naming the earliest, and an end before the start. A term
// without any cap is refused too: a permit always has at least the policy's.
func NewTerm(from, until civil.Date, caps []Cap) (Term, error) {
	if len(caps) == 0 {
		return Term{}, fault.New(fault.Invalid, "fault.permit.no-cap").WithPath("caps").WithDetail("a term needs at least one cap")
	}
	bound := Earliest(caps)
	if until > bound.Until {
		return Term{}, fault.New(fault.Invalid, "fault.permit.past-cap", "until", until, "cap", bound.Until, "binding", bound.Binding).
			WithPath("until").WithDetail("%s is past the %s cap of %s", until, bound.Binding, bound.Until)
	}
	if until < from {
		return Term{}, fault.New(fault.Invalid, "fault.permit.ends-first", "from", from, "until", until).
			WithPath("until").WithDetail("the term would end on %s, before it starts on %s", until, from)
	}
	t := Term{From: from, Until: until, Binding: bound.Binding, Caps: caps}
	if until < bound.Until {
		t.Binding = ByOfficer
	}
	return t, nil
}

// Earliest returns the cap that ends first; of several on one day the first
// given. It panics without caps: callers check.
func Earliest(caps []Cap) Cap {
	bound := caps[0]
	for _, c := range caps[1:] {
		if c.Until < bound.Until {
			bound = c
		}
	}
	return bound
}

// Runs reports whether the day lies in the term.
func (t Term) Runs(on civil.Date) bool { return t.From <= on && on <= t.Until }

// String is from..until with the binding cap, for logs.
func (t Term) String() string { return fmt.Sprintf("%s..%s (%s)", t.From, t.Until, t.Binding) }

package policy

import (
	"fmt"
	"slices"
	"strings"
)

// share finds the conditions that stand in several rules and read nothing that a
// stratum settles: they are worked out once in a determination.
func (p *Plan) share(rules []*Rule) {
	byText := map[string][]*Expr{}
	for _, r := range rules {
		for _, e := range r.exprs() {
			e.Walk(func(e *Expr) {
				if worthSharing(e) {
					text := e.text(r.Clause.Pack)
					byText[text] = append(byText[text], e)
				}
			})
		}
	}
	p.memo = map[*Expr]int{}
	for _, same := range byText {
		if len(same) < 2 {
			continue
		}
		for _, e := range same {
			p.memo[e] = p.Shared
		}
		p.Shared++
	}
}

// worthSharing reports whether a condition is more than one look at a fact, and
// reads facts only.
func worthSharing(e *Expr) bool {
	simple := e.Op == OpFact || e.Op == OpConst || e.Op == OpOfficer
	return e.Type == BoolType && !simple && e.factsOnly(false)
}

// factsOnly reports whether e reads no outcome, and no item but its own.
func (e *Expr) factsOnly(item bool) bool {
	if e.Op.stratum() != Points || e.Op == OpItem && !item {
		return false
	}
	item = item || e.Op == OpExists || e.Op == OpRun
	return !slices.ContainsFunc(e.Args, func(a *Expr) bool { return !a.factsOnly(item) })
}

// text is the same for two expressions that mean the same in their packs.
func (e *Expr) text(p *Pack) string {
	var b strings.Builder
	e.Walk(func(e *Expr) {
		str := e.Str
		if e.Op == OpReading {
			r, _ := p.Reading(e.Str)
			str = r.Default
		}
		path := ""
		if e.Field != nil {
			path = e.Field.Path
		}
		fmt.Fprintf(&b, "%d %d %d %q %q %q %v %v %d\n", e.Op, e.Type, len(e.Args), path, str, e.Strs, e.Num, e.Bool, e.Run)
	})
	return b.String()
}

// remembered keeps the value of a condition for the rest of the determination.
func remembered(x Cond, slot int) Cond {
	return Cond{func(c *Context) Truth {
		if v := c.Memo[slot]; v != 0 {
			return v - 1
		}
		v := x.Eval(c)
		c.Memo[slot] = v + 1
		return v
	}, x.Needs}
}

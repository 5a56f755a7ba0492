package determination_test

import (
	"fmt"
	"slices"

	"yichuang/facts"
	"yichuang/policy"
)

func truth(b bool) policy.Truth {
	if b {
		return policy.True
	}
	return policy.False
}

// truth evaluates a condition; nil holds always.
func (n *naive) truth(p *policy.Pack, e *policy.Expr) policy.Truth {
	if e == nil {
		return policy.True
	}
	switch e.Op {
	case policy.OpConst:
		return truth(e.Bool)
	case policy.OpOfficer:
		return policy.Officer
	case policy.OpAnd:
		return and(n.truth(p, e.Args[0]), n.truth(p, e.Args[1]))
	case policy.OpOr:
		return or(n.truth(p, e.Args[0]), n.truth(p, e.Args[1]))
	case policy.OpNot:
		return not(n.truth(p, e.Args[0]))
	case policy.OpIf:
		test := n.truth(p, e.Args[0])
		return or(and(test, n.truth(p, e.Args[1])), and(not(test), n.truth(p, e.Args[2])))
	case policy.OpOfficerIfUnknown:
		if v := n.truth(p, e.Args[0]); v != policy.Unknown && v != policy.Wanting {
			return v
		}
		return policy.Officer
	case policy.OpKnown:
		if e.Field != nil {
			return truth(n.f.Get(e.Field.Slot).State != facts.Unknown)
		}
		v := n.truth(p, e.Args[0])
		return truth(v != policy.Unknown && v != policy.Wanting)
	case policy.OpEq, policy.OpNe, policy.OpLt, policy.OpLe, policy.OpGt, policy.OpGe:
		return n.comparison(p, e)
	case policy.OpExists:
		return n.exists(p, e)
	case policy.OpRun:
		return n.run(p, e)
	case policy.OpPlaceIn:
		return truth(n.place.In(facts.PlaceCode(e.Str)))
	case policy.OpPlaceFlag:
		return truth(e.Str == "western" && n.place.Western || e.Str == "old_industrial" && n.place.OldIndustrial)
	case policy.OpGrounds:
		return n.grounds[e.Str]
	case policy.OpRestsOn:
		return n.rests[e.Str]
	case policy.OpRoutes:
		return n.routes[e.Str]
	case policy.OpLimits:
		return n.limits
	}
	return n.ofFact(p, e)
}

// ofFact evaluates what is asked of one fact.
func (n *naive) ofFact(p *policy.Pack, e *policy.Expr) policy.Truth {
	if e.Op == policy.OpFact || e.Op == policy.OpItem {
		if v := n.read(e); v.State != facts.Unknown {
			return truth(v.N != 0)
		}
		return policy.Unknown
	}
	arg := e.Args[0]
	if e.Op == policy.OpIn && arg.Op == policy.OpGround {
		return n.groundIn(e.Strs)
	}
	if e.Op == policy.OpIn {
		v := n.value(p, arg)
		return ifKnown(v, slices.Contains(e.Strs, v.str))
	}
	if e.Op == policy.OpLiesIn {
		return n.liesIn(p, e)
	}
	v := n.read(arg)
	if v.State == facts.Unknown {
		return policy.Unknown
	}
	switch e.Op {
	case policy.OpIsNone:
		return truth(v.State == facts.None)
	case policy.OpHas:
		return truth(slices.Contains(n.words(v, arg.Field), e.Str))
	case policy.OpAny:
		return truth(slices.ContainsFunc(n.words(v, arg.Field), func(w string) bool { return slices.Contains(e.Strs, w) }))
	}
	panic(fmt.Sprintf("no condition: operation %d", e.Op))
}

func ifKnown(v operand, b bool) policy.Truth {
	if v.known != policy.True {
		return v.known
	}
	return truth(b)
}

func (n *naive) liesIn(p *policy.Pack, e *policy.Expr) policy.Truth {
	code, scope := n.value(p, e.Args[0]), operand{known: policy.True, str: e.Str}
	if len(e.Args) > 1 {
		scope = n.value(p, e.Args[1])
	}
	if known := and(code.known, scope.known); known != policy.True {
		return known
	}
	place, ok := n.places.Lookup(facts.PlaceCode(code.str))
	return truth(ok && place.In(facts.PlaceCode(scope.str)))
}

// groundIn: while the ground in hand is unknown, one that is asked for must
// still be able to hold.
func (n *naive) groundIn(words []string) policy.Truth {
	if n.ground != "" {
		return truth(slices.Contains(words, n.ground))
	}
	for _, w := range words {
		if held := n.grounds[w]; held == policy.True || held == policy.Unknown {
			return policy.Unknown
		}
	}
	return policy.False
}

func (n *naive) comparison(p *policy.Pack, e *policy.Expr) policy.Truth {
	x, y := e.Args[0], e.Args[1]
	switch {
	case x.Op == policy.OpTotal:
		return n.points(p, e.Op, n.value(p, y))
	case y.Op == policy.OpTotal:
		swapped := map[policy.Op]policy.Op{policy.OpLt: policy.OpGt, policy.OpGt: policy.OpLt, policy.OpLe: policy.OpGe, policy.OpGe: policy.OpLe, policy.OpEq: policy.OpEq, policy.OpNe: policy.OpNe}
		return n.points(p, swapped[e.Op], n.value(p, x))
	case x.Type == policy.BoolType:
		v, w := n.truth(p, x), n.truth(p, y)
		same := or(and(v, w), and(not(v), not(w)))
		if e.Op == policy.OpNe {
			return not(same)
		}
		return same
	case x.Op == policy.OpGround && y.Op == policy.OpConst:
		if e.Op == policy.OpNe {
			return not(n.groundIn([]string{y.Str}))
		}
		return n.groundIn([]string{y.Str})
	}
	a, b := n.value(p, x), n.value(p, y)
	if a.known == policy.False || b.known == policy.False {
		return truth(e.Op == policy.OpNe)
	}
	if known := and(a.known, b.known); known != policy.True {
		return known
	}
	if x.Type == policy.WordType {
		return truth((a.str == b.str) == (e.Op == policy.OpEq))
	}
	return truth(compare(e.Op, a.num, b.num))
}

func compare(op policy.Op, a, b float64) bool {
	return map[policy.Op]bool{policy.OpEq: a == b, policy.OpNe: a != b, policy.OpLt: a < b,
		policy.OpLe: a <= b, policy.OpGt: a > b, policy.OpGe: a >= b}[op]
}

// points: what every total between both ends says.
func (n *naive) points(p *policy.Pack, op policy.Op, limit operand) policy.Truth {
	if limit.known != policy.True {
		return limit.known
	}
	yes, no := false, false
	for total := n.min; total <= n.max; total++ {
		if compare(op, total, limit.num) {
			yes = true
		} else {
			no = true
		}
	}
	if yes && no {
		return policy.Unknown
	}
	return truth(yes)
}

func (n *naive) exists(p *policy.Pack, e *policy.Expr) policy.Truth {
	list := e.Args[0].Field
	if n.f.Get(list.Slot).State == facts.Unknown {
		return policy.Unknown
	}
	outer := n.item
	defer func() { n.item = outer }()
	var each []policy.Truth
	for _, item := range n.f.Items(list.Slot) {
		n.item = item
		each = append(each, n.truth(p, e.Args[1]))
	}
	return or(each...)
}

// run: some item starts a run; every later key of it is in the list and good.
func (n *naive) run(p *policy.Pack, e *policy.Expr) policy.Truth {
	list := e.Args[0].Field
	if n.f.Get(list.Slot).State == facts.Unknown {
		return policy.Unknown
	}
	outer := n.item
	defer func() { n.item = outer }()
	items := n.f.Items(list.Slot)
	var starts []policy.Truth
	for _, first := range items {
		n.item = first
		start := n.value(p, e.Args[1])
		if start.known != policy.True {
			starts = append(starts, and(start.known, policy.Unknown))
			continue
		}
		var steps []policy.Truth
		for i := range e.Run {
			var here []policy.Truth
			for _, item := range items {
				n.item = item
				if key := n.value(p, e.Args[1]); key.known == policy.Unknown {
					here = append(here, policy.Unknown)
				} else if key.num == start.num+float64(i) {
					here = append(here, n.truth(p, e.Args[2]))
				}
			}
			steps = append(steps, or(here...))
		}
		starts = append(starts, and(steps...))
	}
	return or(starts...)
}

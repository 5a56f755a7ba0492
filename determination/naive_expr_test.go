package determination_test

import (
	"fmt"
	"math"
	"slices"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/policy"
)

// naive is a second engine, slow and obvious: it walks expressions and rules
// recursively, prepares nothing and shares nothing with the real one but the
// types of the packs. It says what the language means.
type naive struct {
	set    *policy.Set
	places *facts.Places
	table  *policy.Parameters
	f      *facts.Facts
	on     civil.Date
	place  facts.Place
	packs  []*policy.Pack
	rules  map[policy.Kind][]*policy.Rule

	min, max float64 // points
	rests    map[string]policy.Truth
	grounds  map[string]policy.Truth
	class    string // "" unknown
	ground   string // the ground in hand, "" unknown, "none"
	limits   policy.Truth
	routes   map[string]policy.Truth

	item   []facts.Value
	assume map[*policy.Rule]policy.Truth // open rules whose outcome is tried
}

// operand is a value with how well it is known: True, False for a date that is
// known not to exist, Unknown or Wanting.
type operand struct {
	known policy.Truth
	num   float64
	str   string
}

func and(list ...policy.Truth) policy.Truth {
	for _, v := range []policy.Truth{policy.False, policy.Wanting, policy.Unknown, policy.Officer} {
		if slices.Contains(list, v) {
			return v
		}
	}
	return policy.True
}

func or(list ...policy.Truth) policy.Truth {
	for _, v := range []policy.Truth{policy.True, policy.Unknown, policy.Officer, policy.Wanting} {
		if slices.Contains(list, v) {
			return v
		}
	}
	return policy.False
}

func not(v policy.Truth) policy.Truth {
	switch v {
	case policy.True:
		return policy.False
	case policy.False:
		return policy.True
	}
	return v
}

func truth(b bool) policy.Truth {
	if b {
		return policy.True
	}
	return policy.False
}

// read returns a fact as the language sees it: of an enum with a default, what
// is meant where nothing is said.
func (n *naive) read(e *policy.Expr) facts.Value {
	if e.Op == policy.OpItem {
		return n.item[e.Field.Slot]
	}
	v := n.f.Get(e.Field.Slot)
	if v.State == facts.Unknown && e.Field.Type == facts.Enum && e.Field.Default != "" {
		return facts.Value{State: facts.Known, N: int64(slices.Index(e.Field.Words, e.Field.Default))}
	}
	return v
}

func (n *naive) words(v facts.Value, f *facts.Field) []string {
	var out []string
	for i, w := range f.Words {
		if v.N>>i&1 != 0 {
			out = append(out, w)
		}
	}
	return out
}

func (n *naive) reading(pack *policy.Pack, id string) string {
	r, _ := pack.Reading(id)
	return r.Default
}

// value evaluates a number, a date or a word.
func (n *naive) value(p *policy.Pack, e *policy.Expr) operand {
	yes := policy.True
	switch e.Op {
	case policy.OpConst:
		return operand{yes, e.Num, e.Str}
	case policy.OpOn:
		return operand{yes, float64(n.on), ""}
	case policy.OpPlace:
		return operand{yes, 0, string(n.place.Code)}
	case policy.OpReading:
		return operand{yes, 0, n.reading(p, e.Str)}
	case policy.OpClass:
		return operand{truthOrUnknown(n.class != ""), 0, n.class}
	case policy.OpAge:
		f, _ := n.set.Vocabulary().Lookup("applicant.birth_date")
		v := n.f.Get(f.Slot)
		return operand{truthOrUnknown(v.State == facts.Known), float64(civil.Date(v.N).CompletedYears(n.on)), ""}
	case policy.OpParameter:
		return n.parameter(e.Str, n.on)
	case policy.OpParameterOfYear:
		year := n.value(p, e.Args[0])
		if year.known != yes {
			return year
		}
		return n.parameter(e.Str, civil.NewDate(int(year.num), 12, 31))
	case policy.OpFact, policy.OpItem:
		return n.factValue(e)
	case policy.OpIf:
		return n.choice(p, e)
	}
	return n.arithmetic(p, e)
}

func truthOrUnknown(b bool) policy.Truth {
	if b {
		return policy.True
	}
	return policy.Unknown
}

func (n *naive) parameter(id string, on civil.Date) operand {
	if v, ok := n.table.Lookup(id, n.place, on); ok {
		return operand{policy.True, v.Value, ""}
	}
	return operand{known: policy.Wanting}
}

func (n *naive) factValue(e *policy.Expr) operand {
	v := n.read(e)
	out := operand{known: policy.True, num: float64(v.N), str: v.S}
	switch {
	case v.State == facts.Unknown:
		return operand{known: policy.Unknown}
	case v.State == facts.None:
		out.known = policy.False
	case e.Field.Type == facts.Enum:
		out.str = e.Field.Words[v.N]
	case e.Field.Type == facts.Int || e.Field.Type == facts.Number:
		out.num = v.F
	}
	return out
}

func (n *naive) choice(p *policy.Pack, e *policy.Expr) operand {
	test, yes, no := n.truth(p, e.Args[0]), n.value(p, e.Args[1]), n.value(p, e.Args[2])
	switch {
	case test == policy.True:
		return yes
	case test == policy.False:
		return no
	case yes.known == policy.True && yes == no:
		return yes
	case test == policy.Wanting:
		return operand{known: policy.Wanting}
	}
	return operand{known: policy.Unknown}
}

func (n *naive) arithmetic(p *policy.Pack, e *policy.Expr) operand {
	x := n.value(p, e.Args[0])
	if e.Op == policy.OpWhole {
		return operand{x.known, math.Floor(x.num), ""}
	}
	y := n.value(p, e.Args[1])
	if known := and(x.known, y.known); known != policy.True {
		return operand{known: known}
	}
	day, by := civil.Date(x.num), int(y.num)
	switch e.Op {
	case policy.OpAdd:
		return operand{policy.True, x.num + y.num, ""}
	case policy.OpSub:
		return operand{policy.True, x.num - y.num, ""}
	case policy.OpMul:
		return operand{policy.True, x.num * y.num, ""}
	case policy.OpAddDays:
		return operand{policy.True, float64(day.AddDays(civil.Days(by))), ""}
	case policy.OpAddMonths:
		return operand{policy.True, float64(day.AddMonths(civil.Months(by))), ""}
	case policy.OpAddYears:
		return operand{policy.True, float64(day.AddYears(civil.Years(by))), ""}
	}
	panic(fmt.Sprintf("no value: operation %d", e.Op))
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

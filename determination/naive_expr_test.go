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

package policy

import (
	"yichuang/facts"
)

func (b builder) comparison(e *Expr) Cond {
	x, y := e.Args[0], e.Args[1]
	switch {
	case x.Op == OpTotal || y.Op == OpTotal:
		return b.total(e)
	case x.Type == BoolType:
		return b.sameTruth(e)
	case x.Type == WordType:
		return b.words(e)
	}
	return compareMeasures(e.Op, b.measure(x), b.measure(y))
}

// holds is the plain comparison of two known numbers.
func (op Op) holds(a, b float64) bool {
	switch op {
	case OpEq:
		return a == b
	case OpNe:
		return a != b
	case OpLt:
		return a < b
	case OpLe:
		return a <= b
	case OpGt:
		return a > b
	}
	return a >= b
}

// compareMeasures is unknown while a side is. A date that is known to be absent
// compares with nothing: every comparison with it is false, "!=" is true.
func compareMeasures(op Op, x, y Measure) Cond {
	eval := func(c *Context) Truth {
		a, ka := x.Eval(c)
		b, kb := y.Eval(c)
		if ka == True && kb == True {
			return truthOf(op.holds(a, b))
		}
		if ka == False || kb == False {
			return truthOf(op == OpNe)
		}
		return ka.And(kb)
	}
	return Cond{eval, func(c *Context, n *Needs) {
		if !eval(c).Settled() {
			x.Needs(c, n)
			y.Needs(c, n)
		}
	}}
}

// flip turns "constant op x" into "x op constant".
func (op Op) flip() Op {
	switch op {
	case OpLt:
		return OpGt
	case OpLe:
		return OpGe
	case OpGt:
		return OpLt
	case OpGe:
		return OpLe
	}
	return op
}

// total compares the points: settled as soon as both ends of the interval agree.
func (b builder) total(e *Expr) Cond {
	x, y, op := e.Args[0], e.Args[1], e.Op
	if y.Op == OpTotal {
		x, y, op = y, x, op.flip()
	}
	limit := b.measure(y)
	eval := func(c *Context) Truth {
		v, known := limit.Eval(c)
		if known != True {
			return known
		}
		low, high := op.holds(c.PointsMin, v), op.holds(c.PointsMax, v)
		if op == OpEq || op == OpNe {
			return equalTotal(c, op, v)
		}
		if low == high {
			return truthOf(low)
		}
		return Unknown
	}
	return Cond{eval, func(c *Context, n *Needs) {
		if !eval(c).Settled() {
			n.Add(c.PointsNeeds)
		}
	}}
}

func equalTotal(c *Context, op Op, v float64) Truth {
	switch {
	case v < c.PointsMin || v > c.PointsMax:
		return truthOf(op == OpNe)
	case c.PointsMin == c.PointsMax:
		return truthOf(op == OpEq)
	}
	return Unknown
}

func (b builder) sameTruth(e *Expr) Cond {
	x, y := b.cond(e.Args[0]), b.cond(e.Args[1])
	equal := e.Op == OpEq
	eval := func(c *Context) Truth {
		v, w := x.Eval(c), y.Eval(c)
		if v == False || v == True {
			if w == False || w == True {
				return truthOf((v == w) == equal)
			}
			return w
		}
		return v.And(w.Or(True)) // v is unsettled or an officer's; so is the comparison
	}
	return Cond{eval, func(c *Context, n *Needs) {
		if !eval(c).Settled() {
			x.Needs(c, n)
			y.Needs(c, n)
		}
	}}
}

// word is a planned text.
type word struct {
	eval  func(*Context) (string, Truth)
	needs func(*Context, *Needs)
}

func (b builder) words(e *Expr) Cond {
	x, y := e.Args[0], e.Args[1]
	if x.Op == OpConst {
		x, y = y, x
	}
	equal := e.Op == OpEq
	if y.Op == OpConst {
		switch {
		case (x.Op == OpFact || x.Op == OpItem) && x.Field.Type == facts.Enum:
			mask := wordMask(x.Field, []string{y.Str})
			if !equal {
				mask = ^mask
			}
			return b.fact(x.Field, x.Op == OpItem, test{oneOf, mask})
		case x.Op == OpGround:
			in := b.groundIn([]string{y.Str})
			if equal {
				return in
			}
			return Cond{func(c *Context) Truth { return in.Eval(c).Not() }, in.Needs}
		case x.Op == OpReading:
			return b.constant((b.option(x.Str) == y.Str) == equal)
		}
	}
	v, w := b.word(x), b.word(y)
	return Cond{func(c *Context) Truth {
		s, ks := v.eval(c)
		t, kt := w.eval(c)
		if ks.And(kt) != True {
			return ks.And(kt)
		}
		return truthOf((s == t) == equal)
	}, func(c *Context, n *Needs) { v.needs(c, n); w.needs(c, n) }}
}

func (b builder) constant(v bool) Cond { return b.cond(boolConst(v)) }

func (b builder) option(reading string) string {
	if o, ok := b.options[reading]; ok {
		return o
	}
	r, _ := b.pack.Reading(reading)
	return r.Default
}

func (b builder) word(e *Expr) word {
	none := func(*Context, *Needs) {}
	switch e.Op {
	case OpConst:
		s := e.Str
		return word{func(*Context) (string, Truth) { return s, True }, none}
	case OpReading:
		s := b.option(e.Str)
		return word{func(*Context) (string, Truth) { return s, True }, none}
	case OpPlace:
		return word{func(c *Context) (string, Truth) { return string(c.Place.Code), True }, none}
	case OpClass:
		return word{func(c *Context) (string, Truth) {
			if c.Class == "" {
				return "", Unknown
			}
			return c.Class, True
		}, func(c *Context, n *Needs) {
			if c.Class == "" {
				n.Add(c.ClassNeeds)
			}
		}}
	case OpFact, OpItem:
		return factWord(e)
	}
	panic("policy: an expression of this operation is no word") // the translator makes none
}

func factWord(e *Expr) word {
	f, slot := e.Field, e.Field.Slot
	text := func(v facts.Value) (string, Truth) {
		switch {
		case v.State == facts.Unknown:
			return "", Unknown
		case f.Type == facts.Enum:
			return f.Words[v.N], True
		}
		return v.S, True
	}
	if e.Op == OpItem {
		return word{func(c *Context) (string, Truth) { return text(c.item[slot]) }, func(*Context, *Needs) {}}
	}
	return word{func(c *Context) (string, Truth) { return text(c.Facts.Get(slot)) }, needsFact(slot)}
}

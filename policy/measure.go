package policy

import (
	"math"
	"slices"

	"yichuang/civil"
	"yichuang/facts"
)

// measure plans a number, a date or the ordinal of a word in an ordered list.
func (b builder) measure(e *Expr) Measure {
	none := func(*Context, *Needs) {}
	switch e.Op {
	case OpConst:
		v := e.Num
		return Measure{func(*Context) (float64, Truth) { return v, True }, none}
	case OpFact:
		return factMeasure(e.Field)
	case OpItem:
		slot, number := e.Field.Slot, numeric(e.Field)
		return Measure{func(c *Context) (float64, Truth) { return number(c.item[slot]) }, none}
	case OpOn:
		return Measure{func(c *Context) (float64, Truth) { return float64(c.On), True }, none}
	case OpAge:
		return ageMeasure(b.plan.Slots.BirthDate)
	case OpTotal:
		panic("policy: points can only be compared") // see comparison
	case OpParameter:
		return b.parameter(e)
	case OpParameterOfYear:
		return b.parameterOfYear(e)
	case OpAdd, OpSub, OpMul:
		return b.arithmetic(e)
	case OpWhole:
		a := b.measure(e.Args[0])
		return Measure{func(c *Context) (float64, Truth) {
			v, known := a.Eval(c)
			return math.Floor(v), known
		}, a.Needs}
	case OpAddDays, OpAddMonths, OpAddYears:
		return b.dateArithmetic(e)
	case OpIf:
		return b.choice(e)
	}
	panic("policy: an expression of this operation is no measure") // the translator makes none
}

// numeric returns how a field's value counts: a number as it is, a date in days,
// a word by its place in the list. A date that is "none" is known to be absent.
func numeric(f *facts.Field) func(facts.Value) (float64, Truth) {
	if f.Type == facts.Number || f.Type == facts.Int {
		return func(v facts.Value) (float64, Truth) { return v.F, knownness(v) }
	}
	return func(v facts.Value) (float64, Truth) { return float64(v.N), knownness(v) }
}

func knownness(v facts.Value) Truth {
	switch v.State {
	case facts.Known:
		return True
	case facts.None:
		return False
	}
	return Unknown
}

func factMeasure(f *facts.Field) Measure {
	slot, number := f.Slot, numeric(f)
	return Measure{func(c *Context) (float64, Truth) { return number(c.Facts.Get(slot)) }, needsFact(slot)}
}

// ageMeasure is the age in completed years on the filing date.
func ageMeasure(slot int) Measure {
	return Measure{func(c *Context) (float64, Truth) {
		v := c.Facts.Get(slot)
		if v.State != facts.Known {
			return 0, Unknown
		}
		return float64(civil.Date(v.N).CompletedYears(c.On)), True
	}, needsFact(slot)}
}

// parameter is the value in force on the day at the place, wanting while none
// is loaded.
func (b builder) parameter(e *Expr) Measure {
	i := slices.Index(b.plan.Parameters, e.Str)
	return Measure{func(c *Context) (float64, Truth) {
		if p := &c.Parameters[i]; p.Loaded {
			return p.Value, True
		}
		return 0, Wanting
	}, func(c *Context, n *Needs) {
		if !c.Parameters[i].Loaded {
			n.AddParameter(i)
		}
	}}
}

// parameterOfYear is the newest value valid from at the latest the last day of
// the year.
func (b builder) parameterOfYear(e *Expr) Measure {
	i, id, year := slices.Index(b.plan.Parameters, e.Str), e.Str, b.measure(e.Args[0])
	eval := func(c *Context) (float64, Truth) {
		y, known := year.Eval(c)
		if known != True {
			return 0, known
		}
		if v, ok := c.Table.Lookup(id, c.Place, civil.NewDate(int(y), 12, 31)); ok {
			return v.Value, True
		}
		return 0, Wanting
	}
	return Measure{eval, func(c *Context, n *Needs) {
		if _, known := eval(c); known == Wanting {
			n.AddParameter(i)
		}
		year.Needs(c, n)
	}}
}

func (b builder) arithmetic(e *Expr) Measure {
	x, y := b.measure(e.Args[0]), b.measure(e.Args[1])
	var op func(a, b float64) float64
	switch e.Op {
	case OpAdd:
		op = func(a, b float64) float64 { return a + b }
	case OpSub:
		op = func(a, b float64) float64 { return a - b }
	default:
		op = func(a, b float64) float64 { return a * b }
	}
	return Measure{func(c *Context) (float64, Truth) {
		a, ka := x.Eval(c)
		d, kd := y.Eval(c)
		return op(a, d), ka.And(kd)
	}, func(c *Context, n *Needs) { x.Needs(c, n); y.Needs(c, n) }}
}

func (b builder) dateArithmetic(e *Expr) Measure {
	x, by := b.measure(e.Args[0]), b.measure(e.Args[1])
	add := func(d civil.Date, n int) civil.Date { return d.AddDays(civil.Days(n)) }
	switch e.Op {
	case OpAddMonths:
		add = func(d civil.Date, n int) civil.Date { return d.AddMonths(civil.Months(n)) }
	case OpAddYears:
		add = func(d civil.Date, n int) civil.Date { return d.AddYears(civil.Years(n)) }
	}
	return Measure{func(c *Context) (float64, Truth) {
		d, known := x.Eval(c)
		n, kn := by.Eval(c)
		if known.And(kn) != True {
			return 0, known.And(kn)
		}
		return float64(add(civil.Date(d), int(n))), True
	}, func(c *Context, n *Needs) { x.Needs(c, n); by.Needs(c, n) }}
}

// choice is one of two numbers; while the condition is open it is known only
// where both agree.
func (b builder) choice(e *Expr) Measure {
	test, yes, no := b.cond(e.Args[0]), b.measure(e.Args[1]), b.measure(e.Args[2])
	return Measure{func(c *Context) (float64, Truth) {
		v := test.Eval(c)
		switch v {
		case True:
			return yes.Eval(c)
		case False:
			return no.Eval(c)
		}
		x, kx := yes.Eval(c)
		y, ky := no.Eval(c)
		if kx == True && ky == True && x == y {
			return x, True
		}
		if v == Officer {
			v = Unknown // a number is never an officer's to decide
		}
		return 0, v
	}, func(c *Context, n *Needs) {
		test.Needs(c, n)
		yes.Needs(c, n)
		no.Needs(c, n)
	}}
}

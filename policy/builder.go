package policy

import (
	"slices"

	"yichuang/facts"
)

// builder turns checked expressions into closures. Every closure reads the
// context only; the common shapes (fact against constant) get closures of their
// own, because a batch evaluates millions of them.
type builder struct {
	plan    *Plan
	pack    *Pack
	options map[string]string // of readings, where not the default; for the check
}

func (b builder) cond(e *Expr) Cond {
	if slot, shared := b.plan.memo[e]; shared {
		return remembered(b.fresh(e), slot)
	}
	return b.fresh(e)
}

// fresh plans a condition that is worked out wherever it stands.
func (b builder) fresh(e *Expr) Cond {
	switch e.Op {
	case OpConst:
		v := truthOf(e.Bool)
		return Cond{func(*Context) Truth { return v }, func(*Context, *Needs) {}}
	case OpOfficer:
		return Cond{func(*Context) Truth { return Officer }, func(*Context, *Needs) {}}
	case OpAnd:
		return both(b.cond(e.Args[0]), b.cond(e.Args[1]))
	case OpOr:
		return either(b.cond(e.Args[0]), b.cond(e.Args[1]))
	case OpNot:
		a := b.cond(e.Args[0])
		return Cond{func(c *Context) Truth { return a.Eval(c).Not() }, a.Needs}
	case OpIf:
		test, yes, no := b.cond(e.Args[0]), b.cond(e.Args[1]), b.cond(e.Args[2])
		return either(both(test, yes), both(Cond{func(c *Context) Truth { return test.Eval(c).Not() }, test.Needs}, no))
	case OpOfficerIfUnknown:
		a := b.cond(e.Args[0])
		return Cond{func(c *Context) Truth {
			if v := a.Eval(c); v.Settled() {
				return v
			}
			return Officer
		}, func(*Context, *Needs) {}}
	case OpExists:
		return b.exists(e)
	case OpRun:
		return b.run(e)
	case OpEq, OpNe, OpLt, OpLe, OpGt, OpGe:
		return b.comparison(e)
	}
	return b.atom(e)
}

func both(x, y Cond) Cond {
	eval := func(c *Context) Truth {
		v := x.Eval(c)
		if v == False {
			return False
		}
		return v.And(y.Eval(c))
	}
	return Cond{eval, func(c *Context, n *Needs) {
		if eval(c).Settled() {
			return
		}
		x.Needs(c, n)
		y.Needs(c, n)
	}}
}

func either(x, y Cond) Cond {
	eval := func(c *Context) Truth {
		v := x.Eval(c)
		if v == True {
			return True
		}
		return v.Or(y.Eval(c))
	}
	return Cond{eval, func(c *Context, n *Needs) {
		if eval(c).Settled() {
			return
		}
		x.Needs(c, n)
		y.Needs(c, n)
	}}
}

// test is a question about one known value: does a set have one of some words
// (a bool is a set of one), is a word one of some, or is a date "none".
type test struct {
	form testForm
	mask int64
}

type testForm uint8

const (
	someOf testForm = iota
	oneOf
	isNone
)

var isTrue = test{someOf, -1}

func (t test) holds(v *facts.Value) bool {
	switch t.form {
	case someOf:
		return v.N&t.mask != 0
	case oneOf:
		return t.mask>>uint(v.N)&1 != 0
	}
	return v.State == facts.None
}

// fact makes an atom of one fact: unknown while the fact is, unless something is
// meant when nothing is said, such as the service.
func (b builder) fact(f *facts.Field, item bool, t test) Cond {
	slot := f.Slot
	if item {
		return Cond{func(c *Context) Truth {
			if v := &c.item[slot]; v.State != facts.Unknown {
				return truthOf(t.holds(v))
			}
			return Unknown
		}, func(*Context, *Needs) {}} // the list itself is what is needed; see exists
	}
	unsaid, needs := Unknown, needsFact(slot)
	if f.Type == facts.Enum && f.Default != "" {
		unsaid = truthOf(t.holds(&facts.Value{State: facts.Known, N: int64(slices.Index(f.Words, f.Default))}))
		needs = func(*Context, *Needs) {}
	}
	if t.form == oneOf {
		mask := t.mask
		return Cond{func(c *Context) Truth {
			if v := c.Facts.At(slot); v.State != facts.Unknown {
				return truthOf(mask>>uint(v.N)&1 != 0)
			}
			return unsaid
		}, needs}
	}
	return Cond{func(c *Context) Truth {
		if v := c.Facts.At(slot); v.State != facts.Unknown {
			return truthOf(t.holds(v))
		}
		return unsaid
	}, needs}
}

func needsFact(slot int) func(*Context, *Needs) {
	return func(c *Context, n *Needs) {
		if c.Facts.Get(slot).State == facts.Unknown {
			n.AddFact(slot)
		}
	}
}

// atom plans conditions that are neither logic nor comparison.
func (b builder) atom(e *Expr) Cond {
	none := func(*Context, *Needs) {}
	switch e.Op {
	case OpFact, OpItem:
		return b.fact(e.Field, e.Op == OpItem, isTrue)
	case OpKnown:
		if e.Field == nil {
			a := b.cond(e.Args[0])
			return Cond{func(c *Context) Truth { return truthOf(a.Eval(c).Settled()) }, none}
		}
		slot := e.Field.Slot
		return Cond{func(c *Context) Truth { return truthOf(c.Facts.Get(slot).State != facts.Unknown) }, none}
	case OpHas, OpAny:
		words := e.Strs
		if e.Op == OpHas {
			words = []string{e.Str}
		}
		return b.fact(e.Args[0].Field, e.Args[0].Op == OpItem, test{someOf, wordMask(e.Args[0].Field, words)})
	case OpIn:
		return b.in(e)
	case OpIsNone:
		arg := e.Args[0]
		return b.fact(arg.Field, arg.Op == OpItem, test{form: isNone})
	case OpPlaceFlag:
		if e.Str == "western" {
			return Cond{func(c *Context) Truth { return truthOf(c.Place.Western) }, none}
		}
		return Cond{func(c *Context) Truth { return truthOf(c.Place.OldIndustrial) }, none}
	case OpPlaceIn:
		scope := facts.PlaceCode(e.Str)
		return Cond{func(c *Context) Truth { return truthOf(slices.Contains(c.Place.Scopes, scope)) }, none}
	case OpLiesIn:
		return b.liesIn(e)
	case OpGrounds, OpRestsOn, OpRoutes:
		return b.outcome(e)
	case OpLimits:
		return Cond{func(c *Context) Truth { return c.Limits }, func(c *Context, n *Needs) {
			if !c.Limits.Settled() {
				n.Add(c.LimitsNeeds)
			}
		}}
	}
	panic("policy: an expression of this operation is no condition") // the translator makes none
}

func wordMask(f *facts.Field, words []string) (mask int64) {
	for _, w := range words {
		if i := slices.Index(f.Words, w); i >= 0 {
			mask |= 1 << i
		}
	}
	return mask
}

// liesIn asks whether a place code lies in a scope; an unknown code is unknown,
// a code that no place has lies nowhere.
func (b builder) liesIn(e *Expr) Cond {
	code, scope := b.word(e.Args[0]), b.word(&Expr{Op: OpConst, Type: WordType, Str: e.Str})
	if len(e.Args) > 1 {
		scope = b.word(e.Args[1])
	}
	eval := func(c *Context) Truth {
		s, known := code.eval(c)
		in, knownScope := scope.eval(c)
		if known.And(knownScope) != True {
			return known.And(knownScope)
		}
		place, ok := c.Places.Lookup(facts.PlaceCode(s))
		return truthOf(ok && place.In(facts.PlaceCode(in)))
	}
	return Cond{eval, func(c *Context, n *Needs) {
		if !eval(c).Settled() {
			code.needs(c, n)
			scope.needs(c, n)
		}
	}}
}

// in is membership of a word in a constant list.
func (b builder) in(e *Expr) Cond {
	arg, words := e.Args[0], e.Strs
	if (arg.Op == OpFact || arg.Op == OpItem) && arg.Field.Type == facts.Enum {
		return b.fact(arg.Field, arg.Op == OpItem, test{oneOf, wordMask(arg.Field, words)})
	}
	if arg.Op == OpGround {
		return b.groundIn(words)
	}
	w := b.word(arg)
	return Cond{func(c *Context) Truth {
		s, known := w.eval(c)
		if known != True {
			return known
		}
		return truthOf(slices.Contains(words, s))
	}, w.needs}
}

// groundIn compares by index, so that no string is touched.
func (b builder) groundIn(words []string) Cond {
	var mask uint64
	for i, g := range b.plan.Grounds {
		if slices.Contains(words, g.ID) {
			mask |= 1 << i
		}
	}
	return Cond{func(c *Context) Truth {
		switch {
		case c.Ground >= 0:
			return truthOf(mask>>uint(c.Ground)&1 != 0)
		case c.Ground == NoGround:
			return False
		}
		for i, held := range c.Grounds { // one of them must still be able to hold
			if mask>>i&1 != 0 && (held == True || held == Unknown) {
				return Unknown
			}
		}
		return False
	}, func(c *Context, n *Needs) {
		if c.Ground != GroundUnknown {
			return
		}
		n.Add(c.ClassNeeds)
		for i, held := range c.Grounds {
			if mask>>i&1 != 0 && held == Unknown {
				n.Add(c.GroundNeeds(i))
			}
		}
	}}
}

// outcome reads whether an id of an earlier stratum holds.
func (b builder) outcome(e *Expr) Cond {
	var list func(*Context) []Truth
	index := -1
	needs := func(c *Context, n *Needs) { n.Add(c.GroundNeeds(index)) }
	switch e.Op {
	case OpGrounds:
		list = func(c *Context) []Truth { return c.Grounds }
		index = slices.IndexFunc(b.plan.Grounds, func(o Outcome) bool { return o.ID == e.Str })
	case OpRestsOn:
		list = func(c *Context) []Truth { return c.RestsOn }
		index = slices.Index(b.plan.RestsOn, e.Str)
		needs = func(c *Context, n *Needs) {
			n.Add(c.PointsNeeds)
			n.Add(c.RestsNeeds)
		}
	case OpRoutes:
		list = func(c *Context) []Truth { return c.Routes }
		index = slices.Index(b.plan.Routes, e.Str)
		needs = func(c *Context, n *Needs) { n.Add(c.RouteNeeds(index)) }
	}
	if index < 0 {
		return Cond{func(*Context) Truth { return False }, func(*Context, *Needs) {}}
	}
	return Cond{func(c *Context) Truth { return list(c)[index] }, func(c *Context, n *Needs) {
		if !list(c)[index].Settled() {
			needs(c, n)
		}
	}}
}

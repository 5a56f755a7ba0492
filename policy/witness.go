package policy

import (
	"slices"

	"yichuang/civil"
	"yichuang/facts"
)

// searchBudget bounds the conditions one search evaluates. A search that runs out
// proves nothing and reports nothing.
const searchBudget = 20000

// search looks for a person: facts and outcomes of earlier strata under which
// conditions hold. It satisfies a condition from the top down, trying for each
// atom the few values that can matter (constants, their neighbours, the words
// named), and goes back where a choice fails. What it finds is then evaluated by
// the same closures as every determination.
type search struct {
	plan     *Plan
	ctx      *Context
	assigned map[int]bool // facts by slot
	outcomes map[Op]bool  // outcomes chosen so far
	budget   int
	build    builder
}

func newSearch(plan *Plan, places *facts.Places, place facts.Place, on civil.Date) *search {
	s := &search{plan: plan, assigned: map[int]bool{}, outcomes: map[Op]bool{}, budget: searchBudget}
	s.ctx = &Context{
		Facts: plan.vocabulary.New(), On: on, Place: place, Places: places, Class: "none", Ground: NoGround,
		Grounds: make([]Truth, len(plan.Grounds)), RestsOn: make([]Truth, len(plan.RestsOn)), Routes: make([]Truth, len(plan.Routes)),
		Parameters: make([]ParameterValue, len(plan.Parameters)), Memo: make([]Truth, plan.Shared),
	}
	var table []ParameterValue
	for i, id := range plan.Parameters {
		s.ctx.Parameters[i] = ParameterValue{ID: id, Value: 100000, Loaded: true}
		table = append(table, ParameterValue{ID: id, Place: place.WageArea, Value: 100000})
	}
	s.ctx.Table = NewParameters(table)
	return s
}

// satisfy makes e become want and then calls next; it reports whether next
// succeeded, and leaves the choices standing only then.
func (s *search) satisfy(e *Expr, want bool, next func() bool) bool {
	if e == nil {
		return want && next()
	}
	if s.budget--; s.budget < 0 {
		return false
	}
	switch e.Op {
	case OpAnd, OpOr:
		if want == (e.Op == OpAnd) {
			return s.satisfy(e.Args[0], want, func() bool { return s.satisfy(e.Args[1], want, next) })
		}
		return s.satisfy(e.Args[0], want, next) || s.satisfy(e.Args[1], want, next)
	case OpNot:
		return s.satisfy(e.Args[0], !want, next)
	case OpIf:
		return s.satisfy(e.Args[0], true, func() bool { return s.satisfy(e.Args[1], want, next) }) ||
			s.satisfy(e.Args[0], false, func() bool { return s.satisfy(e.Args[2], want, next) })
	case OpOfficer:
		return want && next() // an officer may decide so
	case OpOfficerIfUnknown:
		return s.satisfy(e.Args[0], want, next)
	case OpConst:
		return e.Bool == want && next()
	case OpRun:
		return next() // the list can be given at will; conditions on it stand alone
	}
	return s.atom(e, want, next)
}

// atom tries values for what the atom reads and nobody has chosen yet.
func (s *search) atom(e *Expr, want bool, next func() bool) bool {
	cond := s.build.cond(e)
	holds := func() bool {
		s.budget--
		v := s.value(cond)
		return v == truthOf(want) || (v == Officer && want)
	}
	return s.choose(s.choices(e), func() bool { return holds() && next() })
}

// value is what the condition says under the choices made so far.
func (s *search) value(c Cond) Truth {
	s.ctx.Forget() // another choice may have been made since
	return c.Eval(s.ctx)
}

// choice is one thing to decide: try sets each of its values in turn.
type choice struct{ try func(then func() bool) bool }

func (s *search) choose(open []choice, then func() bool) bool {
	if s.budget < 0 {
		return false
	}
	if len(open) == 0 {
		return then()
	}
	return open[0].try(func() bool { return s.choose(open[1:], then) })
}

// choices lists what the atom reads and is still open.
func (s *search) choices(e *Expr) []choice {
	var out []choice
	e.Walk(func(x *Expr) {
		switch x.Op {
		case OpFact, OpKnown:
			if x.Field == nil {
				return // known(condition): its own facts follow
			}
			if x.Field.Type == facts.List {
				out = append(out, s.listChoice(e, x.Field))
			} else {
				out = append(out, s.factChoice(e, x.Field))
			}
		case OpAge:
			if f, ok := s.plan.vocabulary.Lookup("applicant.birth_date"); ok {
				out = append(out, s.factChoice(e, f))
			}
		case OpClass, OpGround, OpGrounds:
			out = append(out, s.groundChoice())
		case OpTotal:
			out = append(out, s.totalChoice(e))
		case OpRestsOn:
			out = append(out, s.flagsChoice(OpRestsOn, s.ctx.RestsOn))
		case OpRoutes:
			out = append(out, s.flagsChoice(OpRoutes, s.ctx.Routes))
		case OpLimits:
			out = append(out, s.limitsChoice())
		}
	})
	return out
}

// factChoice tries the values of a fact that can matter to the atom.
func (s *search) factChoice(e *Expr, f *facts.Field) choice {
	return choice{func(then func() bool) bool {
		if s.assigned[f.Slot] {
			return then()
		}
		s.assigned[f.Slot] = true
		values := s.values(e, f)
		if e.Op == OpKnown {
			values = append(values, facts.Value{})
		}
		for _, v := range values {
			s.ctx.Facts.Set(f.Slot, v)
			if then() {
				return true
			}
		}
		s.ctx.Facts.Set(f.Slot, facts.Value{})
		delete(s.assigned, f.Slot)
		return false
	}}
}

// groundChoice tries every ground with its class, and none.
func (s *search) groundChoice() choice {
	return choice{func(then func() bool) bool {
		if s.outcomes[OpGround] {
			return then()
		}
		s.outcomes[OpGround] = true
		for i := range s.plan.Grounds {
			s.setGround(i)
			if then() {
				return true
			}
		}
		s.setGround(NoGround)
		if then() {
			return true
		}
		delete(s.outcomes, OpGround)
		return false
	}}
}

func (s *search) setGround(i int) {
	clear(s.ctx.Grounds)
	s.ctx.Ground, s.ctx.Class = i, "none"
	if i >= 0 {
		s.ctx.Grounds[i], s.ctx.Class = True, s.plan.Grounds[i].Class
	}
}

func (s *search) totalChoice(e *Expr) choice {
	return choice{func(then func() bool) bool {
		if s.outcomes[OpTotal] {
			return then()
		}
		s.outcomes[OpTotal] = true
		for _, v := range constants(e) {
			for _, total := range []float64{v, v - 1, v + 1} {
				s.ctx.PointsMin, s.ctx.PointsMax = total, total
				if then() {
					return true
				}
			}
		}
		delete(s.outcomes, OpTotal)
		return false
	}}
}

// flagsChoice tries all flags off and all on.
func (s *search) flagsChoice(op Op, flags []Truth) choice {
	return choice{func(then func() bool) bool {
		if s.outcomes[op] {
			return then()
		}
		s.outcomes[op] = true
		for _, v := range []Truth{False, True} {
			for i := range flags {
				flags[i] = v
			}
			if then() {
				return true
			}
		}
		delete(s.outcomes, op)
		return false
	}}
}

func (s *search) limitsChoice() choice {
	return choice{func(then func() bool) bool {
		if s.outcomes[OpLimits] {
			return then()
		}
		s.outcomes[OpLimits] = true
		for _, v := range []Truth{True, False} {
			s.ctx.Limits = v
			if then() {
				return true
			}
		}
		delete(s.outcomes, OpLimits)
		return false
	}}
}

// constants are the numbers that an atom compares with.
func constants(e *Expr) []float64 {
	var out []float64
	e.Walk(func(x *Expr) {
		if x.Op == OpConst && (x.Type == NumType || x.Type == DateType) && !slices.Contains(out, x.Num) {
			out = append(out, x.Num)
		}
	})
	return out
}

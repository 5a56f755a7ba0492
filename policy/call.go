package policy

import (
	"slices"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// call translates operators and functions.
func (t *translator) call(e ast.Expr) *Expr {
	call := e.AsCall()
	name := call.FunctionName()
	var args []*Expr
	for _, a := range call.Args() {
		args = append(args, t.expr(a))
	}
	if len(t.faults) > 0 {
		return boolConst(false)
	}
	if op, ok := comparisons[name]; ok {
		return t.compare(e, op, args)
	}
	if slices.ContainsFunc(args, func(a *Expr) bool { return a.Op == OpTotal }) {
		return t.fault(e, "points can only be compared")
	}
	if op, ok := arithmetic[name]; ok {
		return t.arithmetic(e, op, args)
	}
	switch name {
	case operators.LogicalAnd:
		return &Expr{Op: OpAnd, Type: BoolType, Args: args}
	case operators.LogicalOr:
		return &Expr{Op: OpOr, Type: BoolType, Args: args}
	case operators.LogicalNot:
		return &Expr{Op: OpNot, Type: BoolType, Args: args}
	case operators.Conditional:
		return t.choice(e, args)
	case operators.In:
		return t.in(e, args)
	}
	return t.function(e, name, args)
}

func (t *translator) compare(e ast.Expr, op Op, args []*Expr) *Expr {
	if op == OpEq || op == OpNe {
		for i, a := range args {
			if a.Op == OpConst && a.Type == WordType {
				t.checkWords(e, args[1-i], a.Str)
				t.checkReading(e, args[1-i], a.Str)
			}
		}
	}
	x, y := args[0], args[1]
	ordered := op != OpEq && op != OpNe
	switch {
	case x.Type != y.Type || x.Type == SetType || x.Type == ListType || x.Type == WordsType:
		return t.fault(e, "cannot compare %s with %s", x.Type, y.Type)
	case ordered && (x.Type == BoolType || x.Type == WordType):
		return t.fault(e, "%s can only be compared with == and !=", x.Type)
	case x.Op == OpTotal && y.Op == OpTotal:
		return t.fault(e, "points are always equal to points")
	case x.Op == OpGround && y.Op != OpConst, y.Op == OpGround && x.Op != OpConst:
		return t.fault(e, "want a ground in quotes to compare with ground")
	}
	return &Expr{Op: op, Type: BoolType, Args: args}
}

func (t *translator) arithmetic(e ast.Expr, op Op, args []*Expr) *Expr {
	for _, a := range args {
		if a.Type != NumType {
			return t.fault(e, "want numbers here, not %s", a.Type)
		}
	}
	return &Expr{Op: op, Type: NumType, Args: args}
}

// choice is "test ? a : b" between two conditions, numbers or dates.
func (t *translator) choice(e ast.Expr, args []*Expr) *Expr {
	ty := args[1].Type
	if ty != args[2].Type || ty != BoolType && ty != NumType && ty != DateType {
		return t.fault(e, "cannot choose between %s and %s", ty, args[2].Type)
	}
	return &Expr{Op: OpIf, Type: ty, Args: args}
}

// addDates adds a number of days, months or years that the pack itself states.
func (t *translator) addDates(e ast.Expr, op Op, args []*Expr) *Expr {
	const most = 40_000 // more than a century of days
	if by := args[1]; by.Op != OpConst || by.Num < -most || by.Num > most {
		return t.fault(e, "want a whole number between -%d and %d to add", most, most)
	}
	return &Expr{Op: op, Type: DateType, Args: args}
}

// checkReading refuses an option that the reading does not have.
func (t *translator) checkReading(e ast.Expr, reading *Expr, option string) {
	if reading.Op != OpReading {
		return
	}
	r, _ := t.scope.pack.Reading(reading.Str)
	if r != nil && !slices.ContainsFunc(r.Options, func(o Option) bool { return o.ID == option }) {
		t.fault(e, "reading %s has no option %s", reading.Str, option)
	}
}

// in is "word in [list]" or "constant in set".
func (t *translator) in(e ast.Expr, args []*Expr) *Expr {
	switch {
	case args[1].Type == WordsType && args[0].Type != WordType:
		return t.fault(e, "want a word before in, not %s", args[0].Type)
	case args[1].Type == WordsType:
		t.checkWords(e, args[0], args[1].Strs...)
		for _, word := range args[1].Strs {
			t.checkReading(e, args[0], word)
		}
		return &Expr{Op: OpIn, Type: BoolType, Args: args[:1], Strs: args[1].Strs}
	case args[0].Op != OpConst:
		return t.fault(e, "want a word in quotes before in")
	case args[1].Op == OpGrounds, args[1].Op == OpRestsOn, args[1].Op == OpRoutes:
		return &Expr{Op: args[1].Op, Type: BoolType, Str: args[0].Str}
	case args[1].Type == SetType && args[1].Field != nil:
		t.checkWords(e, args[1], args[0].Str)
		return &Expr{Op: OpHas, Type: BoolType, Args: args[1:], Str: args[0].Str}
	}
	return t.fault(e, "want a list of words or a set after in")
}

func (t *translator) function(e ast.Expr, name string, args []*Expr) *Expr {
	constant := func(i int) string {
		if args[i].Op != OpConst || args[i].Type != WordType {
			t.fault(e, "%s: want a word in quotes", name)
		}
		return args[i].Str
	}
	switch name {
	case "date":
		return t.date(e, constant(0))
	case "parameter":
		return &Expr{Op: OpParameter, Type: NumType, Str: constant(0)}
	case "parameter_of_year":
		return &Expr{Op: OpParameterOfYear, Type: NumType, Str: constant(0), Args: args[1:]}
	case "reading":
		id := constant(0)
		if _, ok := t.scope.pack.Reading(id); !ok {
			return t.fault(e, "pack %s has no reading %s", t.scope.pack.ID, id)
		}
		return &Expr{Op: OpReading, Type: WordType, Str: id}
	case "place_in":
		return &Expr{Op: OpPlaceIn, Type: BoolType, Str: constant(0)}
	case "lies_in":
		if args[0].Op != OpFact || args[1].Op != OpConst && args[1].Op != OpFact && args[1].Op != OpPlace {
			return t.fault(e, "lies_in: want a fact that is a place, and a scope in quotes, a fact or place")
		}
		if args[1].Op == OpConst {
			return &Expr{Op: OpLiesIn, Type: BoolType, Args: args[:1], Str: constant(1)}
		}
		return &Expr{Op: OpLiesIn, Type: BoolType, Args: args}
	case "add_years":
		return t.addDates(e, OpAddYears, args)
	case "add_months":
		return t.addDates(e, OpAddMonths, args)
	case "add_days":
		return t.addDates(e, OpAddDays, args)
	case "whole":
		return &Expr{Op: OpWhole, Type: NumType, Args: args}
	case "is_none":
		if args[0].Op != OpFact && args[0].Op != OpItem {
			return t.fault(e, "is_none: want a fact that is a date")
		}
		return &Expr{Op: OpIsNone, Type: BoolType, Args: args}
	case "officer_if_unknown":
		return &Expr{Op: OpOfficerIfUnknown, Type: BoolType, Args: args}
	case "any":
		if args[1].Type != WordsType || args[0].Type != SetType || args[0].Field == nil {
			return t.fault(e, "any: want a fact that is a set, and a list of words")
		}
		t.checkWords(e, args[0], args[1].Strs...)
		return &Expr{Op: OpAny, Type: BoolType, Args: args[:1], Strs: args[1].Strs}
	case "known":
		switch {
		case args[0].Op == OpFact:
			return &Expr{Op: OpKnown, Type: BoolType, Field: args[0].Field}
		case args[0].Type == BoolType:
			return &Expr{Op: OpKnown, Type: BoolType, Args: args}
		}
		return t.fault(e, "known: want a fact or a condition")
	}
	return t.fault(e, "not in the policy language: %s", name)
}

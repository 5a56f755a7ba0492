package policy

import (
	"strconv"
	"strings"

	"yichuang/civil"
)

// symbols of the operations that print between or before their arguments.
var symbols = map[Op]string{
	OpAnd: " && ", OpOr: " || ", OpEq: " == ", OpNe: " != ", OpLt: " < ", OpLe: " <= ", OpGt: " > ", OpGe: " >= ",
	OpAdd: " + ", OpSub: " - ", OpMul: " * ",
}

var callNames = map[Op]string{
	OpWhole: "whole", OpAddDays: "add_days", OpAddMonths: "add_months", OpAddYears: "add_years",
	OpIsNone: "is_none", OpOfficerIfUnknown: "officer_if_unknown", OpKnown: "known",
}

// String prints the expression in the policy language. Definitions stand
// expanded; a run of items prints as run(list, length, condition).
func (e *Expr) String() string {
	if symbol, ok := symbols[e.Op]; ok {
		return e.operand(0) + symbol + e.operand(1)
	}
	if name, ok := callNames[e.Op]; ok && len(e.Args) > 0 {
		args := make([]string, len(e.Args))
		for i, a := range e.Args {
			args[i] = a.String()
		}
		return name + "(" + strings.Join(args, ", ") + ")"
	}
	switch e.Op {
	case OpConst:
		return e.constant()
	case OpFact:
		return e.Field.Path
	case OpItem:
		return "item." + e.Field.Path
	case OpKnown:
		return "known(" + e.Field.Path + ")"
	case OpNot:
		return "!" + e.operand(0)
	case OpIf:
		return e.operand(0) + " ? " + e.operand(1) + " : " + e.operand(2)
	case OpIn:
		return e.operand(0) + " in " + quoted(e.Strs)
	case OpHas:
		return strconv.Quote(e.Str) + " in " + e.operand(0)
	case OpAny:
		return "any(" + e.operand(0) + ", " + quoted(e.Strs) + ")"
	case OpLiesIn:
		if len(e.Args) > 1 {
			return "lies_in(" + e.Args[0].String() + ", " + e.Args[1].String() + ")"
		}
		return "lies_in(" + e.Args[0].String() + ", " + strconv.Quote(e.Str) + ")"
	case OpExists:
		return e.Args[0].String() + ".exists(item, " + e.Args[1].String() + ")"
	case OpRun:
		return "run(" + e.Args[0].String() + ", " + strconv.Itoa(e.Run) + ", " + e.Args[2].String() + ")"
	case OpParameterOfYear:
		return "parameter_of_year(" + strconv.Quote(e.Str) + ", " + e.Args[0].String() + ")"
	}
	return e.named()
}

// named prints outcomes, constants of the language and functions of one word.
func (e *Expr) named() string {
	switch e.Op {
	case OpPlaceFlag:
		return "place." + e.Str
	case OpPlaceIn:
		return "place_in(" + strconv.Quote(e.Str) + ")"
	case OpParameter:
		return "parameter(" + strconv.Quote(e.Str) + ")"
	case OpReading:
		return "reading(" + strconv.Quote(e.Str) + ")"
	}
	for name, o := range identOps {
		if o.op == e.Op {
			if e.Str != "" {
				return strconv.Quote(e.Str) + " in " + name
			}
			return name
		}
	}
	return "?"
}

func (e *Expr) operand(i int) string {
	a := e.Args[i]
	if _, infix := symbols[a.Op]; infix || a.Op == OpIf {
		return "(" + a.String() + ")"
	}
	return a.String()
}

func (e *Expr) constant() string {
	switch e.Type {
	case BoolType:
		return strconv.FormatBool(e.Bool)
	case NumType:
		return strconv.FormatFloat(e.Num, 'f', -1, 64)
	case DateType:
		return "date(" + strconv.Quote(civil.Date(e.Num).String()) + ")"
	case WordsType:
		return quoted(e.Strs)
	}
	return strconv.Quote(e.Str)
}

func quoted(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strconv.Quote(w)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

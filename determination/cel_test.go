package determination_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/policy"
)

// celConditions are the conditions of a plan's rules as programs of the CEL
// library's own evaluator, with the language's functions bound to native Go.
type celConditions struct {
	programs   []cel.Program
	activation map[string]any
}

// newCELConditions compiles the rules' conditions for one person, of whom
// everything must be known: CEL is spared the third value.
func newCELConditions(tb testing.TB, plan *policy.Plan, c *policy.Context) *celConditions {
	tb.Helper()
	env, err := cel.NewEnv(append(celVariables(plan.Vocabulary()), celFunctions(c)...)...)
	if err != nil {
		tb.Fatal(err)
	}
	out := &celConditions{activation: celActivation(plan, c)}
	for _, r := range plan.Rules {
		if r.Rule.When == nil {
			continue
		}
		text := celText(r.Clause.Pack, r.Rule.When)
		checked, issues := env.Compile(text)
		if issues.Err() != nil {
			tb.Fatalf("%s: %s: %v", r.Ref(), text, issues.Err())
		}
		program, err := env.Program(checked, cel.EvalOptions(cel.OptOptimize))
		if err != nil {
			tb.Fatal(err)
		}
		out.programs = append(out.programs, program)
	}
	return out
}

// evaluate runs every condition and counts those that hold.
func (c *celConditions) evaluate(tb testing.TB) (held int) {
	for _, p := range c.programs {
		v, _, err := p.Eval(c.activation)
		if err != nil {
			tb.Fatal(err)
		}
		if v == types.True {
			held++
		}
	}
	return held
}

func celVariables(v *facts.Vocabulary) (out []cel.EnvOption) {
	kinds := map[facts.Type]*cel.Type{facts.Bool: cel.BoolType, facts.Int: cel.DoubleType, facts.Number: cel.DoubleType,
		facts.Date: cel.TimestampType, facts.Set: cel.ListType(cel.StringType), facts.List: cel.ListType(cel.MapType(cel.StringType, cel.DynType))}
	outcomes := map[string]*cel.Type{"on": cel.TimestampType, "age": cel.DoubleType, "place": cel.StringType, "place.western": cel.BoolType,
		"place.old_industrial": cel.BoolType, "officer": cel.BoolType, "class": cel.StringType, "ground": cel.StringType, "points": cel.DoubleType,
		"grounds": cel.ListType(cel.StringType), "points_rest_on": cel.ListType(cel.StringType), "routes": cel.ListType(cel.StringType), "limits_met": cel.BoolType}
	for name, t := range outcomes {
		out = append(out, cel.Variable(name, t))
	}
	for _, f := range v.Fields() {
		t := kinds[f.Type]
		if t == nil {
			t = cel.StringType
		}
		if outcomes[f.Path] == nil {
			out = append(out, cel.Variable(f.Path, t))
		}
	}
	return out
}

func celFunctions(c *policy.Context) []cel.EnvOption {
	unary := func(name string, result, arg *cel.Type, f func(ref.Val) ref.Val) cel.EnvOption {
		return cel.Function(name, cel.Overload(name+"_1", []*cel.Type{arg}, result, cel.UnaryBinding(f)))
	}
	binary := func(name string, result, a, b *cel.Type, f func(x, y ref.Val) ref.Val) cel.EnvOption {
		return cel.Function(name, cel.Overload(name+"_2", []*cel.Type{a, b}, result, cel.BinaryBinding(f)))
	}
	day := func(v ref.Val) civil.Date { return civil.DateOf(v.(types.Timestamp).Time) }
	wage := func(on civil.Date) ref.Val {
		p, _ := c.Table.Lookup("average-wage", c.Place, on)
		return types.Double(p.Value)
	}
	add := func(name string, f func(d civil.Date, n int64) civil.Date) cel.EnvOption {
		return binary(name, cel.TimestampType, cel.TimestampType, cel.DoubleType, func(x, n ref.Val) ref.Val {
			return types.Timestamp{Time: f(day(x), int64(n.(types.Double))).Time()}
		})
	}
	words := cel.ListType(cel.StringType)
	return []cel.EnvOption{
		unary("parameter", cel.DoubleType, cel.StringType, func(ref.Val) ref.Val { return wage(c.On) }),
		binary("parameter_of_year", cel.DoubleType, cel.StringType, cel.DoubleType, func(_, year ref.Val) ref.Val {
			return wage(civil.NewDate(int(year.(types.Double)), 12, 31))
		}),
		add("add_years", func(d civil.Date, n int64) civil.Date { return d.AddYears(civil.Years(n)) }),
		add("add_months", func(d civil.Date, n int64) civil.Date { return d.AddMonths(civil.Months(n)) }),
		add("add_days", func(d civil.Date, n int64) civil.Date { return d.AddDays(civil.Days(n)) }),
		unary("whole", cel.DoubleType, cel.DoubleType, func(v ref.Val) ref.Val { return types.Double(int64(v.(types.Double))) }),
		binary("lies_in", cel.BoolType, cel.StringType, cel.StringType, func(code, scope ref.Val) ref.Val {
			p, ok := c.Places.Lookup(facts.PlaceCode(code.(types.String)))
			return types.Bool(ok && p.In(facts.PlaceCode(scope.(types.String))))
		}),
		unary("place_in", cel.BoolType, cel.StringType, func(scope ref.Val) ref.Val {
			return types.Bool(c.Place.In(facts.PlaceCode(scope.(types.String))))
		}),
		binary("any", cel.BoolType, words, words, func(set, of ref.Val) ref.Val {
			for it := of.(traits.Lister).Iterator(); it.HasNext() == types.True; {
				if set.(traits.Container).Contains(it.Next()) == types.True {
					return types.True
				}
			}
			return types.False
		}),
	}
}

// celActivation is the person as CEL's values.
func celActivation(plan *policy.Plan, c *policy.Context) map[string]any {
	a := map[string]any{"on": c.On.Time(), "place": string(c.Place.Code), "place.western": c.Place.Western,
		"place.old_industrial": c.Place.OldIndustrial, "officer": false, "class": c.Class, "ground": plan.Grounds[c.Ground].ID,
		"points": c.PointsMin, "grounds": []string{plan.Grounds[c.Ground].ID}, "points_rest_on": []string{"degree"},
		"routes": []string{"in-country"}, "limits_met": true}
	fields := plan.Vocabulary().Fields()
	for i := range fields {
		f := &fields[i]
		if _, taken := a[f.Path]; taken {
			continue
		}
		if f.Type == facts.List {
			a[f.Path] = celItems(c.Facts, f)
			continue
		}
		a[f.Path] = celValue(f, c.Facts.Get(f.Slot))
		if f.Path == "applicant.birth_date" {
			a["age"] = float64(civil.Date(c.Facts.Get(f.Slot).N).CompletedYears(c.On))
		}
	}
	return a
}

func celItems(f *facts.Facts, list *facts.Field) (out []map[string]any) {
	for _, item := range f.Items(list.Slot) {
		m := map[string]any{}
		for k := range list.Item {
			m[list.Item[k].Path] = celValue(&list.Item[k], item[k])
		}
		out = append(out, m)
	}
	return out
}

func celValue(f *facts.Field, v facts.Value) any {
	switch f.Type {
	case facts.Bool:
		return v.N != 0
	case facts.Int, facts.Number:
		return v.F
	case facts.Date:
		if v.State != facts.Known {
			return time.Unix(0, 0)
		}
		return civil.Date(v.N).Time()
	case facts.Enum:
		return f.Words[v.N]
	case facts.Set:
		words := []string{}
		for i, w := range f.Words {
			if v.N>>i&1 != 0 {
				words = append(words, w)
			}
		}
		return words
	}
	return v.S
}

var celOperators = map[policy.Op]string{policy.OpAnd: "&&", policy.OpOr: "||", policy.OpEq: "==", policy.OpNe: "!=", policy.OpLt: "<",
	policy.OpLe: "<=", policy.OpGt: ">", policy.OpGe: ">=", policy.OpAdd: "+", policy.OpSub: "-", policy.OpMul: "*"}

var celCalls = map[policy.Op]string{policy.OpWhole: "whole", policy.OpAddDays: "add_days", policy.OpAddMonths: "add_months", policy.OpAddYears: "add_years"}

var celNames = map[policy.Op]string{policy.OpOn: "on", policy.OpAge: "age", policy.OpPlace: "place", policy.OpOfficer: "officer",
	policy.OpClass: "class", policy.OpGround: "ground", policy.OpTotal: "points", policy.OpLimits: "limits_met"}

// celText writes an expression as CEL. What is always known is left out.
func celText(p *policy.Pack, e *policy.Expr) string {
	arg := func(i int) string { return celText(p, e.Args[i]) }
	quoted := func(words []string) string {
		var q []string
		for _, w := range words {
			q = append(q, strconv.Quote(w))
		}
		return "[" + strings.Join(q, ", ") + "]"
	}
	if op, ok := celOperators[e.Op]; ok {
		return "(" + arg(0) + " " + op + " " + arg(1) + ")"
	}
	if name, ok := celNames[e.Op]; ok {
		return name
	}
	if name, ok := celCalls[e.Op]; ok {
		var args []string
		for i := range e.Args {
			args = append(args, arg(i))
		}
		return name + "(" + strings.Join(args, ", ") + ")"
	}
	switch e.Op {
	case policy.OpConst:
		return celConst(e)
	case policy.OpFact:
		return e.Field.Path
	case policy.OpItem:
		return "item." + e.Field.Path
	case policy.OpPlaceFlag:
		return "place." + e.Str
	case policy.OpKnown:
		return "true"
	case policy.OpOfficerIfUnknown:
		return arg(0)
	case policy.OpNot:
		return "!(" + arg(0) + ")"
	case policy.OpIf:
		return "(" + arg(0) + " ? " + arg(1) + " : " + arg(2) + ")"
	case policy.OpIn:
		return "(" + arg(0) + " in " + quoted(e.Strs) + ")"
	case policy.OpHas:
		return "(" + strconv.Quote(e.Str) + " in " + arg(0) + ")"
	case policy.OpAny:
		return "any(" + arg(0) + ", " + quoted(e.Strs) + ")"
	case policy.OpGrounds:
		return "(" + strconv.Quote(e.Str) + " in grounds)"
	case policy.OpRestsOn:
		return "(" + strconv.Quote(e.Str) + " in points_rest_on)"
	case policy.OpRoutes:
		return "(" + strconv.Quote(e.Str) + " in routes)"
	case policy.OpReading:
		r, _ := p.Reading(e.Str)
		return strconv.Quote(r.Default)
	case policy.OpParameter:
		return "parameter(" + strconv.Quote(e.Str) + ")"
	case policy.OpParameterOfYear:
		return "parameter_of_year(" + strconv.Quote(e.Str) + ", " + arg(0) + ")"
	case policy.OpPlaceIn:
		return "place_in(" + strconv.Quote(e.Str) + ")"
	case policy.OpLiesIn:
		if len(e.Args) > 1 {
			return "lies_in(" + arg(0) + ", " + arg(1) + ")"
		}
		return "lies_in(" + arg(0) + ", " + strconv.Quote(e.Str) + ")"
	case policy.OpIsNone:
		return "(" + arg(0) + " == timestamp(0))"
	case policy.OpExists:
		return e.Args[0].Field.Path + ".exists(item, " + arg(1) + ")"
	case policy.OpRun: // CEL has no run of years: every year good is the nearest
		return "(" + e.Args[0].Field.Path + ".exists(item, " + celText(p, e.Args[2]) + "))"
	}
	panic(fmt.Sprintf("no CEL for operation %d", e.Op))
}

func celConst(e *policy.Expr) string {
	switch e.Type {
	case policy.BoolType:
		return strconv.FormatBool(e.Bool)
	case policy.NumType:
		s := strconv.FormatFloat(e.Num, 'f', -1, 64)
		if !slices.Contains([]byte(s), '.') {
			s += ".0"
		}
		return s
	case policy.DateType:
		return fmt.Sprintf("timestamp(%q)", civil.Date(e.Num).String()+"T00:00:00Z")
	}
	return strconv.Quote(e.Str)
}

package policy

import (
	"fmt"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"yichuang/facts"
)

// Language is the CEL environment that packs are checked against: the facts of
// the vocabulary as typed variables, the outcomes of earlier strata, and a dozen
// functions. It is immutable; one serves all packs.
type Language struct {
	vocabulary *facts.Vocabulary
	env        *cel.Env
	types      *itemTypes
}

// outcome variables and constants, with their operation.
var identOps = map[string]struct {
	op Op
	ty Type
	ct *cel.Type
}{
	"on":                   {OpOn, DateType, cel.TimestampType},
	"age":                  {OpAge, NumType, cel.DoubleType},
	"place":                {OpPlace, WordType, cel.StringType},
	"place.western":        {OpPlaceFlag, BoolType, cel.BoolType},
	"place.old_industrial": {OpPlaceFlag, BoolType, cel.BoolType},
	"officer":              {OpOfficer, BoolType, cel.BoolType},
	"class":                {OpClass, WordType, cel.StringType},
	"ground":               {OpGround, WordType, cel.StringType},
	"grounds":              {OpGrounds, SetType, cel.ListType(cel.StringType)},
	"points":               {OpTotal, NumType, cel.DoubleType},
	"points_rest_on":       {OpRestsOn, SetType, cel.ListType(cel.StringType)},
	"limits_met":           {OpLimits, BoolType, cel.BoolType},
	"routes":               {OpRoutes, SetType, cel.ListType(cel.StringType)},
}

// functions that are not CEL's own.
var functions = []cel.EnvOption{
	function("parameter", cel.DoubleType, cel.StringType),
	function("parameter_of_year", cel.DoubleType, cel.StringType, cel.DoubleType),
	function("reading", cel.StringType, cel.StringType),
	function("add_years", cel.TimestampType, cel.TimestampType, cel.IntType),
	function("add_months", cel.TimestampType, cel.TimestampType, cel.IntType),
	function("add_days", cel.TimestampType, cel.TimestampType, cel.IntType),
	function("is_none", cel.BoolType, cel.TimestampType),
	function("whole", cel.DoubleType, cel.DoubleType),
	function("any", cel.BoolType, cel.ListType(cel.StringType), cel.ListType(cel.StringType)),
	function("lies_in", cel.BoolType, cel.StringType, cel.StringType),
	function("place_in", cel.BoolType, cel.StringType),
	function("officer_if_unknown", cel.BoolType, cel.BoolType),
	function("known", cel.BoolType, cel.DynType),
	function("date", cel.TimestampType, cel.StringType),
}

func function(name string, result *cel.Type, args ...*cel.Type) cel.EnvOption {
	return cel.Function(name, cel.Overload("yichuang_"+name, args, result))
}

// NewLanguage builds the environment for a vocabulary.
func NewLanguage(v *facts.Vocabulary) (*Language, error) {
	l := &Language{vocabulary: v, types: newItemTypes(v)}
	options := slices.Clone(functions)
	options = append(options, cel.CustomTypeProvider(l.types), cel.CrossTypeNumericComparisons(true))
	for name, o := range identOps {
		options = append(options, cel.Variable(name, o.ct))
	}
	for _, f := range v.Fields() {
		if _, taken := identOps[f.Path]; !taken {
			options = append(options, cel.Variable(f.Path, l.celType(&f)))
		}
	}
	var err error
	l.env, err = cel.NewEnv(options...)
	if err != nil {
		return nil, fmt.Errorf("build the policy language: %w", err)
	}
	return l, nil
}

func (l *Language) celType(f *facts.Field) *cel.Type {
	switch f.Type {
	case facts.Bool:
		return cel.BoolType
	case facts.Int, facts.Number:
		return cel.DoubleType
	case facts.Date:
		return cel.TimestampType
	case facts.Set:
		return cel.ListType(cel.StringType)
	case facts.List:
		return cel.ListType(cel.ObjectType(itemType(f)))
	}
	return cel.StringType
}

func itemType(f *facts.Field) string { return f.Path + ".item" }

// itemTypes tells CEL the fields of list items (projects, children, years).
type itemTypes struct {
	*types.Registry
	lists map[string]*facts.Field
}

func newItemTypes(v *facts.Vocabulary) *itemTypes {
	t := &itemTypes{Registry: types.NewEmptyRegistry(), lists: map[string]*facts.Field{}}
	fields := v.Fields()
	for i := range fields {
		if fields[i].Type == facts.List {
			t.lists[itemType(&fields[i])] = &fields[i]
		}
	}
	return t
}

// FindStructType is part of types.Provider.
func (t *itemTypes) FindStructType(name string) (*types.Type, bool) {
	if _, ok := t.lists[name]; ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return t.Registry.FindStructType(name)
}

// FindStructFieldNames is part of types.Provider.
func (t *itemTypes) FindStructFieldNames(name string) ([]string, bool) {
	list, ok := t.lists[name]
	if !ok {
		return t.Registry.FindStructFieldNames(name)
	}
	var names []string
	for _, f := range list.Item {
		names = append(names, f.Path)
	}
	return names, true
}

// FindStructFieldType is part of types.Provider.
func (t *itemTypes) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	list, ok := t.lists[name]
	if !ok {
		return t.Registry.FindStructFieldType(name, field)
	}
	for i := range list.Item {
		if list.Item[i].Path == field {
			return &types.FieldType{Type: (&Language{}).celType(&list.Item[i])}, true
		}
	}
	return nil, false
}

// comparisons maps CEL's operators to ours.
var comparisons = map[string]Op{
	operators.Equals: OpEq, operators.NotEquals: OpNe,
	operators.Less: OpLt, operators.LessEquals: OpLe,
	operators.Greater: OpGt, operators.GreaterEquals: OpGe,
}

var arithmetic = map[string]Op{operators.Add: OpAdd, operators.Subtract: OpSub, operators.Multiply: OpMul}

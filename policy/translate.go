package policy

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"yichuang/civil"
	"yichuang/facts"
)

// scope is what a condition may name besides the language itself.
type scope struct {
	pack    *Pack
	defines map[string]*Expr
	stratum Kind         // the kind of the rule the condition belongs to; "" inside a definition
	item    *facts.Field // list whose item is in hand under the name "item"
	at      Origin       // of the expression; N is not used
}

// fault is a problem inside an expression: CEL's line (from 1), column (from 0).
type exprFault struct {
	line, col int
	text      string
	format    string // what the text was made of; "" where it is CEL's
	args      []any
}

// compile parses, type-checks and translates one expression. want is the type
// its value must have.
func (l *Language) compile(text string, want Type, s scope) (*Expr, []exprFault) {
	env, err := l.extend(s)
	if err != nil {
		return nil, []exprFault{{line: 1, text: err.Error()}}
	}
	checked, issues := env.Compile(text)
	if issues != nil && issues.Err() != nil {
		var faults []exprFault
		for _, e := range issues.Errors() {
			faults = append(faults, exprFault{line: e.Location.Line(), col: e.Location.Column(), text: l.explain(e.Message)})
		}
		return nil, faults
	}
	t := &translator{Language: l, ast: checked.NativeRep(), scope: s, items: map[string]*facts.Field{}}
	if s.item != nil {
		t.items["item"] = s.item
	}
	e := t.expr(t.ast.Expr())
	t.number()
	switch {
	case len(t.faults) > 0:
	case e.Type != want:
		t.fault(t.ast.Expr(), "want %s here", want)
	case e.Op == OpTotal:
		t.fault(t.ast.Expr(), "points can only be compared")
	}
	return e, t.faults
}

func (l *Language) extend(s scope) (*cel.Env, error) {
	var options []cel.EnvOption
	for name := range s.defines {
		options = append(options, cel.Variable(name, cel.BoolType))
	}
	if s.item != nil {
		options = append(options, cel.Variable("item", cel.ObjectType(itemType(s.item))))
	}
	if options == nil {
		return l.env, nil
	}
	return l.env.Extend(options...)
}

// explain turns CEL's word for an unknown name into ours, with the nearest fact.
func (l *Language) explain(message string) string {
	name, found := strings.CutPrefix(message, "undeclared reference to '")
	if !found {
		return message
	}
	name, _, _ = strings.Cut(name, "'")
	if near, ok := l.vocabulary.Suggest(name); ok {
		return fmt.Sprintf("unknown name %s (did you mean %s?)", name, near)
	}
	return fmt.Sprintf("unknown name %s: no fact, outcome or definition", name)
}

// String names the type for error texts.
func (t Type) String() string {
	return [...]string{"a condition", "a number", "a word", "a date", "a set", "a list", "a list of words"}[t]
}

type translator struct {
	*Language
	ast    *ast.AST
	scope  scope
	items  map[string]*facts.Field // list of the variables of exists
	faults []exprFault
	wrote  []written
}

// written is a figure of the expression and how far into it it stands.
type written struct {
	figure *Expr
	offset int32
}

func (t *translator) figure(at ast.Expr, e *Expr) *Expr {
	offset, _ := t.ast.SourceInfo().GetOffsetRange(at.ID())
	t.wrote = append(t.wrote, written{e, offset.Start})
	return e
}

// number tells every figure its place, in the order in which they are written.
func (t *translator) number() {
	slices.SortStableFunc(t.wrote, func(a, b written) int { return int(a.offset - b.offset) })
	for i, w := range t.wrote {
		w.figure.Origin = t.scope.at
		w.figure.Origin.N = i
	}
}

func (t *translator) fault(e ast.Expr, format string, args ...any) *Expr {
	loc := t.ast.SourceInfo().GetStartLocation(e.ID())
	t.faults = append(t.faults, exprFault{loc.Line(), loc.Column(), fmt.Sprintf(format, args...), format, args})
	return boolConst(false)
}

func (t *translator) expr(e ast.Expr) *Expr {
	switch e.Kind() {
	case ast.LiteralKind:
		return t.literal(e)
	case ast.IdentKind, ast.SelectKind:
		return t.name(e)
	case ast.ListKind:
		return t.list(e)
	case ast.CallKind:
		return t.call(e)
	case ast.ComprehensionKind:
		return t.exists(e)
	}
	return t.fault(e, "not in the policy language: this form of expression")
}

func (t *translator) literal(e ast.Expr) *Expr {
	switch v := e.AsLiteral().(type) {
	case types.Bool:
		return boolConst(bool(v))
	case types.Int:
		return t.figure(e, &Expr{Op: OpConst, Type: NumType, Num: float64(v)})
	case types.Double:
		return t.figure(e, &Expr{Op: OpConst, Type: NumType, Num: float64(v)})
	case types.String:
		return &Expr{Op: OpConst, Type: WordType, Str: string(v)}
	}
	return t.fault(e, "not in the policy language: a literal of this type")
}

func (t *translator) list(e ast.Expr) *Expr {
	out := &Expr{Op: OpConst, Type: WordsType}
	for _, el := range e.AsList().Elements() {
		c := t.expr(el)
		if c.Op != OpConst || c.Type != WordType {
			return t.fault(el, "want a list of words in quotes")
		}
		out.Strs = append(out.Strs, c.Str)
	}
	return out
}

// name is a fact, an outcome, a definition or a field of an item.
func (t *translator) name(e ast.Expr) *Expr {
	if e.Kind() == ast.SelectKind && e.AsSelect().IsTestOnly() {
		return t.fault(e, "not in the policy language: has (write known)")
	}
	ref, ok := t.ast.ReferenceMap()[e.ID()]
	if !ok || ref.Name == "" {
		if e.Kind() == ast.SelectKind && e.AsSelect().Operand().Kind() == ast.IdentKind {
			sel := e.AsSelect()
			if list, ok := t.items[sel.Operand().AsIdent()]; ok {
				return itemField(list, sel.FieldName())
			}
		}
		return t.fault(e, "not in the policy language: this selection")
	}
	if d, ok := t.scope.defines[ref.Name]; ok {
		if d == nil {
			return t.fault(e, "definition %s is broken or defined later", ref.Name)
		}
		return t.checkStratum(e, d)
	}
	if o, ok := identOps[ref.Name]; ok {
		x := &Expr{Op: o.op, Type: o.ty}
		if o.op == OpPlaceFlag {
			x.Str = strings.TrimPrefix(ref.Name, "place.")
		}
		return t.checkStratum(e, x)
	}
	if f, ok := t.vocabulary.Lookup(ref.Name); ok {
		return &Expr{Op: OpFact, Type: factType(f), Field: f}
	}
	return t.fault(e, "unknown name %s", ref.Name)
}

// checkStratum refuses a condition that reads an outcome of its own or a later
// stratum: explanations must be finite trees.
func (t *translator) checkStratum(e ast.Expr, x *Expr) *Expr {
	if t.scope.stratum == "" {
		return x
	}
	own := slices.Index(Kinds, t.scope.stratum)
	x.Walk(func(x *Expr) {
		if first := x.Op.stratum(); slices.Index(Kinds, first) > own {
			t.fault(e, "a %s rule cannot read this: it is settled later (only rules from %s on can)", t.scope.stratum, first)
		}
	})
	return x
}

func itemField(list *facts.Field, name string) *Expr {
	for i := range list.Item {
		if f := &list.Item[i]; f.Path == name {
			return &Expr{Op: OpItem, Type: factType(f), Field: f}
		}
	}
	return boolConst(false) // the checker has refused it already
}

func factType(f *facts.Field) Type {
	switch f.Type {
	case facts.Bool:
		return BoolType
	case facts.Int, facts.Number:
		return NumType
	case facts.Date:
		return DateType
	case facts.Set:
		return SetType
	case facts.List:
		return ListType
	}
	return WordType
}

// exists is the only comprehension of the language; its shape is that of CEL's
// exists macro.
func (t *translator) exists(e ast.Expr) *Expr {
	if len(t.items) > 0 {
		return t.fault(e, "not in the policy language: exists inside exists or a run")
	}
	c := e.AsComprehension()
	list := t.expr(c.IterRange())
	step := c.LoopStep()
	if list.Type != ListType || list.Field == nil || step.Kind() != ast.CallKind || step.AsCall().FunctionName() != operators.LogicalOr {
		return t.fault(e, "only list.exists(item, condition) over a list of the vocabulary is in the policy language")
	}
	t.items[c.IterVar()] = list.Field
	body := t.expr(step.AsCall().Args()[1])
	delete(t.items, c.IterVar())
	return &Expr{Op: OpExists, Type: BoolType, Args: []*Expr{list, body}}
}

// checkWords refuses words that a closed list does not have.
func (t *translator) checkWords(at ast.Expr, fact *Expr, words ...string) {
	if fact.Field == nil || len(fact.Field.Words) == 0 {
		return
	}
	for _, w := range words {
		if !slices.Contains(fact.Field.Words, w) {
			t.fault(at, "%s is no value of %s%s", w, fact.Field.Path, didYouMean(w, fact.Field.Words))
		}
	}
}

func (t *translator) date(e ast.Expr, s string) *Expr {
	d, err := civil.ParseDate(s)
	if err != nil {
		return t.fault(e, "%v", err)
	}
	return t.figure(e, dateConst(d))
}

package web

import (
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/policy"
)

// opposite is the comparison that holds where the other does not; mirrored the one
// with its sides exchanged.
var (
	opposite = map[policy.Op]policy.Op{
		policy.OpEq: policy.OpNe, policy.OpNe: policy.OpEq, policy.OpLt: policy.OpGe,
		policy.OpGe: policy.OpLt, policy.OpLe: policy.OpGt, policy.OpGt: policy.OpLe,
	}
	mirrored = map[policy.Op]policy.Op{
		policy.OpEq: policy.OpEq, policy.OpNe: policy.OpNe, policy.OpLt: policy.OpGt,
		policy.OpGt: policy.OpLt, policy.OpLe: policy.OpGe, policy.OpGe: policy.OpLe,
	}
	comparing = map[policy.Op]string{
		policy.OpEq: "equal", policy.OpNe: "not-equal", policy.OpLt: "less", policy.OpLe: "at-most", policy.OpGt: "more", policy.OpGe: "at-least",
	}
)

// noWord is the word of closed lists for having none.
const noWord = "none"

// compared says a comparison of two sides.
func (c *speaker) compared(e *policy.Expr, not bool) condition {
	op, x, y := e.Op, e.Args[0], e.Args[1]
	if x.Op == policy.OpConst && y.Op != policy.OpConst {
		op, x, y = mirrored[op], y, x
	}
	if not {
		op = opposite[op]
	}
	differs := op == policy.OpNe
	if y.Op == policy.OpConst && y.Type == policy.WordType {
		switch {
		case y.Str == noWord && x.Op != policy.OpReading:
			return c.leaf(worded(differs, "condition.some", "condition.none"), "what", c.side(x))
		case x.Op == policy.OpReading:
			question, option := c.reading(x.Str, y.Str)
			return c.leaf(worded(differs, "condition.reading-not", "condition.reading"), "question", question, "option", option)
		}
		return c.is(c.side(x), c.words(x, []string{y.Str}), differs)
	}
	if y.Op == policy.OpConst && y.Type == policy.BoolType {
		return c.condition(x, differs == y.Bool)
	}
	key := "condition." + comparing[op]
	if x.Type == policy.DateType {
		key = "condition.day." + comparing[op]
	}
	what, value := c.side(x), c.against(y, factOf(x))
	switch {
	case y.Op != policy.OpConst:
	case x.Op == policy.OpAge:
		value = c.p.T("limit.years-of-age", "n", value)
	case x.Op == policy.OpTotal:
		value = c.p.T("rule.points", "n", value)
	}
	if y.Op == policy.OpConst && (op == policy.OpEq || differs) {
		return c.is(what, []string{value}, differs)
	}
	return c.leaf(key, "what", what, "value", value)
}

func factOf(e *policy.Expr) *facts.Field {
	if e.Op == policy.OpFact || e.Op == policy.OpItem {
		return e.Field
	}
	return nil
}

// words are the labels of words that something is compared with.
func (c *speaker) words(of *policy.Expr, words []string) []string {
	out := make([]string, len(words))
	for i, word := range words {
		out[i] = c.word(of, word)
	}
	return out
}

func (c *speaker) word(of *policy.Expr, word string) string {
	switch of.Op {
	case policy.OpClass:
		return c.className(c.p, word)
	case policy.OpGround:
		return c.name(c.p, "ground", word)
	case policy.OpReading:
		_, option := c.reading(of.Str, word)
		return option
	}
	if f := factOf(of); f != nil {
		for i, w := range f.Words {
			if w == word {
				return wordLabel(c.p, f, i)
			}
		}
		if f.Type == facts.Code {
			return c.placeName(c.p, facts.PlaceCode(word))
		}
	}
	return word
}

// reading is a doubtful wording of the pack and one way to read it.
func (c *speaker) reading(id, option string) (question, label string) {
	r, ok := c.pack.Reading(id)
	if !ok {
		return id, option
	}
	for _, o := range r.Options {
		if o.ID == option {
			option = wording(c.p, o.Label)
			break
		}
	}
	return wording(c.p, r.Question), option
}

// against is the right side of a comparison: a figure in the unit of what it is
// compared with, or another thing, named in quotes.
func (c *speaker) against(e *policy.Expr, like *facts.Field) string {
	switch e.Op {
	case policy.OpConst:
		return c.figure(e, like)
	case policy.OpFact, policy.OpItem, policy.OpOn:
		return c.p.T("condition.quoted", "what", c.side(e))
	}
	return c.side(e)
}

// side is what is measured or compared, in words.
func (c *speaker) side(e *policy.Expr) string {
	p := c.p
	switch e.Op {
	case policy.OpConst:
		return c.figure(e, nil)
	case policy.OpFact, policy.OpItem:
		return wording(p, e.Field.Label)
	case policy.OpOn:
		return c.label(p, "on")
	case policy.OpPlace:
		return c.label(p, "place")
	case policy.OpAge, policy.OpTotal, policy.OpClass, policy.OpGround:
		return p.T("condition.measure." + map[policy.Op]string{policy.OpAge: "age", policy.OpTotal: "points", policy.OpClass: "class", policy.OpGround: "ground"}[e.Op])
	case policy.OpParameter:
		return p.T("condition.quoted", "what", c.parameterName(p, e.Str))
	case policy.OpParameterOfYear:
		return p.T("condition.parameter-of-year", "what", c.parameterName(p, e.Str), "year", c.side(e.Args[0]))
	case policy.OpReading:
		question, _ := c.reading(e.Str, "")
		return question
	case policy.OpWhole:
		return p.T("condition.whole", "what", c.side(e.Args[0]))
	case policy.OpMul:
		return p.T("condition.times", "times", c.side(e.Args[0]), "what", c.against(e.Args[1], nil))
	case policy.OpAdd, policy.OpSub:
		return p.T(worded(e.Op == policy.OpSub, "condition.minus", "condition.plus"), "a", c.side(e.Args[0]), "b", c.side(e.Args[1]))
	case policy.OpAddDays, policy.OpAddMonths, policy.OpAddYears:
		return c.shifted(e)
	case policy.OpIf:
		return p.T("condition.choice", "a", c.side(e.Args[1]), "b", c.side(e.Args[2]))
	}
	return e.String()
}

// shifted is a day some days, months or years after or before another.
func (c *speaker) shifted(e *policy.Expr) string {
	unit := map[policy.Op]string{policy.OpAddDays: "days", policy.OpAddMonths: "months", policy.OpAddYears: "years"}[e.Op]
	by := *e.Args[1]
	key := "condition.after." + unit
	if by.Num < 0 {
		key, by.Num = "condition.before."+unit, -by.Num
	}
	return c.p.T(key, "n", c.figure(&by, nil), "what", c.p.T("condition.quoted", "what", c.side(e.Args[0])))
}

// figure is a number or a day as it is written, a field where it can be edited.
func (c *speaker) figure(e *policy.Expr, like *facts.Field) string {
	value := c.p.Number(e.Num)
	switch {
	case e.Type == policy.DateType:
		value = c.p.Date(civil.Date(e.Num))
	case e.Type == policy.WordType:
		return e.Str
	case like != nil:
		value = measure(c.p, like, e.Num)
	}
	in := c.figures[e.Origin]
	if in == nil || e.Origin.Line == 0 {
		return value
	}
	if like != nil && like.Unit != "" && in.Unit == "" {
		in.Unit = c.p.T(unitKey("unit.fact", like))
	}
	return c.editable(in, value)
}

// sum says a number that is put together: its parts, and when each counts.
func (c *speaker) sum(e *policy.Expr) condition {
	switch e.Op {
	case policy.OpAdd:
		return c.group("condition.sum", c.terms(e))
	case policy.OpIf:
		return c.group("condition.counts", []condition{c.condition(e.Args[0], false)}, "a", c.side(e.Args[1]), "b", c.side(e.Args[2]))
	}
	return condition{Text: c.phrase(c.side(e))}
}

func (c *speaker) terms(e *policy.Expr) []condition {
	if e.Op != policy.OpAdd {
		return []condition{c.sum(e)}
	}
	return append(c.terms(e.Args[0]), c.terms(e.Args[1])...)
}

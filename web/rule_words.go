package web

import (
	"strconv"

	"yichuang/policy"
)

// ruleWords is one entry under a clause's rules, said in words: what it sets, the
// bands of what it measures, when it does, and its own texts to edit.
type ruleWords struct {
	ID, Heading string
	Tag         Tag
	Sets        []condition
	Bands       []phrase
	When        condition
	Notes       []string
	Texts       []*Input
}

// ruleField finds the field of a part of the rule, such as ".max"; nil outside drafts.
type ruleField func(part string) *Input

// rule says the rules that one entry makes: they differ in their ids alone.
func (c *speaker) rule(rules []*policy.Rule, field ruleField) ruleWords {
	first := rules[0]
	var names []string
	for _, r := range rules {
		names = append(names, c.name(c.p, string(r.Kind), r.ID))
	}
	out := ruleWords{Heading: c.p.List(names), Tag: Tag{Text: c.p.T("rule.kind." + string(first.Kind))}}
	set := func(key string, args ...any) { out.Sets = append(out.Sets, c.leaf(key, args...)) }
	switch first.Kind {
	case policy.Points:
		c.points(first, field, &out)
	case policy.Ground:
		set("rule.sets.class", "class", c.className(c.p, first.Class))
	case policy.Limit:
		c.limit(first, field, &out)
	case policy.Route:
		if first.Route.Otherwise {
			set("rule.sets.otherwise")
		}
		if first.Route.Alone {
			set("rule.sets.alone")
		}
	case policy.Term:
		if first.Term.Until != nil {
			set("rule.sets.until", "what", c.against(first.Term.Until, nil))
		} else {
			set("rule.sets.months", "n", c.own(field(".months"), first.Term.Months))
		}
	case policy.Material:
		c.material(first, &out)
	case policy.Deadline:
		d := first.Deadline
		set("deadline."+d.Direction+"."+d.From, "length", c.p.T("unit."+d.Unit, "n", c.own(field(".amount"), d.Amount)))
		if d.Statutory {
			set("rule.sets.statutory")
		}
	case policy.Entitlement:
		for _, d := range first.Detail {
			set("entitlement.detail."+d.Name, "n", c.own(field(".detail."+d.Name), int(d.Value)))
		}
	case policy.Duty:
		if field(".text.zh") == nil {
			out.Notes = append(out.Notes, wording(c.p, first.Text))
		}
	}
	out.When = c.condition(first.When, false)
	if first.Authority != "" {
		out.Notes = append(out.Notes, c.p.T("result.discretion.authority", "authority", c.authority(c.p, first.Authority)))
	}
	out.Notes = append(out.Notes, c.replacedNote(c.p, first.Replaces)...)
	return out
}

// own is a figure of the rule itself: a field, or the number.
func (c *speaker) own(in *Input, value int) string {
	if in == nil {
		return c.p.Number(float64(value))
	}
	return c.editable(in, c.p.Number(float64(value)))
}

// points says what an element gets.
func (c *speaker) points(r *policy.Rule, field ruleField, out *ruleWords) {
	if r.Points.Of == nil {
		out.Sets = append(out.Sets, c.leaf("rule.sets.points", "n", c.own(field(".value"), r.Points.Value)))
	} else {
		out.Sets = append(out.Sets, c.group("rule.sets.measured", []condition{c.sum(r.Points.Of)}))
		for i, band := range r.Points.Bands {
			at := ".bands[" + strconv.Itoa(i) + "]"
			from := c.p.Number(band.From)
			if f := factOf(r.Points.Of); f != nil {
				from = measure(c.p, f, band.From)
			}
			if in := field(at + "[0]"); in != nil {
				from = c.editable(in, from)
			}
			if r.Points.Of.Op == policy.OpAge {
				from = c.p.T("limit.years-of-age", "n", from)
			}
			out.Bands = append(out.Bands, c.phrase(c.p.T("rule.sets.band", "from", from, "n", c.own(field(at+"[1]"), band.Points))))
		}
	}
	if r.Points.Cap > 0 {
		out.Sets = append(out.Sets, c.leaf("rule.sets.cap", "n", c.own(field(".cap"), r.Points.Cap)))
	}
}

// limit says between which bounds something must lie, or what becomes of the limit.
func (c *speaker) limit(r *policy.Rule, field ruleField, out *ruleWords) {
	l := r.Limit
	bound := func(key, part, value string) {
		if value == "" {
			return
		}
		if in := field(part); in != nil {
			value = c.editable(in, value)
		}
		out.Sets = append(out.Sets, c.leaf(key, "what", c.side(l.Of), "value", c.limitValue(c.p, r.ID, value)))
	}
	switch {
	case l.Effect == policy.Waive:
		out.Sets = append(out.Sets, c.leaf("rule.limit.waive"))
	case l.Effect == policy.Discretion:
		out.Sets = append(out.Sets, c.leaf("rule.limit.discretion"))
	case l.Effect == policy.Silence:
		out.Sets = append(out.Sets, c.leaf("rule.sets.silence"))
	case l.Test != nil:
		out.Sets = append(out.Sets, c.group("rule.sets.test", []condition{c.condition(l.Test, false)}))
	default:
		bound("condition.at-least", ".min", l.Min)
		bound("condition.at-most", ".max", l.Max)
	}
	if l.Firm {
		out.Sets = append(out.Sets, c.leaf("rule.sets.firm"))
	}
}

// material says how a paper is treated.
func (c *speaker) material(r *policy.Rule, out *ruleWords) {
	m := r.Material
	if m.Treatment != "" {
		out.Sets = append(out.Sets, condition{Text: c.phrase(say(c.p, treatments[m.Treatment]).Text)})
	}
	for _, form := range m.Form {
		out.Sets = append(out.Sets, condition{Text: c.phrase(c.name(c.p, "form", form))})
	}
	if m.Key {
		out.Sets = append(out.Sets, c.leaf("rule.sets.key"))
	}
}

// entries are the rules of a clause by the entry that they stand in.
func entries(clause *policy.Clause) [][]*policy.Rule {
	var out [][]*policy.Rule
	for i, r := range clause.Rules {
		if i > 0 && clause.Rules[i-1].Line == r.Line {
			out[len(out)-1] = append(out[len(out)-1], r)
			continue
		}
		out = append(out, []*policy.Rule{r})
	}
	return out
}

// inWords says the rules of a clause. fields are those of a draft's clause, by
// their path in its file; none where nothing is edited.
func (c *speaker) inWords(clause *policy.Clause, fields map[string]*Input) []ruleWords {
	var out []ruleWords
	for i, rules := range entries(clause) {
		at := "rules[" + strconv.Itoa(i) + "]"
		said := c.rule(rules, func(part string) *Input { return fields[at+part] })
		said.ID = inputID(at)
		if len(fields) > 0 {
			said.Heading = c.p.T("rules.group.rule", "n", i+1, "rule", said.Heading)
		}
		out = append(out, said)
	}
	return out
}

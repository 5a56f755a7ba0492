package policy

import (
	"fmt"
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/facts"
)

// Change is one difference between two packs: where it is, and both sides as
// people read them; "" where a side has nothing.
type Change struct {
	Where    string // "pack until", "reading grade-floor", "S4", "S4 title", "S4 text" or "S4 rule 1"
	Old, New string
}

// Diff compares two packs, a against b, clause by clause and rule by rule. say
// picks the language of texts.
func Diff(a, b *Pack, say func(facts.Wording) string) []Change {
	var out []Change
	add := func(where, old, new string) {
		if old != new {
			out = append(out, Change{where, old, new})
		}
	}
	add("pack id", a.ID, b.ID)
	add("pack title", say(a.Title), say(b.Title))
	add("pack from", dateText(a.From), dateText(b.From))
	add("pack until", dateText(a.Until), dateText(b.Until))
	add("pack renewed", renewedText(a), renewedText(b))
	add("pack scope", fmt.Sprint(a.Scope), fmt.Sprint(b.Scope))
	for _, r := range a.Readings {
		other := "none"
		if o, ok := b.Reading(r.ID); ok {
			other = o.Default
		}
		add("reading "+r.ID, r.Default, other)
	}
	for _, c := range bothClauses(a, b) {
		out = append(out, diffClause(a, b, c, say)...)
	}
	return out
}

func dateText(d *civil.Date) string {
	if d == nil {
		return "open"
	}
	return d.String()
}

func renewedText(p *Pack) string {
	var out []string
	for _, r := range p.Renewed {
		out = append(out, dateText(r.From)+" – "+dateText(r.Until))
	}
	return strings.Join(out, ", ")
}

func bothClauses(a, b *Pack) []string {
	var ids []string
	for _, p := range []*Pack{a, b} {
		for _, c := range p.Clauses {
			ids = appendNew(ids, c.ID)
		}
	}
	slices.SortFunc(ids, NaturalCompare)
	return ids
}

func diffClause(a, b *Pack, id string, say func(facts.Wording) string) (out []Change) {
	old, inA := a.Clause(id)
	new, inB := b.Clause(id)
	switch {
	case !inA:
		return []Change{{id, "", say(new.Title)}}
	case !inB:
		return []Change{{id, say(old.Title), ""}}
	}
	for _, text := range []struct {
		what     string
		old, new facts.Wording
	}{{"title", old.Title, new.Title}, {"text", old.Summary, new.Summary}, {"note", old.Note, new.Note}} {
		if text.old != text.new {
			out = append(out, Change{id + " " + text.what, say(text.old), say(text.new)})
		}
	}
	before, after := ruleTexts(old), ruleTexts(new)
	for i := range max(len(before), len(after)) {
		o, n := textAt(before, i), textAt(after, i)
		if o != n {
			out = append(out, Change{fmt.Sprintf("%s rule %d", id, i+1), o, n})
		}
	}
	return out
}

func textAt(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

func ruleTexts(c *Clause) []string {
	var out []string
	for _, r := range c.Rules {
		out = append(out, r.String())
	}
	return out
}

// String prints the rule on one line: what it sets, when, and what it replaces.
func (r *Rule) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s%s", r.Kind, r.ID, r.says())
	if r.When != nil {
		fmt.Fprintf(&b, " when %s", r.When)
	}
	if len(r.Replaces) > 0 {
		fmt.Fprintf(&b, " replaces %s", strings.Join(r.Replaces, ", "))
	}
	if r.Authority != "" {
		fmt.Fprintf(&b, " decided by %s", r.Authority)
	}
	return b.String()
}

// says is what the rule sets on its key.
func (r *Rule) says() string {
	var parts []string
	say := func(show bool, format string, args ...any) {
		if show {
			parts = append(parts, fmt.Sprintf(format, args...))
		}
	}
	switch r.Kind {
	case Points:
		say(r.Points.Of == nil, "%d", r.Points.Value)
		say(r.Points.Of != nil, "of %v in bands %v", r.Points.Of, r.Points.Bands)
		say(r.Points.Cap > 0, "cap %d", r.Points.Cap)
	case Ground:
		say(true, "class %s", r.Class)
	case Limit:
		say(r.Limit.Effect != Figure, "%s", [...]string{Waive: "waived", Discretion: "discretion", Silence: "silenced"}[r.Limit.Effect])
		say(r.Limit.Of != nil, "of %v", r.Limit.Of)
		say(r.Limit.Min != "", "min %s", r.Limit.Min)
		say(r.Limit.Max != "", "max %s", r.Limit.Max)
		say(r.Limit.Test != nil, "test %v", r.Limit.Test)
		say(r.Limit.Firm, "firm")
	case Route:
		say(r.Route.Otherwise, "otherwise")
		say(r.Route.Alone, "alone")
	case Term:
		say(r.Term.Months > 0, "%d months", r.Term.Months)
		say(r.Term.Until != nil, "until %v", r.Term.Until)
	case Material:
		say(r.Material.Treatment != "", "%s", r.Material.Treatment)
		say(len(r.Material.Form) > 0, "form %s", strings.Join(r.Material.Form, " "))
		say(r.Material.Key, "key")
	case Deadline:
		d := r.Deadline
		say(true, "%s %d %s %s %s", d.Track, d.Amount, d.Unit, d.Direction, d.From)
		say(d.Statutory, "statutory")
	case Entitlement:
		for _, d := range r.Detail {
			say(true, "%s %v", d.Name, d.Value)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, ", ")
}

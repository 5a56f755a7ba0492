package web

import (
	"strings"

	"yichuang/facts"
	"yichuang/locale"
	"yichuang/policy"
)

// condition is a condition in words: a sentence, and where it leads a list, its parts.
type condition struct {
	Text  phrase
	Parts []condition
}

// phrase is a sentence in pieces: text, and the figures of a draft that are edited
// where they stand.
type phrase []piece

// piece is text, a field, or a link to the field where the figure stood first.
type piece struct {
	Text, Href string
	Field      *Input
}

// speaker says conditions and rules in words: the one printer of the clauses'
// pages, of the trace and of drafts.
type speaker struct {
	*Server
	p       *locale.Printer
	pack    *policy.Pack
	figures map[policy.Origin]*Input // what can be edited in place; nil where nothing is
	pieces  []piece                  // behind the marks in a text
	shown   map[*Input]bool
}

func (s *Server) speaker(p *locale.Printer, pack *policy.Pack) *speaker {
	return &speaker{Server: s, p: p, pack: pack, shown: map[*Input]bool{}}
}

// firstMark is the rune that stands for the first piece while a text is made: the
// catalogues' placeholders take text alone.
const firstMark = '\uE000'

func (c *speaker) mark(p piece) string {
	c.pieces = append(c.pieces, p)
	return string(firstMark + rune(len(c.pieces)-1))
}

// phrase cuts a text at its marks.
func (c *speaker) phrase(text string) phrase {
	var out phrase
	rest := text
	for i, r := range text {
		if n := int(r - firstMark); n >= 0 && n < len(c.pieces) {
			if before := rest[:i-(len(text)-len(rest))]; before != "" {
				out = append(out, piece{Text: before})
			}
			out = append(out, c.pieces[n])
			rest = text[i+len(string(r)):]
		}
	}
	if rest != "" {
		out = append(out, piece{Text: rest})
	}
	for _, own := range out {
		if own.Field != nil {
			own.Field.Label = out.around(own.Field)
		}
	}
	return out
}

// around is the sentence as the name of one of its fields.
func (ph phrase) around(in *Input) string {
	var b strings.Builder
	for _, p := range ph {
		switch {
		case p.Field != nil && p.Field == in:
			b.WriteString("…" + in.Unit)
		case p.Field != nil:
			b.WriteString(p.Field.Value + p.Field.Unit)
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// editable is the place of a field: itself where it stands first, its value with a
// link to it after that.
func (c *speaker) editable(in *Input, value string) string {
	if c.shown[in] {
		return c.mark(piece{Text: value, Href: "#" + in.ID})
	}
	c.shown[in] = true
	return c.mark(piece{Field: in})
}

func (c *speaker) leaf(key string, args ...any) condition {
	return condition{Text: c.phrase(c.p.T(key, args...))}
}

func (c *speaker) group(key string, parts []condition, args ...any) condition {
	if len(parts) == 1 && (key == "condition.all" || key == "condition.any") {
		return parts[0]
	}
	out := c.leaf(key, args...)
	out.Parts = parts
	return out
}

// condition says a condition, or that it does not hold; nil is one that always holds.
func (c *speaker) condition(e *policy.Expr, not bool) condition {
	if e == nil {
		return c.leaf("condition.always")
	}
	switch e.Op {
	case policy.OpAnd, policy.OpOr:
		key := "condition.any"
		if (e.Op == policy.OpAnd) != not {
			key = "condition.all"
		}
		return c.group(key, c.joined(e, e.Op, not))
	case policy.OpNot:
		return c.condition(e.Args[0], !not)
	case policy.OpIf: // a ? b : c
		yes := c.group("condition.all", []condition{c.condition(e.Args[0], false), c.condition(e.Args[1], not)})
		no := c.group("condition.all", []condition{c.condition(e.Args[0], true), c.condition(e.Args[2], not)})
		return c.group("condition.any", []condition{yes, no})
	case policy.OpKnown:
		if e.Field != nil {
			return c.leaf(worded(not, "condition.not-known", "condition.known"), "what", wording(c.p, e.Field.Label))
		}
		return c.group(worded(not, "condition.not-settled", "condition.settled"), []condition{c.condition(e.Args[0], false)})
	case policy.OpOfficerIfUnknown:
		return c.group("condition.officer-if-unknown", []condition{c.condition(e.Args[0], not)})
	case policy.OpExists:
		return c.group(worded(not, "condition.no-item", "condition.some-item"), []condition{c.condition(e.Args[1], false)}, "list", c.side(e.Args[0]))
	case policy.OpRun:
		return c.group(worded(not, "condition.no-run", "condition.run"), []condition{c.condition(e.Args[2], false)}, "list", c.side(e.Args[0]), "n", e.Run)
	}
	return c.fact(e, not)
}

// joined are the parts of a chain of && or ||, read through the brackets within it.
func (c *speaker) joined(e *policy.Expr, op policy.Op, not bool) []condition {
	if e.Op != op {
		said := c.condition(e, not)
		return []condition{said}
	}
	return append(c.joined(e.Args[0], op, not), c.joined(e.Args[1], op, not)...)
}

func worded(not bool, no, yes string) string {
	if not {
		return no
	}
	return yes
}

// fact says a single condition.
func (c *speaker) fact(e *policy.Expr, not bool) condition {
	switch e.Op {
	case policy.OpConst:
		return c.leaf(worded(e.Bool == not, "condition.never", "condition.always"))
	case policy.OpFact, policy.OpItem:
		return c.leaf(worded(not, "condition.no", "condition.yes"), "what", wording(c.p, e.Field.Label))
	case policy.OpOfficer:
		return c.leaf("condition.officer")
	case policy.OpPlaceFlag:
		return c.leaf(worded(not, "condition.place-not", "condition.place") + "." + strings.ReplaceAll(e.Str, "_", "-"))
	case policy.OpPlaceIn:
		return c.is(c.label(c.p, "place"), []string{c.placeIn(e.Str)}, not)
	case policy.OpLiesIn:
		where := c.placeIn(e.Str)
		if len(e.Args) > 1 {
			where = c.p.T("condition.place-of", "what", c.side(e.Args[1]))
		}
		return c.is(c.side(e.Args[0]), []string{where}, not)
	case policy.OpIsNone:
		return c.leaf(worded(not, "condition.some", "condition.none"), "what", c.side(e.Args[0]))
	case policy.OpIn:
		return c.is(c.side(e.Args[0]), c.words(e.Args[0], e.Strs), not)
	case policy.OpHas:
		return c.has(e, []string{e.Str}, not)
	case policy.OpAny:
		return c.has(e, e.Strs, not)
	case policy.OpGrounds:
		return c.is(c.p.T("condition.grounds"), []string{c.name(c.p, "ground", e.Str)}, not)
	case policy.OpRoutes:
		return c.is(c.p.T("condition.routes"), []string{c.name(c.p, "route", e.Str)}, not)
	case policy.OpRestsOn:
		return c.is(c.p.T("condition.rests-on"), []string{c.tag(e.Str)}, not)
	case policy.OpLimits:
		return c.leaf(worded(not, "condition.limits-not", "condition.limits"))
	}
	return c.compared(e, not)
}

// tag is what points rest on; a pack's own tag stands for itself.
func (c *speaker) tag(tag string) string {
	if key := "condition.rests." + tag; c.p.Has(key) {
		return c.p.T(key)
	}
	return tag
}

func (c *speaker) placeIn(scope string) string {
	return c.p.T("condition.within", "place", c.placeName(c.p, facts.PlaceCode(scope)))
}

// is says that something is one of the values, or none of them.
func (c *speaker) is(what string, values []string, not bool) condition {
	switch {
	case not && len(values) > 1:
		return c.leaf("condition.is-none-of", "what", what, "values", c.p.List(values))
	case not:
		return c.leaf("condition.is-not", "what", what, "value", values[0])
	}
	return c.leaf("condition.is", "what", what, "value", c.either(values))
}

// has says that a set holds one of the words, or none of them.
func (c *speaker) has(e *policy.Expr, words []string, not bool) condition {
	what, values := c.side(e.Args[0]), c.words(e.Args[0], words)
	if not {
		return c.leaf("condition.has-not", "what", what, "value", c.p.List(values))
	}
	return c.leaf("condition.has", "what", what, "value", c.either(values))
}

// either joins values as alternatives.
func (c *speaker) either(values []string) string {
	return locale.Join(func(key string, args ...any) string {
		if key == "list.last" {
			key = "condition.or"
		}
		return c.p.T(key, args...)
	}, values)
}

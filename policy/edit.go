package policy

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"yichuang/civil"
)

// FieldKind is what an editable field of a pack holds.
type FieldKind string

// The kinds of field.
const (
	NumberField FieldKind = "number"
	DateField   FieldKind = "date"
	TextField   FieldKind = "text"
	OptionField FieldKind = "option" // of a reading
)

// Field is a figure, a day, a text or the chosen reading that stands in a file of
// a pack and can be edited alone, leaving everything around it as it is written.
type Field struct {
	File    string // in the pack's folder
	Path    string // inside the file: "rules[0].max", "rules[1].when#0" for a figure in a condition
	Kind    FieldKind
	Value   string
	Line    int
	Lang    string   // of a text: "zh" or "en"
	Rule    string   // kind and id of the rule that it stands in: "points encouragement"
	Context string   // of a figure in a condition: the condition around it
	Options []string // of a reading
	Origin  Origin   // of a figure in a condition

	start, end int // bytes in the file that hold it
	plain      bool
}

// ID names the field within its pack.
func (f Field) ID() string { return f.File + ":" + f.Path }

// Fields lists what can be edited in pack.yaml and in the clauses, in the order
// of the files. A file that is no YAML has none: reading it says why.
func (f Files) Fields() []Field {
	var out []Field
	for _, name := range slices.SortedFunc(maps.Keys(f), NaturalCompare) {
		if name == "pack.yaml" || path.Dir(name) == "clauses" && path.Ext(name) == ".yaml" {
			out = append(out, fieldsOf(name, f[name])...)
		}
	}
	return out
}

// Edit sets fields by their ids. A value that does not fit its field is a
// problem; then nothing is changed.
func (f Files) Edit(values map[string]string) (Files, Problems) {
	edits := map[string][]Field{}
	var problems Problems
	for _, field := range f.Fields() {
		value, asked := values[field.ID()]
		if !asked || value == field.Value {
			continue
		}
		if text := field.refuses(value); text != "" {
			problems = append(problems, Problem{File: field.File, Line: field.Line, Col: 1, Text: text})
			continue
		}
		field.Value = value
		edits[field.File] = append(edits[field.File], field)
	}
	if len(problems) > 0 {
		return f, problems
	}
	out := maps.Clone(f)
	for name, fields := range edits {
		slices.SortFunc(fields, func(a, b Field) int { return b.start - a.start })
		text := f[name]
		for _, field := range fields {
			text = text[:field.start] + field.written() + text[field.end:]
		}
		out[name] = text
	}
	for _, field := range out.Fields() { // what was written must read as what was asked
		if value, asked := values[field.ID()]; asked && field.Value != value && !sameNumber(field, value) {
			problems = append(problems, Problem{File: field.File, Line: field.Line, Col: 1,
				Text: fmt.Sprintf("%s cannot be edited here: load the file anew", field.Path)})
		}
	}
	if len(problems) > 0 {
		return f, problems
	}
	return out, nil
}

func sameNumber(f Field, value string) bool {
	a, okA := parseNumber(f.Value)
	b, okB := parseNumber(value)
	return f.Kind == NumberField && okA && okB && a == b
}

// refuses says why the value does not fit, or "".
func (f Field) refuses(value string) string {
	switch f.Kind {
	case NumberField:
		if _, ok := parseNumber(value); !ok {
			return fmt.Sprintf("%s: %q is no number", f.Path, value)
		}
	case DateField:
		if _, err := civil.ParseDate(value); err != nil {
			return fmt.Sprintf("%s: %v", f.Path, err)
		}
	case TextField:
		if strings.TrimSpace(value) == "" {
			return f.Path + ": a text in both languages is needed"
		}
	case OptionField:
		if !slices.Contains(f.Options, value) {
			return fmt.Sprintf("%s: %q is none of %s", f.Path, value, strings.Join(f.Options, ", "))
		}
	}
	return ""
}

// written is the value as it stands in the file.
func (f Field) written() string {
	switch {
	case f.Kind == NumberField && f.Context != "" && !strings.Contains(f.Value, "."):
		return f.Value + ".0" // conditions know numbers with a point alone
	case f.plain:
		return f.Value
	}
	b, err := json.Marshal(f.Value) // YAML reads JSON's strings
	if err != nil {
		return strconv.Quote(f.Value)
	}
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(b))
}

// numberKeys hold a figure of a rule.
var numberKeys = []string{"value", "max", "min", "months", "amount", "cap"}

// codeKeys hold a condition or a measure.
var codeKeys = []string{"when", "of", "test", "until", "each"}

// textKeys hold a text in both languages.
var textKeys = []string{"title", "short", "source", "assumption", "cite", "summary", "note", "reason", "question", "text"}

// finder walks a document and notes its fields.
type finder struct {
	file   string
	text   string
	lines  []int // where each line begins
	fields []Field
	rule   string
}

func fieldsOf(name, text string) []Field {
	parsed, err := parseYAML([]byte(text))
	if err != nil || len(parsed.Docs) != 1 {
		return nil
	}
	w := finder{file: name, text: text, lines: []int{0}}
	for i := range len(text) {
		if text[i] == '\n' {
			w.lines = append(w.lines, i+1)
		}
	}
	w.walk(parsed.Docs[0].Body, "", "")
	slices.SortStableFunc(w.fields, func(a, b Field) int { return cmp.Compare(a.start, b.start) })
	return w.fields
}

func (w *finder) walk(n ast.Node, at, key string) {
	switch n := n.(type) {
	case *ast.MappingNode:
		w.mapping(n.Values, at, key)
	case *ast.MappingValueNode:
		w.mapping([]*ast.MappingValueNode{n}, at, key)
	case *ast.SequenceNode:
		for i, e := range n.Values {
			w.walk(e, fmt.Sprintf("%s[%d]", at, i), key)
		}
	default:
		w.leaf(n, at, key)
	}
}

func (w *finder) mapping(entries []*ast.MappingValueNode, at, parent string) {
	outer := w.rule
	if parent == "rules" {
		w.rule = ruleName(entries)
	}
	for _, e := range entries {
		key := e.Key.GetToken().Value
		inner := key
		switch {
		case slices.Contains(textKeys, parent) && (key == "zh" || key == "en"):
			inner = "text:" + key
		case parent == "define":
			inner = "when"
		case parent == "detail":
			inner = "value"
		case parent == "readings" && key == "default":
			w.option(e.Value, at+"."+key, entries)
			continue
		case key == "options", key == "names":
			continue
		}
		w.walk(e.Value, strings.TrimPrefix(at+"."+key, "."), inner)
	}
	w.rule = outer
}

// ruleName is the kind and the ids of a rule.
func ruleName(entries []*ast.MappingValueNode) string {
	for _, e := range entries {
		key := e.Key.GetToken().Value
		if !slices.Contains(Kinds, Kind(key)) && key != "waive" && key != "discretion" && key != "silence" {
			continue
		}
		if id, ok := scalar(e.Value); ok {
			return key + " " + id
		}
		if list, ok := e.Value.(*ast.SequenceNode); ok {
			var ids []string
			for _, v := range list.Values {
				id, _ := scalar(v)
				ids = append(ids, id)
			}
			return key + " " + strings.Join(ids, " ")
		}
	}
	return ""
}

func (w *finder) leaf(n ast.Node, at, key string) {
	value, ok := scalar(n)
	if !ok {
		return
	}
	_, isDate := civil.ParseDate(value)
	_, isNumber := parseNumber(value)
	switch {
	case strings.HasPrefix(key, "text:"):
		w.note(n, Field{Path: at, Kind: TextField, Value: strings.TrimSpace(value), Lang: key[len("text:"):]})
	case (key == "from" || key == "until") && isDate == nil:
		w.note(n, Field{Path: at, Kind: DateField, Value: value, plain: true})
	case (slices.Contains(numberKeys, key) || key == "bands") && isNumber:
		w.note(n, Field{Path: at, Kind: NumberField, Value: value, plain: true})
	case slices.Contains(codeKeys, key):
		w.figures(n, at)
	}
}

// option is the default of a reading beside its options.
func (w *finder) option(n ast.Node, at string, entries []*ast.MappingValueNode) {
	value, _ := scalar(n)
	field := Field{Path: at, Kind: OptionField, Value: value}
	for _, e := range entries {
		if e.Key.GetToken().Value != "options" {
			continue
		}
		if m, ok := e.Value.(*ast.MappingNode); ok {
			for _, o := range m.Values {
				field.Options = append(field.Options, o.Key.GetToken().Value)
			}
		}
	}
	w.note(n, field)
}

// note adds the field with the bytes that its value takes.
func (w *finder) note(n ast.Node, f Field) {
	start, end, ok := w.extent(n)
	if !ok {
		return
	}
	f.File, f.Rule, f.start, f.end = w.file, w.rule, start, end
	f.Line, _ = position(n)
	w.fields = append(w.fields, f)
}

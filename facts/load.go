package facts

import (
	"errors"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"yichuang/fault"
)

// source is the shape of vocabulary.yaml.
type source struct {
	Groups []Group       `yaml:"groups"`
	Fields []fieldSource `yaml:"fields"`
}

type fieldSource struct {
	Path      string        `yaml:"path"`
	Type      string        `yaml:"type"`
	Unit      string        `yaml:"unit"`
	Range     []float64     `yaml:"range"`
	Words     []wordSource  `yaml:"words"`
	Codes     string        `yaml:"codes"` // words without labels, separated by white space
	Ordered   bool          `yaml:"ordered"`
	OneOrMany bool          `yaml:"one_or_many"`
	None      bool          `yaml:"none"`
	Item      []fieldSource `yaml:"item"`
	Default   string        `yaml:"default"`
	Label     Wording       `yaml:"label"`
	Help      Wording       `yaml:"help"`
	Question  Wording       `yaml:"question"`
	Why       Wording       `yaml:"why"`
	Document  string        `yaml:"document"`
	ReadBy    string        `yaml:"read_by"`
	Action    *actionSource `yaml:"action"`
}

type wordSource struct {
	Word    string `yaml:"word"`
	Wording `yaml:",inline"`
}

type actionSource struct {
	Kind    string `yaml:"kind"`
	Wording `yaml:",inline"`
}

// actionKinds are the ways in which advice may propose that a fact changes.
var actionKinds = []string{"choose", "declare", "learn", "prove", "register", "wait"}

// LoadVocabulary reads and checks a vocabulary. The error joins one fault for
// every problem, each with the path of its field.
func LoadVocabulary(data []byte) (*Vocabulary, error) {
	var src source
	if err := yaml.UnmarshalWithOptions(data, &src, yaml.DisallowUnknownField()); err != nil {
		return nil, fault.At("vocabulary", "%s", yaml.FormatError(err, false, true))
	}
	v := &Vocabulary{groups: src.Groups, byPath: map[string]int{}, root: newTree()}
	var l loader
	v.fields = l.fields("", src.Fields)
	for i := range v.fields {
		field := &v.fields[i]
		v.byPath[field.Path] = i
		v.root.add(field)
		if field.Type == List {
			field.list = v.lists
			v.lists++
		}
	}
	l.groups(v)
	if err := errors.Join(l.problems...); err != nil {
		return nil, err
	}
	v.findCrossSlots()
	return v, nil
}

// loader gathers the problems of a vocabulary while it converts it.
type loader struct{ problems []error }

func (l *loader) report(path, format string, args ...any) {
	l.problems = append(l.problems, fault.At(path, format, args...))
}

func (l *loader) fields(prefix string, sources []fieldSource) []Field {
	fields := make([]Field, 0, len(sources))
	seen := map[string]bool{}
	for i, src := range sources {
		path := prefix + src.Path
		if src.Path == "" || seen[src.Path] {
			l.report(path, "field %d has no path or one that stands above already", i+1)
		}
		seen[src.Path] = true
		field := src.field(i)
		l.check(path, &field, &src)
		if len(src.Item) > 0 {
			field.Item = l.fields(path+".", src.Item)
			field.item = newTree()
			for j := range field.Item {
				if sub := &field.Item[j]; sub.Type == List || strings.Contains(sub.Path, ".") {
					l.report(path+"."+sub.Path, "an item has plain fields: no list, no dot in the path")
				}
				field.item.add(&field.Item[j])
			}
		}
		fields = append(fields, field)
	}
	return fields
}

func (src *fieldSource) field(slot int) Field {
	f := Field{
		Slot: slot, Path: src.Path, Unit: src.Unit, Type: Type(max(0, slices.Index(typeNames[:], src.Type))),
		Ordered: src.Ordered, OneOrMany: src.OneOrMany, NoneAllowed: src.None, Default: src.Default,
		Label: src.Label, Help: src.Help, Question: src.Question, Why: src.Why, Document: src.Document, ReadBy: src.ReadBy,
		Words: strings.Fields(src.Codes), ordinals: map[string]int{},
	}
	if len(src.Range) == 2 {
		f.HasRange, f.Min, f.Max = true, src.Range[0], src.Range[1]
	}
	for _, w := range src.Words {
		f.Words = append(f.Words, w.Word)
		f.WordLabels = append(f.WordLabels, w.Wording)
	}
	for i, word := range f.Words {
		f.ordinals[word] = i
	}
	if src.Action != nil {
		f.Actionable, f.ActionKind, f.Action = true, src.Action.Kind, src.Action.Wording
	}
	return f
}

// maxWords of a set: its mask is kept in a non-negative int64.
const maxWords = 63

// check reports what is missing from or too much in one field.
func (l *loader) check(path string, f *Field, src *fieldSource) {
	claim := func(holds bool, format string, args ...any) {
		if !holds {
			l.report(path, format, args...)
		}
	}
	isNumber := f.Type == Int || f.Type == Number
	claim(f.Type != 0 && src.Type != "", "type %q is none of %s", src.Type, strings.Join(typeNames[1:], ", "))
	claim(isNumber == f.HasRange && (len(src.Range) == 0 || f.Min < f.Max), "range [min, max] belongs to int and number, and to nothing else")
	claim((f.Type == Enum || f.Type == Set) == (len(src.Words) > 0), "words belong to enum and set, and to nothing else")
	claim(src.Codes == "" || f.Type == Text, "codes belong to text")
	claim(len(f.ordinals) == len(f.Words), "a word stands twice")
	claim(f.Type != Set || len(f.Words) <= maxWords, "a set has at most %d words", maxWords)
	claim((f.Type == List) == (len(src.Item) > 0) && len(src.Item) < maxWords, "item belongs to list, and to nothing else")
	claim(!f.NoneAllowed || f.Type == Date || f.Type == Set, "none: belongs to date and set; an enum has a word for it")
	claim(!f.OneOrMany || f.Type == Set, "one_or_many belongs to set")
	claim(f.Label.whole() && f.Help.whole(), "label and help need zh and en")
	claim(f.Question.wholeOrEmpty() && f.Why.wholeOrEmpty(), "question and why need both zh and en, or neither")
	for i, label := range f.WordLabels {
		claim(f.Words[i] != "" && label.whole(), "word %d needs its word, zh and en", i+1)
	}
	if f.Actionable {
		claim(slices.Contains(actionKinds, f.ActionKind), "action kind %q is none of %s", f.ActionKind, strings.Join(actionKinds, ", "))
		claim(f.Action.whole(), "action needs zh and en")
	}
	if f.Default != "" {
		_, known := f.ordinals[f.Default]
		claim(known, "default %q is not among the words", f.Default)
	}
}

func (w Wording) whole() bool        { return w.Zh != "" && w.En != "" }
func (w Wording) wholeOrEmpty() bool { return (w.Zh == "") == (w.En == "") }

// groups reports groups without a heading, headings without a group, fields
// that are groups too, and groups whose fields do not stand together: canonical
// JSON prints the fields in file order.
func (l *loader) groups(v *Vocabulary) {
	headed := map[string]bool{}
	for _, g := range v.groups {
		headed[g.Path] = g.Label.whole()
	}
	next := 0
	var walk func(prefix string, n *node)
	walk = func(prefix string, n *node) {
		for _, child := range n.children {
			path := prefix + child.key
			isGroup := len(child.children) > 0
			switch {
			case isGroup && child.field != nil:
				l.report(path, "is a field and a group of fields")
			case isGroup && !headed[path]:
				l.report(path, "group needs a heading with zh and en under groups:")
			case !isGroup && child.field.Slot != next:
				l.report(path, "fields of one group must stand together")
			}
			delete(headed, path)
			if child.field != nil {
				next = child.field.Slot + 1
			}
			walk(path+".", child)
		}
	}
	walk("", v.root)
	for _, g := range v.groups {
		if _, left := headed[g.Path]; left {
			l.report(g.Path, "heading of a group without fields")
		}
	}
}

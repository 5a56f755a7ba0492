package facts

import (
	_ "embed"
	"sync"
)

// Type says what values a field takes and where a Value keeps them.
type Type uint8

// The types. Enum and Set take the words of the field's closed list, Code a
// GB/T 2260 code or a division of the XPCC, List objects of the field's items.
const (
	Bool Type = iota + 1
	Int
	Number
	Date
	Enum
	Set
	Code
	Text
	List
)

var typeNames = [...]string{Bool: "bool", Int: "int", Number: "number", Date: "date",
	Enum: "enum", Set: "set", Code: "code", Text: "text", List: "list"}

// String returns the name that vocabulary.yaml uses.
func (t Type) String() string { return typeNames[t] }

// Wording is a text for people in both languages.
type Wording struct {
	Zh string `yaml:"zh"`
	En string `yaml:"en"`
}

// Field is one fact of the vocabulary.
type Field struct {
	Slot int    // index into Facts; items of a list have slots of their own, from 0
	Path string // "applicant.degree.level"; in an item only its last part, "level"
	Type Type
	Unit string // "CNY/year", "years", "months", …; "" where there is none

	HasRange bool
	Min, Max float64 // inclusive; every Int and Number has a range

	Words      []string  // closed list of Enum, Set, and of Text where it has one; ordinal = index
	WordLabels []Wording // one for each word; nil where the words are codes
	Ordered    bool      // the words rise: a later one is more than an earlier one
	OneOrMany  bool      // a Set that may also be written as a single word

	NoneAllowed bool // "none" is a value: a date known not to exist, a set known to be empty
	Item        []Field
	Default     string // what is meant when the fact is unknown, or ""

	Label, Help Wording
	Question    Wording // plain question of the self-check
	Why         Wording // why it is asked, where that is sensitive
	Document    string  // id of the material that proves it, or ""
	ReadBy      string  // what reads it where no rule does: "forms", "term", "engine", "lists"

	Actionable bool // advice may propose to change or prove it
	ActionKind string
	Action     Wording // what to do, as the start of a sentence

	ordinals map[string]int // of Words
	list     int            // index into Facts.lists
	item     *node          // keys of an item
}

// Group is a dotted prefix that fields share, with its heading.
type Group struct {
	Path  string  `yaml:"path"`
	Label Wording `yaml:"label"`
}

// Vocabulary is the checked content of vocabulary.yaml. It never changes after
// LoadVocabulary and is safe for concurrent use.
type Vocabulary struct {
	fields []Field
	groups []Group
	byPath map[string]int
	root   *node // of the nested JSON form
	lists  int   // how many fields are lists
	cross  crossSlots
}

//go:embed vocabulary.yaml
var vocabularyYAML []byte

// Default returns the vocabulary that is built in.
var Default = sync.OnceValue(func() *Vocabulary {
	v, err := LoadVocabulary(vocabularyYAML)
	if err != nil {
		panic("facts: vocabulary.yaml is broken: " + err.Error())
	}
	return v
})

// Fields returns every field in the order of the file. Do not change them.
func (v *Vocabulary) Fields() []Field { return v.fields }

// Groups returns the headings of the groups, outer before inner.
func (v *Vocabulary) Groups() []Group { return v.groups }

// Lookup returns the field of a path such as "applicant.degree.level".
func (v *Vocabulary) Lookup(path string) (*Field, bool) {
	i, ok := v.byPath[path]
	if !ok {
		return nil, false
	}
	return &v.fields[i], true
}

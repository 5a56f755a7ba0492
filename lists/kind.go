package lists

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"yichuang/people"
)

// ID names a kind of list of the lists data, such as "schools".
type ID string

// Kind is one kind of list: what its rows hold and who keeps it. It is read from
// YAML in packs/lists and immutable afterwards.
type Kind struct {
	ID      ID           `yaml:"id"`
	Title   people.Words `yaml:"title"`
	Summary people.Words `yaml:"summary"`
	Clauses []string     `yaml:"clauses"` // that the list serves
	Fields  []Field      `yaml:"fields"`  // the first names the row
	Brief   []string     `yaml:"brief"`   // fields that forms show beside the name
	Reach   []string     `yaml:"reach"`   // fields that tell whoever is sent there how to get there

	// Public lists are read by everybody on /lists. Others by staff alone, and
	// by forms that offer their rows.
	Public bool `yaml:"public"`

	// Office is the kind of office whose partners keep the list at their places,
	// beside policy staff and administrators; empty: nobody else.
	Office people.OfficeKind `yaml:"office"`

	// Opens and Closes name the fields with the first and the last day on which
	// a row can be chosen, both included; empty: always.
	Opens  string `yaml:"opens"`
	Closes string `yaml:"closes"`

	Settles *Settles `yaml:"settles"` // nil: a name on the list settles nothing
}

// Settles says which fact is settled by a name that stands on the list. A name
// that does not stand there settles nothing: the list may lack it.
type Settles struct {
	Name   string   `yaml:"name"`   // path of the fact that is the name
	Fact   string   `yaml:"fact"`   // path of the fact, a set, that is settled
	Words  []string `yaml:"words"`  // that the set then has
	Called []string `yaml:"called"` // fields by which a row is found
}

// Field is one column of a list.
type Field struct {
	ID       string       `yaml:"id"`
	Title    people.Words `yaml:"title"`
	Help     people.Words `yaml:"help"`
	Type     Type         `yaml:"type"`
	Choices  []Option     `yaml:"choices"`
	Required bool         `yaml:"required"`
}

// Option is one answer of a choice.
type Option struct {
	ID    string       `yaml:"id"`
	Title people.Words `yaml:"title"`
}

// Type is what a field holds.
type Type string

// The types of field.
const (
	Text    Type = "text"    // one line, in one language
	Words   Type = "words"   // one line in Chinese and one in English: two columns
	Day     Type = "day"     // a date
	Amount  Type = "amount"  // whole yuan
	Number  Type = "number"  // a number not below 0, such as square metres
	Choice  Type = "choice"  // one of the choices
	Choices Type = "choices" // some of the choices
	Yes     Type = "yes"     // "yes", or nothing
)

var types = []Type{Text, Words, Day, Amount, Number, Choice, Choices, Yes}

// Kinds are all kinds of list, by id.
type Kinds []Kind

// Read reads the kinds' files: name to content, one kind a file, the name being
// the id. It reports every problem of every file at once.
func Read(files map[string][]byte) (Kinds, error) {
	var kinds Kinds
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(files)) {
		k, err := readKind(files[name])
		if err == nil && string(k.ID)+".yaml" != name {
			err = fmt.Errorf("id is %s (name the file %s.yaml)", k.ID, k.ID)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("read list %s: %w", name, err))
			continue
		}
		kinds = append(kinds, k)
	}
	return kinds, errors.Join(problems...)
}

func readKind(document []byte) (k Kind, err error) {
	if err := yaml.NewDecoder(bytes.NewReader(document), yaml.Strict()).Decode(&k); err != nil {
		return k, err
	}
	return k, k.Validate()
}

// Find returns the kind with the id.
func (ks Kinds) Find(id ID) (k Kind, ok bool) {
	i := slices.IndexFunc(ks, func(k Kind) bool { return k.ID == id })
	if i < 0 {
		return k, false
	}
	return ks[i], true
}

// Field returns the field with the id.
func (k Kind) Field(id string) (f Field, ok bool) {
	i := slices.IndexFunc(k.Fields, func(f Field) bool { return f.ID == id })
	if i < 0 {
		return f, false
	}
	return k.Fields[i], true
}

// reserved are the names that the form of a row and its file need for themselves.
var reserved = []string{columnID, "key", "place", "seen", "source"}

// Validate reports everything that is wrong with the kind.
func (k Kind) Validate() error {
	var problems []error
	unless := func(ok bool, format string, args ...any) {
		if !ok {
			problems = append(problems, fmt.Errorf(format, args...))
		}
	}
	words := func(of string, w people.Words) { unless(w.ZH != "" && w.EN != "", "%s needs zh and en", of) }
	unless(plainID(string(k.ID)), "id %q is not lower case with hyphens", k.ID)
	words("title", k.Title)
	words("summary", k.Summary)
	unless(k.Office == "" || slices.Contains(people.OfficeKinds, k.Office), "office kind %q is none of %v", k.Office, people.OfficeKinds)
	unless(len(k.Fields) > 0 && k.Fields[0].Required && (k.Fields[0].Type == Text || k.Fields[0].Type == Words),
		"the first field names the row: make it required, of type text or words")
	for i, f := range k.Fields {
		unless(plainID(f.ID) && !slices.Contains(reserved, f.ID), "field %q is not lower case with hyphens, or is one of %v", f.ID, reserved)
		unless(slices.IndexFunc(k.Fields, func(o Field) bool { return o.ID == f.ID }) == i, "field %s is given twice", f.ID)
		words("field "+f.ID, f.Title)
		unless((f.Help.ZH == "") == (f.Help.EN == ""), "field %s: help needs zh and en", f.ID)
		unless(slices.Contains(types, f.Type), "field %s: type %q is none of %v", f.ID, f.Type, types)
		unless((f.Type == Choice || f.Type == Choices) == (len(f.Choices) > 0), "field %s: a choice, and nothing else, lists its choices", f.ID)
		for _, o := range f.Choices {
			unless(plainID(strings.ToLower(o.ID)), "field %s: choice %q is not made of letters, digits and hyphens", f.ID, o.ID)
			words("choice "+o.ID, o.Title)
		}
	}
	for _, id := range slices.Concat(k.Brief, k.Reach) {
		_, known := k.Field(id)
		unless(known, "brief and reach name no field %q", id)
	}
	for _, id := range []string{k.Opens, k.Closes} {
		f, known := k.Field(id)
		unless(id == "" || known && f.Type == Day, "opens and closes name fields of type day, not %q", id)
	}
	if k.Settles != nil {
		unless(k.Settles.Name != "" && k.Settles.Fact != "" && len(k.Settles.Words) > 0 && len(k.Settles.Called) > 0, "settles needs name, fact, words and called")
		for _, id := range k.Settles.Called {
			f, known := k.Field(id)
			unless(known && (f.Type == Text || f.Type == Words), "settles is called by fields of type text or words, not %q", id)
		}
	}
	return errors.Join(problems...)
}

func plainID(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

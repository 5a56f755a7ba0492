package letter

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"yichuang/casefile"
	"yichuang/locale"
)

//go:embed kinds.yaml
var kindsText []byte

// part is one part of a kind's letter, in the order of kinds.yaml. It has one of
// Text, Fields, List, Remedy, QR and Annex, or none under a Heading.
type part struct {
	If      string   `yaml:"if"`      // stands only where this field or list is given
	Heading string   `yaml:"heading"` // key of a heading
	Text    []string `yaml:"text"`    // keys of paragraphs
	Fields  []string `yaml:"fields"`  // names of labelled fields
	List    string   `yaml:"list"`    // name of a list; its items are numbered
	Lines   []string `yaml:"lines"`   // keys of the lines of an item
	Remedy  bool     `yaml:"remedy"`  // the remedy text of the letter
	QR      bool     `yaml:"qr"`      // the certificate
	Annex   string   `yaml:"annex"`   // key of the title of an annex, which begins on a new page
}

// kinds reads the embedded data once. It is part of the program: a fault in it is
// found by the tests, so it stops the program here.
var kinds = sync.OnceValue(func() map[casefile.LetterKind][]part {
	var all map[casefile.LetterKind][]part
	if err := yaml.UnmarshalWithOptions(kindsText, &all, yaml.Strict()); err != nil {
		panic(fmt.Errorf("read kinds.yaml: %w", err))
	}
	return all
})

// optional cuts the mark of what is left out where its fields are not given.
func optional(name string) (string, bool) { return strings.CutSuffix(name, "?") }

var placeholder = regexp.MustCompile(`\{([a-z_]+)\}`)

// placeholders are the names of the fields that a text needs.
func placeholders(p *locale.Printer, key string) (names []string) {
	for _, match := range placeholder.FindAllStringSubmatch(p.T(key), -1) {
		names = append(names, match[1])
	}
	return names
}

// Needs is what a kind of letter must and may be given beside the parts that
// every letter has.
type Needs struct {
	Fields   []string            // names of Letter.Fields without which it cannot be written
	Optional []string            // names of fields that it says where they are given
	Lists    map[string][]string // names of Letter.Lists, each with the fields of an item; "?" ends an optional name
	Remedy   bool
	QR       bool // it carries the certificate where one is given
}

// NeedsOf returns what a kind needs, each name once and sorted. Fields that are
// needed only under a condition count as optional.
func NeedsOf(kind casefile.LetterKind) Needs {
	n := Needs{Lists: map[string][]string{}}
	p := locale.For(locale.Chinese)
	for _, part := range kinds()[kind] {
		need := func(name string, may bool) {
			if may || part.If != "" {
				n.Optional = append(n.Optional, name)
			} else {
				n.Fields = append(n.Fields, name)
			}
		}
		for _, text := range part.Text {
			key, may := optional(text)
			for _, name := range placeholders(p, key) {
				need(name, may)
			}
		}
		for _, field := range part.Fields {
			need(optional(field))
		}
		if part.List != "" {
			list, _ := optional(part.List)
			if part.If == list {
				list += "?"
			}
			n.Lists[list] = itemFields(p, part.Lines)
		}
		n.Remedy = n.Remedy || part.Remedy
		n.QR = n.QR || part.QR
	}
	given := Letter{}.all()
	n.Fields = tidy(n.Fields, func(name string) bool { return given[name] != nil })
	n.Optional = tidy(n.Optional, func(name string) bool { return given[name] != nil || slices.Contains(n.Fields, name) })
	return n
}

func itemFields(p *locale.Printer, lines []string) (names []string) {
	for _, line := range lines {
		key, may := optional(line)
		for _, name := range placeholders(p, key) {
			if may {
				name += "?"
			}
			names = append(names, name)
		}
	}
	return names
}

func tidy(names []string, drop func(string) bool) []string {
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), drop)
}

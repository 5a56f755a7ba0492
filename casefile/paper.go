package casefile

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/goccy/go-yaml"

	"yichuang/people"
)

// Paper is what people are told about a paper: what it is, who issues it, how it
// is handed in and what a good one shows. Whether a case needs it follows from
// the determination and the matter, never from here.
type Paper struct {
	What     people.Words `yaml:"what"`
	Issuer   people.Words `yaml:"issuer"`
	Validity people.Words `yaml:"validity"`
	Original Original     `yaml:"original"`
	Own      bool         `yaml:"own"`    // the person's own: nobody else can bring it
	Abroad   people.Words `yaml:"abroad"` // what one from another country needs besides; empty: nothing
	Clause   string       `yaml:"clause"` // that Abroad rests on; empty: none
	Sample   Sample       `yaml:"sample"`
}

// Original says what becomes of the original.
type Original string

// The original is not asked for, shown and handed back, or kept.
const (
	NoOriginal    Original = "none"
	OriginalShown Original = "shown"
	OriginalKept  Original = "kept"
)

// Sample is a schematic drawing of a good one: its outline, and what stands on it
// from top to bottom.
type Sample struct {
	Shape string       `yaml:"shape"` // one of Shapes
	Parts []SamplePart `yaml:"parts"`
}

// SamplePart is a thing that the drawing shows and points at.
type SamplePart struct {
	Part string `yaml:"part"` // one of SampleParts
	ZH   string `yaml:"zh"`
	EN   string `yaml:"en"`
}

// Shapes and SampleParts list what a drawing is made of.
var (
	Shapes      = []string{"sheet", "book", "card", "portrait"}
	SampleParts = []string{"title", "lines", "table", "photo", "dates", "signature", "seal", "stamp", "code"}
)

// Papers are all papers that people are told about, by id.
type Papers map[SlotID]Paper

// ReadPapers reads files of papers, by name; a later file replaces papers of the
// same id. It reports every problem at once.
func ReadPapers(files map[string][]byte) (Papers, error) {
	papers := Papers{}
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(files)) {
		some := Papers{}
		if err := yaml.NewDecoder(bytes.NewReader(files[name]), yaml.Strict()).Decode(&some); err != nil {
			problems = append(problems, fmt.Errorf("read papers %s: %w", name, err))
			continue
		}
		for _, id := range slices.Sorted(maps.Keys(some)) {
			if err := some[id].Validate(); err != nil {
				problems = append(problems, fmt.Errorf("read papers %s: %s: %w", name, id, err))
			}
			papers[id] = some[id]
		}
	}
	return papers, errors.Join(problems...)
}

// Validate reports everything that is wrong with the paper.
func (p Paper) Validate() error {
	var wrong problems
	wrong.words("what", p.What)
	wrong.words("issuer", p.Issuer)
	wrong.words("validity", p.Validity)
	wrong.unless(slices.Contains([]Original{NoOriginal, OriginalShown, OriginalKept}, p.Original), "original %q is none of none, shown, kept", p.Original)
	wrong.unless((p.Abroad.ZH == "") == (p.Abroad.EN == ""), "abroad needs zh and en")
	wrong.unless(p.Clause == "" || p.Abroad.ZH != "", "clause: nothing rests on it")
	wrong.unless(slices.Contains(Shapes, p.Sample.Shape), "sample: shape %q is none of %v", p.Sample.Shape, Shapes)
	wrong.unless(len(p.Sample.Parts) > 0, "sample: it shows nothing")
	for _, part := range p.Sample.Parts {
		wrong.unless(slices.Contains(SampleParts, part.Part), "sample: part %q is none of %v", part.Part, SampleParts)
		wrong.words("sample: part "+part.Part, people.Words{ZH: part.ZH, EN: part.EN})
	}
	return errors.Join(wrong...)
}

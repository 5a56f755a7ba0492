package letter

import (
	"strconv"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// Letter is one letter before it is written. Everything that it says beyond the
// words of its kind is here.
type Letter struct {
	Kind      casefile.LetterKind
	Number    string              // as it stands on paper, see Numbered
	Case      casefile.CaseNumber // field "case"
	Matter    people.Words        // what was applied for, field "matter"
	Office    people.Office       // letterhead and the fields "office", "phone", "address", "hours"
	Addressee people.Words
	On        civil.Date          // the day under the office's name, field "on"
	Fields    Fields              // what the kind's sentences need; Needs lists the names
	Lists     map[string][]Fields // what the kind enumerates
	Remedy    people.Words        // of this track and decision; office data, never ours
	CheckCode string              // stands at the foot of every page
	QR        string              // content of the QR code of a grant, see Certificate
	Specimen  bool                // demonstration: says so across every page
}

// Fields are the values that fill a letter's sentences, by name.
type Fields map[string]Value

// Numbered writes a letter's reference as the office numbers its letters. The
// office's Numbering holds {year} and {number}.
func Numbered(office people.Office, ref casefile.Reference) (string, error) {
	if !strings.Contains(office.Numbering, "{number}") || !strings.Contains(office.Numbering, "{year}") {
		return "", fault.New(fault.Unavailable, "fault.letter.numbering", "office", string(office.ID)).
			WithDetail("office %s: numbering %q lacks {year} or {number}: add them in the offices data", office.ID, office.Numbering)
	}
	return strings.NewReplacer(
		"{year}", strconv.Itoa(ref.Year),
		"{number}", strconv.Itoa(ref.Number),
	).Replace(office.Numbering), nil
}

// all returns the fields of the letter with those that every letter has.
func (l Letter) all() Fields {
	all := Fields{
		"case": Text(l.Case), "matter": Words(l.Matter), "on": Day(l.On), "office": Words(l.Office.Name),
		"phone": Text(l.Office.Phone), "address": Words(l.Office.Address), "hours": Words(l.Office.Hours),
	}
	for name, value := range l.Fields {
		all[name] = value
	}
	return all
}

// check refuses a letter without the parts that every kind has.
func (l Letter) check() error {
	for _, part := range []struct {
		name, text string
	}{
		{"number", l.Number},
		{"office", l.Office.Name.ZH},
		{"letterhead", l.letterhead().ZH},
		{"addressee", l.Addressee.ZH},
		{"check_code", l.CheckCode},
	} {
		if strings.TrimSpace(part.text) == "" {
			return l.lacks(part.name)
		}
	}
	if l.On == 0 {
		return l.lacks("on")
	}
	return nil
}

// letterhead is the office's own, or its name.
func (l Letter) letterhead() people.Words {
	if l.Office.Letterhead.ZH == "" {
		return l.Office.Name
	}
	return l.Office.Letterhead
}

// lacks is the fault of a letter that cannot be written.
func (l Letter) lacks(name string) error {
	return fault.New(fault.Invalid, "fault.letter.incomplete", "kind", string(l.Kind), "part", name).WithPath(name).
		WithDetail("letter %s lacks %s: fill it before the letter is issued", l.Kind, name)
}

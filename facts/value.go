package facts

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
)

// none is how a date says that there is no such day and a set that it is empty.
const none = "none"

// ParseValue reads a value as it is typed in a flag or a form: "true", "12",
// "2026-01-01", "none", "650100"; the words of a set with commas between them,
// or "none" for an empty one. An empty text is unknown. Lists have no such form.
func (v *Vocabulary) ParseValue(field *Field, text string) (Value, error) {
	var value Value
	if problem := field.read(text, &value); problem != "" {
		return Value{}, fault.At(field.Path, "%s", problem)
	}
	return value, nil
}

// FormatValue writes a value as ParseValue reads it; "" for unknown and lists.
func (v *Vocabulary) FormatValue(field *Field, value Value) string {
	switch {
	case value.State == Unknown || field.Type == List:
		return ""
	case value.State == None || field.Type == Set && value.N == 0:
		return none
	case field.Type == Set:
		return strings.Join(field.words(value.N), ",")
	case field.Type == Text || field.Type == Code:
		return value.S
	}
	return strings.Trim(string(appendValue(nil, field, value)), `"`)
}

// words returns the words of a set.
func (field *Field) words(mask int64) []string {
	var words []string
	for i, word := range field.Words {
		if mask&(1<<i) != 0 {
			words = append(words, word)
		}
	}
	return words
}

// The functions below convert a text of the input into *to. They return what is
// wrong with it, for developers, or "". They write through a pointer because a
// Value is five words and the batch makes four million of them a second.

func (field *Field) read(text string, to *Value) (problem string) {
	switch {
	case text == "":
		return ""
	case field.Type == Bool && (text == "true" || text == "false"):
		to.setTruth(text == "true")
		return ""
	case field.Type == Bool:
		return fmt.Sprintf("%q is neither true nor false", shorten(text))
	case field.Type == Int || field.Type == Number:
		if numberLength([]byte(text)) != len(text) {
			return fmt.Sprintf("%q is no number", shorten(text))
		}
		return field.number([]byte(text), to)
	case field.Type == Set:
		return field.readSet(text, to)
	case field.Type == List:
		return "a list can only be given as JSON"
	}
	return field.text([]byte(text), to)
}

func (field *Field) readSet(text string, to *Value) (problem string) {
	if text == none {
		to.State = Known
		return ""
	}
	var words wordSet
	for word := range strings.SplitSeq(text, ",") {
		if problem = words.add(field, []byte(strings.TrimSpace(word))); problem != "" {
			return problem
		}
	}
	return words.store(to)
}

func (v *Value) setTruth(b bool) {
	v.State = Known
	if b {
		v.N = 1
	}
}

// number converts digits that are a JSON number.
func (field *Field) number(digits []byte, to *Value) (problem string) {
	n, ok := wholeNumber(digits)
	if !ok {
		var err error
		if n, err = strconv.ParseFloat(string(digits), 64); err != nil {
			return field.outOfRange(digits)
		}
	}
	switch {
	case n < field.Min || n > field.Max:
		return field.outOfRange(digits)
	case field.Type == Int && n != math.Trunc(n):
		return fmt.Sprintf("%s is no whole number", shorten(digits))
	case n == 0:
		n = 0 // -0 is 0
	}
	to.State, to.F = Known, n
	if field.Type == Int {
		to.N = int64(n)
	}
	return ""
}

func (field *Field) outOfRange(digits []byte) string {
	return fmt.Sprintf("%s is out of range (%s to %s)", shorten(digits), decimal(field.Min), decimal(field.Max))
}

// wholeNumber converts the common case: digits only, few enough to be exact.
func wholeNumber(digits []byte) (n float64, ok bool) {
	const exact = 15
	if len(digits) > exact {
		return 0, false
	}
	whole := 0
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		whole = whole*10 + int(c-'0')
	}
	return float64(whole), true
}

// text converts a date, enum, code or text.
func (field *Field) text(content []byte, to *Value) (problem string) {
	switch field.Type {
	case Date:
		return field.date(content, to)
	case Enum:
		ordinal, ok := field.ordinal(content)
		if !ok {
			return field.strange(string(content))
		}
		to.State, to.N = Known, int64(ordinal)
		return ""
	}
	if len(content) == 0 {
		return "must not be empty (leave it out where it is unknown)"
	}
	if len(field.Words) == 0 {
		to.State, to.S = Known, string(content)
		return ""
	}
	ordinal, ok := field.ordinal(content)
	if !ok {
		return field.strange(string(content))
	}
	to.State, to.S = Known, field.Words[ordinal]
	return ""
}

func (field *Field) date(content []byte, to *Value) (problem string) {
	if field.NoneAllowed && string(content) == none {
		to.State = None
		return ""
	}
	day, err := civil.ParseDate(string(content))
	switch {
	case err == nil:
		to.State, to.N = Known, int64(day)
		return ""
	case len(content) > len("2006-01-02"):
		return fmt.Sprintf("%q is no date (write YYYY-MM-DD)", shorten(content))
	}
	return err.Error()
}

// wordSet gathers the words of a set.
type wordSet struct {
	mask int64
	none bool
}

func (w *wordSet) add(field *Field, word []byte) (problem string) {
	if field.NoneAllowed && string(word) == none {
		w.none = true
		return ""
	}
	ordinal, ok := field.ordinal(word)
	if !ok {
		return field.strange(string(word))
	}
	w.mask |= 1 << ordinal
	return ""
}

func (w *wordSet) store(to *Value) (problem string) {
	if w.none && w.mask != 0 {
		return "none stands alone or not at all"
	}
	to.State, to.N = Known, w.mask
	return ""
}

// ordinal returns the index of a word in the field's closed list.
func (field *Field) ordinal(word []byte) (ordinal int, ok bool) {
	const short = 32 // up to here a walk is faster than hashing
	if len(field.Words) > short {
		ordinal, ok = field.ordinals[string(word)]
		return ordinal, ok
	}
	for i := range field.Words {
		if field.Words[i] == string(word) {
			return i, true
		}
	}
	return 0, false
}

// shorten keeps an error text on one line of bearable length.
func shorten[T string | []byte](text T) string {
	const limit = 40
	runes := 0
	for i := range string(text) {
		if runes++; runes > limit {
			return string(text[:i]) + "…"
		}
	}
	return string(text)
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// ValueJSON is the value as facts JSON writes it; empty for an unknown one.
func (v *Vocabulary) ValueJSON(field *Field, value Value) []byte {
	return appendValue(nil, field, value)
}

package facts

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
)

// ParseValue reads a value as it is typed in a flag or a form: "true", "12",
// "2026-01-01", "none", "650100"; the words of a set with commas between them.
// An empty text is unknown. Lists have no such form.
func (v *Vocabulary) ParseValue(field *Field, text string) (Value, error) {
	if text == "" {
		return Value{}, nil
	}
	value, problem := field.read(text)
	if problem != "" {
		return Value{}, fault.At(field.Path, "%s", problem)
	}
	return value, nil
}

func (field *Field) read(text string) (Value, string) {
	switch field.Type {
	case Bool:
		if text != "true" && text != "false" {
			return Value{}, fmt.Sprintf("%q is neither true nor false", text)
		}
		return truth(text == "true"), ""
	case Int, Number:
		if numberLength([]byte(text)) != len(text) {
			return Value{}, fmt.Sprintf("%q is no number", text)
		}
		return field.number([]byte(text))
	case Set:
		return field.readSet(text)
	case List:
		return Value{}, "a list can only be given as JSON"
	}
	return field.text([]byte(text))
}

func (field *Field) readSet(text string) (value Value, problem string) {
	var words wordSet
	for word := range strings.SplitSeq(text, ",") {
		if problem = words.add(field, []byte(strings.TrimSpace(word))); problem != "" {
			return Value{}, problem
		}
	}
	return words.value()
}

// value reads a value that is no list; null leaves it as it is.
func (r *reader) value(field *Field, to *Value) (problem string) {
	c := r.peek()
	if c == 'n' && r.word("null") {
		return ""
	}
	switch field.Type {
	case Bool:
		switch {
		case r.word("true"):
			*to = truth(true)
		case r.word("false"):
			*to = truth(false)
		default:
			return "must be true or false, not " + kindOf(c)
		}
		return ""
	case Int, Number:
		if kindOf(c) != "a number" {
			return "must be a number, not " + kindOf(c)
		}
		digits, problem := r.number()
		if problem != "" {
			return problem
		}
		*to, problem = field.number(digits)
		return problem
	case Set:
		*to, problem = r.set(field, c)
		return problem
	}
	if c != '"' {
		return "must be a string, not " + kindOf(c)
	}
	content, problem := r.text()
	if problem != "" {
		return problem
	}
	*to, problem = field.text(content)
	return problem
}

// set reads a list of words, or a single word where the field allows that.
func (r *reader) set(field *Field, c byte) (value Value, problem string) {
	var words wordSet
	if c == '"' && field.OneOrMany {
		content, problem := r.text()
		if problem == "" {
			problem = words.add(field, content)
		}
		if problem != "" {
			return Value{}, problem
		}
		return words.value()
	}
	if !r.take('[') {
		return Value{}, "must be a list of words, not " + kindOf(c)
	}
	for first := true; ; first = false {
		done, problem := r.next(first, ']')
		if done {
			return words.value()
		}
		if problem == "" && r.peek() != '"' {
			problem = "must be a list of words, not of " + kindOf(r.peek())
		}
		if problem != "" {
			return Value{}, problem
		}
		content, problem := r.text()
		if problem == "" {
			problem = words.add(field, content)
		}
		if problem != "" {
			return Value{}, problem
		}
	}
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
	ordinal, ok := field.ordinals[string(word)]
	if !ok {
		return field.strange(string(word))
	}
	w.mask |= 1 << ordinal
	return ""
}

func (w *wordSet) value() (Value, string) {
	if w.none && w.mask != 0 {
		return Value{}, "none stands alone or not at all"
	}
	return Value{State: Known, N: w.mask}, ""
}

// none is how a date says that there is no such day and a set that it is empty.
const none = "none"

func truth(b bool) Value {
	if b {
		return Value{State: Known, N: 1}
	}
	return Value{State: Known}
}

// number converts digits that are a JSON number.
func (field *Field) number(digits []byte) (Value, string) {
	n, err := strconv.ParseFloat(string(digits), 64)
	if err != nil || n < field.Min || n > field.Max {
		return Value{}, fmt.Sprintf("%s is out of range (%s to %s)", shorten(digits), decimal(field.Min), decimal(field.Max))
	}
	if n == 0 {
		n = 0 // -0 is 0
	}
	if field.Type == Number {
		return Value{State: Known, F: n}, ""
	}
	if n != math.Trunc(n) {
		return Value{}, fmt.Sprintf("%s is no whole number", shorten(digits))
	}
	return Value{State: Known, N: int64(n), F: n}, ""
}

// shorten keeps error texts on one line of bearable length.
func shorten[T string | []byte](b T) string {
	const limit = 40
	if len(b) > limit {
		return string(b[:limit]) + "…"
	}
	return string(b)
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// text converts a date, enum, code or text.
func (field *Field) text(content []byte) (value Value, problem string) {
	switch field.Type {
	case Date:
		if field.NoneAllowed && string(content) == none {
			return Value{State: None}, ""
		}
		day, err := civil.ParseDate(string(content))
		if err != nil {
			return Value{}, err.Error()
		}
		return Value{State: Known, N: int64(day)}, ""
	case Enum:
		ordinal, ok := field.ordinals[string(content)]
		if !ok {
			return Value{}, field.strange(string(content))
		}
		return Value{State: Known, N: int64(ordinal)}, ""
	}
	if len(content) == 0 {
		return Value{}, "must not be empty (leave it out where it is unknown)"
	}
	if len(field.Words) > 0 {
		ordinal, ok := field.ordinals[string(content)]
		if !ok {
			return Value{}, field.strange(string(content))
		}
		return Value{State: Known, S: field.Words[ordinal]}, ""
	}
	return Value{State: Known, S: string(content)}, ""
}

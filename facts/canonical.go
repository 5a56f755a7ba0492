package facts

import (
	"math"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"yichuang/civil"
)

// AppendCanonical appends the facts as JSON without white space: groups nested,
// keys in the order of the vocabulary, unknown facts left out, the words of a
// set in their legal order, numbers in their shortest form. Equal facts give
// equal bytes, and Parse of the bytes gives the same facts: the facts hash of a
// receipt is taken over them.
func (f *Facts) AppendCanonical(b []byte) []byte {
	b = append(b, '{')
	b = f.appendMembers(b, f.vocabulary.root)
	return append(b, '}')
}

func (f *Facts) appendMembers(b []byte, group *node) []byte {
	empty := true
	for _, n := range group.children {
		before := len(b)
		b = appendKey(b, n.key, empty)
		from := len(b)
		if n.field != nil {
			b = f.appendField(b, n.field)
		} else if b = f.appendMembers(append(b, '{'), n); len(b) > from+1 {
			b = append(b, '}')
		} else {
			b = b[:from]
		}
		if len(b) == from {
			b = b[:before] // nothing known below this key
			continue
		}
		empty = false
	}
	return b
}

func appendKey(b []byte, key string, first bool) []byte {
	if !first {
		b = append(b, ',')
	}
	b = append(b, '"')
	b = append(b, key...)
	return append(b, '"', ':')
}

func (f *Facts) appendField(b []byte, field *Field) []byte {
	value := f.values[field.Slot]
	if field.Type != List || value.State != Known {
		return appendValue(b, field, value)
	}
	b = append(b, '[')
	for i, item := range f.lists[field.list] {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendItem(append(b, '{'), field, item)
		b = append(b, '}')
	}
	return append(b, ']')
}

func appendItem(b []byte, list *Field, item []Value) []byte {
	empty := true
	for i := range list.Item {
		if field := &list.Item[i]; item[i].State != Unknown {
			b = appendKey(b, field.Path, empty)
			b = appendValue(b, field, item[i])
			empty = false
		}
	}
	return b
}

// appendValue appends nothing for an unknown value.
func appendValue(b []byte, field *Field, value Value) []byte {
	switch {
	case value.State == Unknown:
		return b
	case value.State == None || field.Type == Set && field.NoneAllowed && value.N == 0:
		return append(b, `"none"`...)
	}
	switch field.Type {
	case Bool:
		return strconv.AppendBool(b, value.N != 0)
	case Int:
		return strconv.AppendInt(b, value.N, 10)
	case Number:
		return appendNumber(b, value.F)
	case Date:
		b = civil.Date(value.N).AppendTo(append(b, '"'))
		return append(b, '"')
	case Enum:
		b = append(append(b, '"'), field.Words[value.N]...)
		return append(b, '"')
	case Set:
		return appendSet(b, field, value.N)
	}
	b, _ = jsontext.AppendQuote(b, value.S) // fails only for invalid UTF-8, which it replaces
	return b
}

func appendSet(b []byte, field *Field, mask int64) []byte {
	b = append(b, '[')
	for i, word := range field.Words {
		if mask&(1<<i) == 0 {
			continue
		}
		if b[len(b)-1] != '[' {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), word...), '"')
	}
	return append(b, ']')
}

// appendNumber writes small and huge numbers with an exponent, as JSON Canonical
// Form (RFC 8785) does.
func appendNumber(b []byte, n float64) []byte {
	format := byte('f')
	if size := math.Abs(n); size != 0 && (size < 1e-6 || size >= 1e21) {
		format = 'e'
	}
	return strconv.AppendFloat(b, n, format, -1, 64)
}

package facts

import (
	"bytes"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
)

// scanner walks over JSON text (RFC 8259) that is known to be valid UTF-8. It
// knows no types and no duplicates: the reader above it does. A problem is a
// text for developers, or "".
//
// It is our own for the batch, which reads 100,000 persons a second and core:
// jsontext.Decoder takes for the tokens of a document alone as long as Parse for
// all of its work (BenchmarkTokens, BenchmarkParse). Escapes, rare and hard, are
// left to jsontext.
type scanner struct {
	data    []byte
	at      int
	scratch []byte // holds text whose escapes were resolved
}

// peek skips white space and returns the next byte, 0 at the end.
func (s *scanner) peek() byte {
	for s.at < len(s.data) {
		switch c := s.data[s.at]; c {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return c
		}
	}
	return 0
}

// take skips white space and the byte c if it is next.
func (s *scanner) take(c byte) bool {
	if s.peek() != c || s.at == len(s.data) {
		return false
	}
	s.at++
	return true
}

// word skips the literal if it is next and ends there.
func (s *scanner) word(literal string) bool {
	s.peek()
	rest := s.data[s.at:]
	if len(rest) < len(literal) || string(rest[:len(literal)]) != literal {
		return false
	}
	s.at += len(literal)
	return true
}

// text reads a string. The bytes are valid until the next call.
func (s *scanner) text() (content []byte, problem string) {
	if !s.take('"') {
		return nil, s.unexpected("a string")
	}
	start := s.at
	rest := s.data[start:]
	for i, c := range rest {
		if c > '"' && c != '\\' {
			continue
		}
		s.at = start + i
		switch {
		case c == '"':
			s.at++
			return rest[:i], ""
		case c == '\\':
			return s.escapedText(start)
		case c < ' ':
			return nil, s.unexpected("the end of the string (control characters are written \\u00xx)")
		}
	}
	s.at = len(s.data)
	return nil, s.unexpected("the end of the string")
}

// escapedText reads the rest of a string that began at start and has escapes.
func (s *scanner) escapedText(start int) (content []byte, problem string) {
	for ; s.at < len(s.data); s.at++ {
		switch s.data[s.at] {
		case '\\':
			s.at++
		case '"':
			s.at++
			var err error
			s.scratch, err = jsontext.AppendUnquote(s.scratch[:0], s.data[start-1:s.at])
			if err != nil {
				return nil, s.place() + "invalid escape in a string"
			}
			return s.scratch, ""
		}
	}
	s.at = len(s.data)
	return nil, s.unexpected("the end of the string")
}

// number reads a number as it is written.
func (s *scanner) number() (content []byte, problem string) {
	s.peek()
	n := numberLength(s.data[s.at:])
	if n == 0 {
		return nil, s.unexpected("a number")
	}
	s.at += n
	return s.data[s.at-n : s.at], ""
}

// numberLength returns how many bytes at the start of b are a JSON number.
func numberLength(b []byte) int {
	digits := func(i int) int {
		for i < len(b) && '0' <= b[i] && b[i] <= '9' {
			i++
		}
		return i
	}
	i := 0
	if i < len(b) && b[i] == '-' {
		i++
	}
	end := digits(i)
	if end == i || b[i] == '0' && end > i+1 {
		return 0
	}
	if end < len(b) && b[end] == '.' {
		fraction := digits(end + 1)
		if fraction == end+1 {
			return 0
		}
		end = fraction
	}
	if end < len(b) && (b[end] == 'e' || b[end] == 'E') {
		i = end + 1
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		if end = digits(i); end == i {
			return 0
		}
	}
	return end
}

// member reads the key of the next member of an object whose brace was taken;
// done means that the object ended. The key is valid until the next call.
func (s *scanner) member(first bool) (key []byte, done bool, problem string) {
	if done, problem = s.next(first, '}'); done || problem != "" {
		return nil, done, problem
	}
	if s.peek() != '"' {
		return nil, false, s.unexpected("a field name in double quotes")
	}
	if key, problem = s.text(); problem == "" && !s.take(':') {
		problem = s.unexpected("a colon")
	}
	return key, false, problem
}

// next takes the comma before the next member or element; done means that the
// closing byte was taken instead.
func (s *scanner) next(first bool, closing byte) (done bool, problem string) {
	switch {
	case s.take(closing):
		return true, ""
	case first || s.take(','):
		return false, ""
	}
	return false, s.unexpected(fmt.Sprintf("a comma or %c", closing))
}

// unexpected says what stands here instead of what was wanted.
func (s *scanner) unexpected(wanted string) string {
	if s.at >= len(s.data) {
		return s.place() + "the text ends, but it needs " + wanted
	}
	r := bytes.Runes(s.data[s.at:min(len(s.data), s.at+4)])[0]
	return s.place() + fmt.Sprintf("%q stands where it needs %s", r, wanted)
}

// place returns "line 1, column 7: " of the next byte.
func (s *scanner) place() string {
	read := s.data[:min(s.at, len(s.data))]
	line := bytes.Count(read, []byte("\n")) + 1
	column := len(read) - bytes.LastIndexByte(read, '\n')
	return fmt.Sprintf("line %d, column %d: ", line, column)
}

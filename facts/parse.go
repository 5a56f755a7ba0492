package facts

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"yichuang/fault"
)

// Parse reads a JSON object into f, replacing what f held. It checks syntax,
// types, ranges and closed words; what one fact says about another is left to
// Check, because flags and defaults may still change facts. Missing and null
// are unknown. The error is a fault that names the path; f is then empty.
func (v *Vocabulary) Parse(data []byte, f *Facts) error {
	f.Reset()
	clear(f.seen)
	r := reader{scanner: scanner{data: data, scratch: f.scratch}, vocabulary: v, facts: f}
	err := r.document()
	f.scratch = r.scratch
	if err != nil {
		f.Reset()
	}
	return err
}

// root is the path of the whole document in error texts.
const root = "facts"

// reader fills facts from a scanner, guided by the tree of the vocabulary.
type reader struct {
	scanner
	vocabulary *Vocabulary
	facts      *Facts
}

func (r *reader) document() error {
	if !utf8.Valid(r.data) {
		return fault.At(root, "not valid UTF-8")
	}
	if c := r.peek(); c != '{' {
		return fault.At(root, "must be a JSON object, not %s", kindOf(c))
	}
	if err := r.group(r.vocabulary.root); err != nil {
		return err
	}
	if r.peek(); r.at < len(r.data) {
		return fault.At(root, "%s", r.unexpected("the end of the text"))
	}
	return nil
}

// group reads the object of a group of fields; null leaves them unknown.
func (r *reader) group(group *node) error {
	if r.word("null") {
		return nil
	}
	if !r.take('{') {
		return fault.At(group.path, "must be an object, not %s", kindOf(r.peek()))
	}
	next := 0
	for first := true; ; first = false {
		key, done, problem := r.member(first)
		if problem != "" {
			return fault.At(orRoot(group.path), "%s", problem)
		}
		if done {
			return nil
		}
		child, known := group.find(key, next)
		if !known {
			return r.unknownField(group.path, string(key))
		}
		if r.twice(child.id) {
			return fault.At(child.path, "stands twice")
		}
		next = child.place + 1
		if err := r.field(child); err != nil {
			return err
		}
	}
}

// field reads what stands under a key of a group.
func (r *reader) field(n *node) error {
	switch {
	case n.field == nil:
		return r.group(n)
	case n.field.Type == List:
		return r.list(n.field)
	}
	if problem := r.value(n.field, &r.facts.values[n.field.Slot]); problem != "" {
		return fault.At(n.field.Path, "%s", problem)
	}
	return nil
}

// twice notes that a node was read and reports whether it had been before.
func (r *reader) twice(id int) bool {
	word, bit := &r.facts.seen[id/64], uint64(1)<<(id%64)
	before := *word&bit != 0
	*word |= bit
	return before
}

func (r *reader) unknownField(parent, key string) error {
	path := join(parent, written(key))
	if suggestion, ok := r.vocabulary.Suggest(path); ok {
		return fault.At(path, "unknown field (did you mean %s?)", suggestion)
	}
	return fault.At(path, "unknown field")
}

// written returns a key that is in no vocabulary so that a path with it stays
// readable and on one line.
func written(key string) string {
	if plain := strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"); plain == "" && key != "" {
		return shorten(key)
	}
	return strconv.Quote(shorten(key))
}

// kindOf names the kind of JSON value that begins with c, 0 for the end.
func kindOf(c byte) string {
	switch {
	case c == 0:
		return "nothing"
	case c == '{':
		return "an object"
	case c == '[':
		return "a list"
	case c == '"':
		return "a string"
	case c == 't' || c == 'f':
		return "true or false"
	case c == 'n':
		return "null"
	case c == '-' || '0' <= c && c <= '9':
		return "a number"
	}
	return "something that is no JSON"
}

func orRoot(path string) string {
	if path == "" {
		return root
	}
	return path
}

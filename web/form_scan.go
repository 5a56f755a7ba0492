package web

import (
	"bytes"
	"html"
	"slices"
	"strings"
)

// What follows reads the forms of a page that our own templates wrote: attributes
// in double quotes, no "<" in text. It is no reader of HTML from elsewhere.

// tag is a start or end tag of a page, from byte at up to byte end.
type tag struct {
	name    string // "/form" of an end tag
	attrs   []attr
	at, end int
}

// attr is an attribute as it is written, its value still escaped.
type attr struct {
	name, value string
	bare        bool // without a value
}

// get is the value of an attribute; "" where it is missing or bare.
func (t tag) get(name string) string {
	if i := t.index(name); i >= 0 {
		return html.UnescapeString(t.attrs[i].value)
	}
	return ""
}

func (t tag) has(name string) bool { return t.index(name) >= 0 }

func (t tag) index(name string) int {
	return slices.IndexFunc(t.attrs, func(a attr) bool { return a.name == name })
}

// with is the tag with an attribute set, or taken away.
func (t tag) with(name string, a *attr) tag {
	attrs := slices.DeleteFunc(slices.Clone(t.attrs), func(a attr) bool { return a.name == name })
	if a != nil {
		attrs = append(attrs, *a)
	}
	t.attrs = attrs
	return t
}

func (t tag) withValue(name, value string) tag {
	return t.with(name, &attr{name: name, value: html.EscapeString(value)})
}

// marked sets or takes away an attribute without a value.
func (t tag) marked(name string, is bool) tag {
	if !is {
		return t.with(name, nil)
	}
	return t.with(name, &attr{name: name, bare: true})
}

func (t tag) String() string {
	var out strings.Builder
	out.WriteString("<" + t.name)
	for _, a := range t.attrs {
		out.WriteString(" " + a.name)
		if !a.bare {
			out.WriteString(`="` + a.value + `"`)
		}
	}
	return out.String() + ">"
}

// formTags are the elements that forms are made of, and those that hide them.
var formTags = map[string]bool{
	"form": true, "/form": true, "input": true, "button": true, "textarea": true, "/textarea": true, "select": true,
	"/select": true, "option": true, "details": true, "/details": true,
}

// nextTag finds the next of formTags from a byte on.
func nextTag(page []byte, from int) (tag, bool) {
	for {
		i := bytes.IndexByte(page[from:], '<')
		if i < 0 {
			return tag{}, false
		}
		t := tag{at: from + i}
		from = t.at + 1
		for t.end = from; t.end < len(page) && (isLetter(page[t.end]) || t.end == from && page[from] == '/'); {
			t.end++
		}
		if !formTags[string(page[from:t.end])] {
			continue
		}
		t.name = string(page[from:t.end])
		t.readAttrs(page)
		return t, true
	}
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' }

// readAttrs reads on from the name to the end of the tag.
func (t *tag) readAttrs(page []byte) {
	for t.end < len(page) {
		switch c := page[t.end]; c {
		case '>':
			t.end++
			return
		case ' ', '\n', '\t', '/':
			t.end++
		default:
			t.readAttr(page)
		}
	}
}

func (t *tag) readAttr(page []byte) {
	rest := page[t.end:]
	n := bytes.IndexAny(rest, "= \n\t/>")
	if n < 0 {
		t.end = len(page)
		return
	}
	a := attr{name: string(rest[:n]), bare: true}
	t.end += n
	if page[t.end] == '=' {
		a.bare = false
		rest = rest[n+1:]
		t.end++
		if len(rest) > 0 && rest[0] == '"' {
			n = max(0, bytes.IndexByte(rest[1:], '"'))
			a.value = string(rest[1 : 1+n])
			t.end += n + 2
		} else {
			n = max(0, bytes.IndexAny(rest, " \n\t>"))
			a.value = string(rest[:n])
			t.end += n
		}
	}
	t.attrs = append(t.attrs, a)
}

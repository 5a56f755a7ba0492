package web

import (
	"bytes"
	"iter"
	"slices"

	"golang.org/x/net/html"
)

// tag is a start or end tag of a page, from byte at up to byte end.
type tag struct {
	name    string // "/form" of an end tag
	attrs   []html.Attribute
	at, end int
}

// get is the value of an attribute; "" where it is missing.
func (t tag) get(name string) string {
	if i := t.index(name); i >= 0 {
		return t.attrs[i].Val
	}
	return ""
}

func (t tag) has(name string) bool { return t.index(name) >= 0 }

func (t tag) index(name string) int {
	return slices.IndexFunc(t.attrs, func(a html.Attribute) bool { return a.Key == name })
}

// without is the tag with an attribute taken away.
func (t tag) without(name string) tag {
	t.attrs = slices.DeleteFunc(slices.Clone(t.attrs), func(a html.Attribute) bool { return a.Key == name })
	return t
}

func (t tag) withValue(name, value string) tag {
	t = t.without(name)
	t.attrs = append(t.attrs, html.Attribute{Key: name, Val: value})
	return t
}

// marked sets or takes away an attribute that says all by being there.
func (t tag) marked(name string, is bool) tag {
	if !is {
		return t.without(name)
	}
	return t.withValue(name, "")
}

// String is the tag as it stands in a page.
func (t tag) String() string {
	return html.Token{Type: html.StartTagToken, Data: t.name, Attr: t.attrs}.String()
}

// formTags are the elements that forms are made of, and those that hide them.
var formTags = map[string]bool{
	"form": true, "input": true, "button": true, "textarea": true, "select": true, "option": true, "details": true,
}

// tagsOf are the tags of forms in a page, in order.
func tagsOf(page []byte) iter.Seq[tag] {
	return func(yield func(tag) bool) {
		z := html.NewTokenizer(bytes.NewReader(page))
		for at := 0; ; {
			kind := z.Next()
			if kind == html.ErrorToken {
				return // the end of the page
			}
			t := tag{at: at, end: at + len(z.Raw())}
			at = t.end
			if kind == html.TextToken {
				continue
			}
			name, more := z.TagName()
			if !formTags[string(name)] {
				continue
			}
			if t.name = string(name); kind == html.EndTagToken {
				t.name = "/" + t.name
			}
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				t.attrs = append(t.attrs, html.Attribute{Key: string(key), Val: string(value)})
			}
			if !yield(t) {
				return
			}
		}
	}
}

package web

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// testForm is a form as a browser reads it.
type testForm struct {
	id, action string
	fields     []*testField
	here       []testButton // the switches in it
	values     url.Values   // what fill typed
}

type testField struct {
	name, kind, value string
	on                bool     // checked
	options           []string // of a select
	chosen            string
}

type testButton struct{ form, action, value string }

type testForms struct {
	forms  []*testForm
	header []testButton
}

// typed are the forms in which there is something to type or to choose.
func (r testForms) typed() (typed []*testForm) {
	for _, f := range r.forms {
		if slices.ContainsFunc(f.fields, func(i *testField) bool { return i.kind != "hidden" }) {
			typed = append(typed, f)
		}
	}
	return typed
}

// same reports whether the form is another showing of the same.
func (f *testForm) same(other *testForm) bool {
	subject := func(f *testForm) (all []string) {
		for _, i := range f.fields {
			if i.kind == "hidden" && i.name != "key" && i.name != "seen" {
				all = append(all, i.name+"="+i.value)
			}
		}
		return all
	}
	return f.action == other.action && slices.Equal(subject(f), subject(other))
}

// fill types into every field what it does not show yet.
func (f *testForm) fill(n int) url.Values {
	f.values = url.Values{}
	for i, field := range f.fields {
		switch field.kind {
		case "hidden":
		case "checkbox":
			field.on = !field.on
		case "radio":
			for _, other := range f.fields {
				if other.name == field.name {
					other.on = other == field
				}
			}
		case "select":
			if len(field.options) > 0 {
				field.chosen = field.options[len(field.options)-1]
			}
		case "textarea":
			field.value = fmt.Sprintf("line %d of %d\n\"'<b>&amp;一半", i, n)
		default:
			field.value = fmt.Sprintf("half %d of %d \"'<b>&amp;+一半", i, n)
		}
	}
	f.values = f.shown()
	for _, field := range f.fields {
		if field.kind == "password" || field.kind == "file" {
			f.values.Del(field.name)
		}
	}
	return f.values
}

// shown is what the form would send.
func (f *testForm) shown() url.Values {
	values := url.Values{}
	for _, field := range f.fields {
		switch field.kind {
		case "checkbox", "radio":
			if field.on {
				values.Add(field.name, field.value)
			}
		case "select":
			values.Add(field.name, field.chosen)
		default:
			values.Add(field.name, field.value)
		}
	}
	return values
}

// readForms reads the forms of a page that are sent by POST, and its switches.
func readForms(t *testing.T, body string) (read testForms) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(body))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	byID, inMain := map[string]*testForm{}, false
	var in, other *testForm
	var open *testField
	apart := map[string][]*testField{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		must(t, err)
		switch e := token.(type) {
		case xml.StartElement:
			attrs := map[string]string{}
			for _, a := range e.Attr {
				attrs[a.Name.Local] = a.Value
			}
			_, selected := attrs["selected"]
			_, checked := attrs["checked"]
			_, disabled := attrs["disabled"]
			owner := in
			field := &testField{name: attrs["name"], kind: attrs["type"], value: attrs["value"], on: checked}
			switch e.Name.Local {
			case "main":
				inMain = true
			case "form":
				in = &testForm{id: attrs["id"], action: attrs["action"]}
				if attrs["method"] == "post" && inMain {
					read.forms, byID[in.id] = append(read.forms, in), in
				} else {
					other = in
				}
			case "button":
				if attrs["name"] != "switch" {
					break
				}
				button := testButton{attrs["form"], attrs["formaction"], attrs["value"]}
				if !inMain {
					read.header = append(read.header, button)
				} else if in != nil {
					in.here = append(in.here, button)
				}
			case "option":
				if open != nil {
					open.options = append(open.options, attrs["value"])
					if selected || len(open.options) == 1 {
						open.chosen = attrs["value"]
					}
				}
			case "input", "textarea", "select":
				if field.kind == "" || e.Name.Local != "input" {
					field.kind = e.Name.Local
				}
				if field.kind == "textarea" {
					must(t, d.DecodeElement(&field.value, &e))
					field.value = strings.TrimPrefix(field.value, "\n")
				}
				if field.kind == "select" {
					open = field
				}
				if disabled || field.name == "" {
					break
				}
				if id := attrs["form"]; id != "" {
					apart[id] = append(apart[id], field)
				} else if owner != nil && owner != other {
					owner.fields = append(owner.fields, field)
				}
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "form":
				in = nil
			case "select":
				open = nil
			}
		}
	}
	for id, fields := range apart {
		if f := byID[id]; f != nil {
			f.fields = append(f.fields, fields...)
		}
	}
	return read
}

// BenchmarkFormsOf reads the forms of an officer's case file, one of the pages that
// have most of them.
func BenchmarkFormsOf(b *testing.B) {
	var page strings.Builder
	for i := range 40 {
		fmt.Fprintf(&page, `<section class="sheet" aria-labelledby="s%d"><h2 id="s%d">A heading</h2><ul class="rows">%s</ul><details class="more"><summary>Open</summary>`+
			`<form method="post" action="/officer/QD26-000001-A/judge"><input type="hidden" name="slot" value="s%d"><input type="text" name="reason">`+
			`<button class="button">Save</button></form></details></section>`, i, i, strings.Repeat(`<li><div class="row-title"><a href="/somewhere">A row</a></div><p class="small quiet">What it says</p></li>`, 10), i)
	}
	body := []byte(page.String())
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if len(formsOf(body)) != 40 {
			b.Fatal("forms are lost")
		}
	}
}

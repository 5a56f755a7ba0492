package web

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"net/url"
	"slices"
	"strings"
)

// pageForm is a form of a page. One that asks (GET) counts from two fields on: a
// search or a choice of one thing is made again at once, and sent it stands in the
// address.
type pageForm struct {
	ID      string
	Action  string
	Submit  template.HTMLAttr // attributes of its first button
	start   tag
	end     int // where </form> begins
	hidden  url.Values
	inputs  []control
	typed   bool // there is something to type or to choose
	long    bool // there is a text of several lines
	fields  int
	folds   []tag
	buttons bool
}

// control is a field of a form, with the text of a textarea or the options of a
// select.
type control struct {
	tag
	text    string // of a textarea, as it is written
	close   int    // where </textarea> begins
	options []tag
	folds   []tag // the closed details around it
}

// edit replaces what stands from byte at up to byte end.
type edit struct {
	at, end int
	text    string
}

// unsaid are the hidden fields in which the same form differs each time it is shown.
var unsaid = []string{"key", "seen", shownAtField}

// formsOf reads the forms of a page's main part.
func formsOf(page []byte) []*pageForm {
	if !bytes.Contains(page, []byte("<form")) {
		return nil
	}
	r := formReader{page: page}
	for t := range tagsOf(page) {
		r.read(t)
	}
	for owner, controls := range r.apart {
		for _, f := range r.forms {
			if f.ID == owner {
				for _, c := range controls {
					f.add(c)
				}
			}
		}
	}
	for i, f := range r.forms {
		f.typed = f.typed && (f.posts() || f.fields > 1)
		if f.ID == "" {
			f.ID = fmt.Sprintf("form-%d", i+1)
		}
	}
	return r.forms
}

type formReader struct {
	page  []byte
	forms []*pageForm
	in    *pageForm // the form that is open
	open  *control  // the open select
	folds []tag
	apart map[string][]control // fields outside their form, by its id
}

func (r *formReader) read(t tag) {
	switch t.name {
	case "details":
		r.folds = append(r.folds, t)
	case "/details":
		r.folds = r.folds[:max(0, len(r.folds)-1)]
	case "form":
		if r.in = nil; t.get("role") != "search" {
			r.in = &pageForm{ID: t.get("id"), Action: t.get("action"), start: t, hidden: url.Values{}, folds: slices.Clone(r.folds)}
			r.forms = append(r.forms, r.in)
		}
	case "/form":
		if r.in != nil {
			r.in.end = t.at
		}
		r.in = nil
	case "option":
		if r.open != nil {
			r.open.options = append(r.open.options, t)
		}
	case "/select":
		if r.open != nil {
			r.put(*r.open)
			r.open = nil
		}
	case "select":
		r.open = &control{tag: t, folds: slices.Clone(r.folds)}
	case "textarea":
		end := max(0, bytes.Index(r.page[t.end:], []byte("</textarea>")))
		r.put(control{tag: t, text: string(r.page[t.end : t.end+end]), close: t.end + end, folds: slices.Clone(r.folds)})
	case "input", "button":
		r.put(control{tag: t, folds: slices.Clone(r.folds)})
	}
}

// put gives a field to its form: the one that it names, else the one around it.
func (r *formReader) put(c control) {
	switch owner := c.get("form"); {
	case owner != "":
		if r.apart == nil {
			r.apart = map[string][]control{}
		}
		r.apart[owner] = append(r.apart[owner], c)
	case r.in != nil:
		r.in.add(c)
	}
}

func (f *pageForm) posts() bool { return f.start.get("method") == "post" }

func (f *pageForm) add(c control) {
	kind := c.get("type")
	switch {
	case c.name == "button":
		if !f.buttons && (kind == "" || kind == "submit") {
			f.buttons, f.Submit = true, submitAttrs(c.tag)
		}
		return
	case kind == "hidden":
		f.hidden.Add(c.get("name"), c.get("value"))
	case c.get("name") != "" && !c.has("disabled"):
		f.fields++
		f.typed, f.long = true, f.long || c.name == "textarea"
	}
	f.inputs = append(f.inputs, c)
}

// submitAttrs are the attributes by which another button does the same.
func submitAttrs(button tag) template.HTMLAttr {
	var out strings.Builder
	for _, a := range button.attrs {
		if slices.Contains([]string{"name", "value", "formaction", "formmethod", "formenctype", "formnovalidate"}, a.Key) {
			fmt.Fprintf(&out, ` %s="%s"`, a.Key, html.EscapeString(a.Val))
		}
	}
	return template.HTMLAttr(out.String())
}

// marks give the form the id by which a switch sends it, and in an answer to a
// form the address of the page.
func (f *pageForm) marks(page Shell) (edits []edit) {
	if f.start.get("id") == "" && f.typed {
		edits = append(edits, edit{f.start.at, f.start.end, f.start.withValue("id", f.ID).String()})
	}
	if page.Answers && f.posts() {
		field := tag{name: "input"}.withValue("type", "hidden").withValue("name", shownAtField).withValue("value", page.At)
		edits = append(edits, edit{f.start.end, f.start.end, field.String()})
	}
	return edits
}

// is reports whether what was typed belongs to the form: it would go to the same
// address and speak of the same thing.
func (f *pageForm) is(t typedForm) bool {
	if t.action != f.Action {
		return false
	}
	for name, values := range f.hidden {
		if !slices.Contains(unsaid, name) && !slices.Equal(values, t.values[name][:min(len(values), len(t.values[name]))]) {
			return false
		}
	}
	return true
}

// keep writes what was typed into the form. lost says of a file that it must be
// chosen again.
func (f *pageForm) keep(t typedForm, lost func(file string) string) (edits []edit) {
	given := map[string][]string{}
	for name, values := range t.values {
		given[name] = slices.Clone(values)
	}
	for _, c := range f.inputs {
		changed := c.keep(given, lost)
		if len(changed) > 0 && c.get("type") != "hidden" {
			for _, fold := range slices.Concat(f.folds, c.folds) {
				if !fold.has("open") {
					edits = append(edits, edit{fold.at, fold.end, fold.marked("open", true).String()})
				}
			}
		}
		edits = append(edits, changed...)
	}
	return edits
}

// keep writes into the field what was given under its name; fields of one name are
// given in their order.
func (c control) keep(given map[string][]string, lost func(file string) string) []edit {
	name := c.get("name")
	values, sent := given[name]
	if name == "" || c.has("disabled") {
		return nil
	}
	next := func() (string, bool) {
		if len(values) == 0 {
			return "", false
		}
		given[name] = values[1:]
		return strings.ReplaceAll(values[0], "\r\n", "\n"), true
	}
	switch kind := c.get("type"); {
	case c.name == "textarea":
		if text, ok := next(); ok && text != html.UnescapeString(c.text) {
			return []edit{{c.end, c.close, "\n" + html.EscapeString(text)}}
		}
	case c.name == "select":
		if sent {
			return c.choose(values)
		}
	case kind == "checkbox" || kind == "radio":
		if is := slices.Contains(values, c.get("value")); is != c.has("checked") {
			return []edit{{c.at, c.tag.end, c.marked("checked", is).String()}}
		}
	case kind == "file":
		if file, ok := next(); ok && file != "" {
			return []edit{{c.tag.end, c.tag.end, lost(file)}}
		}
	case kind == "hidden":
		if text, ok := next(); ok && name == "seen" && text != c.get("value") {
			return []edit{{c.at, c.tag.end, c.withValue("value", text).String()}} // what was typed was typed on that version
		}
	case kind != "password":
		if text, ok := next(); ok && text != c.get("value") {
			return []edit{{c.at, c.tag.end, c.withValue("value", text).String()}}
		}
	}
	return nil
}

// choose selects the option that was chosen; without one that is marked the first
// is chosen already.
func (c control) choose(values []string) (edits []edit) {
	now := max(0, slices.IndexFunc(c.options, func(o tag) bool { return o.has("selected") }))
	at := slices.IndexFunc(c.options, func(o tag) bool { return slices.Contains(values, o.get("value")) })
	if at < 0 || at == now {
		return nil
	}
	for i, o := range c.options {
		if is := i == at; is != o.has("selected") {
			edits = append(edits, edit{o.at, o.end, o.marked("selected", is).String()})
		}
	}
	return edits
}

// apply makes the changes. Two of the same place are made once: details around
// several fields are opened by each.
func apply(page []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.at - b.at })
	var out bytes.Buffer
	at := 0
	for _, e := range slices.Compact(edits) {
		out.Write(page[at:e.at])
		out.WriteString(e.text)
		at = e.end
	}
	out.Write(page[at:])
	return out.Bytes()
}

package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"yichuang/fault"
	"yichuang/locale"
)

// Input is a labelled line of a form, with its hint and its error. Type is that
// of the input element (text, password, email, date, file …), or textarea,
// select, radios, checks, or heading, which begins a group and asks nothing.
type Input struct {
	ID       string // also the name under which it is sent
	Type     string
	Label    string
	Hint     string
	Value    string
	Error    string
	Complete string        // autocomplete token
	Mode     string        // inputmode
	Unit     string        // written after the field
	Rows     int           // of a textarea
	Line     bool          // short choices that stand beside each other
	Places   *Chooser      // of a place
	Choices  []Choice      // of select, radios and checks; their ids follow from the input's
	Groups   []ChoiceGroup // of select and checks: further choices; those of checks are folded
	More     string        // of checks with groups: what stands folded
	Many     bool          // of a file: several at once
	Lang     string        // of what is to be typed, where it is not the page's
}

// chosen marks the choices that were given.
func (i *Input) chosen(given []string) {
	choose := func(id string, choices []Choice) {
		for n := range choices {
			choices[n].ID = id + "-" + strconv.Itoa(n)
			choices[n].Chosen = slices.Contains(given, choices[n].Value)
		}
	}
	choose(i.ID, i.Choices)
	for g, group := range i.Groups {
		choose(i.ID+"-"+strconv.Itoa(g)+"g", group.Choices)
	}
}

// Unfolded reports whether one of the folded choices is made.
func (i Input) Unfolded() bool {
	return slices.ContainsFunc(i.Groups, func(g ChoiceGroup) bool {
		return slices.ContainsFunc(g.Choices, func(c Choice) bool { return c.Chosen })
	})
}

// filled fills values in: what was sent, or stood there when a switch was pressed,
// so that nothing typed is lost, or on first sight the values that known gives by id.
func filled(r *http.Request, fields []Input, known map[string][]string) []Input {
	for i := range fields {
		f := &fields[i]
		given := known[f.ID]
		if r.Method == http.MethodPost {
			given = r.PostForm[f.ID]
		} else if before, sent := typedBefore(r)[f.ID]; sent {
			given = before
		}
		switch f.Type {
		case "password", "file", "heading":
		case "place":
			f.Places.ID, f.Places.Name, f.Places.Described, f.Places.Chosen = f.ID, f.ID, f.Described(), first(given)
		case "select", "radios", "checks":
			f.chosen(given)
		default:
			f.Value = first(given)
		}
	}
	return fields
}

// target is the element that a line of the error summary leads to.
func (i Input) target() string {
	if (i.Type == "radios" || i.Type == "checks") && len(i.Choices) > 0 {
		return i.Choices[0].ID
	}
	return i.ID
}

// Described names the elements that describe the input.
func (i Input) Described() string {
	switch {
	case i.Hint != "" && i.Error != "":
		return i.ID + "-hint " + i.ID + "-error"
	case i.Hint != "":
		return i.ID + "-hint"
	case i.Error != "":
		return i.ID + "-error"
	}
	return ""
}

// mark writes a fault of the input beside the field that it speaks of, the first
// one where it names none, and returns the error summary. Any other error is
// handed back.
func mark(p *locale.Printer, fields []Input, err error) ([]FieldError, error) {
	if err == nil {
		return nil, nil
	}
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.Invalid && f.Code != fault.Conflict || len(fields) == 0 {
		return nil, err
	}
	at := slices.IndexFunc(fields, func(i Input) bool { return i.ID == f.Path })
	if at < 0 {
		at = max(slices.IndexFunc(fields, func(i Input) bool { return i.Type != "heading" }), 0)
	}
	fields[at].Error = faultText(p, err, string(f.Code))
	return []FieldError{{Field: fields[at].target(), Text: fields[at].Error}}, nil
}

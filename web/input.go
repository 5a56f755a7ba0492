package web

import (
	"errors"
	"slices"

	"yichuang/fault"
	"yichuang/locale"
)

// Input is a labelled line of a form, with its hint and its error.
type Input struct {
	ID       string // also the name under which it is sent
	Type     string // of the input element
	Label    string
	Hint     string
	Value    string
	Error    string
	Complete string // autocomplete token
	Mode     string // inputmode
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
	at := max(slices.IndexFunc(fields, func(i Input) bool { return i.ID == f.Path }), 0)
	fields[at].Error = faultText(p, err, string(f.Code))
	return []FieldError{{Field: fields[at].ID, Text: fields[at].Error}}, nil
}

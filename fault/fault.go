// Package fault is the one error type that reaches people: a code that decides
// how an edge answers, a message key with arguments from which locale makes a
// sentence in the reader's language, and the path of the input it speaks of.
// Any other error is internal: people see a reference number, the log the cause.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Code says what kind of answer a fault is.
type Code string

// The codes, each with the HTTP status that edges give it.
const (
	Invalid     Code = "invalid"     // 422: the input is wrong; the path says where
	NotFound    Code = "not-found"   // 404: no such thing, or none that you may see
	Conflict    Code = "conflict"    // 409: somebody else changed it, or it exists already
	Forbidden   Code = "forbidden"   // 403: known who you are, and you may not
	Unavailable Code = "unavailable" // 503: try again later
)

// Error is a fault. Key names a message of the catalogues; Args fill it, in
// pairs name, value. Path is the place in the input in dotted form, or empty.
// Detail is the text for developers and logs: lower case, no full stop.
type Error struct {
	Code   Code
	Key    string
	Args   []any
	Path   string
	Detail string
	Cause  error
}

// New makes a fault without a path. Args are pairs of name and value.
func New(code Code, key string, args ...any) *Error {
	return &Error{Code: code, Key: key, Args: args}
}

// At makes an Invalid fault of a place in the input, with its developer text.
func At(path, format string, args ...any) *Error {
	return &Error{Code: Invalid, Key: "fault.invalid", Path: path, Detail: fmt.Sprintf(format, args...)}
}

// WithPath, WithDetail and WithCause complete a fault while it is made.
func (e *Error) WithPath(path string) *Error { e.Path = path; return e }

// WithDetail sets the developer text.
func (e *Error) WithDetail(format string, args ...any) *Error {
	e.Detail = fmt.Sprintf(format, args...)
	return e
}

// WithCause keeps the error underneath for the log and for errors.Is.
func (e *Error) WithCause(err error) *Error { e.Cause = err; return e }

// Error is the one line for developers, logs and the terminal.
func (e *Error) Error() string {
	var parts []string
	for _, s := range []string{e.Path, e.text()} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ": ")
}

func (e *Error) text() string {
	switch {
	case e.Detail != "" && e.Cause != nil:
		return e.Detail + ": " + e.Cause.Error()
	case e.Detail != "":
		return e.Detail
	case e.Cause != nil:
		return e.Cause.Error()
	}
	s := e.Key
	for i := 0; i+1 < len(e.Args); i += 2 {
		s += fmt.Sprintf(" %v=%v", e.Args[i], e.Args[i+1])
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// CodeOf returns the code of the first fault in err's chain, or "" when there
// is none and the error is internal.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Is reports whether err carries a fault of the code.
func Is(err error, code Code) bool { return CodeOf(err) == code }

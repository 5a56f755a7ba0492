package web

import (
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"

	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
)

// errorPage says what happened, what it means, and what to do now.
type errorPage struct {
	Shell
	Heading, Text string
	Reference     string // of the log entry, where the cause is ours
	Next          *Link  // where to go on, where it is not the home page
}

// statuses are the HTTP statuses of faults; any other error is internal.
var statuses = map[fault.Code]int{
	fault.Invalid:     http.StatusUnprocessableEntity,
	fault.NotFound:    http.StatusNotFound,
	fault.Conflict:    http.StatusConflict,
	fault.Forbidden:   http.StatusForbidden,
	fault.Unavailable: http.StatusServiceUnavailable,
}

// FieldError is a line of the error summary; it links to the field.
type FieldError struct{ Field, Text string }

func notFound(http.ResponseWriter, *http.Request) error {
	return fault.New(fault.NotFound, "fault.no-page")
}

// showError turns an error into its page, under the menu of whoever is signed in.
// Internal errors show a reference number that the log carries beside the cause.
func (s *Server) showError(w http.ResponseWriter, r *http.Request, err error) {
	code := fault.CodeOf(err)
	status, known := statuses[code]
	if !known {
		status, code = http.StatusInternalServerError, "internal"
	}
	if known, failed := s.withReader(r); failed == nil { // where the reader cannot be read, the page goes without the menu
		r = known
	}
	page := errorPage{Shell: s.shell(w, r, headingOf(err, code))}
	p := page.Printer()
	page.Heading, page.Text = page.Title, faultText(p, err, string(code))
	if id := ownSanction(err); id != "" {
		page.Next = &Link{p.T("page.error.suspended.next"), "/sanction/" + id}
	}
	if !known {
		page.Reference = rand.Text()[:8]
		s.logFault(r.Context(), r, page.Reference, err)
	}
	if err := s.render(w, status, page.Lang, "error_show", page); err != nil {
		s.logFault(r.Context(), r, page.Reference, err)
		http.Error(w, http.StatusText(status), status)
	}
}

// headingOf is the heading for an error. A conflict that is not about a change
// meanwhile says only that the step cannot be done; a suspension is no lack of
// rights to a page.
func headingOf(err error, code fault.Code) string {
	var f *fault.Error
	switch {
	case isSuspended(err):
		return "page.error.suspended"
	case code == fault.Conflict && errors.As(err, &f) && f.Key != "" && f.Key != "fault.stale" && f.Key != "fault.case.stale":
		return "page.error.conflict.now"
	}
	return "page.error." + string(code)
}

// isSuspended reports whether a sanction stopped the act.
func isSuspended(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && (strings.HasPrefix(f.Key, "fault.case.sanctioned") || f.Key == "fault.case.held")
}

// ownSanction is the sanction that stopped the act of its own party, who can
// read and contest it.
func ownSanction(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != "fault.case.sanctioned.own" {
		return ""
	}
	for i := 0; i+1 < len(f.Args); i += 2 {
		if id, ok := f.Args[i+1].(string); ok && f.Args[i] == "sanction" {
			return id
		}
	}
	return ""
}

// faultText is the message of a fault, or the general one for its code.
func faultText(p *locale.Printer, err error, code string) string {
	var f *fault.Error
	if errors.As(err, &f) && p.Has(f.Key) {
		args := append(slices.Clone(f.Args), "path", f.Path)
		for i, arg := range args {
			if words, ok := arg.(people.Words); ok { // the matter's own words
				args[i] = pick(p, words)
			}
		}
		return p.T(f.Key, args...)
	}
	return p.T("page.error." + code + ".text")
}

package web

import (
	"errors"
	"testing"

	"yichuang/fault"
)

// TestHeadingOf: the heading says what kind of refusal it is, not only its code.
func TestHeadingOf(t *testing.T) {
	for want, err := range map[string]error{
		"page.error.suspended":    fault.New(fault.Forbidden, "fault.case.sanctioned"),
		"page.error.forbidden":    fault.New(fault.Forbidden, "fault.account.no-post"),
		"page.error.conflict":     fault.New(fault.Conflict, "fault.case.stale"),
		"page.error.conflict.now": fault.New(fault.Conflict, "fault.case.no-draft"),
		"page.error.internal":     errors.New("ours"),
	} {
		code := fault.CodeOf(err)
		if want == "page.error.internal" {
			code = "internal"
		}
		if got := headingOf(err, code); got != want {
			t.Errorf("%v: got %s, want %s", err, got, want)
		}
	}
}

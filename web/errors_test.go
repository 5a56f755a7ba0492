package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
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

// TestErrorPage_menu: an error page keeps the menu of whoever is signed in, and has
// none for a stranger.
func TestErrorPage_menu(t *testing.T) {
	s, _ := newDemoSite(t)
	const menu = `<nav class="menu"`
	if got := s.get("/nothing-here?lang=en"); got.status != http.StatusNotFound || strings.Contains(got.body, menu) {
		t.Errorf("a stranger: status %d, want 404 without a menu", got.status)
	}
	s.is("officer-ur")
	for path, status := range map[string]int{
		"/nothing-here": http.StatusNotFound, "/officer/none": http.StatusNotFound, "/policy/none": http.StatusNotFound, "/admin/offices": http.StatusForbidden,
	} {
		got := s.get(path + "?lang=en")
		if got.status != status || !strings.Contains(got.body, menu) || !strings.Contains(got.body, `href="/officer"`) {
			t.Errorf("%s: status %d, want %d with the officer’s menu", path, got.status, status)
		}
		mustBeWhole(t, path, got.body)
	}
	got := s.post("/officer/none/close", url.Values{"key": {"k"}, "seen": {"1"}})
	if got.status != http.StatusNotFound || !strings.Contains(got.body, menu) {
		t.Errorf("an act: status %d, want 404 with the menu", got.status)
	}
}

package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestCheck_keptWithACode: another browser finds the answers by the code alone,
// however it is typed, until thirty days are over.
func TestCheck_keptWithACode(t *testing.T) {
	now := inForce
	s := newStorySite(t, &now)
	s.tell(kim...)
	kept := s.post("/check/keep?lang=en", nil)
	code := regexp.MustCompile(`[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}`).FindString(kept.body)
	if kept.status != http.StatusOK || code == "" || !strings.Contains(kept.body, "27 May 2026") {
		t.Fatalf("status %d, want 200 with a code and the last day\n%s", kept.status, kept.body)
	}
	mustBeWhole(t, "/check/keep", kept.body)
	s.post("/check/clear", nil)
	if got := s.post("/check/resume?lang=en", url.Values{"code": {"AAAA-BBBB-CCCC"}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong code: status %d, want 422", got.status)
	}
	typed := url.Values{"code": {" " + strings.ToLower(strings.ReplaceAll(code, "-", " "))}}
	if got := s.post("/check/resume?lang=en", typed); got.status != http.StatusOK || !strings.Contains(got.body, "CNY 140,000") {
		t.Errorf("the code: status %d, want the result with what was answered", got.status)
	}
	now = now.Add(30 * 24 * time.Hour)
	if got := s.post("/check/resume?lang=en", typed); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "30 days") {
		t.Errorf("after thirty days: status %d, want 422 that says so", got.status)
	}
	if err := s.server.Window.Forget(t.Context()); err != nil {
		t.Error(err)
	}
}

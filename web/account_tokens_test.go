package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"yichuang/people"
)

// TestTokens_pages: a token is made after a fresh proof, shown once, listed
// without its secret, and ended after a question; a wrong day is said at its field.
func TestTokens_pages(t *testing.T) {
	s, _ := newDemoSite(t)
	s.is("hr-wang")
	if got := s.post("/account/tokens", url.Values{"name": {"HR reports"}, "until": {"2028-01-01"}}); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "365 days") || !strings.Contains(got.body, `value="HR reports"`) {
		t.Errorf("a day too far ahead: %d %s", got.status, got.body)
	}
	made := s.post("/account/tokens", url.Values{"name": {"HR reports"}, "until": {"2026-06-30"}})
	secret := regexp.MustCompile(`yct_[A-Z2-7]+`).FindString(made.body)
	if made.status != http.StatusOK || secret == "" {
		t.Fatalf("got %d %s", made.status, made.body)
	}
	if who, err := s.server.Window.Bearer(t.Context(), secret); err != nil || who.Role != people.EmployerHR {
		t.Errorf("got %+v, %v", who, err)
	}
	list := s.get("/account/tokens").body
	end := regexp.MustCompile(`/account/tokens/[a-z0-9]+/end`).FindString(list)
	if strings.Contains(list, "yct_") || !strings.Contains(list, "HR reports") || !strings.Contains(list, "2026-04-27") || end == "" {
		t.Errorf("the list: %s", list)
	}
	s.is("hr-ur")
	if got := s.get(end); got.status != http.StatusNotFound {
		t.Errorf("another account asks to end it: %d", got.status)
	}
	s.post(end, nil)
	s.is("hr-wang")
	if got := s.get(end); got.status != http.StatusOK || !strings.Contains(got.body, "can read nothing") {
		t.Errorf("the question: %d %s", got.status, got.body)
	}
	if got := s.post(end, nil); !strings.Contains(got.body, "No program reads for you") {
		t.Errorf("after the end: %s", got.body)
	}
	if _, err := s.server.Window.Bearer(t.Context(), secret); err == nil {
		t.Error("an ended token reads")
	}
}

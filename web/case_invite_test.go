package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// TestInvite_foreigner: an employer sends the invitation and never sees the code;
// the window prints it, and with it the foreigner sets a password.
func TestInvite_foreigner(t *testing.T) {
	s, _ := newDemoSite(t)
	number := s.numberOf(t, "clerk-li", "EXAMPLE-SMITH")
	code := regexp.MustCompile(`/invitation/[A-Z0-9-]+`)
	s.is("hr-wang")
	path := "/case/" + number + "/invite"
	if got := s.post(path, url.Values{"login": {"no address"}, "language": {"en"}}); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, `value="no address"`) {
		t.Errorf("an address that is none: %d", got.status)
	}
	if got := s.post(path, url.Values{"login": {"smith@mail.example"}, "language": {"en"}}); got.status != http.StatusOK || !strings.Contains(got.body, "on its way") || code.MatchString(got.body) {
		t.Errorf("got %d %s", got.status, got.body)
	}
	s.is("clerk-li")
	got := s.post("/officer/"+number+"/invite", url.Values{"login": {number}, "language": {"en"}})
	invitation := code.FindString(got.body)
	if invitation == "" {
		t.Fatalf("the window prints no code: %d %s", got.status, got.body)
	}
	s.client.Jar = nil
	if got := s.get(invitation + "?lang=en"); got.status != http.StatusOK || !strings.Contains(got.body, "EXAMPLE-SMITH") {
		t.Errorf("the printed code: %d %s", got.status, got.body)
	}
}

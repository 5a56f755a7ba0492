package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestResidence_check: every wrong entry is told at once, and with wages unknown
// the page says what is missing, not how many questions of another form.
func TestResidence_check(t *testing.T) {
	s, _ := newDemoSite(t)
	got := s.post("/check/residence?lang=en", url.Values{
		"place": {"650100"}, "months-2022": {"14"}, "wage-2023": {"abc"}, "tax-2024": {"-3"}, "wage-2025": {"NaN"}, "child-1": {"2030-01-01"}, "child-2": {"1.2.2015"},
	})
	mustBeWhole(t, "/check/residence", got.body)
	for _, at := range []string{"months-2022", "wage-2023", "tax-2024", "wage-2025", "child-1", "child-2"} {
		if !strings.Contains(got.body, `<a href="#`+at+`">`) {
			t.Errorf("the summary does not lead to %s", at)
		}
	}
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, `value="abc"`) {
		t.Errorf("status %d, or what was typed is gone", got.status)
	}
	full := url.Values{"place": {"650100"}}
	for _, year := range []string{"2022", "2023", "2024", "2025"} {
		full["did-"+year], full["months-"+year], full["wage-"+year], full["tax-"+year] = []string{"worked", "city"}, []string{"10"}, []string{"700000"}, []string{"150000"}
	}
	got = s.post("/check/residence?lang=en", full)
	if got.status != http.StatusOK || strings.Contains(got.body, "answers are missing") || !strings.Contains(got.body, "if what is still missing is met") {
		t.Errorf("status %d: want what is missing, and the first day under condition", got.status)
	}
}

package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestRules_pages: the desk's pages are for policy staff; a draft is found only by
// those whose places hold the policy's, and every page is whole in both languages.
func TestRules_pages(t *testing.T) {
	s, story := newDemoSite(t)
	for _, account := range story.Accounts {
		policyStaff := strings.HasPrefix(string(account.ID), "policy-")
		s.is(account.ID)
		got := s.get("/rules")
		if policyStaff != (got.status == http.StatusOK && strings.HasSuffix(got.address, "/rules")) {
			t.Errorf("%s at /rules: status %d at %s", account.ID, got.status, got.address)
		}
	}
	s.is("policy-zhou")
	began := s.post("/rules/cn-370000-2023/begin", url.Values{"key": {"begin"}})
	if began.status != http.StatusOK || !strings.Contains(began.address, "/edit") {
		t.Fatalf("begin: status %d at %s\n%s", began.status, began.address, began.body)
	}
	draft := strings.TrimSuffix(began.address[strings.Index(began.address, "/rules/"):], "/edit")
	pages := []string{"/rules", "/rules/cn-370000-2023", "/rules/cn-650100-2024/renew", draft + "/edit", draft + "/edit?part=pack",
		draft + "/edit?part=S4", draft + "/try", draft + "/publish"}
	for _, lang := range []string{"zh", "en"} {
		for _, path := range pages {
			got := s.get(path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "lang=" + lang)
			if got.status != http.StatusOK {
				t.Errorf("%s: status %d", path, got.status)
			}
			mustBeWhole(t, lang+" "+path, got.body)
		}
	}
	if got := s.post("/rules/cn-2017/begin", url.Values{"key": {"nation"}}); got.status != http.StatusForbidden {
		t.Errorf("a draft of the national rules from a province: status %d, want 403", got.status)
	}
	past := s.post(draft+"/edit", url.Values{"seen": {"1"}, "key": {"k"}, "part": {"about"}, "from": {"31 June"}, "note": {"kept words"}})
	if past.status != http.StatusUnprocessableEntity || !strings.Contains(past.body, "kept words") {
		t.Errorf("a day that is none: status %d, want 422 with what was typed", past.status)
	}
	s.is("officer-zhang")
	for _, path := range pages {
		if got := s.get(path); got.status != http.StatusForbidden && got.status != http.StatusNotFound {
			t.Errorf("an officer at %s: status %d, want it refused", path, got.status)
		}
	}
}

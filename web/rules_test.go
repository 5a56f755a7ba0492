package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yichuang/office"
	"yichuang/policy"
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

// TestRules_faults: planted faults stand on the draft's page with file, line and,
// for a conflict, the person for whom both rules hold; nobody can ask to publish.
func TestRules_faults(t *testing.T) {
	s, story := newDemoSite(t)
	who, err := story.Who("policy-zhou")
	must(t, err)
	w := s.server.Window
	must(t, w.Reload(t.Context()))
	s.is("policy-zhou")
	for name, c := range map[string]struct{ file, old, new, want string }{
		"conflict":         {"clauses/U12.yaml", ", replaces: [cn-650100-2024/U12-residence]", "", " in 650100 on 20"},
		"dead rule":        {"clauses/U12.yaml", `new_permit && class == "A"`, `new_permit && class == "A" && age > 70.0 && age < 60.0`, "can never be met"},
		"dangling replace": {"clauses/U3.yaml", "cn-2017/TERM]", "cn-2017/TRM]", "did you mean cn-2017/TERM?"},
		"wrong unit":       {"clauses/U12.yaml", "unit: working-days", "unit: workdays", "workdays is none of working-days"},
		"missing language": {"clauses/U12.yaml", "\n  en: ", "\n  fr: ", "want both zh and en"},
		"contradiction":    {"clauses/U3.yaml", "months: 60", "months: 48", "Months of the permit: expects"},
	} {
		id, err := w.BeginDraft(t.Context(), who, name, "cn-650100-2024")
		must(t, err)
		draft, err := w.PolicyDraft(t.Context(), who, id)
		must(t, err)
		files, err := w.DraftFiles(t.Context(), draft)
		must(t, err)
		text := strings.Replace(files[c.file], c.old, c.new, 1)
		must(t, w.PutFiles(t.Context(), office.DraftWrite{Who: who, ID: id, Seen: 1, Key: name + "-put"}, policy.Files{c.file: text}))
		got := s.get("/rules/" + id + "/try?lang=en")
		where := name == "contradiction" || strings.Contains(got.body, "cn-650100-2024/"+c.file+":")
		if text == files[c.file] || got.status != http.StatusOK || !strings.Contains(got.body, c.want) || !where {
			t.Errorf("%s: status %d; want %q with its file and line", name, got.status, c.want)
		}
		mustBeWhole(t, name, got.body)
		if got := s.get("/rules/" + id + "/publish?lang=en"); !strings.Contains(got.body, "cannot be published yet") || strings.Contains(got.body, id+"/ask") {
			t.Errorf("%s: the faulty draft can be asked for", name)
		}
	}
}

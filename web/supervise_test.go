package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yichuang/office"
	"yichuang/people"
)

// fileOfAgency is the id of the story's integrity entry and of the suspension on it.
func fileOfAgency(t *testing.T, s *site, story *office.Story) (entry, sanction string) {
	t.Helper()
	who, err := story.Who("integrity-ur")
	must(t, err)
	entries, _, err := s.server.Window.Entries(t.Context(), who, office.FileFilter{})
	must(t, err)
	sanctions, _, err := s.server.Window.Sanctions(t.Context(), who, office.FileFilter{})
	must(t, err)
	if len(entries) != 1 || len(sanctions) != 1 {
		t.Fatalf("the story has %d entries and %d sanctions, want one each", len(entries), len(sanctions))
	}
	return string(entries[0].ID), string(sanctions[0].ID)
}

// TestRights_supervision tries every account of the story at every page of
// supervision: watchers see their places, the supervised their own file, and
// nobody else anything. Of S6: who reads an integrity file, here an agency's.
func TestRights_supervision(t *testing.T) {
	s, story := newDemoSite(t)
	entry, sanction := fileOfAgency(t, s, story)
	watching := []string{"/watch", "/watch/figures", "/watch/promises", "/watch/promises/draw", "/watch/promises/complaint", "/watch/sanctions", "/watch/false", "/watch/rules", "/watch?list=ratings", "/watch?list=again&format=csv"}
	file := []string{"/integrity/" + entry, "/sanction/" + sanction, "/sanction/" + sanction + "/letter"}
	for _, a := range story.Accounts {
		who, err := story.Who(a.ID)
		must(t, err)
		s.is(a.ID)
		watcher := who.Role == people.Supervisor || who.Role == people.IntegrityOfficer
		for _, path := range watching {
			got := s.get(path)
			if watcher != (got.status == http.StatusOK) && !strings.HasPrefix(got.address, "/role") {
				t.Errorf("%s at %s: status %d, want a page only for watchers", a.ID, path, got.status)
			}
			if watcher && !strings.Contains(path, "csv") {
				mustBeWhole(t, string(a.ID)+" at "+path, got.body)
			}
		}
		here := watcher && len(who.Places) > 0 && who.Places[0] == "650100"
		for _, path := range file {
			got := s.get(path)
			sees := here || who.Party == "ur-agency-2"
			if sees != (got.status == http.StatusOK) && !strings.HasPrefix(got.address, "/role") {
				t.Errorf("%s at %s: status %d, want the file only for its party and the watchers of Urumqi", a.ID, path, got.status)
			}
			if !sees && strings.Contains(got.body, "代签") {
				t.Errorf("%s at %s reads the reason", a.ID, path)
			}
		}
		for _, path := range []string{"/integrity/" + entry + "/rule", "/integrity/" + entry + "/repair", "/integrity/" + entry + "/sanction", "/integrity/" + entry + "/revocation",
			"/integrity/new", "/sanction/" + sanction + "/rule", "/watch/promises/draw", "/watch/promises/complaint", "/admin/supervision"} {
			form := url.Values{"key": {path + string(a.ID)}, "reason": {"x"}, "ruling": {"fell"}, "seed": {"1"}, "place": {"650100"}, "from": {"2026-04-27"}, "until": {"2026-05-27"}}
			allowed := who.Role == people.IntegrityOfficer || who.Role == people.Supervisor && strings.HasPrefix(path, "/watch") ||
				(who.Role == people.Administrator || who.Role == people.Operator) && path == "/admin/supervision"
			if got := s.post(path, form); !allowed && got.status == http.StatusOK && !strings.HasPrefix(got.address, "/role") {
				t.Errorf("%s sends to %s: status %d, want a refusal", a.ID, path, got.status)
			}
		}
	}
}

// TestWatch_story is scene 6: one case late, one due today, one low rating.
func TestWatch_story(t *testing.T) {
	s, _ := newDemoSite(t)
	s.is("supervisor-chen")
	for path, want := range map[string][]string{
		"/watch":              {"Late (1)", "EXAMPLE-SMITH", "Remind", "Checked Mon 27 April 2026 09:00"},
		"/watch?list=today":   {"SAMPLE Tanaka", "Due today"},
		"/watch?list=ratings": {"Dissatisfied", "等了很久", "Call back"},
		"/watch?list=paused":  {"Nothing is paused for more than 10 days"},
		"/watch/figures":      {"Right the first time", "Days by step", "First check until acceptance", "<svg"},
		"/watch/figures?from=2020-01-01&until=2020-02-01": {"No cases in the period"},
		"/watch/figures?chart=steps&format=csv":           {"Step,Median,Nine of ten,Cases"},
	} {
		got := s.get(path)
		for _, text := range want {
			if got.status != http.StatusOK || !strings.Contains(got.body, text) {
				t.Errorf("%s: status %d, %q is missing", path, got.status, text)
			}
		}
	}
	s.is("supervisor-ur")
	for lang, want := range map[string]string{"en": "Nothing late. Checked Mon 27 April 2026 09:00", "zh": "2026年4月27日（周一） 09:00"} {
		if got := s.get("/watch?lang=" + lang); !strings.Contains(got.body, want) || strings.Contains(got.body, "/watch/remind/") {
			t.Errorf("%s: nothing is late in Urumqi, and the page must say when that was looked at", lang)
		}
	}
	if got := s.get("/watch/figures?from=2026-05-01&until=2026-04-01"); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, `href="#until"`) {
		t.Errorf("a period that ends before it begins: status %d", got.status)
	}
}

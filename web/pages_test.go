package web

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"yichuang/locale"
)

// zeroPages are the pages' structs without content; a template must not depend
// on what a handler happens to fill in.
func zeroPages(shell Shell) map[string]framed {
	return map[string]framed{
		"home_show": homePage{Shell: shell}, "check_question": questionPage{Shell: shell}, "check_result": resultPage{Shell: shell},
		"compare_show": comparePage{Shell: shell}, "papers_list": papersPage{Shell: shell}, "guide_list": guidesPage{Shell: shell}, "guide_show": guidePage{Shell: shell, Heading: "-"}, "policy_list": policiesPage{Shell: shell},
		"policy_show": policyPage{Shell: shell}, "clause_show": clausePage{Shell: shell}, "text_show": textPage{Shell: shell},
		"case_list": casesPage{Shell: shell, Heading: "-"}, "case_show": &casePage{Shell: shell, Number: "-"}, "case_answers": answersPage{Shell: shell},
		"case_check": checkPage{Shell: shell}, "case_sent": sentPage{Shell: shell}, "case_fix": fixPage{Shell: shell}, "messages_show": newsPage{Shell: shell}, "case_family": familyPage{Shell: shell}, "case_leave": leavePage{Shell: shell}, "case_promise": promisePage{Shell: shell}, "case_appointment": appointmentPage{Shell: shell},
		"apply_new": applyPage{Shell: shell},
		"desk_show": deskPage{Shell: shell}, "intake_show": &intakePage{filePage: zeroFile(shell)}, "file_show": zeroFile(shell),
		"condition_show": conditionPage{Shell: shell, Line: conditionLine{Name: "-"}}, "letter_desk": letterDeskPage{Shell: shell, Heading: "-"},
		"approve_show": &approvePage{filePage: zeroFile(shell)}, "permit_show": &permitPage{Shell: shell, Number: "-"},
		"admin_show": adminPage{Shell: shell}, "staff_show": staffPage{Shell: shell}, "handover_show": handoverPage{Shell: shell}, "message_show": messagePage{Shell: shell},
		"record_page": recordPage{Shell: shell, Heading: "-"}, "watch_figures": figuresPage{Shell: shell, Heading: "-", Charts: []*BarChart{newBarChart("c", "-", []string{"-"}, nil, 1, Column{Name: "-"})}},
		"org_show": orgPage{Shell: shell}, "agency_show": agencyPage{Shell: shell},
		"demo_show": demoPage{Shell: shell}, "paper_show": viewerPage{Shell: shell}, "error_show": errorPage{Shell: shell}, "track_show": trackPage{Shell: shell}, "verify_show": verifyPage{Shell: shell},
		"form_page": formPage{Shell: shell, Heading: "-"}, "recovery_show": recoveryPage{Shell: shell}, "role_choose": rolesPage{Shell: shell},
		"help_show": helpPage{textPage: textPage{Shell: shell}}, "check_kept": keptPage{Shell: shell}, "account_show": accountPage{Shell: shell}, "table_page": tablePage{Shell: shell, Heading: "-"},
		"rules_list": rulesPage{Shell: shell, Heading: "-"}, "rules_show": rulesShowPage{Shell: shell, Pack: deskPack{Title: "-"}},
		"draft_edit": draftEditPage{draftPage: draftPage{Shell: shell}, Title2: "-"}, "draft_try": draftTryPage{draftPage: draftPage{Shell: shell}, Reason: Input{ID: "-", Label: "-"}},
		"draft_publish": draftPublishPage{draftPage: draftPage{Shell: shell}},
		"filing_list":   filingsPage{}, "service_list": servicesPage{Shell: shell}, "service_show": servicePage{Shell: shell, Heading: "-"}, "programme_list": programmesPage{Shell: shell},
		"request_show": &requestPage{Shell: shell, Number: "-", Can: map[string]bool{}},
	}
}

func zeroFile(shell Shell) *filePage {
	return &filePage{casePage: &casePage{Shell: shell, Number: "-"}}
}

func TestPages_renderEmpty(t *testing.T) {
	s := newSite(t, lapsed).server
	for _, lang := range locale.Languages() {
		pages := zeroPages(Shell{Lang: lang, Size: "100", Title: "-"})
		for name := range s.views[lang] {
			page, listed := pages[name]
			if !listed {
				t.Errorf("template %s has no page in this test", name)
				continue
			}
			w := httptest.NewRecorder()
			if err := s.render(w, http.StatusOK, lang, name, page); err != nil {
				t.Errorf("%s %s: %v", lang, name, err)
				continue
			}
			mustBeWhole(t, string(lang)+" "+name, w.Body.String())
		}
	}
}

func TestPages_renderFull(t *testing.T) {
	for moment, now := range map[string]bool{"in force": true, "lapsed": false} {
		for _, lang := range locale.Languages() {
			at := lapsed
			if now {
				at = inForce
			}
			s := newSite(t, at, func(c *Config) { c.Demo = now })
			s.get("/?lang=" + string(lang))
			s.tell(kim...)
			for _, path := range everyPage(t, s) {
				got := s.get(path)
				if got.status != http.StatusOK {
					t.Errorf("%s %s %s: status %d", moment, lang, path, got.status)
				}
				mustBeWhole(t, moment+" "+string(lang)+" "+path, got.body)
				if want := `<html lang="` + lang.Tag() + `"`; !strings.Contains(got.body, want) {
					t.Errorf("%s: no %s", path, want)
				}
			}
		}
	}
}

// everyPage lists the address of every page, each question, policy and clause.
func everyPage(t *testing.T, s *site) []string {
	t.Helper()
	paths := []string{"/", "/check", "/check/result", "/check/compare", "/check/compare?with=650100", "/papers", "/papers?place=370200&person=abroad", "/guide", "/guide?place=370200", "/guide/work-permit-first", "/guide/work-permit-first?place=370200", "/policy", "/track", "/verify/no-such-code", "/help", "/privacy", "/accessibility"}
	for i := range s.server.Vocabulary.Fields() {
		paths = append(paths, "/check?ask="+s.server.Vocabulary.Fields()[i].Path)
	}
	for _, pack := range s.server.Engine.Packs() {
		paths = append(paths, "/policy/"+pack.ID)
		for _, clause := range pack.Clauses {
			paths = append(paths, "/policy/"+clause.Ref())
		}
	}
	return paths
}

// TestTemplates_writeDatesOneWay: a date field of the browser's own shows
// 05/01/2026 to some, so templates take "input-type" for dates.
func TestTemplates_writeDatesOneWay(t *testing.T) {
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil || len(names) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(templateFiles, name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), `type="date"`) {
			t.Errorf(`%s: write {{template "input-type" "date"}} instead of type="date"`, name)
		}
	}
}

func TestPages_hardenEveryAnswer(t *testing.T) {
	s := newSite(t, inForce)
	for _, path := range []string{"/", "/check", "/no-such-page", "/static/no-such-file.css"} {
		header := s.get(path).header
		for name, want := range map[string]string{"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store"} {
			if got := header.Get(name); !strings.HasPrefix(got, want) {
				t.Errorf("%s: %s is %q, want %q…", path, name, got, want)
			}
		}
		if strings.Contains(header.Get("Content-Security-Policy"), "unsafe") {
			t.Errorf("%s: the policy allows something unsafe", path)
		}
	}
	body := s.get("/").body
	for _, inline := range []string{"<style", " style=", "<script>", " onclick="} {
		if strings.Contains(body, inline) {
			t.Errorf("home holds %q, which the policy forbids", inline)
		}
	}
}

func TestPages_refuseForeignForms(t *testing.T) {
	s := newSite(t, inForce)
	r, err := http.NewRequest(http.MethodPost, s.url+"/place", strings.NewReader("place=370200"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if got := s.do(r); got.status != http.StatusForbidden {
		t.Errorf("a form of another site: status %d, want 403", got.status)
	}
}

func TestStatic_keepsForEver(t *testing.T) {
	s := newSite(t, inForce)
	got := s.get(s.server.static.urls["app.css"])
	if got.status != http.StatusOK || !strings.Contains(got.header.Get("Cache-Control"), "immutable") || !strings.HasPrefix(got.header.Get("Content-Type"), "text/css") {
		t.Errorf("stylesheet: status %d, %v", got.status, got.header)
	}
}

func TestErrors_sayWhatToDo(t *testing.T) {
	s := newSite(t, inForce)
	for path, want := range map[string]string{
		"/no-such-page":              "There is no such page",
		"/policy/no-such-pack":       "There is no policy",
		"/policy/cn-2017/no-such-id": "There is no clause",
	} {
		got := s.get(path + "?lang=en")
		if got.status != http.StatusNotFound || !strings.Contains(got.body, want) {
			t.Errorf("%s: status %d, want 404 with %q", path, got.status, want)
		}
		mustBeWhole(t, path, got.body)
	}
}

func TestErrors_hideTheCause(t *testing.T) {
	s := newSite(t, inForce, func(c *Config) { c.Calendars = nil }) // the home page cannot do without
	got := s.get("/?lang=en")
	if got.status != http.StatusInternalServerError || !strings.Contains(got.body, "Reference number") {
		t.Errorf("status %d, want 500 with a reference number", got.status)
	}
	if strings.Contains(got.body, "nil pointer") || !strings.Contains(s.log.String(), "nil pointer") {
		t.Errorf("the cause belongs in the log and nowhere else; the log says %q", s.log.String())
	}
}

package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yichuang/office"
	"yichuang/people"
	"yichuang/store"
)

// TestOrg_pages: each side sees its own pages in both languages, the others are
// refused.
func TestOrg_pages(t *testing.T) {
	s, _ := newDemoSite(t)
	for account, pages := range map[people.PartyID]map[string]int{
		"hr-ur": {"/org": 200, "/org/edit": 200, "/org/handlers/new": 200, "/org/mandates": 200, "/org/mandates/new": 200, "/org/mandates/m-ur/revoke": 200,
			"/org/handlers/hr-wang/close": 404, "/agency": 403, "/agency/cases": 403, "/agency/remind": 403, "/desk/registrations": 403},
		"hr-wang":       {"/org": 200, "/org/mandates/m-ur/revoke": 404, "/registrations/ur-storage": 403},
		"agent-sun":     {"/org": 200, "/agency": 200, "/agency/cases": 200, "/agency/remind": 200, "/org/mandates": 403, "/org/mandates/new": 403},
		"clerk-li":      {"/desk/registrations": 200, "/registrations/qd-mould": 200, "/registrations/ur-storage": 404, "/org": 403, "/agency": 403, "/agency/cases": 403, "/agency/remind": 403},
		"anna-account":  {"/org": 403, "/org/mandates": 403, "/agency": 403, "/agency/cases": 403, "/agency/remind": 403, "/desk/registrations": 403},
		"policy-zhou":   {"/org": 403, "/desk/registrations": 403},
		"approver-zhao": {"/desk/registrations": 403},
	} {
		s.is(account)
		for path, status := range pages {
			for _, lang := range []string{"zh", "en"} {
				got := s.get(path + "?lang=" + lang)
				if got.status != status || strings.Contains(got.body, "‹") {
					t.Errorf("%s at %s in %s: status %d, want %d; untranslated %t", account, path, lang, got.status, status, strings.Contains(got.body, "‹"))
				}
				mustBeWhole(t, path, got.body)
			}
		}
	}
}

// TestOrg_registration: a clerk sends a registration back with what is missing, the
// employer reads and mends it, and it waits to be checked again.
func TestOrg_registration(t *testing.T) {
	s, _ := newDemoSite(t)
	s.is("clerk-li")
	form := url.Values{"found": {"rejected"}}
	if got := s.post("/registrations/qd-mould", form); got.status != http.StatusUnprocessableEntity {
		t.Fatalf("sent back without a reason: status %d", got.status)
	}
	form.Set("note", "The licence is a copy that cannot be read.")
	if got := s.post("/registrations/qd-mould", form); got.status != http.StatusOK {
		t.Fatalf("status %d\n%s", got.status, got.body)
	}
	s.is("hr-wang")
	if got := s.get("/org?lang=en"); !strings.Contains(got.body, "cannot be read") || !strings.Contains(got.body, "Sent back") {
		t.Errorf("the employer does not read what is missing\n%s", got.body)
	}
	who := people.Who{Account: "hr-wang", Role: people.EmployerHR, Party: "qd-mould"}
	if told, err := s.server.Window.Messages(t.Context(), who, "zh", 5, 0); err != nil || len(told) == 0 || told[0].Kind != "registration" {
		t.Errorf("got %+v, %v; want the message", told, err)
	}
	edit := url.Values{"seen": {"1"}, "name": {"青岛样例精密模具有限公司"}, "place": {"370200"}, "representative": {"周样例"}, "licence": {"soon"}}
	if got := s.post("/org/edit", edit); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "周样例") {
		t.Errorf("a licence without a date: status %d", got.status)
	}
	edit.Set("licence", "2030-12-31")
	if got := s.post("/org/edit", edit); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a form from before the check: status %d, want 422 with what was typed", got.status)
	}
	edit.Set("seen", "2")
	if got := s.post("/org/edit", edit); got.status != http.StatusOK || !strings.Contains(got.body, "To be checked") || !strings.Contains(got.body, "2030") {
		t.Errorf("status %d\n%s", got.status, got.body)
	}
}

// TestOrg_mandate: revoking locks the agency out at once; the mandate stays there
// to see on both sides.
func TestOrg_mandate(t *testing.T) {
	s, _ := newDemoSite(t)
	s.is("agent-sun")
	if got := s.get("/agency?lang=en"); !strings.Contains(got.body, "open case") || !strings.Contains(got.body, "locked") || strings.Contains(got.body, "Revoked") {
		t.Errorf("the agency does not see its cases\n%s", got.body)
	}
	s.is("hr-ur")
	if got := s.post("/org/mandates/m-ur/revoke", nil); got.status != http.StatusOK || !strings.Contains(got.body, "Revoked") {
		t.Fatalf("status %d\n%s", got.status, got.body)
	}
	give := url.Values{"agent": {"nobody"}, "from": {"2026-04-27"}, "until": {"2026-04-26"}, "acts": {"open", "edit"}}
	if got := s.post("/org/mandates/new", give); got.status != http.StatusUnprocessableEntity {
		t.Errorf("an agency that is none: status %d", got.status)
	}
	s.is("agent-sun")
	got := s.get("/agency?lang=en")
	if !strings.Contains(got.body, "locked") || strings.Contains(got.body, "open case") || !strings.Contains(got.body, "Revoked") {
		t.Errorf("the agency is not locked out\n%s", got.body)
	}
	s.is("hr-ur")
	give.Set("agent", "DEMO0000000000UR2")
	give.Set("until", "2026-05-31")
	if got := s.post("/org/mandates/new", give); got.status != http.StatusOK || !strings.Contains(got.body, "Holds") {
		t.Errorf("status %d\n%s", got.status, got.body)
	}
	s.is("agent-sun")
	if got := s.get("/agency?lang=en"); !strings.Contains(got.body, "Ends on") || strings.Contains(got.body, "Revoked") {
		t.Errorf("the agency does not see the new mandate\n%s", got.body)
	}
}

// TestOrg_unchecked: an employer that nobody has checked yet reads who does and by
// when on its own page, on the task list and before sending; it can fill in, and
// not send.
func TestOrg_unchecked(t *testing.T) {
	s, _ := newDemoSite(t)
	s.is("clerk-li")
	if got := s.post("/registrations/qd-mould", url.Values{"found": {"rejected"}, "note": {"The licence cannot be read."}}); got.status != http.StatusOK {
		t.Fatalf("status %d\n%s", got.status, got.body)
	}
	s.is("hr-wang")
	edit := url.Values{"seen": {"2"}, "name": {"青岛样例精密模具有限公司"}, "place": {"370200"}}
	if got := s.post("/org/edit", edit); got.status != http.StatusOK {
		t.Fatalf("status %d\n%s", got.status, got.body)
	}
	number := s.draftOf("hr-wang")
	for path, words := range map[string][]string{
		"/org":                       {"Qingdao foreign-expert department (demo) (telephone 0532-0000 0000) checks these data by Thu 7 May 2026", "Still missing: the legal representative"},
		"/case/" + number:            {`<a href="/org">Registration of the organisation</a>`, "by Thu 7 May 2026"},
		"/case/" + number + "/check": {`<a href="/org">Registration of 青岛样例精密模具有限公司: `, "by Thu 7 May 2026"},
	} {
		got := s.get(path + "?lang=en")
		mustBeWhole(t, path, got.body)
		for _, want := range words {
			if !strings.Contains(got.body, want) {
				t.Errorf("%s lacks %q\n%s", path, want, got.body)
			}
		}
	}
	form := onPage(t, s.get("/case/"+number+"/task/job").body)
	form.Set("job.post", "process engineer")
	form.Set("then", "next")
	if got := s.post("/case/"+number+"/task/job", form); got.status != http.StatusOK {
		t.Errorf("filling in: status %d", got.status)
	}
	send := url.Values{"seen": {fmt.Sprint(s.version(number))}, "key": {"send"}, "declared": {"yes"}}
	if got := s.post("/case/"+number+"/send", send); got.status != http.StatusConflict || !strings.Contains(got.body, "has not been checked yet. The case stays as it is") {
		t.Errorf("sending: status %d, want 409 with the remedy\n%s", got.status, got.body)
	}
	s.is("kim-account")
	if got := s.get("/case/" + number + "?lang=en"); !strings.Contains(got.body, "Registration of the organisation") || strings.Contains(got.body, `href="/org"`) {
		t.Errorf("the foreigner does not read why, or is led to a page of others\n%s", got.body)
	}
}

// TestOrg_imported: the window reads that a registration's code is that of an
// employer known from permits; the one that registered reads nothing of it.
func TestOrg_imported(t *testing.T) {
	s, _ := newDemoSite(t)
	ctx := t.Context()
	const code = "91350100M000100Y43"
	must(t, s.server.Window.DB.Do(ctx, s.server.Now(), func(tx *store.Tx) error {
		return tx.AddParty(ctx, &store.Party{ID: "brought", Kind: "employer", Name: "Brought Example", Code: code, Place: "650100", Status: "unverified", Body: []byte("{}")})
	}))
	invitation, err := s.server.Window.Register(ctx, office.Registration{Name: "Standard Example", CreditCode: code, Place: "650100", Handler: "Zhao", Login: "zhao@example.org"})
	must(t, err)
	session, err := s.server.Window.Take(ctx, invitation, "a long and good password 7")
	must(t, err)
	zhao, err := s.server.Window.Who(ctx, session.Account, "employer-hr")
	must(t, err)
	s.is("clerk-ur")
	path := "/registrations/" + string(zhao.Party)
	if got := s.get(path + "?lang=en"); got.status != http.StatusOK || !strings.Contains(got.body, "known here from permits: Brought Example") || !strings.Contains(got.body, code) {
		t.Errorf("status %d\n%s", got.status, got.body)
	}
	if got := s.post(path, url.Values{"found": {"verified"}}); got.status != http.StatusOK {
		t.Fatalf("status %d\n%s", got.status, got.body)
	}
	if bound, err := s.server.Window.Who(ctx, session.Account, "employer-hr"); err != nil || bound.Party != "brought" {
		t.Errorf("bound to %s, %v", bound.Party, err)
	}
}

package web

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"yichuang/civil"
	"yichuang/office"
	"yichuang/policy"
)

// TestCase_policyChange: while a draft is open the policy desk publishes a text that
// asks for another paper, for one no more, and decides a day sooner. The next page
// says each with its clause, the new paper can be handed in at once, what was typed
// before and during the change is kept, and a case that was sent shows nothing of it.
func TestCase_policyChange(t *testing.T) {
	s, _ := newDemoSite(t)
	s.is("hr-wang")
	number := s.draftOf("hr-wang")
	at := "/case/" + number
	form := onPage(t, s.get(at+"/task/job?lang=en").body)
	form.Set("job.post", "typed during the change")
	if body := s.get(at + "?lang=en").body; strings.Contains(body, `id="moved"`) {
		t.Error("a draft under the same law says that it moved")
	}
	s.publishStricter(t)

	for _, address := range []string{at, at + "/check"} {
		page := s.get(address + "?lang=en")
		mustBeWhole(t, address, page.body)
		for _, want := range []string{`id="moved"`, "Published anew", "Income tax record", "New", "Medical certificate", "now Not needed", "then 7 working days; now 6 working days", "/policy/cn-370000-2023/S3.3", "/policy/cn-370000-2023/S3.4"} {
			if !strings.Contains(page.body, want) {
				t.Errorf("%s does not say %q", address, want)
			}
		}
		if zh := s.get(address + "?lang=zh").body; !strings.Contains(zh, "填写期间政策有变化") || !strings.Contains(zh, "原为7个工作日，现为6个工作日") {
			t.Errorf("%s says nothing of the change in Chinese", address)
		}
	}
	if page := s.get(at + "/task/job?lang=en"); !strings.Contains(page.body, at+"#moved") {
		t.Error("the form does not point to what changed")
	}
	if got := s.post(at+"/task/job?lang=en", form); got.status != http.StatusOK { // a page opened before the change
		t.Fatalf("what was typed during the change: status %d", got.status)
	}
	page := s.get(at + "?lang=en")
	if !strings.Contains(page.body, `id="at-tax-record"`) || !strings.Contains(page.body, `id="moved"`) {
		t.Error("after the next act the new paper or the notice is gone")
	}
	if body := s.get(at + "/task/job?lang=en").body; !strings.Contains(body, "typed during the change") {
		t.Error("what was typed during the change is lost")
	}
	sent := s.sentCase(t, "hr-wang")
	if body := s.get("/case/" + sent + "?lang=en").body; strings.Contains(body, `id="moved"`) || strings.Contains(body, "Income tax record") {
		t.Errorf("%s was sent before and shows the change", sent)
	}
}

// publishStricter publishes a text of Shandong from today on, as two persons of the desk.
func (s *site) publishStricter(t *testing.T) {
	t.Helper()
	ctx, w, story := t.Context(), s.server.Window, readStory(t)
	author, err := story.Who("policy-zhou")
	must(t, err)
	second, err := story.Who("policy-feng")
	must(t, err)
	const pack = "cn-370000-2023"
	must(t, w.Reload(ctx))
	old, err := w.PolicyFiles(ctx, author, pack)
	must(t, err)
	id, err := w.BeginDraft(ctx, author, "begin", pack)
	must(t, err)
	on := func() office.DraftWrite {
		d, err := w.PolicyDraft(ctx, author, id)
		must(t, err)
		return office.DraftWrite{Who: author, ID: id, Seen: d.Version, Key: "policy-" + strconv.FormatInt(d.Version, 10)}
	}
	must(t, w.PutFiles(ctx, on(), policy.Files{
		"clauses/S3.4.yaml": strings.Replace(old["clauses/S3.4.yaml"], "amount: 7", "amount: 6", 1),
		"clauses/S3.3.yaml": strings.TrimRight(old["clauses/S3.3.yaml"], "\n") + "\n  - {material: tax-record, treatment: required, when: new_permit}\n  - {material: medical-certificate, treatment: exempt, when: new_permit}\n",
	}))
	must(t, w.SaveDraft(ctx, on(), office.DraftEdit{From: civil.DateOf(w.Clock()), Note: "stricter"}))
	draft, err := w.PolicyDraft(ctx, author, id)
	must(t, err)
	trial, err := w.Try(ctx, author, draft, false)
	must(t, err)
	must(t, w.AcceptScenarios(ctx, on(), trial.Red, "stricter from today"))
	must(t, w.AskSecond(ctx, on()))
	publish := on()
	publish.Who = second
	must(t, w.PublishDraft(ctx, publish))
}

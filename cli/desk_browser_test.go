package cli

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"yichuang/civil"
	"yichuang/web/browsertest"
)

// TestStory_policyDesk is scene 6 of the demo story: the desk warns that the
// measures of Urumqi end, the bonus of Shandong goes from 10 to 5, KIM falls to 60
// points and stays class B at the edge, and a second person is asked, who
// publishes. A figure that is none is refused at its field.
func TestStory_policyDesk(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	zhou := a.be("policy-zhou", "en")
	zhou.Go(url + "/rules")
	a.must(zhou, "main", "the measures end on Wed 17 June 2026, 51 days from today")
	look(zhou, "rules-en")
	zhou.Follow(`a[href="/rules/cn-370000-2023"]`)
	look(zhou, "rules-shandong-en")
	a.send(zhou, `form[action$="/begin"] button`)
	draft := strings.TrimSuffix(zhou.Address(), "/edit")
	zhou.Fill("#note", "Encouragement points halved (demo)")
	zhou.Fill("#from", "2026-04-27")
	a.send(zhou, `form[action$="/edit"] .main`)
	look(zhou, "draft-about-en")

	zhou.Go(draft + "/edit?part=S4")
	zhou.Fill("#f-rules-0-value", "five")
	if status := zhou.Follow(`form[action$="/edit"] .main`); status != http.StatusUnprocessableEntity {
		t.Fatalf("a word for a figure: status %d, want 422", status)
	}
	if zhou.Value("#f-rules-0-value") != "five" || !zhou.Has("#f-rules-0-value-error") {
		t.Error("the field does not keep and mark what was typed")
	}
	zhou.MustBeAccessible()
	zhou.Fill("#f-rules-0-value", "5")
	a.send(zhou, `form[action$="/edit"] .main`)
	look(zhou, "draft-edit-en")

	zhou.Go(draft + "/try")
	const kim = `input[value="cn-370000-2023/scenarios/S4-person-kim.txtar"]`
	a.must(zhou, `li:has(`+kim+`)`, "Points: 65 → 60")
	a.must(zhou, `li:has(`+kim+`)`, "at the edge")
	a.must(zhou, `section[aria-label="What the draft changes"]`, "Encouragement points")
	a.must(zhou, `section[aria-label="What the draft changes"]`, "5 points")
	a.must(zhou, `section[aria-labelledby="open-title"] + section`, "Another result")
	look(zhou, "draft-try-en")
	zhou.Go(draft + "/publish")
	a.must(zhou, "main", "cannot be published yet")
	if zhou.Has(`form[action$="/ask"]`) {
		t.Error("a red draft can be asked for")
	}
	zhou.Go(draft + "/try")
	zhou.CheckAll(`input[name="scenario"]`)
	zhou.Fill("#reason", "The bonus is halved from today (demo)")
	a.send(zhou, `form[action$="/accept"] .button`)
	a.must(zhou, "main", "Check and scenarios are green")
	zhou.Go(draft + "/publish")
	a.send(zhou, `form[action$="/ask"] button`)
	a.must(zhou, "main", "waits for somebody else")
	look(zhou, "draft-asked-en")
	if zhou.Has(`form[action$="/publish"]`) {
		t.Error("the author can publish")
	}

	feng := a.be("policy-feng", "zh")
	feng.Go(url + "/rules")
	feng.Follow(`section[aria-labelledby="now-title"] a[href$="/publish"]`)
	look(feng, "draft-publish-zh")
	a.send(feng, `form[action$="/publish"] button`)
	a.must(feng, "main", "已发布")
	feng.Go(url + "/rules/cn-370000-2023")
	a.must(feng, "main", "冯示范")
	look(feng, "rules-published-zh")

	// Whoever has a draft open there reads that the policy moved under it.
	hr := a.be("hr-wang", "en")
	hr.Go(url + "/my")
	hr.Follow(`a[href="/case/QD26-004174-F"]`)
	a.must(hr, "main", "The policies changed under this draft")
	look(hr, "draft-moved-en")
}

// TestStory_renewal is the day on which the measures of Urumqi have lapsed: the
// desk renews them in one form, a second person publishes, and the self-check
// there answers by them again.
func TestStory_renewal(t *testing.T) {
	log := &bytes.Buffer{}
	today := func() time.Time { return civil.MustParseDate("2026-11-25").Time().Add(10 * time.Hour) }
	e := &env{stdout: log, stderr: log, now: today}
	p, err := (&lawFlags{}).read()
	if err != nil {
		t.Fatal(err)
	}
	work, err := e.casework(t.Context(), p, serveFlags{demo: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(work.end)
	work.window.Clock = today
	handler, err := e.portal(p, serveFlags{demo: true, clock: today}, work)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	a := actors{t, server.URL, browsertest.Start(t)}
	const question = `{"place":"650100","applicant":{"postdoc":"china","birth_date":"1990-01-01"}}`
	if live := inForceFor(t, server.URL, question); live != "" {
		t.Fatalf("before the renewal %s answers", live)
	}

	zhou := a.be("policy-zhou", "zh")
	zhou.Go(server.URL + "/rules")
	a.must(zhou, "main", "措施已于2026年6月17日（周三）终止")
	look(zhou, "rules-ended-zh")
	zhou.Follow(`a[href="/rules/cn-650100-2024"]`)
	zhou.Follow(`a[href$="/renew"]`)
	zhou.Fill("#source", "乌示政〔2026〕9号（示范）")
	look(zhou, "renew-zh")
	a.send(zhou, `form[action$="/renew"] .main`)
	a.must(zhou, "main", "检查和测试通过")
	look(zhou, "renew-ready-zh")
	a.send(zhou, `form[action$="/ask"] button`)
	feng := a.be("policy-feng", "en")
	feng.Go(server.URL + "/rules")
	feng.Follow(`section[aria-labelledby="now-title"] a[href$="/publish"]`)
	a.send(feng, `form[action$="/publish"] button`)

	if live := inForceFor(t, server.URL, question); live != "cn-650100-2024" {
		t.Errorf("after the renewal %q answers in Urumqi", live)
	}
	visitor := a.browser.Person(t)
	visitor.Go(server.URL + "/policy/cn-650100-2024?lang=en")
	a.must(visitor, "main", "In force")
	tell(t, visitor, server.URL, map[string]string{"place": "650100", "applicant.postdoc": "china", "applicant.birth_date": "1990-01-01"})
	a.must(visitor, "main", "Urumqi U")
	look(visitor, "result-renewed-en")
	if strings.Contains(log.String(), "cause=") {
		t.Errorf("the log tells of faults:\n%s", log)
	}
}

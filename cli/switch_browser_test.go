package cli

import (
	"net/http"
	"testing"

	"yichuang/office"
	"yichuang/web/browsertest"
)

// toEnglish and toChinese are the switches of the header.
const (
	toEnglish = `header nav li[lang="en-GB"] button`
	toChinese = `header nav li[lang="zh-CN"] button`
)

// TestSwitch_browser types half a page in Chinese, changes to English and finishes,
// without JavaScript and with it; and changes on a page of several forms, of which
// each keeps what is typed in it.
func TestSwitch_browser(t *testing.T) {
	l := newLife(t)
	for name, person := range map[string]func(testing.TB) *browsertest.Page{"with script": l.browser.Person, "without script": l.browser.PersonWithoutScript} {
		hr := person(t)
		hr.Go(l.url + "/signin?lang=zh")
		l.send(hr, `button[value="hr-wang"]`)
		hr.Go(l.url + "/my")
		l.send(hr, `section[aria-labelledby="now-title"] a`)
		at := l.url + "/case/" + l.numberAt(hr) + "/task/job"
		hr.Go(at)
		hr.Fill(`[name="job.post"]`, "模具工艺研究员 "+name)
		l.send(hr, toEnglish)
		if got := hr.Value(`[name="job.post"]`); got != "模具工艺研究员 "+name || hr.Address() != at || !hr.Has(`html[lang="en-GB"]`) {
			t.Fatalf("%s: after the switch the post is %q at %s", name, got, hr.Address())
		}
		hr.Fill(`[name="job.occupation"]`, "mechanical engineer")
		if name == "with script" {
			look(hr, "switch-topic-en")
		}
		// Enter in a field sends the form and is no switch.
		if status := hr.PressInto(browsertest.Enter); status != http.StatusOK || hr.Address() == at {
			t.Fatalf("%s: Enter leads to %s, status %d", name, hr.Address(), status)
		}
		hr.Go(at)
		if hr.Value(`[name="job.post"]`) != "模具工艺研究员 "+name || hr.Value(`[name="job.occupation"]`) != "mechanical engineer" || !hr.Has(`html[lang="en-GB"]`) {
			t.Errorf("%s: kept are %q and %q", name, hr.Value(`[name="job.post"]`), hr.Value(`[name="job.occupation"]`))
		}
	}

	rows, _, err := l.work.window.Cases(t.Context(), l.who("officer-ur"), office.CaseFilter{Text: "OBRAZTSOVA"})
	if err != nil || len(rows) == 0 {
		t.Fatalf("no case of Anna's: %v", err)
	}
	file := l.url + "/officer/" + string(rows[0].Number) + "?tab=messages"
	officer := l.be("officer-ur", "zh")
	officer.Go(file)
	officer.Fill(`main form[action$="/message"] textarea`, "请于周二来窗口。")
	officer.Click(`main details:has(form[action$="/hand-over"]) summary`)
	officer.Fill(`#hand-to`, "Karl")
	l.send(officer, toEnglish)
	if got := officer.Value(`main form[action$="/message"] textarea`) + officer.Value(`#hand-to`); got != "请于周二来窗口。Karl" || officer.Address() != file {
		t.Errorf("two forms after the switch hold %q at %s", got, officer.Address())
	}
	look(officer, "switch-file-en")

	plain := l.browser.PersonWithoutScript(t)
	plain.Go(l.url + "/signin?lang=zh")
	l.send(plain, `button[value="officer-ur"]`)
	plain.Go(file)
	plain.Fill(`main form[action$="/message"] textarea`, "请于周二来窗口。")
	plain.Screenshot("switch-here-zh") // axe is a script itself
	l.send(plain, `main form[action$="/message"] .switches-here span[lang="en-GB"] button`)
	if got := plain.Value(`main form[action$="/message"] textarea`); got != "请于周二来窗口。" || !plain.Has(`html[lang="en-GB"]`) {
		t.Errorf("without script the message is %q", got)
	}
	l.send(plain, toChinese)
}

package cli

import (
	"strings"
	"testing"

	"yichuang/web/browsertest"
)

// TestWatch_browser is the supervisor's day: the officer of a late case is reminded
// and reads it and works by keys, a low rating is called back twice until somebody is reached, then
// nothing waits on the list; the figures in both languages.
func TestWatch_browser(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	chen := a.be("supervisor-chen", "en")
	chen.Go(url + "/watch")
	look(chen, "watch-en")
	a.send(chen, `tbody a[href^="/watch/remind/"]`)
	number := strings.TrimPrefix(a.path(chen), "/watch/remind/")
	look(chen, "remind-en")
	a.send(chen, "form.sheet .actions button")
	if at := a.path(chen); at != "/watch" {
		t.Errorf("after reminding: at %s, want the list again", at)
	}
	officer := a.be("officer-zhang", "zh")
	officer.Go(url + "/messages")
	a.must(officer, "main", number)
	a.must(officer, "main", "监督人员提醒")
	look(officer, "reminded-zh")
	a.worksByKeys(officer, number)

	chen.Go(url + "/watch?list=ratings")
	look(chen, "ratings-en")
	a.send(chen, `tbody a[href^="/watch/ratings/"]`)
	call := a.path(chen)
	look(chen, "call-en")
	a.form(chen, "", map[string]string{"notes": "Nobody answered; try again in the afternoon."}, `input[name="reached"][value="no"]`)
	a.must(chen, "main", "Call back") // not reached: it stays on the list
	a.form(chen, call, map[string]string{"notes": "They now know whom to ask."}, `input[name="reached"][value="yes"]`)
	if chen.Has(`tbody a[href^="/watch/ratings/"]`) {
		t.Error("somebody was reached, and the rating still waits to be called back")
	}
	a.must(chen, "main", "Checked Mon 27 April 2026")
	look(chen, "ratings-none-en")
	for _, lang := range []string{"en", "zh"} {
		chen.Go(url + "/watch/figures?lang=" + lang)
		look(chen, "figures-"+lang)
	}
	chen.Go(url + "/watch?lang=zh")
	look(chen, "watch-zh")
}

package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"yichuang/people"
)

// TestMy_waiting: what ends soon waits in front, with the last day to apply; a
// foreigner is told of the own papers and never to send.
func TestMy_waiting(t *testing.T) {
	s, _ := newDemoSite(t)
	for who, want := range map[string]struct{ has, not []string }{
		"hr-lu": {has: []string{
			"Permit W-370200-25000077 ends on Tue 9 June 2026", "the employer applies by Sun 10 May 2026",
			"EXAMPLE-NOVAK Petr: the stay ends on Thu 30 April 2026", "The last day to apply has passed", "Begin an application",
		}, not: []string{"EXAMPLE-LEE Hana: the stay", "Search by number"}},
		"hr-wang":        {has: []string{"Finish and send QD26-004174-F"}, not: []string{"Give your own papers"}},
		"kim-account":    {has: []string{"Give your own papers for QD26-004174-F: Photo"}, not: []string{"Finish and send"}},
		"garcia-account": {has: []string{"No application about you is in this window", `href="/permits"`}, not: []string{`href="/apply"`, "Search by number"}},
	} {
		s.is(people.PartyID(who))
		got := s.get("/my?lang=en")
		if got.status != http.StatusOK {
			t.Fatalf("%s: status %d", who, got.status)
		}
		mustBeWhole(t, "/my as "+who, got.body)
		for _, text := range want.has {
			if !strings.Contains(got.body, text) {
				t.Errorf("%s is not told %q", who, text)
			}
		}
		for _, text := range want.not {
			if strings.Contains(got.body, text) {
				t.Errorf("%s is told %q", who, text)
			}
		}
	}
}

// TestCase_reader: whoever reads a draft and may not change it is told who fills it
// in and sends it, and finds no way that leads to a locked form.
func TestCase_reader(t *testing.T) {
	s, _ := newDemoSite(t)
	s.is("kim-account")
	at := "/case/QD26-004174-F"
	for path, want := range map[string]string{
		at: "or its agency fills it in and sends it. You give your own papers", at + "/task/job": "or its agency fills this in", at + "/check": "or its agency sends the case",
	} {
		got := s.get(path + "?lang=en")
		mustBeWhole(t, path, got.body)
		if got.status != http.StatusOK || !strings.Contains(got.body, want) {
			t.Errorf("%s: status %d, want %q", path, got.status, want)
		}
		for _, not := range []string{"when you say so", "The case was sent", "You send it there", `class="change"`} {
			if strings.Contains(got.body, not) {
				t.Errorf("%s says %q to who only reads", path, not)
			}
		}
	}
	s.is("hr-wang")
	if got := s.get(at + "/check?lang=en"); !strings.Contains(got.body, `class="change"`) {
		t.Error("the employer cannot change an answer from the check page")
	}
}

// TestMessages_link: a message about something that is no case leads to its page.
func TestMessages_link(t *testing.T) {
	s, _ := newDemoSite(t)
	s.is("agent-wu")
	got := s.get("/messages?lang=en")
	if !regexp.MustCompile(`<a href="/sanction/[a-z0-9]+">Open the page`).MatchString(got.body) || regexp.MustCompile(`contest it: /`).MatchString(got.body) {
		t.Errorf("no way from the message to the suspension\n%s", got.body)
	}
}

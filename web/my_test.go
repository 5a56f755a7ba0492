package web

import (
	"net/http"
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

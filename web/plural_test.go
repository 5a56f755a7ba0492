package web

import (
	"strings"
	"testing"

	"yichuang/determination"
	"yichuang/locale"
)

// TestClause_onePoint: a band of one point is not said in the plural.
func TestClause_onePoint(t *testing.T) {
	s := newSite(t, inForce)
	body := s.get("/policy/cn-2017/P5?lang=en").body
	if strings.Contains(body, ": 1 points") || !strings.Contains(body, ": 1 point<") {
		t.Errorf("the band of one point reads otherwise\n%s", mainOf(body))
	}
}

// TestWayNotes_alone: where no other way is open, none is announced.
func TestWayNotes_alone(t *testing.T) {
	s := newSite(t, inForce).server
	for _, lang := range locale.Languages() {
		p := locale.For(lang)
		notes := s.wayNotes(p, &determination.Determination{}, nil, "any")
		if len(notes) != 1 || notes[0] != p.T("way.not-met.alone") {
			t.Errorf("%s: %q", lang, notes)
		}
	}
}

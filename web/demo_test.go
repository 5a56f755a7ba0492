package web

import (
	"net/http"
	"strings"
	"testing"
)

// TestDemo_scenes: every step of every scene leads the person that it names to a
// page that answers, and outside the demo there is no such page.
func TestDemo_scenes(t *testing.T) {
	s, story := newDemoSite(t)
	s.server.Scenes = story.Scenes
	if body := s.get("/demo?lang=en").body; strings.Count(body, "<h2>") != 6 || strings.Count(body, `value="/officer"`) != 1 {
		t.Errorf("got %s, want six scenes", body)
	}
	for _, scene := range story.Scenes {
		for _, step := range scene.Steps {
			if step.As != "" {
				s.is(step.As)
			}
			if got := s.get(step.At); got.status != http.StatusOK {
				t.Errorf("%s: %s as %s answers %d", scene.Title.EN, step.At, step.As, got.status)
			}
			if step.Do.ZH == "" || step.Do.EN == "" {
				t.Errorf("%s: %s is not said in both languages", scene.Title.EN, step.At)
			}
		}
	}
	s.server.Demo = false
	if got := s.get("/demo"); got.status != http.StatusNotFound {
		t.Errorf("got %d outside the demo", got.status)
	}
}

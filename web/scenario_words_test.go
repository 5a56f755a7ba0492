package web

import (
	"regexp"
	"testing"

	"yichuang/locale"
)

// TestScenarios_inWords: a scenario of every shipped pack has a title in Chinese,
// said from its data, with no id of the packs in it; the written English one stays.
func TestScenarios_inWords(t *testing.T) {
	s := newSite(t, inForce).server
	zh, en := locale.For(locale.Chinese), locale.For(locale.English)
	raw := regexp.MustCompile(`‹|\{|[a-z]+[-_.][a-z]+`)
	titles := map[string]int{}
	n := 0
	for _, pack := range s.Engine.Packs() {
		for _, sc := range pack.Scenarios {
			title := s.scenarioTitle(zh, pack, sc, false)
			if bad := raw.FindString(title); bad != "" || !inChinese(title) {
				t.Errorf("%s: %q stands in the title %q", sc.File, bad, title)
			}
			if got := s.scenarioTitle(en, pack, sc, false); got != sc.Title {
				t.Errorf("%s: %q, want the written title", sc.File, got)
			}
			titles[title]++
			n++
			t.Logf("%s\n%s", sc.File, title)
		}
	}
	if len(titles)*10 < n*8 {
		t.Errorf("%d titles for %d scenarios: they do not tell them apart", len(titles), n)
	}
	pack := s.Engine.Packs()[0]
	written := *pack.Scenarios[0]
	written.Title = "满60分的仍为B类。"
	if got := s.scenarioTitle(zh, pack, &written, false); got != written.Title {
		t.Errorf("a title in Chinese: %q", got)
	}
	if got := s.scenarioTitle(en, pack, &written, false); inChinese(got) {
		t.Errorf("a title in Chinese, read in English: %q", got)
	}
}

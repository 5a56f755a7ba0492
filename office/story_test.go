package office

import (
	"io/fs"
	"testing"

	"yichuang/packs"
	"yichuang/people"
	"yichuang/store"
)

// TestStory plays the demo story that ships, on both databases, and looks at it
// as its people would on the morning of 27 April 2026.
func TestStory(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, w *world) {
		document, err := fs.ReadFile(packs.FS, "demo/story.yaml")
		must(t, err)
		sample, err := fs.ReadFile(packs.FS, "demo/sample.pdf")
		must(t, err)
		story, err := ReadStory(document, sample)
		must(t, err)
		must(t, story.Play(t.Context(), w.Window))
		for _, c := range []struct {
			account string
			open    int64
		}{{"hr-wang", 4}, {"officer-zhang", 4}, {"officer-cd", 1}, {"officer-ur", 2}, {"agent-sun", 2}, {"kim", 1}, {"anna", 1}} {
			who, err := story.Who(people.PartyID(c.account))
			must(t, err)
			rows, total, err := w.Cases(t.Context(), who, store.CaseFilter{OpenOnly: true})
			must(t, err)
			if total != c.open {
				t.Errorf("%s sees %d open cases, want %d", c.account, total, c.open)
			}
			if c.account == "officer-zhang" && (rows[0].DueOn == nil || *rows[0].DueOn >= *rows[1].DueOn) {
				t.Errorf("the worklist is not in the order of dates: %v, %v", rows[0].DueOn, rows[1].DueOn)
			}
		}
	})
}

package office

import (
	"slices"
	"testing"

	"yichuang/people"
	"yichuang/policy"
)

// TestWindow_SupervisionClauses: a finding rests on a duty, first on that of truth,
// also where and when no local policy is in force.
func TestWindow_SupervisionClauses(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, w *world) {
		for place, first := range map[people.PlaceCode]string{"370200": "cn-370000-2023/S6", "650100": "cn-2017/LIC-31", "510100": "cn-2017/LIC-31"} {
			clauses := w.SupervisionClauses(place)
			if len(clauses) == 0 || clauses[0].Ref() != first {
				t.Errorf("findings at %s rest on %v, first wants to be %s", place, clauses, first)
			}
			for _, c := range clauses {
				if !slices.ContainsFunc(c.Rules, func(r *policy.Rule) bool { return r.Kind == policy.Duty }) {
					t.Errorf("%s: %s lays no duty on anybody", place, c.Ref())
				}
			}
		}
		w.now = at("2026-11-25")
		if clauses := w.SupervisionClauses("370200"); clauses[0].Ref() != "cn-2017/LIC-31" {
			t.Errorf("after the measures findings rest on %s", clauses[0].Ref())
		}
	})
}

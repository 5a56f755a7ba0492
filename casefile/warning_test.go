package casefile

import (
	"testing"
)

// TestWarnings_pausedLong after more than ten days.
func TestWarnings_pausedLong(t *testing.T) {
	cal := calendar(t)
	s := accepted(t)
	s.must(s.Pause(s.by(officer), ClockPaused{Track: "permit", Ground: ForHearing, Notice: ref(1)}))
	has := func(on string) bool {
		for _, w := range s.Warnings(cal, at(on)) {
			if w.Kind == WarnPaused {
				return true
			}
		}
		return false
	}
	if has("2026-04-30") || !has("2026-05-01") {
		t.Error("want a warning from the eleventh day on")
	}
}

// TestWarnings_beforeTheEnd: two left, one, today, late; and the silence of the
// first check.
func TestWarnings_beforeTheEnd(t *testing.T) {
	cal := calendar(t)
	s := accepted(t)
	s.must(s.PassJointReview(s.by(officer), ""))
	s.must(s.PassJointReview(s.by(cop), "")) // promise: Monday 27 April
	for on, want := range map[string]WarningKind{"2026-04-22": "", "2026-04-23": WarnSoon, "2026-04-24": WarnSoon, "2026-04-27": WarnToday, "2026-04-28": WarnLate} {
		var got WarningKind
		for _, w := range s.Warnings(cal, at(on)) {
			got = w.Kind
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", on, got, want)
		}
	}
	silent := submitted(t)
	if w := silent.Warnings(cal, at("2026-04-23")); len(w) != 1 || w[0].Kind != WarnSilence || w[0].Left != 2 {
		t.Errorf("got %+v; want the silence announced with two days left", w)
	}
}

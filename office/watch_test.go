package office

import (
	"bytes"
	"slices"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// watched are the numbers on each list of the supervisor, empty ones left out.
func (w *world) watched(who people.Who) map[WatchList][]casefile.CaseNumber {
	w.t.Helper()
	counts, _, err := w.WatchCounts(w.t.Context(), who)
	must(w.t, err)
	out := map[WatchList][]casefile.CaseNumber{}
	for _, list := range WatchLists {
		rows, total, err := w.Watched(w.t.Context(), who, list, CaseFilter{})
		must(w.t, err)
		if total != counts[list] || int(total) != len(rows) {
			w.t.Errorf("%s: counted %d, listed %d of %d", list, counts[list], len(rows), total)
		}
		for _, row := range rows {
			out[list] = append(out[list], row.File.Number)
		}
	}
	return out
}

// TestWatch_lists: a clock that pauses is long on its eleventh day; a second
// correction is seen for ninety days; a case is due soon, today, late, and who
// was reminded of it stands there. Nobody else has the lists.
func TestWatch_lists(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.posts()
		only := func(day string, list WatchList, want ...casefile.CaseNumber) {
			t.Helper()
			w.now = at(day)
			if got := w.watched(supervisor)[list]; !slices.Equal(got, want) {
				t.Errorf("%s: %s holds %v, want %v", day, list, got, want)
			}
		}
		c := w.accepted()
		for _, who := range []people.Who{officer, cop} {
			var err error
			c, err = w.PassJointReview(ctx, w.write(who, c), "")
			must(t, err)
		}
		if got := w.watched(supervisor); len(got) != 0 {
			t.Errorf("on the first day: got %v, want nothing", got)
		}
		only("2026-05-06", WatchSoon, c.Number)
		only("2026-05-07", WatchToday, c.Number)
		only("2026-05-08", WatchLate, c.Number)
		must(t, w.RemindOfficers(ctx, w.as(supervisor), c.Number))
		rows, _, err := w.Watched(ctx, supervisor, WatchLate, CaseFilter{})
		if err != nil || len(rows) != 1 || !rows[0].Reminded.Equal(w.now) {
			t.Errorf("got %+v, %v; want when the officers were reminded", rows, err)
		}
		w.told(t, "officer-zhang", deskNews+"watch-reminder")

		c, err = w.Pause(ctx, w.write(officer, c), casefile.ClockPaused{Track: "permit", Ground: casefile.ForExpertReview, Reason: "two experts look at the patents"})
		must(t, err)
		only("2026-05-18", WatchPaused)
		only("2026-05-19", WatchPaused, c.Number)

		again := w.pending(t)
		for i, reason := range []string{"", "the seal is from another office"} {
			again, err = w.AskCorrection(ctx, w.write(clerk, again), casefile.CorrectionRequested{
				Items: []casefile.CorrectionItem{{Slot: again.Slots[0].ID, Fault: "no seal", Fix: "send it sealed"}}, Due: civil.MustParseDate("2026-06-20"), Again: reason,
			})
			must(t, err)
			if i == 0 {
				only("2026-05-19", WatchAgain)
				again, _, err = w.Supply(ctx, w.write(hr, again), again.Slots[0].ID, "sealed.png", bytes.NewReader(page(t)))
				must(t, err)
				again, err = w.AnswerCorrection(ctx, w.write(hr, again), casefile.CorrectionAnswered{Done: []int{0}}, nil)
				must(t, err)
			}
		}
		only("2026-05-19", WatchAgain, again.Number)
		only("2026-08-17", WatchAgain, again.Number)
		only("2026-08-18", WatchAgain)

		for name, who := range map[string]people.Who{"officer": officer, "employer": hr, "nobody's": {Role: people.Applicant}} {
			if _, _, err := w.Watched(ctx, who, WatchLate, CaseFilter{}); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s watches: %v", name, err)
			}
		}
		if got := w.watched(people.Who{Account: "far", Role: people.Supervisor, Places: farAway.Places}); len(got) != 0 {
			t.Errorf("elsewhere: got %v, want nothing", got)
		}
	})
}

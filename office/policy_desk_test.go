package office

import (
	"testing"

	"yichuang/civil"
	"yichuang/people"
)

// TestStanding_warns: from the ninetieth, sixtieth and thirtieth day before the last
// one on, and on the last day itself, the desk warns of the end with the cases and
// permits concerned; a day earlier it is silent, a day after the end it says ended.
func TestStanding_warns(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		must(t, w.Reload(ctx))
		sent := w.sent()
		w.draft(t)
		zhou := deskStaff("zhou", "650100", "xpcc-12")
		for _, c := range []struct {
			day           string
			left, warning int
			ended         bool
		}{
			{"2026-03-18", 91, 0, false}, {"2026-03-19", 90, 90, false}, {"2026-04-17", 61, 90, false}, {"2026-04-18", 60, 60, false},
			{"2026-05-17", 31, 60, false}, {"2026-05-18", 30, 30, false}, {"2026-06-17", 0, 30, false}, {"2026-06-18", -1, 0, true},
		} {
			w.now = at(c.day)
			st, err := w.PolicyStanding(ctx, zhou, urumqi)
			must(t, err)
			if st.Left != c.left || st.Warning() != c.warning || st.Ended() != c.ended {
				t.Errorf("%s: %d days left, warning %d, ended %t; want %d, %d, %t", c.day, st.Left, st.Warning(), st.Ended(), c.left, c.warning, c.ended)
			}
			warned := c.warning > 0 || c.ended
			if got := len(st.Concerned.Cases) == 1 && st.Concerned.Cases[0].Number == sent.Number && st.Concerned.Drafts == 1; got != warned {
				t.Errorf("%s: concerned %+v; want the case that was sent and one draft: %t", c.day, st.Concerned, warned)
			}
		}
		for name, who := range map[string]people.Who{"another city": deskStaff("far", "370000"), "a district": deskStaff("near", "650103")} {
			st, err := w.PolicyStanding(ctx, who, urumqi)
			must(t, err)
			if st.May || name == "another city" && len(st.Concerned.Cases)+int(st.Concerned.Drafts) > 0 {
				t.Errorf("%s: may change %t, concerned %+v; want neither", name, st.May, st.Concerned)
			}
		}
	})
}

// TestTry_openCases: what-if lists the open cases with whether the draft would answer
// them otherwise, never how, and how many are not sent yet.
func TestTry_openCases(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		must(t, w.Reload(ctx))
		sent := w.sent()
		w.draft(t)
		zhou := deskStaff("zhou", "650100", "xpcc-12")
		for _, c := range []struct {
			name    string
			fields  map[string]string
			changes bool
		}{
			{"time limit", map[string]string{"clauses/U12.yaml:rules[0].amount": "6"}, true},
			{"nothing", nil, false},
		} {
			id, err := w.BeginDraft(ctx, zhou, c.name, urumqi)
			must(t, err)
			must(t, w.SaveDraft(ctx, w.on(zhou, id), DraftEdit{From: civil.DateOf(w.now), Fields: c.fields}))
			draft, err := w.PolicyDraft(ctx, zhou, id)
			must(t, err)
			trial, err := w.Try(ctx, zhou, draft, true)
			must(t, err)
			open := trial.Cases.Open
			if !trial.Cases.TooFew || trial.Cases.Drafts != 1 || len(open) != 1 || open[0].Number != sent.Number || open[0].Changes != c.changes {
				t.Errorf("%s: %+v; want the open case alone, changed %t, and one draft", c.name, trial.Cases, c.changes)
			}
		}
	})
}

// draft begins a case that nobody sends.
func (w *world) draft(t *testing.T) {
	t.Helper()
	_, err := w.Open(t.Context(), Opening{Who: hr, Key: "not sent", Matter: "employer-prefiling", Place: "650100", Employer: "firm"})
	must(t, err)
}

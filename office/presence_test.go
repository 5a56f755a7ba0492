package office

import (
	"context"
	"testing"
	"time"

	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// TestPresence: officers see who else has a file open and since when, colleagues
// by name, the other agency by its office; it ends after a while, with another
// file and on leaving, and tells nobody else.
func TestPresence(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		w.account(officer.Account, "Zhang")
		w.account(approver.Account, "Zhao")
		c := w.sent()
		look := func(who people.Who) []Presence {
			t.Helper()
			seen, err := w.Case(t.Context(), who, c.Number)
			must(t, err)
			open, err := w.LookAt(t.Context(), who, seen)
			must(t, err)
			return open
		}
		nine := w.now
		if got := look(officer); len(got) != 0 {
			t.Errorf("the first sees %+v", got)
		}
		w.now = nine.Add(10 * time.Minute)
		if got := look(officer); len(got) != 0 {
			t.Errorf("an officer sees the own look: %+v", got)
		}
		w.now = nine.Add(20 * time.Minute)
		got := look(approver)
		if len(got) != 1 || got[0].Name != "Zhang" || !got[0].Since.Equal(nine) {
			t.Errorf("a colleague sees %+v, want Zhang since %s", got, nine)
		}
		got = look(cop)
		if len(got) != 2 || got[0].Name != "" || got[1].Name != "" || got[0].Office != experts.Name {
			t.Errorf("the other agency sees %+v, want two of %s without a name", got, experts.Name.EN)
		}
		supervisor := people.Who{Account: "supervisor", Role: people.Supervisor, Office: experts.ID, Places: experts.Places}
		if look(supervisor); len(look(cop)) != 2 {
			t.Error("who only reads counts as having it open")
		}
		if got := look(hr); got != nil {
			t.Errorf("the employer learns who works on the case: %+v", got)
		}
		other := people.Who{Account: "far", Role: people.OfficerRole, Office: "elsewhere", Places: []people.PlaceCode{"370100"}}
		if _, err := w.LookAt(t.Context(), other, c); !fault.Is(err, fault.NotFound) {
			t.Errorf("an officer of another place: %v", err)
		}
		work, _, err := w.Worklist(t.Context(), cop, CaseFilter{})
		if err != nil || len(work) != 1 || len(work[0].Open) != 2 {
			t.Errorf("the worklist shows %+v, %v", work, err)
		}
		if work, _, err = w.Worklist(t.Context(), hr, CaseFilter{}); err != nil || len(work) != 1 || work[0].Open != nil {
			t.Errorf("the employer's list shows %+v, %v", work, err)
		}

		must(t, w.LookAway(t.Context(), approver.Account))
		if got := look(cop); len(got) != 1 {
			t.Errorf("after the approver left: %+v", got)
		}
		w.now = nine.Add(10*time.Minute + presenceEnds)
		if got := look(cop); len(got) != 0 {
			t.Errorf("a quarter of an hour after the last look: %+v", got)
		}
		look(officer)
		if got := look(cop); len(got) != 1 || !got[0].Since.Equal(w.now) {
			t.Errorf("opened again: %+v, want since %s", got, w.now)
		}
		must(t, w.DB.Do(t.Context(), w.now, func(tx *store.Tx) error {
			return tx.LookAt(t.Context(), string(officer.Account), "another", string(experts.ID), w.now)
		}))
		if got := look(cop); len(got) != 0 {
			t.Errorf("the officer is at another file: %+v", got)
		}
	})
}

// TestPresence_quick: a look right after the last one writes nothing, and one
// that cannot be written says so instead of waiting.
func TestPresence_quick(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		c := w.sent()
		_, err := w.LookAt(t.Context(), officer, c)
		must(t, err)
		first := w.now
		w.now = first.Add(presenceEvery - time.Second)
		_, err = w.LookAt(t.Context(), officer, c)
		must(t, err)
		files, err := w.DB.OpenFiles(t.Context(), string(c.Number), time.Time{})
		if err != nil || len(files) != 1 || !files[0].SeenAt.Equal(first) {
			t.Errorf("got %+v, %v; want the first look alone", files, err)
		}
		gone, stop := context.WithCancel(t.Context())
		stop()
		if _, err := w.LookAt(gone, officer, c); err == nil {
			t.Error("a look without a database is no error")
		}
	})
}

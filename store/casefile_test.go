package store

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

const kimsCase = casefile.CaseNumber("QD26-004172-R")

// opening are the first two events of a case.
func opening() []casefile.Event {
	event := func(version int, body casefile.Body) casefile.Event {
		return casefile.Event{Case: kimsCase, Version: version, At: now.Add(time.Duration(version) * time.Second), Actor: "hr",
			Role: people.EmployerHR, Body: body}
	}
	return []casefile.Event{
		event(1, casefile.Opened{Matter: "work-permit-first", Place: "370200", Employer: "e1", Foreigner: "kim", Permit: "DEMO1", Alters: true,
			Tracks: []casefile.Track{{ID: "permit", Office: "qd-experts"}, {ID: "residence", Office: "qd-police"}}}),
		event(2, casefile.AnswersSaved{Set: map[string]json.RawMessage{"applicant.birth_date": json.RawMessage(`"1979-02-28"`)}}),
	}
}

func TestTx_KeepCase(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		due := date("2026-05-09")
		index := CaseIndex{ForeignerName: "KIM Demoho", DueOn: &due, Clocks: []Clock{{Track: "permit", Step: "acceptance", DueOn: due}}}
		events := opening()
		var after casefile.Case
		do(t, db, func(tx *Tx) (err error) {
			for _, id := range []string{"e1", "kim"} {
				if err := tx.AddParty(ctx, &Party{ID: id}); err != nil {
					return err
				}
			}
			first := slices.Clone(events[:1])
			first[0].At = first[0].At.In(civil.Beijing) // another spelling of the instant
			if after, err = tx.KeepCase(ctx, casefile.Case{}, first, index); err != nil {
				return err
			}
			after, err = tx.KeepCase(ctx, after, events[1:], index)
			return err
		})
		t.Run("read back", func(t *testing.T) {
			got, err := db.CaseFile(ctx, kimsCase)
			if err != nil || !reflect.DeepEqual(got, after) || got.Version != 2 {
				t.Errorf("got %+v, %v\nwant %+v", got, err, after)
			}
			history, err := db.History(ctx, kimsCase, 0)
			if err != nil || !reflect.DeepEqual(history, events) {
				t.Errorf("got %+v, %v\nwant %+v", history, err, events)
			}
		})
		t.Run("listed by its offices, parties and due date", func(t *testing.T) {
			for _, scope := range []people.Scope{
				{Foreigner: "kim"}, {Principals: []people.PartyID{"e1"}}, {Account: "hr", Places: []people.PlaceCode{"370000"}, Office: "qd-police"},
			} {
				rows, err := db.Cases(ctx, CaseFilter{Scope: scope, DueUntil: &due, OpenOnly: true, Text: "kim"})
				if err != nil || len(rows) != 1 || rows[0].Label != "draft" || rows[0].Alters != "DEMO1" {
					t.Errorf("%+v: got %+v, %v", scope, rows, err)
				}
			}
			if clocks, err := db.Clocks(ctx, ClockFilter{CaseID: string(kimsCase)}); err != nil || len(clocks) != 1 {
				t.Errorf("got %+v, %v; want one clock", clocks, err)
			}
		})
		t.Run("stale", func(t *testing.T) {
			err := db.Do(ctx, now, func(tx *Tx) error {
				first, err := casefile.FoldAll(events[:1])
				if err != nil {
					return err
				}
				_, err = tx.KeepCase(ctx, first, events[1:], index)
				return err
			})
			wantCode(t, err, fault.Conflict)
		})
		t.Run("nothing personal is readable", func(t *testing.T) {
			found, err := db.number(ctx, "SELECT COUNT(*) FROM cases, events WHERE state LIKE '%1979%' OR events.body LIKE '%1979%'")
			if err != nil || found != 0 {
				t.Errorf("got %d rows, %v; want none", found, err)
			}
		})
		t.Run("folds to its row", func(t *testing.T) {
			if wrong, err := db.VerifyFolds(ctx); err != nil || len(wrong) != 0 {
				t.Errorf("got %v, %v; want none", wrong, err)
			}
			for _, edit := range []string{
				"UPDATE cases SET principal = 'kim'", "UPDATE cases SET status = 'decided'", "UPDATE cases SET handler = 'zhang'",
				"UPDATE cases SET alters = NULL", "UPDATE cases SET submitted_on = '2026-04-01'", "DELETE FROM case_readers WHERE reader = 'qd-police'",
				"INSERT INTO case_readers (case_id, kind, reader) SELECT id, 'office', 'xj-police' FROM cases",
				"INSERT INTO progress (case_id, place, office, matter, class, submitted_on, outcome, requests, ground) SELECT id, place, '', matter, '', '2026-04-01', '', 0, '' FROM cases",
			} {
				undo := errors.New("undo")
				err := db.Do(ctx, now, func(tx *Tx) error {
					if _, err := tx.q.ExecContext(ctx, edit); err != nil {
						return err
					}
					wrong, err := tx.verifyFolds(ctx)
					if err == nil && (len(wrong) != 1 || wrong[0] != string(kimsCase)) {
						t.Errorf("%s: got %v, want the case", edit, wrong)
					}
					return errors.Join(err, undo)
				})
				if err.Error() != "undo" {
					t.Errorf("%s: %v", edit, err)
				}
			}
			after.Place = "650100"
			row, err := rowOf(after, index)
			if err != nil {
				t.Fatal(err)
			}
			row.Version = int64(after.Version)
			sealed, err := db.keys.seal("cases", row.ID, "state", string(row.State))
			if err != nil {
				t.Fatal(err)
			}
			do(t, db, func(tx *Tx) error {
				_, err := tx.q.ExecContext(ctx, "UPDATE cases SET state = $1", sealed)
				return err
			})
			if wrong, err := db.VerifyFolds(ctx); err != nil || len(wrong) != 1 || wrong[0] != string(kimsCase) {
				t.Errorf("got %v, %v; want the case whose row was edited", wrong, err)
			}
		})
	})
}

package store

import (
	"encoding/json"
	"testing"

	"yichuang/fault"
)

// TestPolicies: texts are published in an order of their own and never changed;
// a draft keeps every state it was saved in, and two who saw the same state
// cannot both save.
func TestPolicies(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		before, err := db.LawMark(ctx)
		if err != nil {
			t.Fatal(err)
		}
		draft := &PolicyDraft{ID: "d", Pack: "demo", Base: "a", Status: "open", Author: "zhou", SavedBy: "zhou", Body: json.RawMessage(`{"n":1}`)}
		do(t, db, func(tx *Tx) error {
			for _, p := range []*Policy{{ID: "2", Pack: "demo", Digest: "b", ValidFrom: date("2026-05-01")}, {ID: "1", Pack: "demo", Digest: "a", ValidFrom: date("2026-06-01")}} {
				if err := tx.AddPolicy(ctx, p); err != nil {
					return err
				}
			}
			for range 2 {
				if err := tx.KeepPolicyText(ctx, &PolicyText{Digest: "a", Pack: "demo", Body: json.RawMessage(`{}`)}); err != nil {
					return err
				}
			}
			return tx.AddPolicyDraft(ctx, draft)
		})
		all, err := db.Policies(ctx)
		if err != nil || len(all) != 2 || all[0].ID != "2" || all[1].Seq != 2 {
			t.Errorf("got %+v, %v; want both in the order of publication", all, err)
		}
		if texts, err := db.PolicyTexts(ctx); err != nil || len(texts) != 1 {
			t.Errorf("got %+v, %v; want one text", texts, err)
		}
		if after, err := db.LawMark(ctx); err != nil || after.Policies != before.Policies+2 {
			t.Errorf("mark %+v after %+v, %v; want two policies more", after, before, err)
		}
		late := *draft
		do(t, db, func(tx *Tx) error {
			draft.Body, draft.SavedBy = json.RawMessage(`{"n":2}`), "wu"
			return tx.ChangePolicyDraft(ctx, draft)
		})
		wantCode(t, db.Do(ctx, now, func(tx *Tx) error { return tx.ChangePolicyDraft(ctx, &late) }), fault.Conflict)
		states, err := db.PolicyDraftStates(ctx, "d")
		if err != nil || len(states) != 2 || string(states[0].Body) != `{"n":2}` || states[0].SavedBy != "wu" || states[1].State != 1 {
			t.Errorf("got %+v, %v; want both states, newest first", states, err)
		}
		_, err = db.PolicyDraft(ctx, "none")
		wantCode(t, err, fault.NotFound)
	})
}

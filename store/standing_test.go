package store

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// registered fills the registers that no act need name: each row is recorded by
// the transaction that writes it.
func registered(t *testing.T, db *DB) {
	ctx := t.Context()
	do(t, db, func(tx *Tx) error {
		return errors.Join(
			tx.AddParty(ctx, &Party{ID: "kim", Kind: "person", Name: "KIM EXAMPLE"}),
			tx.AddParty(ctx, &Party{ID: "e1", Kind: "employer"}),
			tx.AddOffice(ctx, &Office{ID: "qd"}),
			tx.AddAccount(ctx, &Account{ID: "clerk", Name: "Clerk", Login: "clerk@qd.example"}),
			tx.SaveCase(ctx, goodCase(1), filed()),
			tx.AddFiling(ctx, &Filing{ID: "pre", Kind: "prefiling", Party: "kim", Status: "active", ValidFrom: date("2026-05-01")}),
			tx.AddFiling(ctx, &Filing{ID: "visa", Kind: FilingOfStay, Party: "kim", Status: "active", ValidFrom: date("2026-05-01")}),
			tx.Allocate(ctx, &Allocation{ID: "flat", List: "flats", Place: "370200", Item: "i1", CaseID: "c00001", From: date("2026-05-01")}),
			tx.OpenSlot(ctx, &Slot{ID: "s1", Office: "qd", StartsAt: now, EndsAt: now.Add(time.Hour), Capacity: 3}),
			tx.Book(ctx, &Appointment{ID: "a1", Slot: "s1", CaseID: "c00001", Party: "kim"}),
			tx.AddRating(ctx, &Rating{ID: "r1", CaseID: "c00001", Account: "clerk", Office: "qd", Level: 2}),
			tx.AddCredential(ctx, &Credential{ID: "pass", Account: "clerk", Kind: "password", Secret: "phc"}),
			tx.AddCredential(ctx, &Credential{ID: "prog", Account: "clerk", Kind: CredentialOfProgram, Secret: "yct_x"}),
			tx.AddPolicyDraft(ctx, &PolicyDraft{ID: "d1", Pack: "qd-local", Status: "open", Author: "clerk", SavedBy: "clerk"}),
			tx.KeepPolicyText(ctx, &PolicyText{Digest: "sha256-1", Pack: "qd-local"}),
			tx.AddLetter(ctx, &Letter{ID: "l1", CaseID: "c00001", Kind: "receipt", Office: "qd", Year: 2026, Code: "L1", Body: []byte(`{"a":1}`)}, nil),
			tx.AddDetermination(ctx, &Determination{ID: "o1", CaseID: "c00001", On: date("2026-04-27"), Facts: []byte(`{"a":1}`), Outcome: []byte(`{"b":1}`)}),
			tx.AddAttachment(ctx, &Attachment{ID: "u1", CaseID: "c00001", Slot: "passport", File: "f1", Name: "passport.pdf", State: "supplied"}),
			tx.AddEvidence(ctx, &Evidence{ID: "e1", Subject: "integrity/i1", File: "f2", Name: "proof.pdf"}),
			tx.AddNotice(ctx, &Notice{ID: "n1", Party: "kim", Kind: "sanction", Office: "qd", Year: 2026, Number: 1, Code: "N1", Body: []byte(`{"a":1}`)}),
			commitments.insert(ctx, tx, &Commitment{CaseID: "c00001", ID: "promise-cv", Slot: "cv", Place: "370200", SignedOn: date("2026-04-20"), GrantedOn: date("2026-04-27")}),
		)
	})
	for _, chain := range []string{"party/kim", "party/e1", "office/qd", "account/clerk"} { // their acts name them
		do(t, db, func(tx *Tx) error {
			_, err := tx.Record(ctx, chain, -1, Event{Kind: "added", Actor: "admin"})
			return err
		})
	}
}

// Someone edits, removes or puts in a row of a register by hand: it is named, and
// nothing else is.
func TestReader_VerifyStanding(t *testing.T) {
	edits := []struct{ edit, want string }{
		{"UPDATE filings SET valid_until = '2029-01-01' WHERE id = 'pre'", "filing pre is not what"},
		{"UPDATE filings SET kind = 'prefiling' WHERE id = 'visa'", "stay visa is not what"},
		{"UPDATE filings SET body = '{\"until\":\"2029-01-01\"}' WHERE id = 'visa'", "stay visa is not what"},
		{"DELETE FROM filings WHERE id = 'pre'", "filing pre is gone"},
		{"INSERT INTO filings SELECT 'more', kind, case_id, party, permit, place, status, valid_from, valid_until, body, created_at, changed_at, version FROM filings WHERE id = 'pre'", "filing more stands in no record"},
		{"UPDATE allocations SET until_on = '2026-05-02', held = NULL", "stock flats/370200/i1 is not what"},
		{"DELETE FROM allocations", "stock flats/370200/i1 is gone"},
		{"INSERT INTO allocations SELECT 'more', list, place, 'i2', NULL, case_id, from_on, until_on, created_at, changed_at, version FROM allocations", "stock flats/370200/i2 stands in no record"},
		{"UPDATE slots SET capacity = 30", "slot s1 is not what"},
		{"UPDATE appointments SET party = 'other'", "appointment a1 is not what"},
		{"DELETE FROM appointments", "appointment a1 is gone"},
		{"INSERT INTO appointments SELECT 'a2', slot, case_id, party, status, body, created_at, changed_at, version FROM appointments", "appointment a2 stands in no record"},
		{"UPDATE ratings SET level = 5", "rating r1 is not what"},
		{"DELETE FROM ratings", "rating r1 is gone"},
		{"INSERT INTO ratings SELECT 'r2', case_id, 'other', office, level, body, called_at, created_at, changed_at, version FROM ratings", "rating r2 stands in no record"},
		{"UPDATE credentials SET valid_until = 1 WHERE id = 'pass'", "credential pass is not what"},
		{"UPDATE credentials SET secret = (SELECT secret FROM credentials WHERE id = 'prog') WHERE id = 'pass'", "credential pass cannot be read"},
		{"DELETE FROM credentials WHERE id = 'pass'", "credential pass is gone"},
		{"INSERT INTO credentials SELECT 'more', account, kind, '', '', body, created_at, valid_until, used_at, version FROM credentials WHERE id = 'pass'", "credential more stands in no record"},
		{"UPDATE credentials SET valid_until = NULL, body = '{\"post\":\"x\"}' WHERE id = 'prog'", "token prog is not what"},
		{"DELETE FROM credentials WHERE id = 'prog'", "token prog is gone"},
		{"UPDATE policy_drafts SET status = 'asked'", "draft d1 is not what"},
		{"UPDATE policy_draft_states SET body = '{\"x\":1}'", "draft d1 is not what"},
		{"INSERT INTO policy_drafts SELECT 'd2', pack, base, status, author, saved_by, body, version, created_at, changed_at FROM policy_drafts", "draft d2 stands in no record"},
		{"UPDATE policy_texts SET body = '{\"pack.yaml\":\"\"}'", "text sha256-1 is not what"},
		{"DELETE FROM policy_texts", "text sha256-1 is gone"},
		{"UPDATE letters SET issued_by = 'other'", "letter l1 is not what"},
		{"UPDATE letters SET body = (SELECT body FROM notices)", "letter l1 cannot be read"},
		{"DELETE FROM letters", "letter l1 is gone"},
		{"INSERT INTO letters SELECT 'l2', case_id, kind, office, series, year, 2, supersedes, issued_by, 'L2', '', created_at FROM letters", "letter l2 stands in no record"},
		{"UPDATE determinations SET receipt = '{\"x\":1}'", "determination o1 is not what"},
		{"UPDATE determinations SET outcome = facts", "determination o1 cannot be read"},
		{"DELETE FROM determinations", "determination o1 is gone"},
		{"INSERT INTO determinations SELECT 'o2', case_id, on_date, '', '', receipt, created_at FROM determinations", "determination o2 stands in no record"},
		{"UPDATE attachments SET file = 'f9'", "upload u1 is not what"},
		{"DELETE FROM attachments", "upload u1 is gone"},
		{"INSERT INTO attachments SELECT 'u2', case_id, slot, file, '', media_type, size, pages, state, uploaded_by, body, created_at, changed_at, version FROM attachments", "upload u2 stands in no record"},
		{"UPDATE evidence SET subject = 'integrity/i2'", "evidence e1 is not what"},
		{"DELETE FROM evidence", "evidence e1 is gone"},
		{"INSERT INTO evidence SELECT 'e2', subject, file, '', media_type, size, uploaded_by, created_at FROM evidence", "evidence e2 stands in no record"},
		{"UPDATE notices SET party = (SELECT id FROM parties WHERE id <> party LIMIT 1)", "notice n1 is not what"},
		{"DELETE FROM notices", "notice n1 is gone"},
		{"INSERT INTO notices SELECT 'n2', party, kind, office, year, 2, issued_by, 'N2', '', created_at FROM notices", "notice n2 stands in no record"},
		{"UPDATE commitments SET employer = 'other'", "commitment c00001/promise-cv is not what"},
		{"DELETE FROM commitments", "commitment c00001/promise-cv is gone"},
		{"INSERT INTO commitments SELECT case_id, 'promise-photo', slot, clause, place, employer, agent, foreigner, class, signed_on, granted_on FROM commitments", "commitment c00001/promise-photo stands in no record"},
	}
	eachDatabase(t, func(t *testing.T, db *DB) {
		registered(t, db)
		ctx := t.Context()
		if wrong, err := db.VerifyStanding(ctx); err != nil || len(wrong) > 0 {
			t.Fatalf("got %q, %v; want nothing", wrong, err)
		}
		undo := errors.New("undo")
		for _, c := range edits {
			err := db.Do(ctx, now, func(tx *Tx) error {
				for _, statement := range append(unguard(db), c.edit) {
					if _, err := tx.q.ExecContext(ctx, statement); err != nil {
						return err
					}
				}
				wrong, err := tx.VerifyStanding(ctx)
				wrong = slices.DeleteFunc(wrong, func(s string) bool { return s == "filing visa stands in no record" }) // its other name
				if err == nil && (len(wrong) != 1 || !strings.HasPrefix(wrong[0], c.want)) {
					t.Errorf("%s: got %q, want %q", c.edit, wrong, c.want)
				}
				return errors.Join(err, undo)
			})
			if s := err.Error(); s != "undo" {
				t.Errorf("%s: %s", c.edit, s)
			}
		}
	})
}

// What a transaction writes is recorded under who did the last act in it, the uses
// of a credential are no act, and no entry tells a secret.
func TestTx_settle(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		registered(t, db)
		ctx := t.Context()
		entries := func(chain string) []Event {
			all, err := db.Events(ctx, chain, 0)
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		for chain, want := range map[string]string{"filing/pre": filed().Actor, "credential/pass": filed().Actor, "draft/d1": filed().Actor} {
			if all := entries(chain); len(all) != 1 || all[0].Actor != want || all[0].Kind != written || string(all[0].Body) != "{}" {
				t.Errorf("%s: got %+v, want one entry by %s", chain, all, want)
			}
		}
		change := func(id string, how func(c *Credential)) {
			do(t, db, func(tx *Tx) error {
				c, err := tx.Credential(ctx, id)
				if err != nil {
					return err
				}
				how(&c)
				return tx.ChangeCredential(ctx, &c)
			})
		}
		change("prog", func(c *Credential) { c.Body = []byte(`{"used":"2026-05-02"}`) })
		if all := entries("token/prog"); len(all) != 1 {
			t.Errorf("got %d entries after a use, want 1", len(all))
		}
		change("prog", func(c *Credential) { c.UsedAt = now })
		if all := entries("token/prog"); len(all) != 2 || all[1].Actor != "system" {
			t.Errorf("got %+v after its end, want a second entry by the system", all)
		}
		acts, err := db.FindEvents(ctx, EventFilter{Beside: true})
		if err != nil || len(acts) != 4 {
			t.Errorf("got %d acts, %v; want the four that were named", len(acts), err)
		}
		undone := errors.New("undone")
		err = db.Do(ctx, now, func(tx *Tx) error {
			return errors.Join(tx.AddRating(context.WithoutCancel(ctx), &Rating{ID: "r9", CaseID: "c00001", Account: "x"}), undone)
		})
		if all := entries("rating/r9"); len(all) != 0 || !errors.Is(err, undone) {
			t.Errorf("got %+v, %v after a rollback", all, err)
		}
	})
}

package store

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

// auditedCases has three cases with three events each, sealed after the first two.
func auditedCases(t *testing.T, db *DB) {
	t.Helper()
	ctx := t.Context()
	for round := range 3 {
		do(t, db, func(tx *Tx) error {
			for i := range 3 {
				row := goodCase(i)
				if round > 0 {
					kept, err := tx.Case(ctx, row.ID)
					if err != nil {
						return err
					}
					row = &kept
				}
				if err := tx.SaveCase(ctx, row, filed()); err != nil {
					return err
				}
			}
			if round == 1 {
				note, err := tx.Seal(ctx, date("2026-04-27"))
				if err != nil || !strings.Contains(string(note), "2026-04-27") {
					t.Errorf("got note %q, %v", note, err)
				}
				if again, err := tx.Seal(ctx, date("2026-04-27")); again != nil || err != nil {
					t.Errorf("the second seal of the day: got %q, %v; want nothing", again, err)
				}
			}
			return nil
		})
	}
	do(t, db, func(tx *Tx) error {
		_, err := tx.Record(ctx, "office/qd", 0, Event{Kind: "change", Actor: "admin"})
		return err
	})
	do(t, db, func(tx *Tx) error { _, err := tx.Seal(ctx, date("2026-04-28")); return err })
	do(t, db, func(tx *Tx) error { // not sealed: only the register's row knows of it
		_, err := tx.Record(ctx, "office/qd", -1, Event{Kind: "change", Actor: "admin"})
		return err
	})
}

func TestDB_VerifyAudit(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db *DB) {
		auditedCases(t, db)
		r, err := db.VerifyAudit(t.Context(), "")
		if err != nil || r.Broken != nil {
			t.Fatalf("got %+v, %v; want nothing broken", r, err)
		}
		if r.Chains != 4 || r.Entries != 11 || r.Checkpoints != 2 || r.LastDay != "2026-04-28" {
			t.Errorf("got %+v", r)
		}
	})
}

// Someone edits the database by hand, its guards removed: the first broken
// entry is named.
func TestDB_VerifyAudit_edited(t *testing.T) {
	edits := map[string]struct{ edit, want string }{
		"body":       {"UPDATE events SET body = (SELECT body FROM events WHERE chain = 'case/c00002' AND version = 2) WHERE chain = 'case/c00001' AND version = 2", "case/c00001 version 2: was changed"},
		"time":       {"UPDATE events SET at = at + 1 WHERE chain = 'case/c00001' AND version = 3", "case/c00001 version 3: was changed"},
		"actor":      {"UPDATE events SET actor = 'x' WHERE chain = 'office/qd' AND version = 1", "office/qd version 1: was changed"},
		"hash":       {"UPDATE events SET hash = 'x' WHERE chain = 'case/c00000' AND version = 1", "case/c00000 version 1: was changed"},
		"removed":    {"DELETE FROM events WHERE chain = 'case/c00002' AND version = 1", "case/c00002 version 1: is missing"},
		"tail":       {"DELETE FROM events WHERE chain = 'case/c00002' AND version = 3", "case/c00002 version 3: is missing"},
		"whole case": {"DELETE FROM events WHERE chain = 'case/c00002'", "case/c00002 version 1: is missing"},
		"no case's":  {"DELETE FROM events WHERE chain = 'office/qd' AND version = 2", "office/qd version 2: is missing"},
		"row":        {"UPDATE cases SET version = 2 WHERE id = 'c00002'", "case/c00002 version 3: is unknown"},
		"checkpoint": {"UPDATE checkpoints SET note = REPLACE(note, '2026-04-27', '2026-04-26')", "checkpoint 1: open checkpoint"},
		"heads":      {"UPDATE checkpoint_heads SET version = 9 WHERE chain = 'case/c00001' AND checkpoint = 1", "checkpoint 1: its list of heads"},
	}
	eachDatabase(t, func(t *testing.T, db *DB) {
		auditedCases(t, db)
		known := verifiers(t, db.keys)
		undo := errors.New("undo")
		for name, c := range edits {
			err := db.Do(t.Context(), now, func(tx *Tx) error {
				for _, statement := range append(unguard(db), c.edit) {
					if _, err := tx.q.ExecContext(t.Context(), statement); err != nil {
						return err
					}
				}
				r, err := tx.verifyAudit(t.Context(), known)
				if err == nil && (r.Broken == nil || !strings.HasPrefix(r.Broken.Error(), c.want)) {
					t.Errorf("%s: got %v, want %q", name, r.Broken, c.want)
				}
				return errors.Join(err, undo)
			})
			if s := err.Error(); s != "undo" {
				t.Errorf("%s: %s", name, s)
			}
		}
	})
}

// unguard are the statements by which an editor gets past the guards.
func unguard(db *DB) (statements []string) {
	for _, table := range insertOnly {
		if _, sqlite := db.engine.(*sqliteEngine); sqlite {
			statements = append(statements, "DROP TRIGGER "+table+"_no_update", "DROP TRIGGER "+table+"_no_delete")
		} else {
			statements = append(statements, "DROP TRIGGER "+table+"_no_change ON "+table)
		}
	}
	return statements
}

func verifiers(t *testing.T, keys *Keys) note.Verifiers {
	t.Helper()
	public, err := keys.AuditKey()
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	return note.VerifierList(v)
}

// The record verifies with the database and the public key alone; with another
// installation's key it does not.
func TestInspect_verifiesWithoutKeys(t *testing.T) {
	dir := t.TempDir()
	keys := testKeys(t)
	whole := openTest(t, dir, keys)
	auditedCases(t, whole)
	copied := filepath.Join(t.TempDir(), "copy.db")
	if _, err := whole.engine.(*sqliteEngine).writer.ExecContext(t.Context(), "VACUUM INTO $1", copied); err != nil {
		t.Fatal(err)
	}
	db, err := Inspect(t.Context(), copied)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	public, _ := keys.AuditKey()
	if r, err := db.VerifyAudit(t.Context(), public); err != nil || r.Broken != nil || r.Entries != 11 {
		t.Errorf("got %+v, %v", r, err)
	}
	other, _ := testKeys(t).AuditKey()
	if r, err := db.VerifyAudit(t.Context(), other); err != nil || r.Broken == nil {
		t.Errorf("another key: got %+v, %v; want the first checkpoint broken", r, err)
	}
	if _, err := db.VerifyAudit(t.Context(), ""); err == nil {
		t.Error("verified without any key")
	}
	if _, err := db.Events(t.Context(), "case/c00001", 0); err == nil {
		t.Error("read sealed events without keys")
	}
	if err := db.Do(t.Context(), now, func(*Tx) error { return nil }); err == nil {
		t.Error("wrote without keys")
	}
	if _, err := Inspect(t.Context(), t.TempDir()); err == nil {
		t.Error("inspected a directory without a database")
	}
	again, err := Inspect(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if database, program, err := again.Schema(t.Context()); err != nil || database != program {
		t.Errorf("got schema %d of %d, %v", database, program, err)
	}
}

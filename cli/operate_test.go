package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yichuang/casefile"
	"yichuang/store"
)

// installation is a data directory with one case and one attachment in it.
func installation(t *testing.T) string {
	t.Helper()
	ctx, dir := t.Context(), t.TempDir()
	d := dataFlags{data: dir}
	keys, err := store.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	if err := keys.Create(d.keyFile()); err != nil {
		t.Fatal(err)
	}
	db, err := d.open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	folder, err := d.folder(keys)
	if err != nil {
		t.Fatal(err)
	}
	id, _, err := folder.Put(ctx, strings.NewReader("%PDF-1.4\n1 0 obj <</Type /Page>> endobj\n%%EOF\n"))
	if err != nil {
		t.Fatal(err)
	}
	err = db.Do(ctx, demoTime, func(tx *store.Tx) error {
		opened := casefile.Event{Case: "QD26-004172-R", Version: 1, At: demoTime, Actor: "hr", Body: casefile.Opened{Place: "370200"}}
		saved := casefile.Event{Case: "QD26-004172-R", Version: 2, At: demoTime, Actor: "hr",
			Body: casefile.AnswersSaved{Set: map[string]json.RawMessage{"job.post": json.RawMessage(`"researcher"`)}}}
		if _, err := tx.KeepCase(ctx, casefile.Case{}, []casefile.Event{opened, saved}, store.CaseIndex{}); err != nil {
			return err
		}
		return tx.AddAttachment(ctx, &store.Attachment{ID: "a", CaseID: "QD26-004172-R", File: string(id)})
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// operate runs a command with the passphrase set and returns what it printed.
func operate(args ...string) (status int, stdout, stderr string) {
	var out, complaints bytes.Buffer
	e := &env{stdin: strings.NewReader(""), stdout: &out, stderr: &complaints, now: func() time.Time { return demoTime }, getenv: func(name string) string {
		if name == passphraseVariable {
			return "correct horse"
		}
		return ""
	}}
	status = e.run(context.Background(), args)
	return status, out.String(), complaints.String()
}

func TestBackupAndRestore(t *testing.T) {
	dir, again := installation(t), filepath.Join(t.TempDir(), "again")
	backup := filepath.Join(t.TempDir(), "backup.age")
	const counts = "1 attachments, 1 cases, 3 events, 0 letters, 0 permits"
	if status, out, complaint := operate("backup", "--data", dir, backup); status != exitDone || !strings.Contains(out, counts) {
		t.Fatalf("backup: got %d, %q, %q", status, out, complaint)
	}
	if status, _, complaint := operate("backup", "--data", dir, backup); status != exitBadInput || !strings.Contains(complaint, "already") {
		t.Errorf("backup over a backup: got %d, %q", status, complaint)
	}
	if status, out, complaint := operate("restore", "--check", backup); status != exitDone || !strings.Contains(out, counts) {
		t.Errorf("check: got %d, %q, %q", status, out, complaint)
	}
	if status, out, complaint := operate("restore", "--data", again, backup); status != exitDone || !strings.Contains(out, counts) {
		t.Fatalf("restore: got %d, %q, %q", status, out, complaint)
	}
	if status, out, complaint := operate("audit", "verify", "--data", again); status != exitDone || !strings.Contains(out, "3 entries in 2 chains") {
		t.Errorf("verify: got %d, %q, %q", status, out, complaint)
	}
	if status, _, complaint := operate("restore", "--data", again, backup); status != exitBadInput || !strings.Contains(complaint, "empty directory") {
		t.Errorf("restore over data: got %d, %q", status, complaint)
	}
	if status, out, _ := operate("migrate", "--data", again); status != exitDone || !strings.HasPrefix(out, "schema ") {
		t.Errorf("migrate: got %d, %q", status, out)
	}
}

// Someone edits a copy of the database by hand: verify names the entry.
func TestAuditVerify_editedCopy(t *testing.T) {
	dir := installation(t)
	_, out, _ := operate("audit", "verify", "--data", dir)
	_, key, found := strings.Cut(strings.Split(out, "\n")[0], "key ")
	if !found {
		t.Fatalf("got %q, want the public key in it", out)
	}
	whole, err := os.ReadFile(filepath.Join(dir, "yichuang.db"))
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(copied, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if status, out, complaint := operate("audit", "verify", copied, "--key", key); status != exitDone || !strings.Contains(out, "unbroken") {
		t.Fatalf("got %d, %q, %q", status, out, complaint)
	}
	edited := bytes.Replace(whole, []byte("answers-savedhr"), []byte("answers-savedHR"), 1)
	if i := bytes.Index(whole, []byte("answers-saved")); i >= 0 && bytes.Equal(edited, whole) {
		edited = bytes.Replace(whole, []byte("answers-saved"), []byte("answers-sawed"), 1)
	}
	if bytes.Equal(edited, whole) {
		t.Fatal("found nothing to edit in the file")
	}
	if err := os.WriteFile(copied, edited, 0o600); err != nil {
		t.Fatal(err)
	}
	status, out, complaint := operate("audit", "verify", copied, "--key", key)
	if status != exitFailures || !strings.Contains(out, "broken: case/QD26-004172-R version 2: was changed") {
		t.Errorf("got %d, %q, %q; want the edited entry", status, out, complaint)
	}
	if status, _, _ := operate("audit", "verify", copied); status != exitBadInput {
		t.Errorf("without a key: got %d, want %d", status, exitBadInput)
	}
}

func TestAuditVerify_lostAttachment(t *testing.T) {
	dir := installation(t)
	if err := os.RemoveAll(filepath.Join(dir, "files")); err != nil {
		t.Fatal(err)
	}
	if status, out, _ := operate("audit", "verify", "--data", dir); status != exitFailures || !strings.Contains(out, "broken: attachment") {
		t.Errorf("got %d, %q; want the lost attachment", status, out)
	}
	status, out, _ := operate("backup", "--data", dir, filepath.Join(t.TempDir(), "b.age"))
	if status != exitFailures || !strings.Contains(out, "missing: attachment") {
		t.Errorf("got %d, %q; want a backup that names what is missing", status, out)
	}
}

func TestBackup_needsALock(t *testing.T) {
	e := &env{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, now: func() time.Time { return demoTime }, getenv: func(string) string { return "" }}
	if status := e.run(t.Context(), []string{"backup", "--data", installation(t), filepath.Join(t.TempDir(), "b.age")}); status != exitBadInput {
		t.Errorf("got %d, want %d", status, exitBadInput)
	}
}

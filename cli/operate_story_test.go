package cli

import (
	"bytes"
	"io"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"

	"yichuang/office"
	"yichuang/store"
)

// TestStory_verifiesAfterRestore: what the demo's people did stands in the record,
// and stands there still after a backup was brought back.
func TestStory_verifiesAfterRestore(t *testing.T) {
	_, work := storyAt(t)
	ctx := t.Context()
	began := time.Now()
	wrong, err := office.VerifyRegisters(ctx, work.window.DB)
	if err != nil || len(wrong) > 0 {
		t.Errorf("got %q, %v; want registers as their records say", wrong, err)
	}
	t.Logf("verified in %s", time.Since(began))
	identity, err := age.GenerateX25519Identity()
	must(t, err)
	var backup bytes.Buffer
	_, err = work.window.DB.Backup(ctx, &backup, demoTime, work.window.Files, identity.Recipient())
	must(t, err)
	d := dataFlags{data: filepath.Join(t.TempDir(), "again")}
	_, err = store.Restore(ctx, &backup, demoTime, store.Target{
		Source: d.source(), KeysAt: d.keyFile(), Vault: func(k *store.Keys) (store.Vault, error) { return d.folder(k) },
	}, identity)
	must(t, err)
	var out bytes.Buffer
	e := &env{stdout: &out, stderr: io.Discard, now: demoNow}
	if err := e.auditVerify(ctx, auditFlags{data: d}); err != nil || bytes.Contains(out.Bytes(), []byte("broken:")) {
		t.Errorf("after a restore: %v, %s", err, out.String())
	}
}

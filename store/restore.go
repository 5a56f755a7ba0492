package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"filippo.io/age"
)

// Target is where a restore goes: an empty database of either kind, and a vault
// that is opened with the keys of the backup. KeysAt is where these are written,
// once everything else is in place.
type Target struct {
	Source string // as for Open
	KeysAt string // must not exist
	Vault  func(*Keys) (Vault, error)
}

// Restore reads a backup into an empty target, all or nothing, and verifies the
// audit record. The database kind need not be that of the backup. A backup of
// an older schema is loaded as it was and then migrated.
func Restore(ctx context.Context, r io.Reader, now time.Time, to Target, identities ...age.Identity) (s Summary, err error) {
	archive, err := newArchiveReader(r, identities)
	if err != nil {
		return s, err
	}
	var keys *Keys
	if s.Manifest, keys, err = archive.open(); err != nil {
		return s, err
	}
	db, err := Open(ctx, to.Source, keys)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	vault, err := to.Vault(keys)
	if err != nil {
		return s, err
	}
	if err := db.prepareFor(ctx, s.Schema); err != nil {
		return s, err
	}
	if err := db.Do(ctx, now, func(tx *Tx) error { return tx.loadArchive(ctx, archive, vault) }); err != nil {
		return s, fmt.Errorf("restore: %w", err)
	}
	s.Rows, s.Files = archive.seen.Rows, archive.seen.Files
	if err := db.settleRestored(ctx); err != nil {
		return s, err
	}
	return s, keys.Create(to.KeysAt)
}

// prepareFor gives an empty database the schema of the backup.
func (db *DB) prepareFor(ctx context.Context, schema int64) error {
	p, err := db.provider()
	if err != nil {
		return err
	}
	_, program, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if schema > program {
		return fmt.Errorf("the backup has schema %d and this program knows %d; restore it with a newer program", schema, program)
	}
	if _, err := p.UpTo(ctx, schema); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	for _, table := range []string{"accounts", "parties", "events"} {
		n, err := db.number(ctx, "SELECT COUNT(*) FROM "+table)
		if err != nil {
			return err
		}
		if n > 0 {
			return fmt.Errorf("the database has %d rows in %s already; restore into an empty one", n, table)
		}
	}
	return nil
}

func (tx *Tx) loadArchive(ctx context.Context, archive *archiveReader, vault Vault) error {
	return archive.each(func(table string, piece []byte) (int64, error) {
		return tx.load(ctx, table, bytes.NewReader(piece))
	}, vault.KeepSealed)
}

// settleRestored migrates to the program's schema and verifies the record.
func (db *DB) settleRestored(ctx context.Context) error {
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	report, err := db.VerifyAudit(ctx, "")
	if err != nil {
		return err
	}
	if report.Broken != nil {
		return fmt.Errorf("restored, but the audit record is broken: %w", report.Broken)
	}
	return nil
}

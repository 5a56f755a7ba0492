package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"filippo.io/age"
)

// Vault is what a backup needs of attachments: contents by id, as stored.
// *files.Folder is one.
type Vault interface {
	Sealed(id string) ([]byte, error)
	KeepSealed(id string, sealed []byte) error
}

// Summary says what a backup holds.
type Summary struct {
	Manifest
	Rows    map[string]int64 // by table
	Files   int
	Missing []string // contents that attachments refer to and the vault has not
}

// Backup writes database, keys and attachments as of one moment, encrypted to
// the recipients; the program goes on serving meanwhile. Contents that are
// missing are listed, and everything else is written all the same.
func (db *DB) Backup(ctx context.Context, w io.Writer, at time.Time, vault Vault, to ...age.Recipient) (s Summary, err error) {
	if len(to) == 0 {
		return s, errors.New("back up: nobody could open it; give a passphrase or a recipient")
	}
	schema, _, err := db.Schema(ctx)
	if err != nil {
		return s, err
	}
	s.Manifest = Manifest{Format: archiveFormat, Schema: schema, TakenAt: at.UTC().Truncate(time.Second)}
	archive, err := newArchiveWriter(w, s.TakenAt, to)
	if err != nil {
		return s, err
	}
	keys, err := db.keys.text()
	if err != nil {
		return s, err
	}
	if err := errors.Join(archive.addJSON(manifestEntry, s.Manifest), archive.add(keysEntry, keys)); err != nil {
		return s, err
	}
	if err := db.Snapshot(ctx, func(r Reader) error { return archive.fill(ctx, r, vault, &s) }); err != nil {
		return s, err
	}
	s.Rows, s.Files = archive.sums.Rows, archive.sums.Files
	return s, archive.close()
}

// fill writes the tables and then the contents they refer to: a content is on
// disk before any row refers to it, so those of the moment are all there.
func (a *archiveWriter) fill(ctx context.Context, r Reader, vault Vault, s *Summary) error {
	for _, table := range dumped {
		n := 0
		err := r.dump(ctx, table, func(piece []byte, rows int64) error {
			n++
			a.sums.Rows[table] += rows
			return a.add(fmt.Sprintf("%s%s/%05d.jsonl", tableEntries, table, n), piece)
		})
		if err != nil {
			return err
		}
	}
	ids, err := r.Contents(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		sealed, err := vault.Sealed(id)
		if err != nil {
			s.Missing = append(s.Missing, id)
			continue
		}
		if err := a.add(fileEntries+id, sealed); err != nil {
			return err
		}
		a.sums.Files++
	}
	return nil
}

// CheckBackup reads a backup to its end and checks everything that can be
// checked without restoring it.
func CheckBackup(r io.Reader, identities ...age.Identity) (s Summary, err error) {
	archive, err := newArchiveReader(r, identities)
	if err != nil {
		return s, err
	}
	if s.Manifest, _, err = archive.open(); err != nil {
		return s, err
	}
	err = archive.each(func(table string, piece []byte) (int64, error) {
		return int64(strings.Count(string(piece), "\n")) - 1, nil // the first line names the columns
	}, func(string, []byte) error { return nil })
	s.Rows, s.Files = archive.seen.Rows, archive.seen.Files
	return s, err
}

// each gives all pieces of tables and all contents, and checks the end.
func (a *archiveReader) each(load func(table string, piece []byte) (int64, error), keep func(id string, sealed []byte) error) error {
	for {
		name, content, err := a.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if id, ok := strings.CutPrefix(name, fileEntries); ok {
			if err := keep(id, content); err != nil {
				return fmt.Errorf("restore file: %w", err)
			}
			a.seen.Files++
			continue
		}
		table, _, _ := strings.Cut(strings.TrimPrefix(name, tableEntries), "/")
		if !slices.Contains(dumped, table) {
			return fmt.Errorf("read backup: %s has no place in this version of the program", name)
		}
		rows, err := load(table, content)
		if err != nil {
			return err
		}
		a.seen.Rows[table] += rows
	}
}

package store

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"golang.org/x/mod/sumdb/note"

	"yichuang/audit"
	"yichuang/civil"
)

// Seal makes the day's signed checkpoint of all chains, once a day: a second
// call for the same day does nothing and returns nil. The note is worth keeping
// elsewhere too; see audit.Checkpoint.
func (tx *Tx) Seal(ctx context.Context, day civil.Date) (signed []byte, err error) {
	done, err := tx.texts(ctx, "SELECT note FROM checkpoints WHERE day = $1", day.String())
	if err != nil || len(done) > 0 {
		return nil, tx.failed(err, "read checkpoint of %s", day)
	}
	number, before, err := tx.lastCheckpoint(ctx)
	if err != nil {
		return nil, err
	}
	heads, err := tx.movedHeads(ctx)
	if err != nil {
		return nil, err
	}
	checkpoint, err := audit.Next(before, number+1, day.String(), heads)
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(tx.keys.audit)
	if err != nil {
		return nil, fmt.Errorf("read audit key: %w", err)
	}
	if signed, err = audit.Sign(checkpoint, signer); err != nil {
		return nil, fmt.Errorf("sign checkpoint of %s: %w", day, err)
	}
	return signed, tx.addCheckpoint(ctx, checkpoint, signed, heads)
}

func (tx *Tx) addCheckpoint(ctx context.Context, c audit.Checkpoint, signed []byte, heads []audit.Head) error {
	_, err := tx.q.ExecContext(ctx, "INSERT INTO checkpoints (number, day, note, at) VALUES ($1, $2, $3, $4)",
		c.Number, c.Day, string(signed), tx.now.UnixMicro())
	if err != nil {
		return tx.failed(err, "add checkpoint of %s", c.Day)
	}
	for i, h := range heads {
		_, err := tx.q.ExecContext(ctx,
			"INSERT INTO checkpoint_heads (checkpoint, position, chain, version, hash) VALUES ($1, $2, $3, $4, $5)",
			c.Number, i, h.Chain, h.Version, h.Hash.String())
		if err != nil {
			return tx.failed(err, "add checkpoint of %s", c.Day)
		}
	}
	return nil
}

// lastCheckpoint returns the newest checkpoint's number and note; 0 and nil
// without one.
func (tx *Tx) lastCheckpoint(ctx context.Context) (int64, []byte, error) {
	number, err := tx.number(ctx, "SELECT COALESCE(MAX(number), 0) FROM checkpoints")
	if err != nil || number == 0 {
		return 0, nil, tx.failed(err, "read last checkpoint")
	}
	notes, err := tx.texts(ctx, "SELECT note FROM checkpoints WHERE number = $1", number)
	if err != nil {
		return 0, nil, tx.failed(err, "read last checkpoint")
	}
	return number, []byte(notes[0]), nil
}

// movedHeads lists the heads that no checkpoint holds yet, by chain.
func (tx *Tx) movedHeads(ctx context.Context) ([]audit.Head, error) {
	return tx.heads(ctx, `SELECT chain, version, hash FROM events e
		WHERE NOT EXISTS (SELECT 1 FROM events n WHERE n.chain = e.chain AND n.version = e.version + 1)
		AND NOT EXISTS (SELECT 1 FROM checkpoint_heads h WHERE h.chain = e.chain AND h.version = e.version)
		ORDER BY chain`)
}

func (r *Reader) heads(ctx context.Context, query string, args ...any) (all []audit.Head, err error) {
	rows, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, r.failed(err, "read heads")
	}
	defer rows.Close()
	for rows.Next() {
		var h audit.Head
		var hash string
		if err := rows.Scan(&h.Chain, &h.Version, &hash); err != nil {
			return nil, r.failed(err, "read heads")
		}
		h.Hash = hashOf(hash)
		all = append(all, h)
	}
	return all, r.failed(rows.Err(), "read heads")
}

// VerifyAudit reads all events, case rows and checkpoints as of one moment and
// reports the first thing that is not as it was written. public is the key from
// Keys.AuditKey, best one kept outside; empty stands for the database's own.
func (db *DB) VerifyAudit(ctx context.Context, public string) (report audit.Report, err error) {
	if public == "" {
		if db.keys == nil {
			return report, errNoKeys
		}
		if public, err = db.keys.AuditKey(); err != nil {
			return report, err
		}
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return report, fmt.Errorf("read audit key: %w", err)
	}
	err = db.Snapshot(ctx, func(r Reader) (err error) {
		report, err = r.verifyAudit(ctx, note.VerifierList(verifier))
		return err
	})
	return report, err
}

func (r *Reader) verifyAudit(ctx context.Context, known note.Verifiers) (audit.Report, error) {
	return audit.Verify(audit.Record{Entries: r.entries(ctx), Heads: r.keptHeads(ctx), Checkpoints: r.checkpoints(ctx)}, known)
}

// errStopped ends a reading that nobody wants to go on with.
var errStopped = errors.New("stopped")

// entries yields all events as audit entries.
func (r *Reader) entries(ctx context.Context) iter.Seq2[audit.Entry, error] {
	return func(yield func(audit.Entry, error) bool) {
		err := r.eachEvent(ctx, "ORDER BY chain, version", nil, func(e Event) error {
			if !yield(e.entry(), nil) {
				return errStopped
			}
			return nil
		})
		if err != nil && err != errStopped {
			yield(audit.Entry{}, err)
		}
	}
}

// keptHeads are the heads that rows of cases and registers hold.
func (r *Reader) keptHeads(ctx context.Context) iter.Seq2[audit.Head, error] {
	return func(yield func(audit.Head, error) bool) {
		heads, err := r.heads(ctx, `SELECT 'case/' || id AS chain, version, head FROM cases
			UNION ALL SELECT chain, version, head FROM registers ORDER BY chain`)
		if err != nil {
			yield(audit.Head{}, err)
			return
		}
		for _, h := range heads {
			if !yield(h, nil) {
				return
			}
		}
	}
}

func (r *Reader) checkpoints(ctx context.Context) iter.Seq2[audit.Signed, error] {
	return func(yield func(audit.Signed, error) bool) {
		notes, err := r.texts(ctx, "SELECT note FROM checkpoints ORDER BY number")
		if err != nil {
			yield(audit.Signed{}, r.failed(err, "read checkpoints"))
			return
		}
		for i, note := range notes {
			heads, err := r.heads(ctx,
				"SELECT chain, version, hash FROM checkpoint_heads WHERE checkpoint = $1 ORDER BY position", i+1)
			if !yield(audit.Signed{Note: []byte(note), Heads: heads}, err) {
				return
			}
		}
	}
}

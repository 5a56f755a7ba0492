package store

import (
	"context"
	"time"
)

// Sessions is the store of scs (github.com/alexedwards/scs) on this database,
// so that a session is known to every server. The database holds neither tokens
// nor readable content: who reads it can take over no session.
type Sessions struct {
	db    *DB
	clock func() time.Time
}

// Sessions returns the session store. clock is the one scs goes by: the real
// one, also in the demo.
func (db *DB) Sessions(clock func() time.Time) *Sessions { return &Sessions{db, clock} }

func (s *Sessions) id(token string) string { return s.db.keys.digest("sessions", "id", token) }

// FindCtx returns the content of a session that is alive.
func (s *Sessions) FindCtx(ctx context.Context, token string) (content []byte, found bool, err error) {
	id := s.id(token)
	sealed, err := s.db.texts(ctx, "SELECT content FROM sessions WHERE id = $1 AND expires_at > $2", id, s.clock().UnixMicro())
	if err != nil || len(sealed) == 0 {
		return nil, false, s.db.failed(err, "read session")
	}
	plain, err := s.db.keys.unseal("sessions", id, "content", sealed[0])
	if err != nil {
		return nil, false, nil // edited or moved by hand: as good as none
	}
	return []byte(plain), true, nil
}

// CommitCtx keeps a session until expiry, exclusive.
func (s *Sessions) CommitCtx(ctx context.Context, token string, content []byte, expiry time.Time) error {
	id := s.id(token)
	sealed, err := s.db.keys.seal("sessions", id, "content", string(content))
	if err != nil {
		return err
	}
	return s.db.Do(ctx, s.clock(), func(tx *Tx) error {
		_, err := tx.q.ExecContext(ctx, `INSERT INTO sessions (id, content, expires_at) VALUES ($1, $2, $3)
			ON CONFLICT (id) DO UPDATE SET content = excluded.content, expires_at = excluded.expires_at`,
			id, sealed, expiry.UnixMicro())
		return tx.failed(err, "keep session")
	})
}

// DeleteCtx ends a session; one that is not there is no error.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.db.Do(ctx, s.clock(), func(tx *Tx) error {
		_, err := tx.q.ExecContext(ctx, "DELETE FROM sessions WHERE id = $1", s.id(token))
		return tx.failed(err, "end session")
	})
}

// Find, Commit and Delete are what scs asks for beside the three above, which
// it uses.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s *Sessions) Commit(token string, content []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, content, expiry)
}

// Delete is DeleteCtx without a context.
func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

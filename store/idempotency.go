package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"yichuang/fault"
)

// Once runs fn the first time an actor gives a key, and answers with the first
// result every time after. request is what was asked, in any fixed form: the
// same key with another request is the conflict fault.idempotency. Nothing is
// remembered of an fn that fails. Two at once wait for each other: the database
// lets one insert the key.
func (tx *Tx) Once(ctx context.Context, actor, key string, request []byte, fn func() (result []byte, err error)) (result []byte, err error) {
	if key == "" {
		return nil, fault.At("idempotency-key", "every write needs a key; give a random one and keep it for a retry")
	}
	asked := requestHash(request)
	inserted, err := tx.q.ExecContext(ctx, `INSERT INTO idempotency (actor, key, request, result, created_at)
		VALUES ($1, $2, $3, '', $4) ON CONFLICT DO NOTHING`, actor, key, asked, tx.now.UnixMicro())
	if err != nil {
		return nil, tx.failed(err, "take idempotency key")
	}
	if n, err := inserted.RowsAffected(); err != nil || n == 0 {
		return tx.firstResult(ctx, actor, key, asked)
	}
	if result, err = fn(); err != nil {
		return nil, err
	}
	_, err = tx.q.ExecContext(ctx, "UPDATE idempotency SET result = $3 WHERE actor = $1 AND key = $2", actor, key, string(result))
	return result, tx.failed(err, "keep first result")
}

func (tx *Tx) firstResult(ctx context.Context, actor, key, asked string) ([]byte, error) {
	rows, err := tx.q.QueryContext(ctx, "SELECT request, result FROM idempotency WHERE actor = $1 AND key = $2", actor, key)
	if err != nil {
		return nil, tx.failed(err, "read first result")
	}
	defer rows.Close()
	var request, result string
	for rows.Next() {
		if err := rows.Scan(&request, &result); err != nil {
			return nil, tx.failed(err, "read first result")
		}
	}
	if err := rows.Err(); err != nil {
		return nil, tx.failed(err, "read first result")
	}
	if request != asked {
		return nil, fault.New(fault.Conflict, "fault.idempotency").WithDetail("idempotency key was used for another request")
	}
	return []byte(result), nil
}

func requestHash(request []byte) string {
	sum := sha256.Sum256(request)
	return hex.EncodeToString(sum[:])
}

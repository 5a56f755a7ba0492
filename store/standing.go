package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// standing says which rows stand behind the subjects of acts beside cases, by the
// kind with which their chains begin. What changes without an act, such as wrong
// passwords in a row, is left out. Numbers and calendars are never changed: their
// record holds the whole of them.
var standing = map[string]struct {
	ids  string // statement that lists the ids
	rows func(ctx context.Context, r *Reader, id string) (any, error)
}{
	"office":     {"SELECT id FROM offices", standingRow(offices)},
	"party":      {"SELECT id FROM parties", standingRow(parties)},
	"account":    {"SELECT id FROM accounts", accountRows},
	"mandate":    {"SELECT id FROM mandates", standingRow(mandates)},
	"permit":     {"SELECT id FROM permits", standingRow(permits)},
	"integrity":  {"SELECT id FROM integrity", standingRow(integrity)},
	"sanction":   {"SELECT id FROM sanctions", standingRow(sanctions)},
	"check":      {"SELECT id FROM checks", standingRow(checks)},
	"revocation": {"SELECT id FROM revocations", standingRow(revocations)},
	"list": {"SELECT DISTINCT name || '/' || place FROM lists", func(ctx context.Context, r *Reader, id string) (any, error) {
		name, place, _ := strings.Cut(id, "/")
		return r.ListEditions(ctx, name, place)
	}},
	"policy": {"SELECT DISTINCT pack FROM policies", func(ctx context.Context, r *Reader, id string) (any, error) {
		return policies.find(ctx, r, "WHERE pack = $1 ORDER BY seq", id)
	}},
}

func standingRow[T any](t *table[T]) func(context.Context, *Reader, string) (any, error) {
	return func(ctx context.Context, r *Reader, id string) (any, error) {
		return t.find(ctx, r, "WHERE id = $1", id)
	}
}

// accountRows are an account and its posts.
func accountRows(ctx context.Context, r *Reader, id string) (any, error) {
	held, err := accounts.find(ctx, r, "WHERE id = $1", id)
	if err != nil || len(held) == 0 {
		return held, err
	}
	a := &held[0]
	a.Failures, a.LockedUntil, a.Language, a.ChangedAt, a.Version = 0, time.Time{}, "", time.Time{}, 0
	posts, err := officers.find(ctx, r, "WHERE account = $1 ORDER BY id", id)
	return []any{held, posts}, err
}

// Standing is the fingerprint of the rows behind a chain as they are now; "" where
// no row belongs to the subject, or it has no rows that acts alone change. It is
// of what the rows say, not of how they are sealed.
func (r *Reader) Standing(ctx context.Context, chain string) (string, error) {
	kind, id, _ := strings.Cut(chain, "/")
	subject, ok := standing[kind]
	if !ok {
		return "", nil
	}
	rows, err := subject.rows(ctx, r, id)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(rows)
	if err != nil || string(text) == "null" || string(text) == "[]" {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// Subjects lists the chains of every subject that has such rows, or had: those in
// the tables and those in the record.
func (r *Reader) Subjects(ctx context.Context) ([]string, error) {
	var all []string
	for kind, subject := range standing {
		ids, err := r.texts(ctx, subject.ids)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			all = append(all, kind+"/"+id)
		}
		chains, err := r.texts(ctx, "SELECT chain FROM registers WHERE chain LIKE $1", kind+"/%")
		if err != nil {
			return nil, err
		}
		all = append(all, chains...)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

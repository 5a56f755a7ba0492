package store

import (
	"context"
	"database/sql"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// number reads the one number that a query gives; no row is not found.
func (r *Reader) number(ctx context.Context, query string, args ...any) (n int64, err error) {
	rows, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, r.fault(err)
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return 0, r.fault(err)
		}
		return 0, r.fault(sql.ErrNoRows)
	}
	return n, r.fault(rows.Scan(&n))
}

// texts reads the first column of every row as text.
func (r *Reader) texts(ctx context.Context, query string, args ...any) (all []string, err error) {
	rows, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, r.fault(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, r.fault(err)
		}
		all = append(all, s)
	}
	return all, r.fault(rows.Err())
}

// FoldName returns a name as it is searched: without accents, case, width and
// punctuation, its words separated by single spaces. Folding twice changes
// nothing.
func FoldName(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(norm.NFKC.String(name))) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

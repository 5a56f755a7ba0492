package store

import (
	"context"
	"database/sql"
)

// Trace gives every statement that reads through db from now on, outside
// transactions, to a function: for tests that count them or look at what they
// read. Nobody may read meanwhile.
func (db *DB) Trace(each func(statement string)) { db.q = traced{db.q, each} }

type traced struct {
	querier
	each func(statement string)
}

func (t traced) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	t.each(query)
	return t.querier.QueryContext(ctx, query, args...)
}

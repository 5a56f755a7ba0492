package store

import (
	"context"
	"encoding/json"
	"time"
)

// Notice is a letter to a party that is no letter of a case: the decision on a
// sanction. It has its number from NextLetter, as letters of cases do, and is
// never edited.
type Notice struct {
	ID        string          `db:"id"`
	Party     string          `db:"party"`
	Kind      string          `db:"kind"`
	Office    string          `db:"office"`
	Year      int             `db:"year"`
	Number    int64           `db:"number"`
	IssuedBy  string          `db:"issued_by"`
	Code      string          `db:"code"`
	Body      json.RawMessage `db:"body,sealed"`
	CreatedAt time.Time       `db:"created_at"`
}

var notices = tableOf[Notice]("notices").recorded(func(n *Notice) string { return "notice/" + n.ID })

// AddNotice keeps a notice.
func (tx *Tx) AddNotice(ctx context.Context, n *Notice) error { return notices.insert(ctx, tx, n) }

// Notice reads a notice.
func (r *Reader) Notice(ctx context.Context, id string) (Notice, error) {
	return notices.get(ctx, r, id)
}

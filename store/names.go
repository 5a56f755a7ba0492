package store

import "context"

// Name is what people call a party or an account. Nothing sealed is read for it.
type Name struct {
	ID    string
	Name  string
	Party string // for whom an account speaks; "" of a party
}

// PartyNames reads the names of parties, by id; one that is not there is left out.
func (r *Reader) PartyNames(ctx context.Context, ids []string) (map[string]Name, error) {
	return r.names(ctx, "SELECT id, name, '' FROM parties ", ids)
}

// AccountNames reads the names of accounts as PartyNames does.
func (r *Reader) AccountNames(ctx context.Context, ids []string) (map[string]Name, error) {
	return r.names(ctx, "SELECT id, name, COALESCE(party, '') FROM accounts ", ids)
}

func (r *Reader) names(ctx context.Context, query string, ids []string) (map[string]Name, error) {
	found := make(map[string]Name, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	w := &conditions{}
	w.in("id", ids)
	rows, err := r.q.QueryContext(ctx, query+w.String(), w.args...)
	if err != nil {
		return nil, r.failed(err, "read names")
	}
	defer rows.Close()
	for rows.Next() {
		var n Name
		if err := rows.Scan(&n.ID, &n.Name, &n.Party); err != nil {
			return nil, r.failed(err, "read names")
		}
		found[n.ID] = n
	}
	return found, r.failed(rows.Err(), "read names")
}

package store

import "context"

// Rows that a list needs beside its own are read in one statement.

// CasesByID reads cases, by id; one that is not there is left out.
func (r *Reader) CasesByID(ctx context.Context, ids []string) (map[string]CaseRow, error) {
	return many(ctx, r, cases, ids, func(c CaseRow) string { return c.ID })
}

// PermitsByID reads permits as CasesByID reads cases.
func (r *Reader) PermitsByID(ctx context.Context, ids []string) (map[string]PermitRow, error) {
	return many(ctx, r, permits, ids, func(p PermitRow) string { return p.ID })
}

// SlotsByID reads slots as CasesByID reads cases.
func (r *Reader) SlotsByID(ctx context.Context, ids []string) (map[string]Slot, error) {
	return many(ctx, r, slots, ids, func(s Slot) string { return s.ID })
}

// CommitmentsOf reads the commitments of granted cases.
func (r *Reader) CommitmentsOf(ctx context.Context, caseIDs []string) ([]Commitment, error) {
	if len(caseIDs) == 0 {
		return nil, nil
	}
	w := &conditions{}
	w.in("case_id", caseIDs)
	return commitments.find(ctx, r, w.String(), w.args...)
}

// AlteredPermits are those of the numbers that an open case alters.
func (r *Reader) AlteredPermits(ctx context.Context, numbers []string) (map[string]bool, error) {
	altered := map[string]bool{}
	if len(numbers) == 0 {
		return altered, nil
	}
	w := &conditions{}
	w.in("alters", numbers)
	found, err := r.texts(ctx, "SELECT alters FROM cases "+w.String(), w.args...)
	for _, number := range found {
		altered[number] = true
	}
	return altered, r.failed(err, "read altered permits")
}

// Newest are the last events of chains, by chain.
func (r *Reader) Newest(ctx context.Context, chains []string) (map[string]Event, error) {
	if len(chains) == 0 {
		return nil, nil
	}
	return r.lasts(ctx, chains)
}

func many[T any](ctx context.Context, r *Reader, t *table[T], ids []string, id func(T) string) (map[string]T, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	w := &conditions{}
	w.in(t.columns[0].name, ids)
	found, err := t.find(ctx, r, w.String(), w.args...)
	all := make(map[string]T, len(found))
	for _, row := range found {
		all[id(row)] = row
	}
	return all, err
}

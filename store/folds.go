package store

import (
	"bytes"
	"context"
	"fmt"
	"reflect"
	"slices"

	"yichuang/casefile"
)

// VerifyFolds folds the events of every case again and returns the numbers of
// those that are kept as something else, in order: the state, what lists and
// rights copy out of it (parties, offices, status …), who else reads the case,
// and how it goes. Names and dates that hang on other registers are left out. It
// needs the keys.
func (db *DB) VerifyFolds(ctx context.Context) (wrong []string, err error) {
	err = db.Snapshot(ctx, func(r Reader) error {
		wrong, err = r.verifyFolds(ctx)
		return err
	})
	return wrong, err
}

func (r *Reader) verifyFolds(ctx context.Context) (wrong []string, err error) {
	ids, err := r.texts(ctx, "SELECT id FROM cases")
	if err != nil {
		return nil, r.failed(err, "list cases")
	}
	slices.Sort(ids)
	for part := range slices.Chunk(ids, together) {
		kept, err := r.keptCases(ctx, part)
		if err != nil {
			return nil, err
		}
		for _, id := range part {
			same, err := kept.asFolded(id)
			if err != nil {
				return nil, err
			}
			if !same {
				wrong = append(wrong, id)
			}
		}
	}
	return wrong, nil
}

// keptCases is what the tables hold of some cases, by id.
type keptCases struct {
	rows     map[string]any
	progress map[string]any
	readers  map[string][]string // "office qd-experts", in order
	events   map[string][]Event
}

func (r *Reader) keptCases(ctx context.Context, ids []string) (k keptCases, err error) {
	if k.rows, err = byKey(ctx, r, cases, "id", ids); err != nil {
		return k, err
	}
	if k.progress, err = byKey(ctx, r, progresses, "case_id", ids); err != nil {
		return k, err
	}
	k.readers, k.events = map[string][]string{}, map[string][]Event{}
	for _, id := range ids {
		if k.events[id], err = r.Events(ctx, CaseChain(id), 0); err != nil {
			return k, err
		}
	}
	w := &conditions{}
	w.in("case_id", ids)
	rows, err := r.q.QueryContext(ctx, "SELECT case_id, kind, reader FROM case_readers "+w.String(), w.args...)
	if err != nil {
		return k, r.failed(err, "read readers of cases")
	}
	defer rows.Close()
	for rows.Next() {
		var id, kind, reader string
		if err := rows.Scan(&id, &kind, &reader); err != nil {
			return k, r.failed(err, "read readers of cases")
		}
		k.readers[id] = append(k.readers[id], kind+" "+reader)
	}
	return k, r.failed(rows.Err(), "read readers of cases")
}

// asFolded reports whether a case is kept as its events fold.
func (k keptCases) asFolded(id string) (bool, error) {
	row := k.rows[id].([]CaseRow)[0]
	events, err := decoded(casefile.CaseNumber(id), k.events[id])
	if err != nil {
		return false, err
	}
	folded, err := casefile.FoldAll(events)
	if err != nil {
		return false, fmt.Errorf("fold case %s: %w", id, err)
	}
	want, err := rowOf(folded, CaseIndex{})
	if err != nil {
		return false, err
	}
	return bytes.Equal(want.State, row.State) && sameCopies(*want, row) &&
		slices.Equal(readersOf(*want), slices.Sorted(slices.Values(k.readers[id]))) && k.sameProgress(id, folded), nil
}

// sameCopies compares what is copied out of the state.
func sameCopies(want, row CaseRow) bool {
	for _, r := range []*CaseRow{&want, &row} {
		r.State, r.Offices, r.Consenters, r.ForeignerKey, r.PrincipalKey, r.DueOn = nil, nil, nil, "", "", nil
		r.CreatedAt, r.ChangedAt, r.Version, r.HeadHash = row.CreatedAt, row.ChangedAt, row.Version, row.HeadHash
	}
	return reflect.DeepEqual(want, row)
}

// readersOf are the readers that setReaders writes, in order.
func readersOf(row CaseRow) (all []string) {
	for _, office := range row.Offices {
		all = append(all, "office "+office)
	}
	for _, consenter := range row.Consenters {
		all = append(all, "consenter "+consenter)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// sameProgress compares how the case goes.
func (k keptCases) sameProgress(id string, folded casefile.Case) bool {
	want, sent := progressOf(folded)
	held, _ := k.progress[id].([]progress)
	if !sent {
		return len(held) == 0
	}
	return len(held) == 1 && held[0].equal(want)
}

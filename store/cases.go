package store

import (
	"context"
	"encoding/json"
	"time"

	"yichuang/audit"
	"yichuang/civil"
	"yichuang/fault"
)

// CaseRow is a case as lists and rights need it, beside its folded state. The
// state is what the events fold to; the other fields are copied out of it, so
// that they can be searched. Head and Version are kept by the store.
type CaseRow struct {
	ID           string          `db:"id"`
	Number       string          `db:"number"`
	Matter       string          `db:"matter"`
	Place        string          `db:"place"`
	Status       string          `db:"status"`
	Label        string          `db:"label"` // what people read, such as correction or paused
	IsDraft      bool            `db:"is_draft"`
	IsOpen       bool            `db:"is_open"`
	Principal    string          `db:"principal,null"` // employer, or the platform that applies itself
	Foreigner    string          `db:"foreigner,null"`
	Agent        string          `db:"agent,null"`
	OpenedBy     string          `db:"opened_by"`
	Handler      string          `db:"handler"`       // officer who has it; empty: nobody yet
	ForeignerKey string          `db:"foreigner_key"` // name, which SaveCase folds for searching
	PrincipalKey string          `db:"principal_key"`
	Permit       string          `db:"permit,null"`
	Alters       string          `db:"alters,null"` // permit that this case alters while it is open: one case a permit
	SubmittedOn  *civil.Date     `db:"submitted_on"`
	DueOn        *civil.Date     `db:"due_on,last"` // earliest date that binds an office, nil: none runs
	CreatedAt    time.Time       `db:"created_at"`
	ChangedAt    time.Time       `db:"changed_at"`
	State        json.RawMessage `db:"state,sealed"`
	Version      int64           `db:"version"`
	HeadHash     string          `db:"head"`

	// Offices are those of all tracks, Consenters those whose consent is asked.
	// SaveCase writes them; Cases and the single reads leave them empty.
	Offices    []string
	Consenters []string
}

var cases = tableOf[CaseRow]("cases")

// SaveCase appends events to a case and writes the row they fold to, both or
// neither. row.Version is the version the caller saw: 0 for a case that does
// not exist yet. It is counted up by the number of events. If the case has
// moved on, the conflict fault.case.stale says by whom and what; if the permit
// it alters is altered by another open case, it is fault.case.permit-taken.
func (tx *Tx) SaveCase(ctx context.Context, row *CaseRow, events ...Event) error {
	if len(events) == 0 {
		return fault.At("events", "a case changes by events; give at least one")
	}
	seen := row.Version
	head := audit.Head{Chain: CaseChain(row.ID), Version: seen}
	if seen > 0 {
		var err error
		if head, err = tx.caseHead(ctx, row.ID); err != nil {
			return err
		}
		if head.Version != seen {
			return tx.staleCase(ctx, row, head.Version)
		}
	}
	if err := tx.altersAlone(ctx, row); err != nil {
		return err
	}
	linked, err := tx.linked(head, events)
	if err != nil {
		return err
	}
	if err := tx.putCase(ctx, row, linked); err != nil {
		return err
	}
	if err := tx.insertEvents(ctx, linked); err != nil {
		return err
	}
	return tx.setReaders(ctx, row)
}

// putCase writes the row before its events: the check of its version takes the
// row's lock, so that of two writers who saw one version the second waits and
// then finds it stale.
func (tx *Tx) putCase(ctx context.Context, row *CaseRow, linked []Event) error {
	row.ForeignerKey, row.PrincipalKey = FoldName(row.ForeignerKey), FoldName(row.PrincipalKey)
	last := linked[len(linked)-1]
	row.HeadHash = last.Hash.String()
	if row.Version > 0 {
		return cases.advance(ctx, tx, row, int64(len(linked)))
	}
	row.Version = last.Version
	return cases.insert(ctx, tx, row)
}

// caseHead returns the version and hash that a case's row holds.
func (tx *Tx) caseHead(ctx context.Context, id string) (audit.Head, error) {
	row, err := cases.get(ctx, &tx.Reader, id)
	if err != nil {
		return audit.Head{}, err
	}
	hash, err := audit.ParseHash(row.HeadHash)
	if err != nil {
		return audit.Head{}, tx.failed(err, "read head of case %s", row.Number)
	}
	return audit.Head{Chain: CaseChain(id), Version: row.Version, Hash: hash}, nil
}

// staleCase says what happened since the version that was seen.
func (tx *Tx) staleCase(ctx context.Context, row *CaseRow, version int64) error {
	since, err := tx.Events(ctx, CaseChain(row.ID), row.Version)
	if err != nil {
		return err
	}
	f := fault.New(fault.Conflict, "fault.case.stale", "seen", row.Version, "version", version).
		WithDetail("case %s is at version %d, you saw %d", row.Number, version, row.Version)
	if len(since) > 0 {
		last := since[len(since)-1]
		f.Args = append(f.Args, "actor", last.Actor, "act", last.Kind, "at", last.At)
	}
	return f
}

// altersAlone refuses a second open case on one permit by name; the unique
// column stands behind it for two that arrive at once.
func (tx *Tx) altersAlone(ctx context.Context, row *CaseRow) error {
	if row.Alters == "" {
		return nil
	}
	other, err := cases.find(ctx, &tx.Reader, "WHERE alters = $1 AND id <> $2", row.Alters, row.ID)
	if err != nil || len(other) == 0 {
		return err
	}
	return fault.New(fault.Conflict, "fault.case.permit-taken", "number", other[0].Number)
}

// setReaders writes who else reads the case.
func (tx *Tx) setReaders(ctx context.Context, row *CaseRow) error {
	if _, err := tx.q.ExecContext(ctx, "DELETE FROM case_readers WHERE case_id = $1", row.ID); err != nil {
		return tx.failed(err, "set readers of case %s", row.Number)
	}
	for kind, readers := range map[string][]string{"office": row.Offices, "consenter": row.Consenters} {
		for _, reader := range readers {
			_, err := tx.q.ExecContext(ctx,
				"INSERT INTO case_readers (case_id, kind, reader) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", row.ID, kind, reader)
			if err != nil {
				return tx.failed(err, "set readers of case %s", row.Number)
			}
		}
	}
	return nil
}

// Case reads a case by its id.
func (r *Reader) Case(ctx context.Context, id string) (CaseRow, error) { return cases.get(ctx, r, id) }

// CaseByNumber reads a case by the number people know.
func (r *Reader) CaseByNumber(ctx context.Context, number string) (CaseRow, error) {
	return cases.one(ctx, r, "WHERE number = $1", number)
}

// CaseAltering reads the open case that alters a permit; not found when none does.
func (r *Reader) CaseAltering(ctx context.Context, permit string) (CaseRow, error) {
	return cases.one(ctx, r, "WHERE alters = $1", permit)
}

package store

import (
	"context"
	"time"
)

// OpenFile is the case file that a person of an authority looks at: open since
// the first of the looks that followed each other, last seen at SeenAt.
type OpenFile struct {
	Account string    `db:"account"`
	CaseID  string    `db:"case_id"`
	Office  string    `db:"office"`
	Since   time.Time `db:"since"`
	SeenAt  time.Time `db:"seen_at"`
}

var openFiles = tableOf[OpenFile]("open_files")

// LookAt notes that the account looks at the case file now. It leaves the file
// it had open; Since is of the first look, where the last one was after the
// instant at which an earlier one has ended.
func (tx *Tx) LookAt(ctx context.Context, account, caseID, office string, ended time.Time) error {
	_, err := tx.q.ExecContext(ctx, `INSERT INTO open_files (account, case_id, office, since, seen_at) VALUES ($1, $2, $3, $4, $4)
		ON CONFLICT (account) DO UPDATE SET
			since = CASE WHEN open_files.case_id = excluded.case_id AND open_files.seen_at > $5 THEN open_files.since ELSE excluded.since END,
			case_id = excluded.case_id, office = excluded.office, seen_at = excluded.seen_at`,
		account, caseID, office, tx.now.UnixMicro(), ended.UnixMicro())
	return tx.failed(err, "look at case %s", caseID)
}

// LookAway closes the file that the account has open; none is no error.
func (tx *Tx) LookAway(ctx context.Context, account string) error {
	_, err := tx.q.ExecContext(ctx, "DELETE FROM open_files WHERE account = $1", account)
	return tx.failed(err, "leave case file")
}

// OpenFiles lists the files seen after the instant, those open longest first: at
// most one for each person at work. caseID "" is every case.
func (r *Reader) OpenFiles(ctx context.Context, caseID string, after time.Time) ([]OpenFile, error) {
	return openFiles.find(ctx, r, "WHERE seen_at > $1 AND ($2 = '' OR case_id = $2) ORDER BY since, account", after.UnixMicro(), caseID)
}

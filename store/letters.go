package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Letter is an issued notice or decision. It is never edited: another letter
// supersedes it. Number counts from 1 within office, series and year.
type Letter struct {
	ID         string          `db:"id"`
	CaseID     string          `db:"case_id"`
	Kind       string          `db:"kind"`
	Office     string          `db:"office"`
	Series     string          `db:"series"` // the words before the year in its reference
	Year       int             `db:"year"`
	Number     int64           `db:"number"` // set by AddLetter
	Supersedes string          `db:"supersedes,null"`
	IssuedBy   string          `db:"issued_by"`
	Code       string          `db:"code"`        // check code printed at the foot
	Body       json.RawMessage `db:"body,sealed"` // what the letter says, in both languages
	CreatedAt  time.Time       `db:"created_at"`
}

var letters = tableOf[Letter]("letters").recorded(func(l *Letter) string { return "letter/" + l.ID })

// AddLetter gives the letter the next number of its office, series and year and
// keeps it; one that has its number from NextLetter keeps that. fill, if not nil, completes the body once the number is known.
func (tx *Tx) AddLetter(ctx context.Context, l *Letter, fill func(*Letter) error) error {
	if l.Number == 0 {
		n, err := tx.NextLetter(ctx, l.Office, l.Series, l.Year)
		if err != nil {
			return err
		}
		l.Number = n
	}
	if fill != nil {
		if err := fill(l); err != nil {
			return err
		}
	}
	return letters.insert(ctx, tx, l)
}

// NextLetter takes a number for a letter that something names before the letter
// is written. A number that is not used in the end leaves no gap: the
// transaction then failed.
func (tx *Tx) NextLetter(ctx context.Context, office, series string, year int) (int64, error) {
	return tx.Next(ctx, fmt.Sprintf("letter/%s/%s/%d", office, series, year))
}

// Letter reads a letter.
func (r *Reader) Letter(ctx context.Context, id string) (Letter, error) {
	return letters.get(ctx, r, id)
}

// LetterByCode reads a letter by its check code.
func (r *Reader) LetterByCode(ctx context.Context, code string) (Letter, error) {
	return letters.one(ctx, r, "WHERE code = $1", code)
}

// Letters lists a case's letters, oldest first.
func (r *Reader) Letters(ctx context.Context, caseID string) ([]Letter, error) {
	return letters.find(ctx, r, "WHERE case_id = $1 ORDER BY created_at, id", caseID)
}

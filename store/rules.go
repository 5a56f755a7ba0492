package store

import (
	"context"
	"encoding/json"
	"time"

	"yichuang/civil"
)

// Parameter is a dated value of a place. Of two rows with the same name, place
// and first day, the newer one answers; the older stays, for old receipts.
type Parameter struct {
	ID        string          `db:"id"`
	Name      string          `db:"name"`
	Place     string          `db:"place"`
	ValidFrom civil.Date      `db:"valid_from"`
	Value     json.RawMessage `db:"value"`
	Source    string          `db:"source"`
	AddedBy   string          `db:"added_by"`
	CreatedAt time.Time       `db:"created_at"`
	Series    string          `db:"series"` // which of several published series, or ""
	Seq       int64           `db:"seq"`    // set by the store: counts what was loaded
}

// CalendarYear is one year of a calendar's days off and make-up days, as the JSON
// of a civil.Almanac with that one year; the newest row of a place and year answers.
type CalendarYear struct {
	ID        string          `db:"id"`
	Place     string          `db:"place"` // whose offices keep the calendar; empty: the nation's
	Year      int             `db:"year"`
	Body      json.RawMessage `db:"body"`
	Source    string          `db:"source"`
	AddedBy   string          `db:"added_by"`
	CreatedAt time.Time       `db:"created_at"`
	Seq       int64           `db:"seq"` // set by the store: counts what was loaded
}

// List is an edition of a named list of a place, such as the schools of a city;
// the highest edition of a name and place answers, the others stay.
type List struct {
	ID        string          `db:"id"`
	Name      string          `db:"name"`
	Place     string          `db:"place"`
	Edition   int64           `db:"edition"`
	Body      json.RawMessage `db:"body"`
	Source    string          `db:"source"`
	AddedBy   string          `db:"added_by"`
	CreatedAt time.Time       `db:"created_at"`
}

var (
	parameters = tableOf[Parameter]("parameters")
	calendars  = tableOf[CalendarYear]("calendars")
	lists      = tableOf[List]("lists")
)

// AddParameter adds a value.
func (tx *Tx) AddParameter(ctx context.Context, p *Parameter) (err error) {
	if p.Seq, err = tx.Next(ctx, "parameters"); err != nil {
		return err
	}
	return parameters.insert(ctx, tx, p)
}

// Parameters lists all values by name, place and first day, oldest row first.
func (r *Reader) Parameters(ctx context.Context) ([]Parameter, error) {
	return parameters.find(ctx, r, "ORDER BY name, place, valid_from, seq, id")
}

// AddCalendarYear adds a year of a calendar.
func (tx *Tx) AddCalendarYear(ctx context.Context, c *CalendarYear) (err error) {
	if c.Seq, err = tx.Next(ctx, "calendars"); err != nil {
		return err
	}
	return calendars.insert(ctx, tx, c)
}

// CalendarYears lists all years by place and year, oldest row first.
func (r *Reader) CalendarYears(ctx context.Context) ([]CalendarYear, error) {
	return calendars.find(ctx, r, "ORDER BY place, year, seq, id")
}

// AddList adds an edition of a list. That no two writers add the same one is for
// the list's chain to see to (Record).
func (tx *Tx) AddList(ctx context.Context, l *List) error { return lists.insert(ctx, tx, l) }

// Lists lists the editions that answer, by name and place.
func (r *Reader) Lists(ctx context.Context) ([]List, error) {
	return lists.find(ctx, r, `WHERE edition = (SELECT MAX(edition) FROM lists AS newer
		WHERE newer.name = lists.name AND newer.place = lists.place) ORDER BY name, place, id`)
}

// List returns the edition that answers; a list that nobody keeps is not found.
func (r *Reader) List(ctx context.Context, name, place string) (List, error) {
	return lists.one(ctx, r, "WHERE name = $1 AND place = $2 ORDER BY edition DESC", name, place)
}

// ListEditions lists every edition of a list, the newest first.
func (r *Reader) ListEditions(ctx context.Context, name, place string) ([]List, error) {
	return lists.find(ctx, r, "WHERE name = $1 AND place = $2 ORDER BY edition DESC, id", name, place)
}

package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"yichuang/civil"
)

// table writes and reads rows of one table as a Go struct, so that each table's
// columns are named once, in the struct's `db:"name,option…"` tags. Options:
//
//	sealed  personal: encrypted for its row and column
//	index   beside sealed: <name>_index holds the blind hash, for searching
//	null    an empty string is NULL, where a column is unique or refers to a row
//	last    a date that is missing is stored as the last date there is, so that
//	        it sorts last in both databases
//
// The first column is the primary key. A column "version" counts changes; a
// column "created_at" and "changed_at" are set by insert and update.
type table[T any] struct {
	name    string
	columns []column
	list    string // the columns that are read, separated by commas
	insertQ string
	updateQ string
	version int // index of the version column, or -1

	// chain is the subject that a row stands behind, where every write of one is
	// recorded though no act names it: see Tx.settle. Nil, or "": none.
	chain func(*T) string
}

type column struct {
	name                      string
	field                     int
	kind                      kind
	key                       bool // the first column
	sealed, index, null, last bool
}

// kind is how a Go type is stored.
type kind int

const (
	kindText kind = iota
	kindNumber
	kindTruth
	kindJSON
	kindDate
	kindOptionalDate
	kindInstant
)

// lastDate stands for no date in columns with option last.
const lastDate = "9999-12-31"

var goTypes = map[reflect.Type]kind{
	reflect.TypeFor[json.RawMessage](): kindJSON,
	reflect.TypeFor[civil.Date]():      kindDate,
	reflect.TypeFor[*civil.Date]():     kindOptionalDate,
	reflect.TypeFor[time.Time]():       kindInstant,
}

var goKinds = map[reflect.Kind]kind{
	reflect.String: kindText, reflect.Int: kindNumber, reflect.Int64: kindNumber, reflect.Bool: kindTruth,
}

// tableOf reads the tags of T. It panics on a type it cannot store, which the
// first test to start finds.
func tableOf[T any](name string) *table[T] {
	t := &table[T]{name: name, version: -1}
	of := reflect.TypeFor[T]()
	for i := range of.NumField() {
		f := of.Field(i)
		tag, ok := f.Tag.Lookup("db")
		if !ok {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		k, known := goTypes[f.Type]
		if !known {
			if k, known = goKinds[f.Type.Kind()]; !known {
				panic(fmt.Sprintf("table %s: column %s: cannot store %s", t.name, name, f.Type))
			}
		}
		has := func(o string) bool { return strings.Contains(","+options+",", ","+o+",") }
		if name == "version" {
			t.version = len(t.columns)
		}
		t.columns = append(t.columns, column{name: name, field: i, kind: k, key: len(t.columns) == 0,
			sealed: has("sealed"), index: has("index"), null: has("null"), last: has("last")})
	}
	t.prepare()
	return t
}

// prepare writes the statements that only depend on the columns.
func (t *table[T]) prepare() {
	var read, written, changed []string
	for _, c := range t.columns {
		read = append(read, c.name)
		written = append(written, c.stored()...)
	}
	marks := make([]string, len(written))
	for i := range marks {
		marks[i] = "$" + strconv.Itoa(i+1)
	}
	t.list = strings.Join(read, ", ")
	t.insertQ = fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", t.name, strings.Join(written, ", "), strings.Join(marks, ", "))
	if t.version < 0 {
		return
	}
	for _, c := range t.columns {
		if c.fixed() {
			continue
		}
		for _, name := range c.stored() {
			changed = append(changed, fmt.Sprintf("%s = $%d", name, len(changed)+1))
		}
	}
	n := len(changed)
	t.updateQ = fmt.Sprintf("UPDATE %s SET %s, version = version + $%d WHERE %s = $%d AND version = $%d",
		t.name, strings.Join(changed, ", "), n+1, t.columns[0].name, n+2, n+3)
}

// stored are the names under which a field is stored.
func (c column) stored() []string {
	if c.index {
		return []string{c.name, c.name + "_index"}
	}
	return []string{c.name}
}

// fixed columns are not replaced by an update.
func (c column) fixed() bool { return c.key || c.name == "created_at" || c.name == "version" }

// insert adds a row, as version 1 unless it has another.
func (t *table[T]) insert(ctx context.Context, tx *Tx, row *T) error {
	v := reflect.ValueOf(row).Elem()
	if t.version >= 0 && v.Field(t.columns[t.version].field).Int() == 0 {
		v.Field(t.columns[t.version].field).SetInt(1)
	}
	t.stamp(v, tx.now, "created_at", "changed_at")
	args, err := t.args(tx.keys, v, func(column) bool { return true })
	if err != nil {
		return err
	}
	_, err = tx.q.ExecContext(ctx, t.insertQ, args...)
	t.touch(tx, row)
	return tx.failed(err, "add to %s", t.name)
}

func (t *table[T]) touch(tx *Tx, row *T) {
	if t.chain != nil {
		tx.touch(t.chain(row))
	}
}

// recorded makes every write of a row be recorded under its subject.
func (t *table[T]) recorded(chain func(*T) string) *table[T] {
	t.chain = chain
	return t
}

// insertOnce is insert that does nothing, and says so, where the row's value of
// a unique column is there already.
func (t *table[T]) insertOnce(ctx context.Context, tx *Tx, row *T, unique string) (added bool, err error) {
	v := reflect.ValueOf(row).Elem()
	t.stamp(v, tx.now, "created_at", "changed_at")
	args, err := t.args(tx.keys, v, func(column) bool { return true })
	if err != nil {
		return false, err
	}
	result, err := tx.q.ExecContext(ctx, t.insertQ+" ON CONFLICT ("+unique+") DO NOTHING", args...)
	if err != nil {
		return false, tx.failed(err, "add to %s", t.name)
	}
	n, err := result.RowsAffected()
	if n == 1 {
		t.touch(tx, row)
	}
	return n == 1, err
}

// update replaces the row whose version is the row's own, and counts it up. A
// row that has moved on gives the conflict fault.stale; one that is not there,
// not found.
func (t *table[T]) update(ctx context.Context, tx *Tx, row *T) error {
	return t.advance(ctx, tx, row, 1)
}

// advance is update that counts the version up by more than one.
func (t *table[T]) advance(ctx context.Context, tx *Tx, row *T, by int64) error {
	v := reflect.ValueOf(row).Elem()
	version := v.Field(t.columns[t.version].field)
	t.stamp(v, tx.now, "changed_at")
	id := v.Field(t.columns[0].field).String()
	args, err := t.args(tx.keys, v, func(c column) bool { return !c.fixed() })
	if err != nil {
		return err
	}
	result, err := tx.q.ExecContext(ctx, t.updateQ, append(args, by, id, version.Int())...)
	if err != nil {
		return tx.failed(err, "change %s", t.name)
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		version.SetInt(version.Int() + by)
		t.touch(tx, row)
		return err
	}
	if _, err := t.get(ctx, &tx.Reader, id); err != nil {
		return err
	}
	return stale(t.name, id, version.Int())
}

func (t *table[T]) stamp(v reflect.Value, now time.Time, names ...string) {
	for _, c := range t.columns {
		for _, n := range names {
			if c.name == n {
				v.Field(c.field).Set(reflect.ValueOf(now))
			}
		}
	}
}

// get reads the row with a primary key.
func (t *table[T]) get(ctx context.Context, r *Reader, id string) (T, error) {
	return t.one(ctx, r, "WHERE "+t.columns[0].name+" = $1", id)
}

// one reads the first row that tail finds; none is not found.
func (t *table[T]) one(ctx context.Context, r *Reader, tail string, args ...any) (row T, err error) {
	all, err := t.find(ctx, r, tail+" LIMIT 1", args...)
	if err != nil {
		return row, err
	}
	if len(all) == 0 {
		return row, r.failed(sql.ErrNoRows, "read %s %v", t.name, args)
	}
	return all[0], nil
}

// find reads the rows that tail (WHERE, ORDER BY, LIMIT) finds.
func (t *table[T]) find(ctx context.Context, r *Reader, tail string, args ...any) ([]T, error) {
	rows, err := r.q.QueryContext(ctx, "SELECT "+t.list+" FROM "+t.name+" "+tail, args...)
	if err != nil {
		return nil, r.failed(err, "read %s", t.name)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var row T
		if err := t.scan(rows, r.keys, &row); err != nil {
			return nil, r.failed(err, "read %s", t.name)
		}
		all = append(all, row)
	}
	return all, r.failed(rows.Err(), "read %s", t.name)
}

// pageSize is what lists show where the caller asks for no size.
const pageSize = 25

// page finds a page of the rows that meet the conditions; limit 0 is pageSize, and
// conditions that are nil can be met by no row.
func (t *table[T]) page(ctx context.Context, r *Reader, w *conditions, order string, limit, offset int) ([]T, error) {
	if w == nil {
		return nil, nil
	}
	if limit == 0 {
		limit = pageSize
	}
	tail := fmt.Sprintf("%s ORDER BY %s LIMIT %s OFFSET %s", w, order, w.arg(limit), w.arg(offset))
	return t.find(ctx, r, tail, w.args...)
}

// count counts what page would find without a limit.
func (t *table[T]) count(ctx context.Context, r *Reader, w *conditions) (int64, error) {
	if w == nil {
		return 0, nil
	}
	n, err := r.number(ctx, "SELECT COUNT(*) FROM "+t.name+" "+w.String(), w.args...)
	return n, r.failed(err, "count %s", t.name)
}

// countBy counts what page would find without a limit, by the values of a column.
func (t *table[T]) countBy(ctx context.Context, r *Reader, w *conditions, column string) (map[string]int64, error) {
	counts := map[string]int64{}
	if w == nil {
		return counts, nil
	}
	rows, err := r.q.QueryContext(ctx, fmt.Sprintf("SELECT COALESCE(%s, ''), COUNT(*) FROM %s %s GROUP BY 1", column, t.name, w), w.args...)
	if err != nil {
		return nil, r.failed(err, "count %s", t.name)
	}
	defer rows.Close()
	for rows.Next() {
		var value string
		var n int64
		if err := rows.Scan(&value, &n); err != nil {
			return nil, r.failed(err, "count %s", t.name)
		}
		counts[value] = n
	}
	return counts, r.failed(rows.Err(), "count %s", t.name)
}

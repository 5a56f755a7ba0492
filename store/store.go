package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// DB is an open database. Its Reader reads what is committed.
type DB struct {
	Reader
	engine engine
}

// Tx is a transaction: all of it happens or nothing. Its Reader sees its own
// writes. It is valid until the function given to Do returns, in that
// function's goroutine only.
type Tx struct {
	Reader
	now     time.Time
	touched map[string]bool // chains of register rows written and not recorded yet
	act     Event           // the last one recorded: what the rows were written by
}

// Reader reads, inside or outside a transaction.
type Reader struct {
	q      querier
	keys   *Keys
	engine engine
}

// querier is what *sql.DB, *sql.Tx and *sql.Conn have in common.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// engine is what differs between the databases.
type engine interface {
	// write runs fn in a transaction and returns when its effects are durable.
	write(ctx context.Context, fn func(querier) error) error
	// snapshot begins a read-only transaction that sees one moment.
	snapshot(ctx context.Context) (*sql.Tx, error)
	// reader is the pool that reads outside transactions.
	reader() querier
	// schema returns the handle and the goose settings for migrations.
	schema() (*sql.DB, goose.Dialect, []goose.ProviderOption, error)
	// guards are statements, safe to repeat, that make the database itself
	// refuse changes to insert-only tables.
	guards() []string
	// skipLocked ends the SELECT of a lease.
	skipLocked() string
	// class says what kind of error the driver returned.
	class(err error) class
	close() error
}

// insertOnly are the tables whose rows are never changed or removed.
var insertOnly = []string{"events", "checkpoints", "checkpoint_heads", "letters", "policies", "policy_texts", "policy_draft_states", "parameters", "calendars", "notices"}

// Open opens the database at a postgres:// address, or the SQLite database in a
// data directory, which it makes if it is missing. The schema may be older than
// the program: see Migrate. Close the DB when done.
func Open(ctx context.Context, source string, keys *Keys) (*DB, error) {
	if keys == nil {
		return nil, errors.New("open store: keys are missing; read them with ReadKeys")
	}
	opener := openSQLite
	if isPostgres(source) {
		opener = openPostgres
	}
	return open(ctx, source, keys, opener)
}

// Inspect opens a database without keys, for what needs none: VerifyAudit,
// Schema and Ping. Nothing sealed can be read, and nothing written. The source
// may also be a copy of an SQLite database's file.
func Inspect(ctx context.Context, source string) (*DB, error) {
	opener := inspectSQLite
	if isPostgres(source) {
		opener = openPostgres
	}
	return open(ctx, source, nil, opener)
}

func isPostgres(source string) bool {
	return strings.HasPrefix(source, "postgres://") || strings.HasPrefix(source, "postgresql://")
}

func open(ctx context.Context, source string, keys *Keys, opener func(context.Context, string) (engine, error)) (*DB, error) {
	e, err := opener(ctx, source)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	return &DB{Reader: Reader{q: e.reader(), keys: keys, engine: e}, engine: e}, nil
}

// Close waits for writes under way and closes the database.
func (db *DB) Close() error { return db.engine.close() }

// Keys returns the keys the database was opened with.
func (db *DB) Keys() *Keys { return db.keys }

// Do runs fn in a transaction and returns once its effects are on disk, or with
// fn's error once they are undone. now is the one instant everything in it
// happens at. fn must not call Do, nor read through db what it wrote; an error
// that a method of Tx gave it, it must return, as PostgreSQL goes on with
// nothing after one.
func (db *DB) Do(ctx context.Context, now time.Time, fn func(*Tx) error) error {
	if db.keys == nil {
		return errNoKeys
	}
	err := db.engine.write(ctx, func(q querier) error {
		tx := &Tx{Reader: Reader{q: q, keys: db.keys, engine: db.engine}, now: now.UTC().Truncate(time.Microsecond), touched: map[string]bool{}}
		if err := fn(tx); err != nil {
			return err
		}
		return tx.settle(ctx)
	})
	return db.fault(err)
}

// Now is the instant of the transaction, in UTC to the microsecond.
func (tx *Tx) Now() time.Time { return tx.now }

// Snapshot runs fn with a Reader that sees one moment, however long it reads.
func (db *DB) Snapshot(ctx context.Context, fn func(Reader) error) error {
	tx, err := db.engine.snapshot(ctx)
	if err != nil {
		return db.fault(fmt.Errorf("begin to read: %w", err))
	}
	defer tx.Rollback()
	return fn(Reader{q: tx, keys: db.keys, engine: db.engine})
}

// Migrate brings the schema up to the program's. It may be run by several
// processes at once and again at any time; a released migration never changes.
func (db *DB) Migrate(ctx context.Context) error {
	p, err := db.provider()
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	handle, _, _, _ := db.engine.schema()
	for _, statement := range db.engine.guards() {
		if _, err := handle.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("guard insert-only tables: %w", err)
		}
	}
	return nil
}

// Schema returns the version of the database's schema and the program's. A
// lower one needs Migrate; a higher one needs a newer program.
func (db *DB) Schema(ctx context.Context) (database, program int64, err error) {
	p, err := db.provider()
	if err != nil {
		return 0, 0, err
	}
	database, program, err = p.GetVersions(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("read schema version: %w", err)
	}
	return database, program, nil
}

func (db *DB) provider() (*goose.Provider, error) {
	handle, dialect, options, err := db.engine.schema()
	if err != nil {
		return nil, fmt.Errorf("prepare migrations: %w", err)
	}
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	p, err := goose.NewProvider(dialect, handle, folder, options...)
	if err != nil {
		return nil, fmt.Errorf("prepare migrations: %w", err)
	}
	return p, nil
}

// Ping reports whether the database answers, for readiness.
func (db *DB) Ping(ctx context.Context) error {
	_, err := db.number(ctx, "SELECT 1")
	return err
}

// NewID returns a random row id: 26 characters, 130 bits.
func NewID() string { return strings.ToLower(rand.Text()) }

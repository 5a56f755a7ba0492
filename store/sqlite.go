package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteFile is the database's name in the data directory.
const sqliteFile = "yichuang.db"

// sqliteReaders is how many connections read at once.
const sqliteReaders = 8

// sqliteEngine writes through batch; an inspected database has readers only.
type sqliteEngine struct {
	writer  *sql.DB
	readers *sql.DB
	batch   *batcher
}

func openSQLite(ctx context.Context, dir string) (engine, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, sqliteFile)
	writer, err := sql.Open("sqlite", sqliteDSN(path, "journal_mode(WAL)", "foreign_keys(1)", "synchronous(FULL)"))
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(2) // the batcher's, and one for migrations
	conn, err := writer.Conn(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), writer.Close())
	}
	readers, err := openReaders(ctx, path)
	if err != nil {
		return nil, errors.Join(err, conn.Close(), writer.Close())
	}
	return &sqliteEngine{writer: writer, readers: readers, batch: newBatcher(newSteadyConn(conn), batchLimit)}, nil
}

// inspectSQLite opens a data directory, or a copy of its database file by
// itself, for reading only.
func inspectSQLite(ctx context.Context, path string) (engine, error) {
	stat, err := os.Stat(path)
	if err == nil && stat.IsDir() {
		path = filepath.Join(path, sqliteFile)
		_, err = os.Stat(path)
	}
	if err != nil {
		return nil, err
	}
	readers, err := openReaders(ctx, path)
	if err != nil {
		return nil, err
	}
	return &sqliteEngine{readers: readers}, nil
}

func openReaders(ctx context.Context, path string) (*sql.DB, error) {
	readers, err := sql.Open("sqlite", sqliteDSN(path, "query_only(1)"))
	if err != nil {
		return nil, err
	}
	readers.SetMaxOpenConns(sqliteReaders)
	readers.SetMaxIdleConns(sqliteReaders)
	if err := readers.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), readers.Close())
	}
	return readers, nil
}

// sqliteDSN sets what every connection needs; busy_timeout comes first, as the
// other pragmas may have to wait for a lock.
func sqliteDSN(path string, more ...string) string {
	dsn := "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path) + "?_txlock=immediate"
	for _, p := range append([]string{"busy_timeout(10000)"}, more...) {
		dsn += "&_pragma=" + p
	}
	return dsn
}

func (e *sqliteEngine) write(ctx context.Context, fn func(querier) error) error {
	return e.batch.write(ctx, fn)
}

// snapshot: in WAL mode a transaction sees what its first read saw. The read
// here fixes that moment, as BEGIN alone does not.
func (e *sqliteEngine) snapshot(ctx context.Context) (*sql.Tx, error) {
	tx, err := e.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	var n int
	if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_master").Scan(&n); err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	return tx, nil
}

func (e *sqliteEngine) reader() querier { return e.readers }

func (e *sqliteEngine) schema() (*sql.DB, goose.Dialect, []goose.ProviderOption, error) {
	if e.writer == nil {
		return e.readers, goose.DialectSQLite3, nil, nil
	}
	return e.writer, goose.DialectSQLite3, nil, nil
}

func (e *sqliteEngine) guards() []string {
	var all []string
	for _, table := range insertOnly {
		for _, act := range []string{"UPDATE", "DELETE"} {
			all = append(all, fmt.Sprintf(
				"CREATE TRIGGER IF NOT EXISTS %[1]s_no_%[2]s BEFORE %[3]s ON %[1]s BEGIN SELECT RAISE(ABORT, '%[1]s are insert-only'); END",
				table, strings.ToLower(act), act))
		}
	}
	return all
}

// skipLocked is empty: there is one writer, so a lease meets no lock.
func (e *sqliteEngine) skipLocked() string { return "" }

func (e *sqliteEngine) class(err error) class {
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return classOther
	}
	switch failed.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return classExists
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return classInUse
	}
	switch failed.Code() & 0xff { // the primary code of an extended one
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR:
		return classBusy
	}
	return classOther
}

func (e *sqliteEngine) close() error {
	if e.writer == nil {
		return e.readers.Close()
	}
	return errors.Join(e.batch.close(), e.readers.Close(), e.writer.Close())
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// postgresConns is how many connections one server process holds at most.
const postgresConns = 24

type postgresEngine struct{ pool *sql.DB }

func openPostgres(ctx context.Context, url string) (engine, error) {
	pool, err := sql.Open("pgx", url)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(postgresConns)
	pool.SetMaxIdleConns(postgresConns)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return &postgresEngine{pool}, nil
}

// write uses READ COMMITTED: rows that matter are guarded by version columns,
// unique keys and the row locks that an UPDATE takes. PostgreSQL groups the
// commits of concurrent transactions by itself.
func (e *postgresEngine) write(ctx context.Context, fn func(querier) error) error {
	tx, err := e.pool.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback() // of no effect after the commit
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func (e *postgresEngine) snapshot(ctx context.Context) (*sql.Tx, error) {
	return e.pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
}

func (e *postgresEngine) reader() querier { return e.pool }

func (e *postgresEngine) schema() (*sql.DB, goose.Dialect, []goose.ProviderOption, error) {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, "", nil, err
	}
	return e.pool, goose.DialectPostgres, []goose.ProviderOption{goose.WithSessionLocker(locker)}, nil
}

func (e *postgresEngine) guards() []string {
	all := []string{`CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
		$$ BEGIN RAISE EXCEPTION '% are insert-only', TG_TABLE_NAME; END $$`}
	for _, table := range insertOnly {
		all = append(all, fmt.Sprintf(
			"CREATE OR REPLACE TRIGGER %[1]s_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %[1]s EXECUTE FUNCTION refuse_change()", table))
	}
	return all
}

func (e *postgresEngine) skipLocked() string { return " FOR UPDATE SKIP LOCKED" }

func (e *postgresEngine) class(err error) class {
	var failed *pgconn.PgError
	if !errors.As(err, &failed) {
		var unreachable *pgconn.ConnectError
		if errors.As(err, &unreachable) || pgconn.SafeToRetry(err) {
			return classBusy
		}
		return classOther
	}
	switch {
	case failed.Code == "23505":
		return classExists
	case failed.Code == "23503":
		return classInUse
	case strings.HasPrefix(failed.Code, "40"), // serialization, deadlock
		strings.HasPrefix(failed.Code, "53"), // no room, too many connections
		strings.HasPrefix(failed.Code, "57"), // shutting down, cancelled
		strings.HasPrefix(failed.Code, "08"), // connection lost
		failed.Code == "55P03":               // lock not available
		return classBusy
	}
	return classOther
}

func (e *postgresEngine) close() error { return e.pool.Close() }

package store

import (
	"context"
	"database/sql"
)

// steadyConn is a connection that lets no statement be interrupted, and keeps
// statements prepared: their texts are constants, so they are few.
type steadyConn struct {
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
}

// preparedLimit guards against texts that are not constants after all.
const preparedLimit = 500

func newSteadyConn(conn *sql.Conn) *steadyConn {
	return &steadyConn{conn: conn, prepared: map[string]*sql.Stmt{}}
}

func (c *steadyConn) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := c.prepared[query]; s != nil {
		return s, nil
	}
	s, err := c.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if len(c.prepared) >= preparedLimit {
		for q, old := range c.prepared {
			old.Close()
			delete(c.prepared, q)
		}
	}
	c.prepared[query] = s
	return s, nil
}

func (c *steadyConn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	ctx = context.WithoutCancel(ctx)
	s, err := c.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

func (c *steadyConn) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx = context.WithoutCancel(ctx)
	s, err := c.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (c *steadyConn) close() error {
	for _, s := range c.prepared {
		s.Close()
	}
	return c.conn.Close()
}

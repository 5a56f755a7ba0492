package store

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"yichuang/fault"
)

// batcher is SQLite's one writer with group commit. A commit costs one fsync
// however much it holds, so writers that arrive while one is under way share
// the next: BEGIN IMMEDIATE, then each writer's function in a savepoint and in
// its own goroutine, one after the other, then COMMIT, then all are answered.
// Nobody waits for company: a batch is who was already there.
type batcher struct {
	conn    writeConn
	arrived chan *member
	once    sync.Once
	closing chan struct{} // nobody new is let in
	closed  chan struct{} // the last batch is answered
	limit   int           // members of a batch, at least 1
}

// writeConn is the connection that writes.
type writeConn interface {
	querier
	close() error
}

// member is one writer in a batch.
type member struct {
	turn chan error // nil: run now; else the batch could not begin
	ran  chan error // what the writer's function returned
	done chan error // after the commit: what the writer is told
	err  error
}

// batchLimit bounds how long the first of a batch waits for the rest.
const batchLimit = 128

var errClosed = fault.New(fault.Unavailable, "fault.closing").WithDetail("database is closed")

// errAborted stands for a function that panicked or left its goroutine.
var errAborted = errors.New("transaction function did not return")

func newBatcher(conn writeConn, limit int) *batcher {
	b := &batcher{conn: conn, limit: limit,
		arrived: make(chan *member), closing: make(chan struct{}), closed: make(chan struct{})}
	go b.loop()
	return b
}

// write runs fn in the caller's goroutine when its turn comes. ctx is heeded
// until then; after that the write is short and is always carried through, as
// SQLite would undo the whole batch if one statement were interrupted.
func (b *batcher) write(ctx context.Context, fn func(querier) error) error {
	m := &member{turn: make(chan error), ran: make(chan error, 1), done: make(chan error, 1)}
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case b.arrived <- m:
	case <-ctx.Done():
		return ctx.Err()
	case <-b.closing:
		return errClosed
	}
	if err := <-m.turn; err != nil {
		return err
	}
	m.run(func() error { return fn(b.conn) })
	return <-m.done
}

// run reports fn's error even when fn panics, so that the batch goes on.
func (m *member) run(fn func() error) {
	err := errAborted
	defer func() { m.ran <- err }()
	err = fn()
}

func (b *batcher) loop() {
	defer close(b.closed)
	for {
		select {
		case m := <-b.arrived:
			b.batch(m)
		case <-b.closing:
			return
		}
	}
}

func (b *batcher) close() error {
	b.once.Do(func() { close(b.closing) })
	<-b.closed
	return b.conn.close()
}

// batch runs first and all who are waiting, commits, and answers them.
func (b *batcher) batch(first *member) {
	if err := b.exec("BEGIN IMMEDIATE"); err != nil {
		b.exec("ROLLBACK") // in case it began all the same
		first.turn <- fmt.Errorf("begin: %w", err)
		return
	}
	var members []*member
	var broken error
	for m := first; m != nil; m = b.next(len(members)) {
		members = append(members, m)
		if broken = b.runOne(m); broken != nil {
			break // before next: who is taken in must be answered
		}
	}
	if broken == nil {
		if broken = b.exec("COMMIT"); broken != nil {
			broken = fmt.Errorf("commit: %w", broken)
		}
	}
	if broken != nil {
		b.exec("ROLLBACK") // fails when SQLite has rolled back by itself
	}
	for _, m := range members {
		if m.err == nil {
			m.err = broken
		}
		m.done <- m.err
	}
}

// next returns a writer who is waiting, or nil when none is or the batch is full.
func (b *batcher) next(size int) *member {
	if size >= b.limit {
		return nil
	}
	select {
	case m := <-b.arrived:
		return m
	default:
		return nil
	}
}

// runOne lets a member run in its savepoint and undoes what it did if it
// failed. The error is about the batch: SQLite has lost the transaction (disk
// full, I/O error), and with it what earlier members wrote.
func (b *batcher) runOne(m *member) error {
	if err := b.exec("SAVEPOINT member"); err != nil {
		m.turn <- err
		m.err = err
		return err
	}
	m.turn <- nil
	m.err = <-m.ran
	if m.err != nil {
		if err := b.exec("ROLLBACK TO member"); err != nil {
			return fmt.Errorf("%w (after: %w)", err, m.err)
		}
	}
	return b.exec("RELEASE member")
}

func (b *batcher) exec(statement string) error {
	_, err := b.conn.ExecContext(context.Background(), statement)
	return err
}

// Package store keeps everything in one database: SQLite in a data directory,
// or PostgreSQL. One SQL text with $1, $2, … serves both; sqlite.go and
// postgres.go hold what differs: opening, locking, guards and error codes.
//
// Columns have two types, TEXT and BIGINT, because these two mean the same in
// both databases: instants are microseconds since 1970 in UTC, dates are
// YYYY-MM-DD, truth is 0 or 1, JSON is text whose bytes are kept as given, and
// personal identifiers are sealed (keys.go, seal.go).
//
// Do is the only way to write. On SQLite there is one writer: concurrent Do
// calls share a transaction, each in a savepoint of its own, and all return
// after the one fsync that makes them durable (batch.go). Any number of readers
// go on meanwhile. SQLite's limits, set at open: one process should serve from
// a data directory; commands such as backup may read beside it; a writer of
// another process waits up to ten seconds.
//
// Events are insert-only and chained (events.go); a case's row is what its
// events fold to, written in the same transaction.
package store

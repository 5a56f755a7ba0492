package store

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// dumped are the tables of a backup, each after those it refers to. Sessions and
// the files that people have open are left out: after a restore everybody signs
// in again.
var dumped = []string{
	"parties", "accounts", "credentials", "offices", "officers", "mandates",
	"cases", "case_readers", "events", "registers", "checkpoints", "checkpoint_heads", "counters", "clocks", "attachments", "letters",
	"determinations", "slots", "appointments", "ratings", "idempotency",
	"permits", "filings", "integrity", "sanctions", "evidence",
	"commitments", "checks", "revocations", "notices", "progress", "steps",
	"policies", "policy_texts", "policy_drafts", "policy_draft_states", "parameters", "calendars", "lists", "allocations", "self_checks",
	"outbox", "jobs",
}

// chunkSize is about how many bytes of a table go into one piece.
const chunkSize = 4 << 20

// dump writes a table as pieces of JSON lines: the column names, then a row a
// line. Values are strings, whole numbers or null, the same from both databases.
func (r *Reader) dump(ctx context.Context, table string, emit func(piece []byte, rows int64) error) error {
	rows, err := r.q.QueryContext(ctx, "SELECT * FROM "+table+" ORDER BY 1, 2")
	if err != nil {
		return r.failed(err, "dump %s", table)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return r.failed(err, "dump %s", table)
	}
	head, err := json.Marshal(columns)
	if err != nil {
		return err
	}
	piece := bytes.NewBuffer(append(head, '\n'))
	var n int64
	for rows.Next() {
		if err := dumpRow(piece, rows.Scan, len(columns)); err != nil {
			return r.failed(err, "dump %s", table)
		}
		if n++; piece.Len() >= chunkSize {
			if err := emit(piece.Bytes(), n); err != nil {
				return err
			}
			piece, n = bytes.NewBuffer(append(head, '\n')), 0
		}
	}
	if err := rows.Err(); err != nil {
		return r.failed(err, "dump %s", table)
	}
	return emit(piece.Bytes(), n)
}

func dumpRow(into *bytes.Buffer, scan func(...any) error, width int) error {
	values := make([]any, width)
	places := make([]any, width)
	for i := range values {
		places[i] = &values[i]
	}
	if err := scan(places...); err != nil {
		return err
	}
	for i, v := range values {
		if b, ok := v.([]byte); ok {
			values[i] = string(b)
		}
	}
	return json.NewEncoder(into).Encode(values)
}

// load inserts a piece that dump wrote and returns its number of rows.
func (tx *Tx) load(ctx context.Context, table string, piece io.Reader) (rows int64, err error) {
	lines := bufio.NewReader(piece)
	decoder := json.NewDecoder(lines)
	decoder.UseNumber()
	var columns []string
	if err := decoder.Decode(&columns); err != nil {
		return 0, fmt.Errorf("load %s: columns: %w", table, err)
	}
	marks := make([]string, len(columns))
	for i, name := range columns {
		if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") != "" {
			return 0, fmt.Errorf("load %s: %q is no column", table, name)
		}
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	insert := fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(columns, ", "), strings.Join(marks, ", "))
	for decoder.More() {
		var values []any
		if err := decoder.Decode(&values); err != nil {
			return rows, fmt.Errorf("load %s: row %d: %w", table, rows+1, err)
		}
		for i, v := range values {
			if number, ok := v.(json.Number); ok {
				if values[i], err = number.Int64(); err != nil {
					return rows, fmt.Errorf("load %s: row %d: %w", table, rows+1, err)
				}
			}
		}
		if _, err := tx.q.ExecContext(ctx, insert, values...); err != nil {
			return rows, tx.failed(err, "load %s: row %d", table, rows+1)
		}
		rows++
	}
	return rows, nil
}

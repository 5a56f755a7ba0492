package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"yichuang/audit"
)

// Event is one act as it is kept for ever: what, when, by whom, and the act's
// own content as JSON, whose bytes are kept as given, sealed. Events of one
// chain are numbered 1, 2, 3, …; the store fills Chain, Version and Hash, and
// At where it is zero.
type Event struct {
	Chain   string
	Version int64
	Kind    string
	At      time.Time
	Actor   string
	Role    string // in which the actor acted; empty for the system
	Behalf  string // for whom, where the actor acted for another
	Body    json.RawMessage
	Left    string // fingerprint of the subject's rows as the act left them; filled by Record
	Hash    audit.Hash

	sealed string // the body as stored
}

// fields is what the hash covers beside chain and version. Its order is fixed:
// another one would break every chain there is. The body goes in as it is
// stored, so that a record is verified without the keys that open it.
func (e Event) fields() []string {
	return []string{e.Kind, strconv.FormatInt(e.At.UnixMicro(), 10), e.Actor, e.Role, e.Behalf, e.sealed}
}

// place is the id under which the body is sealed.
func (e Event) place() string { return e.Chain + "/" + strconv.FormatInt(e.Version, 10) }

func (e Event) entry() audit.Entry {
	return audit.Entry{Chain: e.Chain, Version: e.Version, Fields: e.fields(), Hash: e.Hash}
}

// CaseChain is the chain of a case's events.
func CaseChain(id string) string { return casePrefix + id }

const casePrefix = "case/"

// Record appends events to a chain that is no case's (an office, an account, a
// parameter, an integrity file); seen is the chain's version the caller acted on,
// or -1 to append to whatever is there. Who records in one chain waits for
// others that do until the transaction ends. The rows of the subject are changed
// before: the last event keeps their fingerprint. Cases have SaveCase.
func (tx *Tx) Record(ctx context.Context, chain string, seen int64, events ...Event) (audit.Head, error) {
	_, err := tx.number(ctx, `INSERT INTO registers (chain, version, head) VALUES ($1, 0, '')
		ON CONFLICT (chain) DO UPDATE SET head = registers.head RETURNING version`, chain)
	if err != nil {
		return audit.Head{}, tx.failed(err, "lock %s", chain)
	}
	head, err := tx.Head(ctx, chain)
	if err != nil {
		return head, err
	}
	if seen >= 0 && seen != head.Version {
		return head, stale(chain, chain, seen)
	}
	if n := len(events); n > 0 {
		if events[n-1].Left, err = tx.standing(ctx, chain); err != nil {
			return head, err
		}
	}
	if head, err = tx.appendEvents(ctx, head, events); err != nil {
		return head, err
	}
	delete(tx.touched, chain)
	_, err = tx.q.ExecContext(ctx, "UPDATE registers SET version = $1, head = $2 WHERE chain = $3",
		head.Version, head.Hash.String(), chain)
	return head, tx.failed(err, "record %s", chain)
}

// Head returns the last event's place in a chain; a chain without events has
// version 0 and the zero hash.
func (r *Reader) Head(ctx context.Context, chain string) (audit.Head, error) {
	heads, err := r.heads(ctx, "SELECT chain, version, hash FROM events WHERE chain = $1 ORDER BY version DESC LIMIT 1", chain)
	if err != nil || len(heads) == 0 {
		return audit.Head{Chain: chain}, err
	}
	return heads[0], nil
}

// appendEvents links events to a head and inserts them.
func (tx *Tx) appendEvents(ctx context.Context, head audit.Head, events []Event) (audit.Head, error) {
	linked, err := tx.linked(head, events)
	if err != nil {
		return head, err
	}
	if n := len(linked); n > 0 {
		head = audit.Head{Chain: head.Chain, Version: linked[n-1].Version, Hash: linked[n-1].Hash}
	}
	return head, tx.insertEvents(ctx, linked)
}

// linked returns the events with their places after a head, sealed.
func (tx *Tx) linked(head audit.Head, events []Event) (all []Event, err error) {
	all = slices.Clone(events)
	for i := range all {
		e := &all[i]
		if len(e.Body) == 0 {
			e.Body = json.RawMessage("{}")
		}
		if e.At.IsZero() {
			e.At = tx.now
		}
		e.Chain, e.Version = head.Chain, head.Version+1
		if e.sealed, err = tx.keys.seal("events", e.place(), "body", string(withLeft(e.Body, e.Left))); err != nil {
			return nil, err
		}
		e.Hash = audit.Link(head.Hash, e.Chain, e.Version, e.fields()...)
		head = audit.Head{Chain: e.Chain, Version: e.Version, Hash: e.Hash}
	}
	return all, nil
}

// insertEvents writes linked events. Two writers that saw the same head meet in
// the primary key (chain, version): one gets a conflict.
func (tx *Tx) insertEvents(ctx context.Context, linked []Event) error {
	for _, e := range linked {
		_, err := tx.q.ExecContext(ctx, `INSERT INTO events (chain, version, kind, at, actor, role, behalf, body, hash)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			e.Chain, e.Version, e.Kind, e.At.UnixMicro(), e.Actor, e.Role, e.Behalf, e.sealed, e.Hash.String())
		if err != nil {
			return tx.failed(err, "record %s version %d", e.Chain, e.Version)
		}
		tx.act = e
	}
	return nil
}

// Events returns the events of a chain after a version, oldest first.
func (r *Reader) Events(ctx context.Context, chain string, after int64) ([]Event, error) {
	return r.events(ctx, "WHERE chain = $1 AND version > $2 ORDER BY version", chain, after)
}

// EventFilter says which events to list: all that match every field given.
type EventFilter struct {
	From, Until time.Time // From <= At < Until; zero: without that end
	Chain       string    // one chain, or all under a prefix that ends with "/"
	Beside      bool      // acts beside cases only
	Actor       string
	Kind        string
	Limit       int // 0: 25
	Offset      int
}

func (f EventFilter) conditions() *conditions {
	w := &conditions{}
	if !f.From.IsZero() {
		w.and("at >= " + w.arg(f.From.UnixMicro()))
	}
	if !f.Until.IsZero() {
		w.and("at < " + w.arg(f.Until.UnixMicro()))
	}
	if strings.HasSuffix(f.Chain, "/") {
		w.and("chain LIKE " + w.arg(f.Chain+"%"))
	} else {
		w.equal("chain", f.Chain)
	}
	if f.Beside {
		w.and("chain NOT LIKE " + w.arg(casePrefix+"%") + " AND kind <> " + w.arg(written))
	}
	w.equal("actor", f.Actor)
	w.equal("kind", f.Kind)
	return w
}

// FindEvents lists events of all chains, newest first, for the audit page.
func (r *Reader) FindEvents(ctx context.Context, f EventFilter) ([]Event, error) {
	w := f.conditions()
	limit := f.Limit
	if limit == 0 {
		limit = pageSize
	}
	return r.events(ctx, fmt.Sprintf("%s ORDER BY at DESC, chain, version DESC LIMIT %s OFFSET %s", w, w.arg(limit), w.arg(f.Offset)), w.args...)
}

// CountEvents counts what FindEvents lists without a limit.
func (r *Reader) CountEvents(ctx context.Context, f EventFilter) (int64, error) {
	w := f.conditions()
	n, err := r.number(ctx, "SELECT COUNT(*) FROM events "+w.String(), w.args...)
	return n, r.failed(err, "count events")
}

func (r *Reader) events(ctx context.Context, tail string, args ...any) (all []Event, err error) {
	err = r.eachEvent(ctx, tail, args, func(e Event) error {
		body, err := r.keys.unseal("events", e.place(), "body", e.sealed)
		e.Body, e.Left = cutLeft(e.Chain, json.RawMessage(body))
		all = append(all, e)
		return err
	})
	return all, err
}

// eachEvent gives the events that tail finds, their bodies still sealed.
func (r *Reader) eachEvent(ctx context.Context, tail string, args []any, do func(Event) error) error {
	rows, err := r.q.QueryContext(ctx, "SELECT chain, version, kind, at, actor, role, behalf, body, hash FROM events "+tail, args...)
	if err != nil {
		return r.failed(err, "read events")
	}
	defer rows.Close()
	for rows.Next() {
		var e Event
		var at int64
		var hash string
		if err := rows.Scan(&e.Chain, &e.Version, &e.Kind, &at, &e.Actor, &e.Role, &e.Behalf, &e.sealed, &hash); err != nil {
			return r.failed(err, "read events")
		}
		e.At, e.Hash = time.UnixMicro(at).UTC(), hashOf(hash)
		if err := do(e); err != nil {
			return err
		}
	}
	return r.failed(rows.Err(), "read events")
}

// hashOf reads a stored hash. One that is no hash any more becomes the zero
// hash, which no entry has, so that VerifyAudit finds it where it stands.
func hashOf(s string) audit.Hash {
	h, err := audit.ParseHash(s)
	if err != nil {
		return audit.Hash{}
	}
	return h
}

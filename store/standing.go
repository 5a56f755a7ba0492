package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"yichuang/people"
)

// subject is a kind of thing that the record follows: which there are, and the
// rows behind each. What changes without an act, such as wrong passwords in a
// row, is left out of them.
type subject struct {
	ids  string // statement that lists the ids
	rows func(ctx context.Context, r *Reader, ids []string) (map[string]any, error)
}

// subjects are all, by the kind with which their chains begin. Numbers and
// calendars are never changed: their record holds the whole of them.
var subjects = map[string]subject{
	"office":        rowsOf(offices),
	"party":         rowsOf(parties),
	"account":       {"SELECT id FROM accounts", accountRows},
	"credential":    {"SELECT id FROM credentials WHERE kind NOT IN ('" + CredentialOfTries + "', '" + CredentialOfProgram + "')", credentialRow},
	"token":         {"SELECT id FROM credentials WHERE kind = '" + CredentialOfProgram + "'", credentialRow},
	"mandate":       rowsOf(mandates),
	"permit":        rowsOf(permits),
	"filing":        {"SELECT id FROM filings WHERE kind <> '" + FilingOfStay + "'", rowsOf(filings).rows},
	"stay":          {"SELECT id FROM filings WHERE kind = '" + FilingOfStay + "'", rowsOf(filings).rows},
	"slot":          rowsOf(slots),
	"appointment":   rowsOf(appointments),
	"rating":        rowsOf(ratings),
	"integrity":     rowsOf(integrity),
	"sanction":      rowsOf(sanctions),
	"check":         rowsOf(checks),
	"revocation":    rowsOf(revocations),
	"evidence":      rowsOf(evidence),
	"notice":        rowsOf(notices),
	"letter":        rowsOf(letters),
	"determination": rowsOf(determinations),
	"upload":        rowsOf(attachments),
	"commitment": {"SELECT case_id || '/' || id FROM commitments", oneByOne(func(ctx context.Context, r *Reader, id string) (any, error) {
		caseID, id, _ := strings.Cut(id, "/")
		return commitments.find(ctx, r, "WHERE case_id = $1 AND id = $2", caseID, id)
	})},
	"text":  rowsOf(policyTexts),
	"draft": {"SELECT id FROM policy_drafts", oneByOne(draftRows)},
	"list": {"SELECT DISTINCT name || '/' || place FROM lists", oneByOne(func(ctx context.Context, r *Reader, id string) (any, error) {
		name, place, _ := strings.Cut(id, "/")
		return r.ListEditions(ctx, name, place)
	})},
	"stock": {"SELECT DISTINCT list || '/' || place || '/' || item FROM allocations", oneByOne(func(ctx context.Context, r *Reader, id string) (any, error) {
		list, rest, _ := strings.Cut(id, "/")
		place, item, _ := strings.Cut(rest, "/")
		return allocations.find(ctx, r, "WHERE list = $1 AND place = $2 AND item = $3 ORDER BY id", list, place, item)
	})},
	"policy": {"SELECT DISTINCT pack FROM policies", oneByOne(func(ctx context.Context, r *Reader, id string) (any, error) {
		return policies.find(ctx, r, "WHERE pack = $1 ORDER BY seq", id)
	})},
}

// rowsOf is the subject of which each row of a table is one.
func rowsOf[T any](t *table[T]) subject {
	key := t.columns[0].name
	return subject{"SELECT " + key + " FROM " + t.name, func(ctx context.Context, r *Reader, ids []string) (map[string]any, error) {
		return byKey(ctx, r, t, key, ids)
	}}
}

// byKey finds the rows in which a column has one of the values, by value and in
// the order of their first column.
func byKey[T any](ctx context.Context, r *Reader, t *table[T], key string, values []string) (map[string]any, error) {
	w := &conditions{}
	w.in(key, values)
	found, err := t.find(ctx, r, w.String()+" ORDER BY "+t.columns[0].name, w.args...)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(t.columns, func(c column) bool { return c.name == key })
	rows := map[string]any{}
	for _, row := range found {
		value := reflect.ValueOf(row).Field(t.columns[at].field).String()
		same, _ := rows[value].([]T)
		rows[value] = append(same, row)
	}
	return rows, nil
}

// oneByOne reads the rows of each subject by itself, where they are few.
func oneByOne(read func(ctx context.Context, r *Reader, id string) (any, error)) func(context.Context, *Reader, []string) (map[string]any, error) {
	return func(ctx context.Context, r *Reader, ids []string) (_ map[string]any, err error) {
		rows := map[string]any{}
		for _, id := range ids {
			if rows[id], err = read(ctx, r, id); err != nil {
				return nil, err
			}
		}
		return rows, nil
	}
}

// accountRows are accounts and their posts.
func accountRows(ctx context.Context, r *Reader, ids []string) (map[string]any, error) {
	rows, err := byKey(ctx, r, accounts, "id", ids)
	if err != nil {
		return nil, err
	}
	posts, err := byKey(ctx, r, officers, "account", ids)
	if err != nil {
		return nil, err
	}
	for id, held := range rows {
		a := &held.([]Account)[0]
		a.Failures, a.LockedUntil, a.Language, a.ChangedAt, a.Version = 0, time.Time{}, "", time.Time{}, 0
		theirs, _ := posts[id].([]Officer)
		rows[id] = []any{held, theirs}
	}
	return rows, nil
}

// uses are the fields of a credential's body that each use of it changes.
var uses = []string{"step", "used", "failures"}

// credentialRow are credentials without their uses. The secret stands as its
// keyed hash, so that the fingerprint tells nothing of it even to who can guess.
func credentialRow(ctx context.Context, r *Reader, ids []string) (map[string]any, error) {
	rows, err := byKey(ctx, r, credentials, "id", ids)
	for id, held := range rows {
		c := &held.([]Credential)[0]
		c.Version, c.Secret = 0, r.keys.digest(credentials.name, "secret", c.Secret)
		var body map[string]json.RawMessage
		if err := json.Unmarshal(c.Body, &body); err != nil {
			return nil, fmt.Errorf("read credential %s: %w", id, err)
		}
		for _, name := range uses {
			delete(body, name)
		}
		if c.Body, err = json.Marshal(body); err != nil {
			return nil, err
		}
	}
	return rows, err
}

// draftRows are a draft and every state of it that was saved.
func draftRows(ctx context.Context, r *Reader, id string) (any, error) {
	held, err := policyDrafts.find(ctx, r, "WHERE id = $1", id)
	if err != nil || len(held) == 0 {
		return held, err
	}
	states, err := r.PolicyDraftStates(ctx, id)
	return []any{held, states}, err
}

// standing is the fingerprint of the rows behind a chain as they are now; "" where
// no row belongs to the subject, or it has no rows that acts alone change. It is
// of what the rows say, not of how they are sealed.
func (r *Reader) standing(ctx context.Context, chain string) (string, error) {
	kind, id, _ := strings.Cut(chain, "/")
	all, err := r.standings(ctx, kind, []string{id})
	return all[id], err
}

// standings are the fingerprints of several subjects of a kind, by id; those
// without rows have none.
func (r *Reader) standings(ctx context.Context, kind string, ids []string) (map[string]string, error) {
	subject, ok := subjects[kind]
	if !ok {
		return nil, nil
	}
	rows, err := subject.rows(ctx, r, ids)
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for id, held := range rows {
		text, err := json.Marshal(held)
		if err != nil {
			return nil, err
		}
		if text := string(text); text == "null" || text == "[]" {
			continue
		}
		sum := sha256.Sum256(text)
		all[id] = hex.EncodeToString(sum[:])
	}
	return all, nil
}

// touch notes that a row of a subject was written.
func (tx *Tx) touch(chain string) {
	if chain != "" {
		tx.touched[chain] = true
	}
}

// written is the kind of the entries that settle makes.
const written = "row.written"

// settle records, at the end of a transaction, the subjects whose rows it wrote
// without an entry of their own, such as what a decision on a case puts on file:
// under who did the last act in it, or the system where it holds none. Thus no
// act can forget its registers.
func (tx *Tx) settle(ctx context.Context) error {
	by := Event{Kind: written, Actor: tx.act.Actor, Role: tx.act.Role, Behalf: tx.act.Behalf}
	if by.Actor == "" {
		by.Actor = string(people.System)
	}
	for _, chain := range slices.Sorted(maps.Keys(tx.touched)) {
		last, err := tx.last(ctx, chain)
		if err != nil {
			return err
		}
		if last.Version > 0 {
			stands, err := tx.standing(ctx, chain)
			if err != nil {
				return err
			}
			if last.Left == stands {
				continue // what changed is no act, such as the uses of a credential
			}
		}
		if _, err := tx.Record(ctx, chain, -1, by); err != nil {
			return err
		}
	}
	return nil
}

// last is the newest event of a chain; without a version where it has none.
func (r *Reader) last(ctx context.Context, chain string) (Event, error) {
	all, err := r.lasts(ctx, []string{chain})
	return all[chain], err
}

// lasts are the newest events of chains, by chain.
func (r *Reader) lasts(ctx context.Context, chains []string) (map[string]Event, error) {
	w := &conditions{}
	w.in("chain", chains)
	w.and("version = (SELECT MAX(version) FROM events AS newer WHERE newer.chain = events.chain)")
	found, err := r.events(ctx, w.String(), w.args...)
	if err != nil {
		return nil, err
	}
	all := map[string]Event{}
	for _, e := range found {
		all[e.Chain] = e
	}
	return all, nil
}

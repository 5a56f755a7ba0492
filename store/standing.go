package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"yichuang/people"
)

// subjects says which rows stand behind the subjects of the record, by the kind
// with which their chains begin. What changes without an act, such as wrong
// passwords in a row, is left out. Numbers and calendars are never changed: their
// record holds the whole of them.
var subjects = map[string]struct {
	ids  string // statement that lists the ids
	rows func(ctx context.Context, r *Reader, id string) (any, error)
}{
	"office":      {"SELECT id FROM offices", oneRow(offices)},
	"party":       {"SELECT id FROM parties", oneRow(parties)},
	"account":     {"SELECT id FROM accounts", accountRows},
	"credential":  {"SELECT id FROM credentials WHERE kind NOT IN ('" + CredentialOfTries + "', '" + CredentialOfProgram + "')", credentialRow},
	"token":       {"SELECT id FROM credentials WHERE kind = '" + CredentialOfProgram + "'", credentialRow},
	"mandate":     {"SELECT id FROM mandates", oneRow(mandates)},
	"permit":      {"SELECT id FROM permits", oneRow(permits)},
	"filing":      {"SELECT id FROM filings WHERE kind <> '" + FilingOfStay + "'", oneRow(filings)},
	"stay":        {"SELECT id FROM filings WHERE kind = '" + FilingOfStay + "'", oneRow(filings)},
	"slot":        {"SELECT id FROM slots", oneRow(slots)},
	"appointment": {"SELECT id FROM appointments", oneRow(appointments)},
	"rating":      {"SELECT id FROM ratings", oneRow(ratings)},
	"integrity":   {"SELECT id FROM integrity", oneRow(integrity)},
	"sanction":    {"SELECT id FROM sanctions", oneRow(sanctions)},
	"check":       {"SELECT id FROM checks", oneRow(checks)},
	"revocation":  {"SELECT id FROM revocations", oneRow(revocations)},
	"text":        {"SELECT digest FROM policy_texts", oneRow(policyTexts)},
	"draft":       {"SELECT id FROM policy_drafts", draftRows},
	"list": {"SELECT DISTINCT name || '/' || place FROM lists", func(ctx context.Context, r *Reader, id string) (any, error) {
		name, place, _ := strings.Cut(id, "/")
		return r.ListEditions(ctx, name, place)
	}},
	"stock": {"SELECT DISTINCT list || '/' || place || '/' || item FROM allocations", func(ctx context.Context, r *Reader, id string) (any, error) {
		list, rest, _ := strings.Cut(id, "/")
		place, item, _ := strings.Cut(rest, "/")
		return allocations.find(ctx, r, "WHERE list = $1 AND place = $2 AND item = $3 ORDER BY id", list, place, item)
	}},
	"policy": {"SELECT DISTINCT pack FROM policies", func(ctx context.Context, r *Reader, id string) (any, error) {
		return policies.find(ctx, r, "WHERE pack = $1 ORDER BY seq", id)
	}},
}

func oneRow[T any](t *table[T]) func(context.Context, *Reader, string) (any, error) {
	return func(ctx context.Context, r *Reader, id string) (any, error) {
		return t.find(ctx, r, "WHERE "+t.columns[0].name+" = $1", id)
	}
}

// accountRows are an account and its posts.
func accountRows(ctx context.Context, r *Reader, id string) (any, error) {
	held, err := accounts.find(ctx, r, "WHERE id = $1", id)
	if err != nil || len(held) == 0 {
		return held, err
	}
	a := &held[0]
	a.Failures, a.LockedUntil, a.Language, a.ChangedAt, a.Version = 0, time.Time{}, "", time.Time{}, 0
	posts, err := officers.find(ctx, r, "WHERE account = $1 ORDER BY id", id)
	return []any{held, posts}, err
}

// uses are the fields of a credential's body that each use of it changes.
var uses = []string{"step", "used", "failures"}

// credentialRow is a credential without its uses. The secret stands as its keyed
// hash, so that the fingerprint tells nothing of it even to who can guess.
func credentialRow(ctx context.Context, r *Reader, id string) (any, error) {
	held, err := credentials.find(ctx, r, "WHERE id = $1", id)
	if err != nil || len(held) == 0 {
		return held, err
	}
	c := &held[0]
	c.Version, c.Secret = 0, r.keys.digest(credentials.name, "secret", c.Secret)
	var body map[string]json.RawMessage
	if err := json.Unmarshal(c.Body, &body); err != nil {
		return nil, fmt.Errorf("read credential %s: %w", id, err)
	}
	for _, name := range uses {
		delete(body, name)
	}
	c.Body, err = json.Marshal(body)
	return held, err
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
	subject, ok := subjects[kind]
	if !ok {
		return "", nil
	}
	rows, err := subject.rows(ctx, r, id)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(rows)
	if err != nil || string(text) == "null" || string(text) == "[]" {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
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
		stands, err := tx.standing(ctx, chain)
		if err != nil {
			return err
		}
		last, err := tx.last(ctx, chain)
		if err != nil {
			return err
		}
		if last.Version > 0 && last.Left == stands {
			continue // what changed is no act, such as the uses of a credential
		}
		if _, err := tx.Record(ctx, chain, -1, by); err != nil {
			return err
		}
	}
	return nil
}

// last is the newest event of a chain; without a version where it has none.
func (r *Reader) last(ctx context.Context, chain string) (Event, error) {
	all, err := r.events(ctx, "WHERE chain = $1 ORDER BY version DESC LIMIT 1", chain)
	if err != nil || len(all) == 0 {
		return Event{}, err
	}
	return all[0], nil
}

// VerifyStanding compares the rows of every subject with what its last entry left,
// and says of each that somebody changed, put in or took out behind the record
// what is wrong with it. The record itself is for VerifyAudit.
func (r *Reader) VerifyStanding(ctx context.Context) (wrong []string, err error) {
	chains, err := r.chains(ctx)
	if err != nil {
		return nil, err
	}
	for _, chain := range chains {
		last, missing := r.last(ctx, chain)
		stands, err := r.standing(ctx, chain)
		name := strings.Replace(chain, "/", " ", 1) // "office qd-experts"
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case missing != nil: // what is wrong with the entry, VerifyAudit says
			wrong = append(wrong, fmt.Sprintf("the record of %s cannot be read: %v", name, missing))
		case err != nil: // a sealed field that was changed does not open
			wrong = append(wrong, fmt.Sprintf("%s cannot be read: %v", name, err))
		case last.Version == 0:
			wrong = append(wrong, name+" stands in no record")
		case stands == "" && last.Left != "":
			wrong = append(wrong, name+" is gone, its record is not")
		case stands != last.Left:
			wrong = append(wrong, name+" is not what its record says")
		}
	}
	return wrong, nil
}

// chains lists the chains of every subject that has rows, or had: those in the
// tables and those in the record.
func (r *Reader) chains(ctx context.Context) ([]string, error) {
	var all []string
	for kind, subject := range subjects {
		ids, err := r.texts(ctx, subject.ids)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			all = append(all, kind+"/"+id)
		}
		recorded, err := r.texts(ctx, "SELECT chain FROM registers WHERE chain LIKE $1", kind+"/%")
		if err != nil {
			return nil, err
		}
		all = append(all, recorded...)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

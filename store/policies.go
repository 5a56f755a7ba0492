package store

import (
	"context"
	"encoding/json"
	"time"

	"yichuang/civil"
)

// Policy is a published text of a pack: its files as JSON, name to text. The
// digest is the pack's own hash, as receipts name it.
type Policy struct {
	ID        string          `db:"id"`
	Seq       int64           `db:"seq"` // 1, 2, 3 … in the order of publication
	Pack      string          `db:"pack"`
	Digest    string          `db:"digest"`
	ValidFrom civil.Date      `db:"valid_from"` // the first day on which the text speaks
	Body      json.RawMessage `db:"body"`
	Author    string          `db:"author"`   // account that wrote it
	AddedBy   string          `db:"added_by"` // account that published it, another one
	Note      string          `db:"note"`
	CreatedAt time.Time       `db:"created_at"`
}

// PolicyText is a text that came with a program.
type PolicyText struct {
	Digest    string          `db:"digest"`
	Pack      string          `db:"pack"`
	Body      json.RawMessage `db:"body"`
	CreatedAt time.Time       `db:"created_at"`
}

// PolicyDraft is a change of a pack on its way to publication.
type PolicyDraft struct {
	ID        string          `db:"id"`
	Pack      string          `db:"pack"`
	Base      string          `db:"base"`   // digest of the text that it changes
	Status    string          `db:"status"` // open, asked, published, discarded
	Author    string          `db:"author"`
	SavedBy   string          `db:"saved_by"`
	Body      json.RawMessage `db:"body"`
	Version   int64           `db:"version"`
	CreatedAt time.Time       `db:"created_at"`
	ChangedAt time.Time       `db:"changed_at"`
}

// PolicyDraftState is a draft as it was saved once.
type PolicyDraftState struct {
	ID        string          `db:"id"`
	Draft     string          `db:"draft"`
	State     int64           `db:"state"` // the draft's version
	SavedBy   string          `db:"saved_by"`
	Body      json.RawMessage `db:"body"`
	CreatedAt time.Time       `db:"created_at"`
}

var (
	policies          = tableOf[Policy]("policies")
	policyTexts       = tableOf[PolicyText]("policy_texts").recorded(func(t *PolicyText) string { return "text/" + t.Digest })
	policyDrafts      = tableOf[PolicyDraft]("policy_drafts").recorded(func(d *PolicyDraft) string { return "draft/" + d.ID })
	policyDraftStates = tableOf[PolicyDraftState]("policy_draft_states")
)

// AddPolicy publishes a text as the next one. Of two at the same time one gets a
// conflict.
func (tx *Tx) AddPolicy(ctx context.Context, p *Policy) error {
	last, err := tx.number(ctx, "SELECT COALESCE(MAX(seq), 0) FROM policies")
	if err != nil {
		return tx.failed(err, "publish %s", p.Pack)
	}
	p.Seq = last + 1
	return policies.insert(ctx, tx, p)
}

// Policies lists all published texts in the order of their publication.
func (r *Reader) Policies(ctx context.Context) ([]Policy, error) {
	return policies.find(ctx, r, "ORDER BY seq")
}

// KeepPolicyText keeps a program's text; one that is there already stays.
func (tx *Tx) KeepPolicyText(ctx context.Context, t *PolicyText) error {
	_, err := policyTexts.insertOnce(ctx, tx, t, "digest")
	return err
}

// PolicyText reads a program's text.
func (r *Reader) PolicyText(ctx context.Context, digest string) (PolicyText, error) {
	return policyTexts.get(ctx, r, digest)
}

// PolicyTexts lists the digests of the programs' texts with their packs.
func (r *Reader) PolicyTexts(ctx context.Context) ([]PolicyText, error) {
	return policyTexts.find(ctx, r, "ORDER BY pack, created_at, digest")
}

// AddPolicyDraft begins a draft and keeps its first state.
func (tx *Tx) AddPolicyDraft(ctx context.Context, d *PolicyDraft) error {
	if err := policyDrafts.insert(ctx, tx, d); err != nil {
		return err
	}
	return tx.keepState(ctx, d)
}

// ChangePolicyDraft replaces a draft seen at d.Version and keeps the new state.
func (tx *Tx) ChangePolicyDraft(ctx context.Context, d *PolicyDraft) error {
	if err := policyDrafts.update(ctx, tx, d); err != nil {
		return err
	}
	return tx.keepState(ctx, d)
}

func (tx *Tx) keepState(ctx context.Context, d *PolicyDraft) error {
	return policyDraftStates.insert(ctx, tx, &PolicyDraftState{ID: NewID(), Draft: d.ID, State: d.Version, SavedBy: d.SavedBy, Body: d.Body})
}

// PolicyDraft reads a draft.
func (r *Reader) PolicyDraft(ctx context.Context, id string) (PolicyDraft, error) {
	return policyDrafts.get(ctx, r, id)
}

// PolicyDrafts lists all drafts, the one changed last first.
func (r *Reader) PolicyDrafts(ctx context.Context) ([]PolicyDraft, error) {
	return policyDrafts.find(ctx, r, "ORDER BY changed_at DESC, id")
}

// PolicyDraftStates lists the states of a draft, newest first.
func (r *Reader) PolicyDraftStates(ctx context.Context, draft string) ([]PolicyDraftState, error) {
	return policyDraftStates.find(ctx, r, "WHERE draft = $1 ORDER BY state DESC", draft)
}

// LawMark counts what the law of the installation is read from. Nothing of it is
// ever changed or removed, so another mark means that there is more to read.
type LawMark struct{ Policies, Parameters, Calendars, Lists int64 }

// LawMark reads the mark; it is cheap enough to ask every second.
func (r *Reader) LawMark(ctx context.Context) (m LawMark, err error) {
	for _, c := range []struct {
		count *int64
		table string
	}{{&m.Policies, "policies"}, {&m.Parameters, "parameters"}, {&m.Calendars, "calendars"}, {&m.Lists, "lists"}} {
		if *c.count, err = r.number(ctx, "SELECT COUNT(*) FROM "+c.table); err != nil {
			return m, r.failed(err, "count %s", c.table)
		}
	}
	return m, nil
}

package office

import (
	"context"
	"encoding/json"
	"slices"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/policy"
	"yichuang/store"
)

// publishable refuses a draft that must not be published as it stands.
func (w *Window) publishable(ctx context.Context, who people.Who, d PolicyDraft) (DraftTrial, error) {
	trial, err := w.Try(ctx, who, d, false)
	if err != nil {
		return trial, err
	}
	today := civil.DateOf(w.Clock())
	switch {
	case trial.Stale:
		return trial, fault.New(fault.Conflict, "fault.policy.overtaken")
	case trial.Pack == nil || len(trial.Problems) > 0:
		return trial, fault.New(fault.Conflict, "fault.policy.problems", "n", len(trial.Problems))
	case len(trial.Red) > 0:
		return trial, fault.New(fault.Conflict, "fault.policy.red", "n", len(trial.Red), "first", trial.Red[0])
	case d.From < today:
		return trial, fault.New(fault.Invalid, "fault.policy.past", "from", d.From, "today", today).WithPath("from")
	case trial.Base != nil && trial.Base.Hash == trial.Pack.Hash:
		return trial, fault.New(fault.Conflict, "fault.policy.same")
	case trial.Pack.Within(policy.Period{From: &d.From}) == nil:
		return trial, fault.New(fault.Invalid, "fault.policy.never", "from", d.From).WithPath("from")
	}
	return trial, mayDraft(who, trial.Pack)
}

// PublishDraft publishes a draft that a second person was asked for: somebody who
// wrote none of it. From its day on the text speaks, on every server within a
// second; cases that were sent keep theirs.
func (w *Window) PublishDraft(ctx context.Context, in DraftWrite) error {
	d, err := w.PolicyDraft(ctx, in.Who, in.ID)
	if err != nil {
		return err
	}
	if d.Status == DraftOpen {
		return fault.New(fault.Conflict, "fault.policy.not-asked")
	}
	if d.Author == in.Who.Account || slices.Contains(d.Writers, in.Who.Account) {
		return fault.New(fault.Forbidden, "fault.policy.second-person")
	}
	if d.Status == DraftPublished {
		return w.changeDraft(ctx, in, nil) // a repeated request, or a conflict
	}
	published := w.Law().Published
	trial, err := w.publishable(ctx, in.Who, d)
	if err != nil {
		return err
	}
	desk, err := deskLaw(w.Law())
	if err != nil {
		return err
	}
	files, _, err := w.current(ctx, desk, d)
	if err != nil {
		return err
	}
	body, err := json.Marshal(files)
	if err != nil {
		return err
	}
	if err := w.changeDraft(ctx, in, func(tx *store.Tx, d *PolicyDraft) error {
		mark, err := tx.LawMark(ctx)
		if err != nil {
			return err
		}
		if mark.Policies != published {
			return fault.New(fault.Conflict, "fault.policy.overtaken")
		}
		d.Status = DraftPublished
		row := &store.Policy{ID: store.NewID(), Pack: d.Pack, Digest: trial.Pack.Hash, ValidFrom: d.From, Body: body,
			Author: string(d.Author), AddedBy: string(in.Who.Account), Note: d.Note}
		if err := tx.AddPolicy(ctx, row); err != nil {
			return err
		}
		return record(ctx, tx, in.Who, "policy/"+d.Pack, "policy.published", map[string]any{
			"seq": row.Seq, "text": row.Digest, "from": d.From, "author": d.Author, "note": d.Note, "accepted": d.Accepted, "draft": d.ID,
		})
	}); err != nil {
		return err
	}
	return w.renew(ctx)
}

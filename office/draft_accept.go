package office

import (
	"context"
	"slices"
	"strings"

	"yichuang/determination"
	"yichuang/fault"
	"yichuang/policy"
	"yichuang/store"
)

// AcceptScenarios takes what comes out of the draft as what the scenarios expect.
// It is the deliberate step: somebody names the reason, which stays with the
// draft and is recorded.
func (w *Window) AcceptScenarios(ctx context.Context, in DraftWrite, scenarios []string, reason string) error {
	reason = strings.TrimSpace(reason)
	switch {
	case len(scenarios) == 0:
		return fault.New(fault.Invalid, "fault.policy.no-scenario").WithPath("scenario")
	case reason == "":
		return fault.New(fault.Invalid, "fault.policy.no-reason").WithPath("reason")
	}
	d, err := w.PolicyDraft(ctx, in.Who, in.ID)
	if err != nil {
		return err
	}
	trial, err := w.Try(ctx, in.Who, d, false)
	if err != nil {
		return err
	}
	changes, err := w.acceptedTexts(ctx, d, trial, scenarios)
	if err != nil {
		return err
	}
	return w.changeDraft(ctx, in, func(tx *store.Tx, d *PolicyDraft) error {
		base, err := w.textOf(ctx, d.Base)
		if err != nil {
			return err
		}
		d.Changes = base.Changes(base.With(d.Changes).With(changes))
		for _, file := range scenarios {
			d.Accepted = append(d.Accepted, AcceptedScenario{File: file, Reason: reason, By: in.Who.Account, At: tx.Now()})
		}
		d.edited(in.Who.Account)
		return record(ctx, tx, in.Who, "policy/"+d.Pack, "policy.accepted", map[string]any{"draft": d.ID, "scenarios": scenarios, "reason": reason})
	})
}

// acceptedTexts are the new texts of the draft's own scenarios among those named;
// scenarios of other packs stay as they are and are only noted.
func (w *Window) acceptedTexts(ctx context.Context, d PolicyDraft, trial DraftTrial, scenarios []string) (policy.Files, error) {
	if trial.Pack == nil {
		return nil, fault.New(fault.Conflict, "fault.policy.problems")
	}
	desk, err := deskLaw(w.Law())
	if err != nil {
		return nil, err
	}
	after, err := replaced(desk, trial.Pack)
	if err != nil {
		return nil, err
	}
	files, _, err := w.current(ctx, desk, d)
	if err != nil {
		return nil, err
	}
	changes := policy.Files{}
	for _, file := range scenarios {
		i := slices.IndexFunc(trial.Scenarios, func(t determination.Trial) bool { return t.Scenario.File == file })
		if i < 0 {
			return nil, fault.New(fault.Invalid, "fault.policy.no-scenario").WithPath("scenario")
		}
		name, own := strings.CutPrefix(file, d.Pack+"/")
		if !own {
			continue
		}
		if changes[name], err = after.Accept(trial.Scenarios[i].Scenario, files[name]); err != nil {
			return nil, fault.New(fault.Invalid, "fault.policy.scenario-broken", "file", file).WithPath("scenario").WithCause(err)
		}
	}
	return changes, nil
}

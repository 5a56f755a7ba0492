package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// Doubts lists what does not fit together in the case, to those who may read it.
func (w *Window) Doubts(ctx context.Context, who people.Who, c casefile.Case) ([]casefile.Doubt, error) {
	if err := w.mayRead(who, c); err != nil {
		return nil, err
	}
	return w.doubts(ctx, &w.DB.Reader, c, civil.DateOf(w.Clock()))
}

func (w *Window) doubts(ctx context.Context, r *store.Reader, c casefile.Case, on civil.Date) ([]casefile.Doubt, error) {
	matter, err := w.matter(c.Matter)
	if err != nil {
		return nil, err
	}
	var known casefile.Registered
	if c.Foreigner != "" {
		person, err := r.Party(ctx, string(c.Foreigner))
		if err != nil {
			return nil, err
		}
		known = casefile.Registered{BirthDate: person.BirthDate, Nationality: person.Nationality}
	}
	return c.Doubts(matter, known, on), nil
}

// undoubted refuses a case with answers that cannot be right.
func (s *step) undoubted(ctx context.Context) error {
	doubts, err := s.doubts(ctx, &s.tx.Reader, s.file, civil.DateOf(s.tx.Now()))
	if err != nil {
		return err
	}
	if blocking := casefile.Blocking(doubts); len(blocking) > 0 {
		return fault.New(fault.Invalid, "fault.case.doubt").WithPath(blocking[0].Path).
			WithDetail("case %s cannot be right: %s", s.file.Number, blocking[0].Key)
	}
	return nil
}

// Drift is how the law moved under a draft since its first result.
type Drift struct {
	Since civil.Date
	Packs []string                     // ids of the packs that were published anew
	Then  *determination.Determination // what today's answers would have meant on that day
}

// Drift says what moved under the draft; ok is false where it has no result yet
// or nothing moved but the day.
func (w *Window) Drift(ctx context.Context, who people.Who, c casefile.Case, now *determination.Determination) (drift Drift, ok bool, err error) {
	if err := w.mayRead(who, c); err != nil || c.Pinned {
		return drift, false, err
	}
	rows, err := w.DB.Determinations(ctx, string(c.Number))
	if err != nil || len(rows) == 0 {
		return drift, false, err
	}
	first := rows[len(rows)-1]
	var receipt struct {
		Packs []struct{ ID, Hash string } `json:"packs"`
	}
	if err := json.Unmarshal(first.Receipt, &receipt); err != nil {
		return drift, false, fmt.Errorf("read receipt of %s: %w", c.Number, err)
	}
	for _, then := range receipt.Packs {
		i := slices.IndexFunc(now.Receipt.Packs, func(p determination.PackHash) bool { return p.ID == then.ID })
		if i >= 0 && now.Receipt.Packs[i].Hash != then.Hash {
			drift.Packs = append(drift.Packs, then.ID)
		}
	}
	f, err := w.Facts(c, first.On)
	if err != nil {
		return drift, false, err
	}
	drift.Since = first.On
	if drift.Then, err = w.Law().Engine.Determine(f); err != nil {
		return drift, false, err
	}
	return drift, len(drift.Packs) > 0 || !slices.EqualFunc(drift.Then.Policies, now.Policies, samePolicy), nil
}

func samePolicy(a, b determination.PolicyRef) bool { return a.ID == b.ID && a.InForce == b.InForce }

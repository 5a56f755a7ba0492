package office

import (
	"context"
	"maps"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/fault"
	"yichuang/people"
)

// A draft follows the newest policy: readers see its papers and limits as the law
// of now has them, and the first act after a change keeps that in the case before
// anything else. A case that was sent keeps the law of its day.

// followed is the case as the law of now has it. Answers that the new law cannot
// read stay as they are: whoever saves or sends them is told.
func (w *Window) followed(c casefile.Case) (casefile.Case, error) {
	d, moved, err := w.lawMoved(c)
	if err != nil || !moved {
		return c, err
	}
	matter, err := w.matter(c.Matter)
	if err != nil {
		return c, err
	}
	return c.Under(matter.Plan(d)), nil
}

// followLaw keeps in a draft what the law of now makes of it.
func (s *step) followLaw(ctx context.Context, now time.Time) error {
	if _, moved, err := s.lawMoved(s.file); err != nil || !moved {
		return err
	}
	determined, err := s.determined(ctx)
	if err != nil {
		return err
	}
	s.by = casefile.By{Who: people.Who{Account: people.System}, At: now}
	return s.keep(ctx, s.file.Follow(now, determined))
}

// lawMoved determines a draft by the law of now and reports whether other texts
// speak than when its papers were planned.
func (w *Window) lawMoved(c casefile.Case) (*determination.Determination, bool, error) {
	if c.Status != casefile.StatusDraft || c.Pinned || c.Determination == nil || c.Determination.Law.Texts == nil {
		return nil, false, nil
	}
	d, err := w.Determine(c)
	if fault.Is(err, fault.Invalid) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	return d, !maps.Equal(texts(d), c.Determination.Law.Texts), nil
}

// texts are the packs that spoke, as a case keeps them.
func texts(d *determination.Determination) map[string]string {
	out := map[string]string{}
	for _, p := range d.Receipt.Packs {
		out[p.ID] = p.Hash
	}
	return out
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
	if err := w.mayRead(who, c); err != nil || c.Status != casefile.StatusDraft || c.Pinned || c.Determination == nil {
		return drift, false, err
	}
	first, ok, err := w.firstResult(ctx, c.Number)
	if err != nil || !ok {
		return drift, false, err
	}
	spoke := texts(now)
	if maps.Equal(spoke, first.Law.Texts) {
		return drift, false, nil
	}
	for _, p := range now.Receipt.Packs {
		if then, spoken := first.Law.Texts[p.ID]; spoken && then != p.Hash {
			drift.Packs = append(drift.Packs, p.ID)
		}
	}
	f, err := w.Facts(c, first.On)
	if err != nil {
		return drift, false, err
	}
	law := w.Law()
	engine := law.Engine
	if law.Earlier != nil {
		if engine, err = law.Earlier(first.Law); err != nil {
			return drift, false, err
		}
	}
	drift.Since = first.On
	drift.Then, err = engine.Determine(f)
	return drift, err == nil, err
}

// firstResult is what the draft's first answers led to.
func (w *Window) firstResult(ctx context.Context, number casefile.CaseNumber) (casefile.Snapshot, bool, error) {
	events, err := w.DB.History(ctx, number, 0)
	if err != nil {
		return casefile.Snapshot{}, false, err
	}
	for _, e := range events {
		if d, is := e.Body.(casefile.Determined); is && d.Snapshot.Law.Texts != nil {
			return d.Snapshot, true, nil
		}
	}
	return casefile.Snapshot{}, false, nil
}

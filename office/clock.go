package office

import (
	"context"

	"yichuang/casefile"
	"yichuang/fault"
)

// Pause stops a track's clocks on a legal ground, with the notice that tells it.
func (w *Window) Pause(ctx context.Context, in Write, p casefile.ClockPaused) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		var err error
		if p.Notice, err = s.reference(ctx, p.Track); err != nil {
			return nil, err
		}
		events, err := s.file.Pause(s.by, p)
		if err != nil {
			return nil, err
		}
		return s.paused(ctx, events, p)
	})
}

// Resume lets a track's clocks go on.
func (w *Window) Resume(ctx context.Context, in Write, track casefile.TrackID) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.Resume(s.by, track) })
}

// Extend prolongs a track's legal limit once, with the reason told in a letter.
// The letter names the last day before and after, so a clock that is paused has
// to go on first.
func (w *Window) Extend(ctx context.Context, in Write, x casefile.ClockExtended) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		var err error
		clock, ok := clockOf(s.file, x.Clock)
		if ok && clock.State() == casefile.Pausing {
			return nil, fault.New(fault.Conflict, "fault.case.extend-paused").WithDetail("clock %s is paused", x.Clock)
		}
		if x.Notice, err = s.reference(ctx, clock.Limit.Track); err != nil {
			return nil, err
		}
		cal, err := s.law.calendar(s.file.Place)
		if err != nil {
			return nil, err
		}
		events, err := s.file.Extend(s.by, cal, x)
		if err != nil {
			return nil, err
		}
		return s.extended(ctx, events, x)
	})
}

func clockOf(c casefile.Case, id casefile.ClockID) (k casefile.Clock, ok bool) {
	for _, k := range c.Clocks {
		if k.Limit.ID() == id {
			return k, true
		}
	}
	return k, false
}

// Extendable is the clock of a track that may still be extended: the law's, of
// which the extension speaks. ok is false where none may.
func Extendable(c casefile.Case, track casefile.TrackID) (k casefile.Clock, ok bool) {
	t, _ := c.Track(track)
	if t.Longer == 0 || t.Decision != nil {
		return k, false
	}
	for _, k := range c.Clocks {
		if k.Limit.Track == track && k.Limit.Statutory && k.Limit.Decides() && k.State() == casefile.Running && !k.Lengthened() {
			return k, true
		}
	}
	return k, false
}

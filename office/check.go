package office

import (
	"context"
	"encoding/json"

	"yichuang/casefile"
	"yichuang/people"
)

// Judge says of a paper whether it is good, was seen in the original, or why
// not.
func (w *Window) Judge(ctx context.Context, in Write, j casefile.PaperJudged) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.Judge(s.by, j) })
}

// AskCorrection sends the one notice of corrections and holds the clocks.
func (w *Window) AskCorrection(ctx context.Context, in Write, r casefile.CorrectionRequested) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		var err error
		if r.Notice, err = s.reference(ctx, ""); err != nil {
			return nil, err
		}
		events, err := s.file.RequestCorrection(s.by, r)
		if err != nil {
			return nil, err
		}
		return s.correction(ctx, events, r)
	})
}

// AnswerCorrection answers everything that was asked; the clocks go on by
// themselves.
func (w *Window) AnswerCorrection(ctx context.Context, in Write, a casefile.CorrectionAnswered, fields map[string]json.RawMessage) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		return s.file.Answer(s.by, a, casefile.AnswersSaved{Set: fields})
	})
}

// Tolerate lets papers follow by a day.
func (w *Window) Tolerate(ctx context.Context, in Write, t casefile.Tolerance) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.Tolerate(s.by, t) })
}

// Accept accepts the case; the decision clocks begin.
func (w *Window) Accept(ctx context.Context, in Write) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		events, err := s.file.Accept(s.by)
		if err != nil {
			return nil, err
		}
		return s.acceptance(ctx, events, casefile.AcceptanceLetter)
	})
}

// NotAccept ends the case before acceptance, with the reason and where to turn.
func (w *Window) NotAccept(ctx context.Context, in Write, n casefile.NotAccepted) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		events, err := s.file.NotAccept(s.by, n)
		if err != nil {
			return nil, err
		}
		return s.notAccepted(ctx, events, n)
	})
}

// Assign gives a track to an officer, or takes it back.
func (w *Window) Assign(ctx context.Context, in Write, track casefile.TrackID, to people.PartyID) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.Assign(s.by, track, to) })
}

// PassJointReview records that the agencies' joint review passed.
func (w *Window) PassJointReview(ctx context.Context, in Write, note string) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.PassJointReview(s.by, note) })
}

// Find records the officer's own finding beside the computed verdict.
func (w *Window) Find(ctx context.Context, in Write, f casefile.Finding) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.Find(s.by, f) })
}

// Pause stops a track's clocks on a legal ground, with a notice.
func (w *Window) Pause(ctx context.Context, in Write, p casefile.ClockPaused) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		var err error
		if p.Notice, err = s.reference(ctx, p.Track); err != nil {
			return nil, err
		}
		return s.file.Pause(s.by, p)
	})
}

// Resume lets a track's clocks go on.
func (w *Window) Resume(ctx context.Context, in Write, track casefile.TrackID) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.Resume(s.by, track) })
}

// Extend prolongs a track's legal limit once, with the reason told.
func (w *Window) Extend(ctx context.Context, in Write, x casefile.ClockExtended) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		var err error
		if x.Notice, err = s.reference(ctx, s.trackOf(x.Clock)); err != nil {
			return nil, err
		}
		cal, err := s.law.calendar(s.file.Place)
		if err != nil {
			return nil, err
		}
		return s.file.Extend(s.by, cal, x)
	})
}

func (s *step) trackOf(id casefile.ClockID) casefile.TrackID {
	for _, k := range s.file.Clocks {
		if k.Limit.ID() == id {
			return k.Limit.Track
		}
	}
	return ""
}

package office

import (
	"context"
	"encoding/json"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/people"
)

// Judge says of a paper whether it is good, was seen in the original, or why
// not.
func (w *Window) Judge(ctx context.Context, in Write, j casefile.PaperJudged) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.Judge(s.by, j) })
}

// JudgeAll judges several papers at once: the ticks of the window's form.
func (w *Window) JudgeAll(ctx context.Context, in Write, all []casefile.PaperJudged) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.JudgeAll(s.by, all) })
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
// themselves. Where facts were answered anew the result is too, by the policies
// of the day that the case is pinned to.
func (w *Window) AnswerCorrection(ctx context.Context, in Write, a casefile.CorrectionAnswered, fields map[string]json.RawMessage) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		if err := s.readable(fields); err != nil {
			return nil, err
		}
		events, err := s.file.Answer(s.by, a, casefile.AnswersSaved{Set: fields})
		if err != nil || len(fields) == 0 || s.file.Determination == nil {
			return events, err
		}
		return s.determineAfter(ctx, events, casefile.Case.Redetermine)
	})
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
		first := s.file.Tracks[0]
		office, err := s.officeOf(ctx, first.Office)
		if err != nil {
			return nil, err
		}
		remedy := office.Remedies[string(first.ID)+"/"+string(casefile.StatusNotAccepted)]
		if n.Remedy == "" {
			n.Remedy = remedy.ZH
		}
		if n.Remedy == "" {
			return nil, fault.New(fault.Unavailable, "fault.case.remedy", "track", string(first.ID), "outcome", string(casefile.StatusNotAccepted)).
				WithDetail("the office has no remedy text %s/%s: add it in the offices data", first.ID, casefile.StatusNotAccepted)
		}
		events, err := s.file.NotAccept(s.by, n)
		if err != nil {
			return nil, err
		}
		return s.notAccepted(ctx, events, n, remedy)
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

// FindAll records several findings at once.
func (w *Window) FindAll(ctx context.Context, in Write, all []casefile.Finding) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.FindAll(s.by, all) })
}

// Find records the officer's own finding beside the computed verdict.
func (w *Window) Find(ctx context.Context, in Write, f casefile.Finding) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.Find(s.by, f) })
}

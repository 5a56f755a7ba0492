package office

import (
	"context"
	"errors"
	"slices"

	"yichuang/casefile"
	"yichuang/permit"
)

// previewing gathers the letters of an act that is tried and undone.
type previewing struct{ letters []Letter }

// errPreview undoes the transaction of an act that was only tried.
var errPreview = errors.New("preview: nothing is kept")

// Preview does an act on a window of its own, undoes it, and returns the letters
// that it would issue: exactly the text that the act itself writes. The act's own
// fault says why it could not be done.
func (w *Window) Preview(act func(w *Window) error) ([]Letter, error) {
	trial := *w
	trial.preview = &previewing{}
	if err := act(&trial); !errors.Is(err, errPreview) {
		return nil, err
	}
	return trial.preview.letters, nil
}

// PreviewDecision returns the letter of a decision that is not drafted yet, as
// it would be issued once signed today.
func (w *Window) PreviewDecision(ctx context.Context, in Write, d casefile.Decision) ([]Letter, error) {
	return w.Preview(func(trial *Window) error {
		_, err := trial.act(ctx, in, func(s *step) ([]casefile.Event, error) {
			drafted, err := s.drafted(ctx, d)
			if err != nil {
				return nil, err
			}
			return nil, s.tryDecision(ctx, drafted, d.Track)
		})
		return err
	})
}

// PreviewDraft returns the letter of a draft that waits for the second signature.
func (w *Window) PreviewDraft(ctx context.Context, in Write, track casefile.TrackID) ([]Letter, error) {
	return w.Preview(func(trial *Window) error {
		_, err := trial.act(ctx, in, func(s *step) ([]casefile.Event, error) { return nil, s.tryDecision(ctx, nil, track) })
		return err
	})
}

// tryDecision writes the letter of the track's draft as if it were signed now.
func (s *step) tryDecision(ctx context.Context, drafted []casefile.Event, track casefile.TrackID) error {
	var err error
	if s.file, err = s.file.After(drafted); err != nil {
		return err
	}
	t, _ := s.file.Track(track)
	if t.Draft == nil {
		return casefile.NoDraft(track)
	}
	d, on := *t.Draft, s.by.On()
	d.On = &on
	var number permit.Number
	if number, err = s.permitNumber(ctx, track); err != nil {
		return err
	}
	d.Permit = number
	taken := casefile.Event{Case: s.file.Number, Version: s.file.Version + 1, At: s.by.At, Actor: s.by.Who.Account, Role: s.by.Who.Role, Body: casefile.DecisionTaken{Decision: d}}
	if err := s.permitOf(ctx, []casefile.Event{taken}); err != nil {
		return err
	}
	after, err := casefile.Fold(s.file, taken)
	if err != nil {
		return err
	}
	n, err := s.decision(ctx, after, d)
	if err != nil {
		return err
	}
	matter, err := s.matter(after.Matter)
	if err != nil {
		return err
	}
	office, err := s.officeOf(ctx, trackOrFirst(after, n.track).Office)
	if err != nil {
		return err
	}
	_, err = s.write(ctx, after, matter, office, n)
	return err
}

// DecisionLetter is the kind of letter with which an outcome of the track is told;
// ok is false where the matter has none.
func (w *Window) DecisionLetter(c casefile.Case, track casefile.TrackID, outcome casefile.Outcome) (kind casefile.LetterKind, ok bool) {
	matter, err := w.matter(c.Matter)
	if err != nil {
		return "", false
	}
	kind = letterOf(matter, casefile.Decision{Track: track, Outcome: outcome})
	if kind == casefile.ChangeLetter && c.Permit == "" {
		kind = casefile.GrantLetter // the former permit is not in our records
	}
	return kind, slices.Contains(matter.Letters, kind)
}

package office

import (
	"context"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
)

// Draft writes a decision for another person to sign.
func (w *Window) Draft(ctx context.Context, in Write, d casefile.Decision) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.drafted(ctx, d) })
}

// prepared cites the clauses of a decision, reads its results, and returns the office
// of its track.
func (s *step) prepared(ctx context.Context, d *casefile.Decision) (people.Office, error) {
	track, ok := s.file.Track(d.Track)
	if !ok {
		return people.Office{}, fault.At("track", "case %s has no track %q", s.file.Number, d.Track)
	}
	office, err := s.officeOf(ctx, track.Office)
	if err != nil {
		return office, err
	}
	s.cite(d)
	return office, s.results(ctx, d)
}

// drafted completes a decision and drafts it.
func (s *step) drafted(ctx context.Context, d casefile.Decision) ([]casefile.Event, error) {
	office, err := s.prepared(ctx, &d)
	if err != nil {
		return nil, err
	}
	if err := s.complete(ctx, &d); err != nil {
		return nil, err
	}
	return s.file.Draft(s.by, d, office)
}

// results reads what the office filled in beside the decision.
func (s *step) results(ctx context.Context, d *casefile.Decision) error {
	matter, err := s.matter(s.file.Matter)
	if err != nil {
		return err
	}
	plan, ok := matter.Track(d.Track)
	if !ok {
		return nil // the case refuses a track that it has not
	}
	if d.Detail, err = plan.CheckResults(d.Outcome, d.Detail); err != nil {
		return err
	}
	return s.rows(ctx, matter, plan, d)
}

// cite completes the clauses of a decision with their days in force.
func (s *step) cite(d *casefile.Decision) {
	for i, c := range d.Clauses {
		clause, ok := s.law.Engine.Policies.Clause(c.Clause, s.policyDay())
		if !ok {
			continue // the case refuses a clause that is not in force
		}
		days := clause.Pack.Span(s.policyDay())
		if days.From != nil {
			d.Clauses[i].From = *days.From
		}
		d.Clauses[i].Until = days.Until
	}
}

// SendBack returns a draft to its drafter with a reason.
func (w *Window) SendBack(ctx context.Context, in Write, b casefile.DecisionSentBack) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.SendBack(s.by, b) })
}

// Approve signs the draft of a track: the decision is taken, and what it does to
// a permit is done in the same transaction.
func (w *Window) Approve(ctx context.Context, in Write, track casefile.TrackID) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		number, err := s.permitNumber(ctx, track)
		if err != nil {
			return nil, err
		}
		events, err := s.file.Approve(s.by, track, number)
		if err != nil {
			return nil, err
		}
		if err := s.permitOf(ctx, events); err != nil {
			return nil, err
		}
		if events, err = s.decisions(ctx, events); err != nil {
			return nil, err
		}
		return s.cancelled(ctx, events)
	})
}

// Conclude ends a track of a filing or a request.
func (w *Window) Conclude(ctx context.Context, in Write, d casefile.Decision) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		office, err := s.prepared(ctx, &d)
		if err != nil {
			return nil, err
		}
		events, err := s.file.Conclude(s.by, d, office)
		if err != nil {
			return nil, err
		}
		if err := s.permitOf(ctx, events); err != nil {
			return nil, err
		}
		if err := s.filed(ctx, events); err != nil {
			return nil, err
		}
		return s.decisions(ctx, events)
	})
}

// RecordResult notes what the authority decided to which the case was forwarded.
func (w *Window) RecordResult(ctx context.Context, in Write, r casefile.ResultRecorded) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.RecordResult(s.by, r) })
}

// Close ends a decided case.
func (w *Window) Close(ctx context.Context, in Write) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.Close(s.by) })
}

// Rate keeps what the applicant's side thought of a finished case.
func (w *Window) Rate(ctx context.Context, in Write, r casefile.Rated) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		events, err := s.file.Rate(s.by, r)
		if err != nil {
			return nil, err
		}
		return events, s.keepRating(ctx, r)
	})
}

// Report records what the foreigner reports, such as a permit not cancelled.
func (w *Window) Report(ctx context.Context, in Write, r casefile.Reported) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.Report(s.by, r) })
}

// NoteFamily keeps who comes along with the foreigner.
func (w *Window) NoteFamily(ctx context.Context, in Write, r casefile.Relative) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.NoteFamily(s.by, r) })
}

// permitNumber is the number that a grant on the track gives: the person's own
// for life, or the next.
func (s *step) permitNumber(ctx context.Context, track casefile.TrackID) (permit.Number, error) {
	t, ok := s.file.Track(track)
	if !ok || t.Draft == nil || t.Draft.Outcome != casefile.Granted || t.Grants == "" {
		return "", nil
	}
	if s.file.Alters && t.ID == s.file.Tracks[0].ID {
		return s.file.Permit, nil
	}
	return s.numberFor(ctx, t.Grants)
}

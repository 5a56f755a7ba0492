package office

import (
	"context"
	"encoding/json"
	"maps"

	"yichuang/casefile"
)

// Answer keeps answers of the form and what follows from them: the result of the
// day's policies, its papers and limits, in one act. Answers that cannot all be
// true are refused with the path of one of them, and nothing is kept.
func (w *Window) Answer(ctx context.Context, in Write, set map[string]json.RawMessage) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		if err := s.readable(set); err != nil {
			return nil, err
		}
		if err := s.register(ctx); err != nil {
			return nil, err
		}
		set := maps.Clone(set)
		named, err := s.settled(ctx, set)
		if err != nil {
			return nil, err
		}
		events, err := s.file.Save(s.by, set)
		if err != nil {
			return nil, err
		}
		if named { // what lists say of the name is kept with it
			if err := s.keep(ctx, events); err != nil {
				return nil, err
			}
			if events, err = nil, s.register(ctx); err != nil {
				return nil, err
			}
		}
		return s.determineAfter(ctx, events, casefile.Case.Determine)
	})
}

// determineAfter adds to events what the policies answer to the case as they leave
// it; as says in which of the case's acts.
func (s *step) determineAfter(
	ctx context.Context, events []casefile.Event, as func(casefile.Case, casefile.By, casefile.Determined) ([]casefile.Event, error),
) ([]casefile.Event, error) {
	after := *s
	var err error
	if after.file, err = s.file.After(events); err != nil {
		return nil, err
	}
	determined, err := after.determined(ctx)
	if err != nil {
		return nil, err
	}
	more, err := as(after.file, s.by, determined)
	return append(events, more...), err
}

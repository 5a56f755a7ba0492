package office

import (
	"context"

	"yichuang/casefile"
	"yichuang/civil"
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

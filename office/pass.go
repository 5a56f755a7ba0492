package office

import (
	"context"
	"time"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// pass keeps what happened by law before the instant: sanctions that begin or
// end, deemed acceptance, deemed extension, papers that did not follow, last days
// that went by. One can lead to the next.
func (s *step) pass(ctx context.Context, now time.Time) error {
	if err := s.holdOrRelease(ctx, now, people.Who{Account: people.System}); err != nil {
		return err
	}
	cal, err := s.law.calendar(s.file.Place)
	if err != nil {
		return err
	}
	for events := s.file.Pass(now, cal); events != nil; events = s.file.Pass(now, cal) {
		s.by = casefile.By{Who: people.Who{Account: people.System}, At: now}
		if err := s.keep(ctx, events); err != nil {
			return err
		}
		if err := s.permitOf(ctx, events); err != nil {
			return err
		}
		if err := s.tell(ctx, events); err != nil {
			return err
		}
	}
	return nil
}

// tell writes the letters of what happened by law, already kept.
func (s *step) tell(ctx context.Context, events []casefile.Event) error {
	for _, e := range events {
		var more []casefile.Event
		var err error
		switch body := e.Body.(type) {
		case casefile.Accepted:
			more, err = s.acceptance(ctx, nil, casefile.DeemedAcceptLetter)
		case casefile.DecisionTaken:
			more, err = s.letter(ctx, nil, func(c casefile.Case) (notice, error) { return s.decision(ctx, c, body.Decision) })
		}
		if err != nil {
			return err
		}
		if err := s.keep(ctx, more); err != nil {
			return err
		}
	}
	return nil
}

// Pass lets the law act on every open case. It is timed work: a loop calls it,
// and any number of servers may, because each case is its own transaction.
func (w *Window) Pass(ctx context.Context) (changed int, err error) {
	now := w.Clock()
	for offset := 0; ; offset += passPage {
		rows, err := w.DB.Cases(ctx, store.CaseFilter{Scope: systemScope, OpenOnly: true, Order: store.ByNumber, Limit: passPage, Offset: offset})
		if err != nil {
			return changed, err
		}
		for _, row := range rows {
			n, err := w.passCase(ctx, casefile.CaseNumber(row.Number), now)
			if err != nil && !fault.Is(err, fault.Conflict) { // somebody acted meanwhile: next time
				return changed, err
			}
			changed += n
		}
		if len(rows) < passPage {
			ended, err := w.passFilings(ctx)
			return changed + ended, err
		}
	}
}

const passPage = 200

// systemScope reads every case in the nation; only timed work uses it.
var systemScope = people.Scope{Account: people.System, Places: []people.PlaceCode{people.Nation}, AnyOffice: true}

func (w *Window) passCase(ctx context.Context, number casefile.CaseNumber, now time.Time) (int, error) {
	changed := 0
	err := w.DB.Do(ctx, now, func(tx *store.Tx) error {
		c, err := tx.CaseFile(ctx, number)
		if err != nil {
			return err
		}
		s := &step{Window: w, tx: tx, file: c}
		if s.law, err = w.Law().of(c); err != nil {
			return err
		}
		if err := s.pass(ctx, now); err != nil {
			return err
		}
		changed = s.file.Version - c.Version
		if err := s.remindCase(ctx); err != nil {
			return err
		}
		return nil
	})
	return changed, err
}

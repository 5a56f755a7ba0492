package office

import (
	"context"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
)

// Why something on record ended, as casefile.Ending says it.
const (
	endedCancelled = "cancelled"
	endedRevoked   = "revoked"
	endedExpired   = "expired"
	endedMoved     = "employer-changed"
)

// recordPermit records what a case did to a permit: its row is in the record like
// every register, beside the case's own history.
func (s *step) recordPermit(ctx context.Context, row store.PermitRow, p permit.Permit, what string) error {
	return record(ctx, s.tx, s.by.Who, "permit/"+row.ID, "permit."+what, struct {
		Number permit.Number       `json:"number"`
		Change permit.Change       `json:"change"`
		Case   casefile.CaseNumber `json:"case"`
	}{p.Number, p.Versions[len(p.Versions)-1].Change, s.file.Number})
}

// changePermit writes a permit that has changed, and ends in the same
// transaction what rested on it where it has ended: part-time engagements, and
// permits of those who serve its holder. Every change of a permit goes this way.
func (s *step) changePermit(ctx context.Context, row store.PermitRow, p permit.Permit) error {
	if err := fill(&row, p); err != nil {
		return err
	}
	if err := s.tx.ChangePermit(ctx, &row); err != nil {
		return err
	}
	if err := s.recordPermit(ctx, row, p, "changed"); err != nil {
		return err
	}
	switch p.Versions[len(p.Versions)-1].Change {
	case permit.WasCancelled:
		return s.endWith(ctx, row, p, endedCancelled)
	case permit.WasRevoked:
		return s.endWith(ctx, row, p, endedRevoked)
	case permit.EmployerChanged:
		return s.endWith(ctx, row, p, endedMoved)
	case permit.ExtendedTerm, permit.DeemedExtended:
		return s.prolongRecords(ctx, row, p)
	}
	return nil
}

// endWith ends every filing that rests on the permit. A domestic worker's
// permits end with the person served, not with a change of that person's employer.
func (s *step) endWith(ctx context.Context, row store.PermitRow, p permit.Permit, cause string) error {
	resting, err := s.tx.Filings(ctx, store.FilingFilter{Permit: row.ID, Status: recordActive})
	if err != nil {
		return err
	}
	own, err := s.servingBy(ctx, p) // the place beside the talent is free again
	if err != nil {
		return err
	}
	resting = append(resting, own...)
	for _, f := range resting {
		if cause == endedMoved && f.Kind == recordDomestic {
			continue
		}
		if err := s.endRecord(ctx, f, cause, p.Number); err != nil {
			return err
		}
	}
	return nil
}

// endRecord ends one filing, the permits that came of it, and tells its case.
func (s *step) endRecord(ctx context.Context, f store.Filing, cause string, because permit.Number) error {
	on := civil.DateOf(s.tx.Now())
	f.Status = recordEnded
	if cause != endedExpired {
		f.ValidUntil = &on
	} else if f.ValidUntil != nil {
		on = *f.ValidUntil
	}
	if err := s.tx.ChangeFiling(ctx, &f); err != nil {
		return err
	}
	if f.Kind == recordDomestic && cause != endedExpired {
		if err := s.endServing(ctx, f, because); err != nil {
			return err
		}
	}
	if f.CaseID == "" {
		return nil
	}
	return s.elsewhere(ctx, casefile.CaseNumber(f.CaseID), func(c casefile.Case, at time.Time) []casefile.Event {
		return c.EndResult(at, casefile.Ending{Cause: cause, Permit: because, On: on})
	})
}

// endServing cancels the permits of the domestic worker whom the filing names.
func (s *step) endServing(ctx context.Context, f store.Filing, because permit.Number) error {
	body, err := servingOf(f)
	if err != nil {
		return err
	}
	for _, id := range body.Permits {
		row, p, err := readPermit(ctx, &s.tx.Reader, id)
		if err != nil {
			return err
		}
		if p.Status != permit.Active && p.Status != permit.Suspended {
			continue
		}
		if p, err = p.Cancel(permit.By{Case: f.CaseID, Who: s.by.Who.Account, At: s.tx.Now(), Reason: string(because)}); err != nil {
			return err
		}
		if err := s.changePermit(ctx, row, p); err != nil {
			return err
		}
	}
	return nil
}

// servingBy is the filing of the domestic worker whose own permit this is.
func (s *step) servingBy(ctx context.Context, p permit.Permit) ([]store.Filing, error) {
	if p.Serves == "" {
		return nil, nil
	}
	return s.tx.Filings(ctx, store.FilingFilter{Kind: recordDomestic, Party: string(p.Serves), CaseID: p.Versions[0].Case, Status: recordActive})
}

// prolongRecords lets engagements run as long as the extended permit, and the
// service of a domestic worker as long as the worker's own.
func (s *step) prolongRecords(ctx context.Context, row store.PermitRow, p permit.Permit) error {
	resting, err := s.tx.Filings(ctx, store.FilingFilter{Permit: row.ID, Kind: casefile.Engagement, Status: recordActive})
	if err != nil {
		return err
	}
	own, err := s.servingBy(ctx, p)
	if err != nil {
		return err
	}
	for _, f := range append(resting, own...) {
		f.ValidUntil = &p.Term.Until
		if err := s.tx.ChangeFiling(ctx, &f); err != nil {
			return err
		}
	}
	return nil
}

// elsewhere lets the law act on another case, in the transaction under way.
func (s *step) elsewhere(ctx context.Context, number casefile.CaseNumber, do func(casefile.Case, time.Time) []casefile.Event) error {
	c, err := s.tx.CaseFile(ctx, number)
	if err != nil {
		return err
	}
	other := &step{Window: s.Window, tx: s.tx, law: s.law, by: s.by, file: c}
	return other.keep(ctx, do(c, s.tx.Now()))
}

// passFilings ends what has run out: filings past their last day, which is that
// of the permit they rest on. Cases pass first, so that an extension which the
// law grants on the last day counts.
func (w *Window) passFilings(ctx context.Context) (ended int, err error) {
	now := w.Clock()
	today := civil.DateOf(now)
	rows, err := w.DB.Filings(ctx, store.FilingFilter{Status: recordActive, EndsBefore: &today})
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		err := w.DB.Do(ctx, now, func(tx *store.Tx) error {
			f, err := tx.Filing(ctx, row.ID)
			if err != nil || f.Status != recordActive {
				return err
			}
			s := &step{Window: w, tx: tx, law: w.Law()}
			s.by = casefile.By{Who: people.Who{Account: people.System}, At: now}
			return s.endRecord(ctx, f, endedExpired, "")
		})
		if err != nil && !fault.Is(err, fault.Conflict) { // somebody acted meanwhile: next time
			return ended, err
		}
		ended++
	}
	return ended, nil
}

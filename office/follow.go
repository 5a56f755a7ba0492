package office

import (
	"context"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
)

// FollowPromise is the id of the commitment that a tolerance rests on.
const FollowPromise = "follow"

// tolerance is the entitlement, and the name of the operator's parameter that
// says how many working days papers may follow.
const (
	tolerance     = "tolerance"
	toleranceDays = "tolerance-days"
)

// Following says whether papers of a case may follow after acceptance.
type Following struct {
	Clause  string            // that allows it; empty: none does
	Slots   []casefile.SlotID // the papers that are still missing and may follow
	Days    int               // within how many working days; 0: the operator gave none
	Due     civil.Date        // last day if granted today
	Signed  bool              // the applicant has signed the commitment
	Officer bool              // whether the clause holds is for the officer to say
	Stopped *casefile.Stop    // a sanction in force: nothing follows while it stands
}

// Open reports whether papers are missing that the clause lets follow.
func (f Following) Open() bool { return f.Clause != "" && len(f.Slots) > 0 }

// MayFollow says which papers of the case may follow, on what clause and by when.
func (w *Window) MayFollow(ctx context.Context, c casefile.Case) (Following, error) {
	f := Following{Signed: slices.ContainsFunc(c.Commitments, func(k casefile.Commitment) bool { return k.ID == FollowPromise })}
	if c.Tolerance != nil {
		return f, nil
	}
	for _, slot := range c.Slots {
		if slot.Treatment == casefile.Deferrable && !slot.Settled() {
			f.Slots = append(f.Slots, slot.ID)
		}
	}
	if len(f.Slots) == 0 {
		return f, nil
	}
	d, err := w.Determine(c)
	if err != nil {
		return f, err
	}
	i := slices.IndexFunc(d.Entitlements, func(e determination.Entitlement) bool { return e.ID == tolerance })
	if i < 0 {
		return f, nil
	}
	f.Clause = d.Entitlements[i].Clause
	stops, err := w.Stops(ctx, c)
	if err != nil {
		return f, err
	}
	if len(stops) > 0 {
		f.Stopped = &stops[0]
	}
	law, on := w.Law(), civil.DateOf(w.Clock())
	place, ok := law.Places.Lookup(facts.PlaceCode(c.Place))
	if !ok {
		return f, nil
	}
	if value, ok := law.Engine.Parameters.Lookup(toleranceDays, place, on); ok {
		cal, err := law.calendar(c.Place)
		if err != nil {
			return f, err
		}
		f.Days = int(value.Value)
		f.Due = cal.Due(on, civil.WorkingDays(f.Days))
	}
	return f, nil
}

// Tolerate accepts the case and lets the papers that are still missing follow:
// on the clause that allows it, until the day that the operator's parameter gives,
// on the applicant's signed commitment. Everything else must be settled.
func (w *Window) Tolerate(ctx context.Context, in Write) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		may, err := w.MayFollow(ctx, s.file)
		if err != nil {
			return nil, err
		}
		if !may.Open() {
			return nil, fault.New(fault.Conflict, "fault.case.nothing-follows").WithDetail("no clause lets a missing paper of case %s follow", s.file.Number)
		}
		if may.Days == 0 {
			return nil, fault.New(fault.Unavailable, "fault.case.no-tolerance-days").WithDetail("parameter %s has no value for %s", toleranceDays, s.file.Place)
		}
		t := casefile.Tolerance{Clause: may.Clause, Slots: may.Slots, Due: may.Due, Commitment: FollowPromise}
		events, err := s.file.Tolerate(s.by, t)
		if err != nil {
			return nil, err
		}
		if events, err = s.tolerated(ctx, events, t); err != nil {
			return nil, err
		}
		after, err := s.file.After(events)
		if err != nil {
			return nil, err
		}
		accepted, err := after.Accept(s.by)
		if err != nil {
			return nil, err
		}
		return s.acceptance(ctx, append(events, accepted...), casefile.AcceptanceLetter)
	})
}

package office

import (
	"context"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
)

// Held is a permit with its row and the holder's name.
type Held struct {
	permit.Permit
	Row  string
	Name string
}

// PermitsHeld lists the permits of a kind in the person's scope.
func (w *Window) PermitsHeld(ctx context.Context, who people.Who, kind permit.Kind) ([]Held, error) {
	rows, err := w.DB.Permits(ctx, store.PermitFilter{Scope: w.reading(who), Kinds: []string{string(kind)}, Limit: registrationPage})
	if err != nil {
		return nil, err
	}
	out := make([]Held, len(rows))
	for i, row := range rows {
		_, p, err := readPermit(ctx, &w.DB.Reader, row.ID)
		if err != nil {
			return nil, err
		}
		name, err := w.PartyName(ctx, p.Holder)
		if err != nil {
			return nil, err
		}
		out[i] = Held{Permit: p, Row: row.ID, Name: name}
	}
	return out, nil
}

// PermitHeld reads one permit in the person's scope.
func (w *Window) PermitHeld(ctx context.Context, who people.Who, row string) (Held, error) {
	found, p, err := readPermit(ctx, &w.DB.Reader, row)
	if err != nil {
		return Held{}, err
	}
	scope := w.reading(who)
	mine := scope.Foreigner != "" && scope.Foreigner == p.Holder || slices.Contains(scope.Principals, p.Employer) ||
		who.Role.Staff() && serves(who, p.Place)
	if !mine {
		return Held{}, fault.New(fault.NotFound, "fault.permit.not-found")
	}
	name, err := w.PartyName(ctx, p.Holder)
	return Held{Permit: p, Row: found.ID, Name: name}, err
}

// Served is a person of class A whom a domestic worker may serve, with the one
// who does.
type Served struct {
	Held
	Worker string              // name, or ""
	Case   casefile.CaseNumber // of the worker's permits
	Until  *civil.Date         // last day of the worker's permits
	Own    string              // row of the worker's own permit, where it can be extended up to the talent's
}

// Serving lists the talents of the employers handled for, with whoever serves
// them now.
func (w *Window) Serving(ctx context.Context, who people.Who, class string) ([]Served, error) {
	held, err := w.PermitsHeld(ctx, who, permit.Work)
	if err != nil {
		return nil, err
	}
	on := civil.DateOf(w.Clock())
	var out []Served
	for _, h := range held {
		if h.Class != class || !h.InForce(on) {
			continue
		}
		s := Served{Held: h}
		rows, err := w.DB.Filings(ctx, store.FilingFilter{Kind: recordDomestic, Party: string(h.Holder), Status: recordActive})
		if err != nil {
			return nil, err
		}
		for _, f := range rows {
			body, err := servingOf(f)
			if err != nil {
				return nil, err
			}
			if s.Worker, err = w.PartyName(ctx, body.Worker); err != nil {
				return nil, err
			}
			s.Case, s.Until = casefile.CaseNumber(f.CaseID), f.ValidUntil
			if len(body.Permits) > 0 && f.ValidUntil != nil && *f.ValidUntil < h.Term.Until {
				s.Own = body.Permits[0]
			}
		}
		out = append(out, s)
	}
	return out, nil
}

package office

import (
	"context"

	"yichuang/civil"
	"yichuang/fault"
)

// Certified is what the public page of a certificate says of a permit, and all
// that it says.
type Certified struct {
	Holder   string // masked
	Employer string
	Kind     string
	Class    string // "" where the kind has none
	Status   string // on the day: active, suspended, expired, cancelled or revoked
	NotYet   bool   // its first day lies ahead
	From     civil.Date
	Until    civil.Date  // included
	EndedOn  *civil.Date // of a cancelled or revoked one
}

// Certificate reads the permit of a certificate's code, for everybody.
func (w *Window) Certificate(ctx context.Context, code string) (Certified, error) {
	missing := fault.New(fault.NotFound, "fault.permit.no-code")
	if code == "" {
		return Certified{}, missing
	}
	row, err := w.DB.PermitByCode(ctx, code)
	if fault.Is(err, fault.NotFound) {
		return Certified{}, missing
	}
	if err != nil {
		return Certified{}, err
	}
	_, p, err := readPermit(ctx, &w.DB.Reader, row.ID)
	if err != nil {
		return Certified{}, err
	}
	holder, err := w.PartyName(ctx, p.Holder)
	if err != nil {
		return Certified{}, err
	}
	employer, err := w.PartyName(ctx, p.Employer)
	if err != nil {
		return Certified{}, err
	}
	on := civil.DateOf(w.Clock())
	return Certified{
		Holder: MaskName(holder), Employer: employer, Kind: string(p.Kind), Class: p.Class, Status: string(p.StatusOn(on)),
		NotYet: on < p.Term.From, From: p.Term.From, Until: p.Term.Until, EndedOn: p.EndedOn,
	}, nil
}

package office

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// NewPlatform is an approval as the foreign-expert department enters it, with the
// person who will apply for founders.
type NewPlatform struct {
	Platform
	Handler  string
	Login    string
	Language string
}

// ApprovePlatform enters an approved platform into the register and gives its
// first handler an account. The code is an invitation, for printing.
func (w *Window) ApprovePlatform(ctx context.Context, who people.Who, n NewPlatform) (code string, err error) {
	if err := mayApprove(who, n.Place); err != nil {
		return "", err
	}
	if err := w.checkPlatform(n); err != nil {
		return "", err
	}
	body, err := json.Marshal(n.Platform)
	if err != nil {
		return "", err
	}
	id := store.NewID()
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		row := store.Party{
			ID: id, Kind: kindPlatform, Name: strings.TrimSpace(n.Name), Code: strings.ToUpper(strings.TrimSpace(n.Code)), Place: string(n.Place),
			Status: string(people.Verified), Email: n.Login, Body: body,
		}
		if err := tx.AddParty(ctx, &row); err != nil {
			if fault.Is(err, fault.Conflict) {
				return fault.New(fault.Conflict, "fault.account.registered").WithPath("code").WithCause(err)
			}
			return err
		}
		a, err := addAccount(ctx, tx, who, Newcomer{Party: people.PartyID(id), Name: n.Handler, Login: n.Login, Language: n.Language, Roles: []people.Role{people.Incubator}})
		if err != nil {
			return err
		}
		if code, err = w.invite(ctx, tx, a.ID); err != nil {
			return err
		}
		return record(ctx, tx, who, "party/"+id, "platform.approved", n.Platform)
	})
	return code, err
}

func (w *Window) checkPlatform(n NewPlatform) error {
	for _, f := range []struct{ path, value string }{
		{"name", n.Name}, {"code", n.Code}, {"zone", n.Zone}, {"decision", n.Decision}, {"handler", n.Handler}, {"login", n.Login},
	} {
		if strings.TrimSpace(f.value) == "" {
			return needed(f.path)
		}
	}
	if !people.ValidCreditCode(strings.ToUpper(strings.TrimSpace(n.Code))) {
		return fault.New(fault.Invalid, "fault.account.credit-code").WithPath("code")
	}
	if !w.Law().Places.ZoneIn(facts.ZoneID(n.Zone), facts.PlaceCode(n.Place)) {
		return fault.New(fault.Invalid, "fault.platform.zone").WithPath("zone").WithDetail("zone %s does not lie in %s", n.Zone, n.Place)
	}
	if n.ApprovedUntil != nil && *n.ApprovedUntil < n.ApprovedFrom {
		return fault.New(fault.Invalid, "fault.platform.dates").WithPath("until")
	}
	return nil
}

// EndApproval ends a platform's approval with the day, included. Cases under way
// see it when they are determined anew; permits that were granted stay.
func (w *Window) EndApproval(ctx context.Context, who people.Who, id people.PartyID, last civil.Date, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return needed("reason")
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		row, err := tx.Party(ctx, string(id))
		if err != nil || row.Kind != kindPlatform {
			return fault.New(fault.NotFound, "fault.not-found").WithCause(err)
		}
		if err := mayApprove(who, people.PlaceCode(row.Place)); err != nil {
			return err
		}
		p, err := readPlatform(row)
		if err != nil {
			return err
		}
		if last < p.ApprovedFrom {
			return fault.New(fault.Invalid, "fault.platform.dates").WithPath("until")
		}
		p.ApprovedUntil = &last
		if row.Body, err = json.Marshal(p); err != nil {
			return err
		}
		if err := tx.ChangeParty(ctx, &row); err != nil {
			return err
		}
		return record(ctx, tx, who, "party/"+row.ID, "platform.ended", map[string]string{"until": last.String(), "reason": reason})
	})
}

// mayApprove: the foreign-expert department of the place keeps the register.
func mayApprove(who people.Who, place people.PlaceCode) error {
	if who.Disabled || who.Role != people.OfficerRole && who.Role != people.Approver || !serves(who, place) {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	return nil
}

// Platforms is the public register of approved platforms, the newest approval
// first, ended ones last.
func (w *Window) Platforms(ctx context.Context) ([]Platform, error) {
	rows, err := w.DB.Parties(ctx, store.PartyFilter{Kind: kindPlatform, Limit: registrationPage})
	if err != nil {
		return nil, err
	}
	out := make([]Platform, len(rows))
	for i, row := range rows {
		if out[i], err = readPlatform(row); err != nil {
			return nil, err
		}
	}
	today := civil.DateOf(w.Clock())
	slices.SortStableFunc(out, func(a, b Platform) int {
		if a.ApprovedOn(today) != b.ApprovedOn(today) {
			if a.ApprovedOn(today) {
				return -1
			}
			return 1
		}
		return int(b.ApprovedFrom) - int(a.ApprovedFrom)
	})
	return out, nil
}

// Platform reads the platform that a person handles for.
func (w *Window) Platform(ctx context.Context, who people.Who) (Platform, error) {
	row, err := w.DB.Party(ctx, string(who.Party))
	if err != nil || row.Kind != kindPlatform || who.Disabled {
		return Platform{}, fault.New(fault.NotFound, "fault.not-found").WithCause(err)
	}
	return readPlatform(row)
}

// approved refuses a case of a platform whose approval does not hold today.
func (s *step) approved(ctx context.Context) error {
	if s.file.Employer == "" {
		return nil // the foreigner asks alone
	}
	row, err := s.tx.Party(ctx, string(s.file.Employer))
	if err != nil || row.Kind != kindPlatform {
		return err
	}
	p, err := readPlatform(row)
	if err != nil || p.ApprovedOn(civil.DateOf(s.tx.Now())) {
		return err
	}
	return fault.New(fault.Conflict, "fault.platform.ended").
		WithDetail("the approval of %s does not hold today", p.Name)
}

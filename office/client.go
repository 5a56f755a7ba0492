package office

import (
	"context"
	"slices"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// Client is an employer that a service agency has or had a mandate of.
type Client struct {
	Employer people.PartyID
	Name     string
	Mandates []people.Mandate // the newest first
	Alive    bool             // one of them holds now
	Until    *civil.Date      // last day of the one that holds longest; nil: without end
	Soon     bool             // it ends within nearDays
	Cases    int64            // open ones, where Alive
	Permits  int64            // that end within nearDays, where Alive
}

// nearDays is how long before its end a mandate or a permit is pointed at.
const nearDays civil.Days = 60

// Clients lists the employers of the person's agency, those whose mandate holds
// in front. Where none holds, the agency learns nothing of cases and permits.
func (w *Window) Clients(ctx context.Context, who people.Who) ([]Client, error) {
	if who.Role != people.Agency {
		return nil, fault.New(fault.Forbidden, "fault.people.role")
	}
	given, err := w.Mandates(ctx, who)
	if err != nil {
		return nil, err
	}
	today := civil.DateOf(w.Clock())
	var out []Client
	for _, m := range slices.Backward(given) {
		i := slices.IndexFunc(out, func(c Client) bool { return c.Employer == m.Principal })
		if i < 0 {
			out = append(out, Client{Employer: m.Principal, Name: m.PrincipalName})
			i = len(out) - 1
		}
		c := &out[i]
		c.Mandates = append(c.Mandates, m.Mandate)
		if m.Alive && (!c.Alive || m.Until == nil || c.Until != nil && *m.Until > *c.Until) {
			c.Alive, c.Until = true, m.Until
		}
	}
	cases, permits, err := w.countClients(ctx, who, today)
	if err != nil {
		return nil, err
	}
	for i := range out {
		c := &out[i]
		if !c.Alive {
			continue
		}
		c.Soon = c.Until != nil && *c.Until < today.AddDays(nearDays)
		c.Cases, c.Permits = cases[string(c.Employer)], permits[string(c.Employer)]
	}
	slices.SortStableFunc(out, func(a, b Client) int { return boolOrder(b.Alive) - boolOrder(a.Alive) })
	return out, nil
}

// countClients counts the open cases and the permits that end soon, by employer.
func (w *Window) countClients(ctx context.Context, who people.Who, today civil.Date) (cases, permits map[string]int64, err error) {
	scope, until := who.Scope(w.Clock()), today.AddDays(nearDays)
	if cases, err = w.DB.CasesByPrincipal(ctx, store.CaseFilter{Scope: scope, OpenOnly: true}); err != nil {
		return nil, nil, err
	}
	permits, err = w.DB.PermitsByEmployer(ctx, store.PermitFilter{Scope: scope, Statuses: []string{"active"}, EndsFrom: &today, EndsUntil: &until})
	return cases, permits, err
}

func boolOrder(b bool) int {
	if b {
		return 1
	}
	return 0
}

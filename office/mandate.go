package office

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// Granting is what an employer gives an agency.
type Granting struct {
	AgentCode string // unified social credit code of the agency
	Acts      []people.Act
	From      civil.Date
	Until     *civil.Date // inclusive; nil: until revoked
}

// Grant lets the agency act for the employer whose handler asks.
func (w *Window) Grant(ctx context.Context, who people.Who, g Granting) (m people.Mandate, err error) {
	if who.Disabled || who.Role != people.EmployerHR {
		return m, fault.New(fault.Forbidden, "fault.people.role")
	}
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		agent, err := tx.PartyByCode(ctx, strings.ToUpper(strings.TrimSpace(g.AgentCode)))
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err != nil || agent.Kind != kindAgency {
			return fault.New(fault.Invalid, "fault.mandate.no-agency").WithPath("agent").WithCause(err)
		}
		m = people.Mandate{
			ID: people.MandateID(store.NewID()), Principal: who.Party, Agent: people.PartyID(agent.ID), Acts: g.Acts,
			From: g.From, Until: g.Until, GivenBy: who.Account, GivenAt: tx.Now(),
		}
		if err := m.Validate(); err != nil {
			return err
		}
		body, err := json.Marshal(m)
		if err != nil {
			return err
		}
		if err := tx.AddMandate(ctx, &store.Mandate{
			ID: string(m.ID), Principal: string(m.Principal), Agent: string(m.Agent),
			ValidFrom: m.From, ValidUntil: m.Until, Body: body,
		}); err != nil {
			return err
		}
		if err := record(ctx, tx, who, mandateChain(m.ID), "mandate.given", m); err != nil {
			return err
		}
		return w.tellMandate(ctx, tx, m, "mandate-given")
	})
	return m, err
}

// mandateChain is where what happened to a mandate is recorded.
func mandateChain(id people.MandateID) string { return "mandate/" + string(id) }

// tellMandate tells both sides of a mandate what became of it.
func (w *Window) tellMandate(ctx context.Context, tx *store.Tx, m people.Mandate, key string) error {
	accounts, err := accountsOf(ctx, &tx.Reader, m.Principal, m.Agent)
	if err != nil {
		return err
	}
	principal, err := tx.Party(ctx, string(m.Principal))
	if err != nil {
		return err
	}
	agent, err := tx.Party(ctx, string(m.Agent))
	if err != nil {
		return err
	}
	return w.inform(ctx, tx, accounts, news{About: key + "/" + string(m.ID), Kind: key, Key: key, Args: []any{"employer", principal.Name, "agency", agent.Name}})
}

// Revoke ends a mandate of the employer whose handler asks, from this instant.
// It stays as proof of what was done under it.
func (w *Window) Revoke(ctx context.Context, who people.Who, id people.MandateID) error {
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		row, err := tx.Mandate(ctx, string(id))
		if err != nil {
			return err
		}
		if who.Disabled || who.Role != people.EmployerHR || people.PartyID(row.Principal) != who.Party {
			return fault.New(fault.NotFound, "fault.not-found")
		}
		var m people.Mandate
		if err := json.Unmarshal(row.Body, &m); err != nil {
			return fmt.Errorf("read mandate %s: %w", id, err)
		}
		if m.RevokedAt != nil {
			return nil // the first revocation stands
		}
		m = m.Revoke(who.Account, tx.Now())
		if row.Body, err = json.Marshal(m); err != nil {
			return err
		}
		row.RevokedAt = *m.RevokedAt
		if err := tx.ChangeMandate(ctx, &row); err != nil {
			return err
		}
		if err := record(ctx, tx, who, mandateChain(id), "mandate.revoked", m); err != nil {
			return err
		}
		return w.tellMandate(ctx, tx, m, "mandate-revoked")
	})
}

// Given is a mandate with the names of its two sides.
type Given struct {
	people.Mandate
	PrincipalName, AgentName string
	Alive                    bool
}

// Mandates lists the mandates that the employer gave, or that the agency was
// given, dead ones included.
func (w *Window) Mandates(ctx context.Context, who people.Who) ([]Given, error) {
	list := w.DB.MandatesOf
	switch {
	case who.Disabled || who.Role != people.EmployerHR && who.Role != people.Agency:
		return nil, fault.New(fault.Forbidden, "fault.people.role")
	case who.Role == people.Agency:
		list = w.DB.MandatesTo
	}
	rows, err := list(ctx, string(who.Party))
	if err != nil {
		return nil, err
	}
	var parties []string
	for _, row := range rows {
		parties = append(parties, row.Principal, row.Agent)
	}
	if err := meet(ctx, &w.DB.Reader, parties, nil); err != nil {
		return nil, err
	}
	out := make([]Given, len(rows))
	for i, row := range rows {
		if err := json.Unmarshal(row.Body, &out[i].Mandate); err != nil {
			return nil, fmt.Errorf("read mandate %s: %w", row.ID, err)
		}
		for party, name := range map[string]*string{row.Principal: &out[i].PrincipalName, row.Agent: &out[i].AgentName} {
			if *name, err = nameOf(ctx, &w.DB.Reader, people.PartyID(party)); err != nil {
				return nil, err
			}
		}
		out[i].Alive = out[i].Mandate.Alive(w.Clock())
	}
	return out, nil
}

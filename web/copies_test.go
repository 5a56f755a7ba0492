package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
	"yichuang/store"
	"yichuang/supervision"
)

// copies adds to the registers what the story has, many times over and each time
// about another person, so that lists are full.
type copies struct {
	*testing.T
	ctx context.Context
	tx  *store.Tx
	n   int
	of  []string // the copied cases
}

// everywhere is every place.
var everywhere = []people.PlaceCode{people.Nation}

// multiply fills the lists of the story's window.
func (s *site) multiply(t *testing.T) {
	t.Helper()
	db, all := s.server.Window.DB, people.Scope{Account: "test", Places: everywhere, AnyOffice: true}
	cases, err := db.Cases(t.Context(), store.CaseFilter{Scope: all, Limit: 1000})
	must(t, err)
	permits, err := db.Permits(t.Context(), store.PermitFilter{Scope: all, Limit: 1000})
	must(t, err)
	must(t, db.Do(t.Context(), inForce, func(tx *store.Tx) error {
		c := &copies{T: t, ctx: t.Context(), tx: tx}
		for _, row := range cases {
			c.copyCase(row)
		}
		for _, row := range permits {
			c.copyPermit(row)
		}
		c.copyFindings(permits[0])
		c.copyMandates()
		c.addRatings()
		return nil
	}))
}

// party copies a person or an employer.
func (c *copies) party(of string) string {
	if of == "" {
		return ""
	}
	c.n++
	p, err := c.tx.Party(c.ctx, of)
	must(c.T, err)
	p.ID, p.Name, p.Code, p.Version = fmt.Sprintf("copy-%d", c.n), fmt.Sprintf("%s %d", p.Name, c.n), "", 0
	must(c.T, c.tx.AddParty(c.ctx, &p))
	return p.ID
}

// instead puts other words in the place of words of a body, in pairs.
func instead(body json.RawMessage, pairs ...string) json.RawMessage {
	for i := 0; i < len(pairs); i += 2 {
		body = bytes.ReplaceAll(body, []byte(`"`+pairs[i]+`"`), []byte(`"`+pairs[i+1]+`"`))
	}
	return body
}

// copyCase copies a case that alters no permit with its events, reminded of once.
func (c *copies) copyCase(row store.CaseRow) {
	history, err := c.tx.History(c.ctx, casefile.CaseNumber(row.Number), 0)
	must(c.T, err)
	clocks, err := c.tx.Clocks(c.ctx, store.ClockFilter{CaseID: row.ID})
	must(c.T, err)
	for range 6 {
		if row.Permit != "" {
			return
		}
		c.n++
		number := fmt.Sprintf("%s9%05d%s", row.Number[:5], c.n, row.Number[11:])
		events, own := slices.Clone(history), slices.Clone(clocks)
		for i := range events {
			events[i].Case = casefile.CaseNumber(number)
		}
		for i := range own {
			own[i].CaseID = number
		}
		opened := events[0].Body.(casefile.Opened)
		opened.Foreigner = people.PartyID(c.party(row.Foreigner))
		events[0].Body = opened
		_, err := c.tx.KeepCase(c.ctx, casefile.Case{}, events, store.CaseIndex{ForeignerName: "EXAMPLE", DueOn: row.DueOn, Clocks: own})
		must(c.T, err)
		_, err = c.tx.Record(c.ctx, "watch/"+number, -1, store.Event{Kind: "watch.reminded", Actor: "supervisor-chen"})
		must(c.T, err)
		c.of = append(c.of, number)
	}
}

func (c *copies) copyPermit(row store.PermitRow) {
	for range 6 {
		p, holder := row, c.party(row.Holder)
		p.ID, p.Number, p.Code, p.Version, p.Holder = store.NewID(), fmt.Sprintf("DEMO%d", c.n), "", 0, holder
		p.State = instead(row.State, row.Holder, holder)
		must(c.T, c.tx.AddPermit(c.ctx, &p))
	}
}

// copyFindings copies entries, as false promises too, and sanctions, and adds a
// revocation to each.
func (c *copies) copyFindings(permit store.PermitRow) {
	entries, err := c.tx.IntegrityEntries(c.ctx, store.FileFilter{Places: everywhere, Limit: 1000})
	must(c.T, err)
	sanctions, err := c.tx.SanctionFile(c.ctx, store.FileFilter{Places: everywhere, Limit: 1000})
	must(c.T, err)
	for range 12 {
		for _, row := range entries {
			e, party := row, c.party(row.Party)
			e.ID, e.Version, e.Party, e.Kind = store.NewID(), 0, party, string(supervision.FalseCommitment)
			e.Body = instead(row.Body, row.Party, party, row.ID, e.ID, row.Kind, e.Kind)
			must(c.T, c.tx.AddIntegrityEntry(c.ctx, &e))
			r := supervision.Revocation{ID: supervision.RevocationID(store.NewID()), Place: people.PlaceCode(row.Place), Party: people.PartyID(party), By: people.PartyID("integrity-ur")}
			body, err := json.Marshal(r)
			must(c.T, err)
			must(c.T, c.tx.AddRevocation(c.ctx, &store.Revocation{
				ID: string(r.ID), Party: party, CaseID: c.of[0], Permit: permit.ID, Finding: e.ID, Place: row.Place, HearBy: civil.DateOf(inForce), Body: body,
			}))
		}
		for _, row := range sanctions {
			x, party := row, c.party(row.Party)
			x.ID, x.Version, x.Party = store.NewID(), 0, party
			x.Body = instead(row.Body, row.Party, party, row.ID, x.ID)
			must(c.T, c.tx.AddSanction(c.ctx, &x))
		}
	}
}

// copyMandates gives the agency 25 employers more.
func (c *copies) copyMandates() {
	mandates, err := c.tx.MandatesTo(c.ctx, "ur-agency")
	must(c.T, err)
	for range 25 {
		m, party := mandates[0], c.party(mandates[0].Principal)
		m.ID, m.Version, m.Principal = store.NewID(), 0, party
		m.Body = instead(m.Body, mandates[0].Principal, party, mandates[0].ID, m.ID)
		must(c.T, c.tx.AddMandate(c.ctx, &m))
	}
}

// addRatings adds a low rating of each copied case.
func (c *copies) addRatings() {
	for _, number := range c.of {
		must(c.T, c.tx.AddRating(c.ctx, &store.Rating{ID: store.NewID(), CaseID: number, Account: "kim-account", Office: "qd-experts", Level: 1}))
	}
}

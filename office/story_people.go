package office

import (
	"context"
	"encoding/json"
	"fmt"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// theStory is who does what the story begins with.
var theStory = people.Who{Account: people.System}

// people writes offices, parties, mandates and where numbers begin.
func (s *Story) people(ctx context.Context, tx *store.Tx) error {
	for _, o := range s.Offices {
		if _, err := tx.Office(ctx, string(o.ID)); err == nil {
			continue // came with the data of its city
		} else if !fault.Is(err, fault.NotFound) {
			return err
		}
		body, err := json.Marshal(o)
		if err != nil {
			return err
		}
		if err := tx.AddOffice(ctx, &store.Office{ID: string(o.ID), Kind: string(o.Kind), Body: body}); err != nil {
			return err
		}
		if err := record(ctx, tx, theStory, "office/"+string(o.ID), "office.added", o); err != nil {
			return err
		}
	}
	for _, p := range s.Parties {
		body, err := json.Marshal(map[string]string{"chinese_name": p.ChineseName})
		if p.Platform != nil {
			body, err = json.Marshal(p.Platform)
		}
		if err != nil {
			return err
		}
		if err := tx.AddParty(ctx, &store.Party{ID: p.ID, Kind: p.Kind, Name: p.Name, Code: p.Code, Place: p.Place, Status: p.Status,
			Nationality: p.Nationality, Passport: p.Passport, BirthDate: p.BirthDate, Body: body}); err != nil {
			return err
		}
		if err := record(ctx, tx, theStory, "party/"+p.ID, "party.registered", struct {
			Name string `json:"name"`
		}{p.Name}); err != nil {
			return err
		}
	}
	for _, a := range s.Accounts {
		if _, err := addAccount(ctx, tx, theStory, Newcomer{
			ID: a.ID, Party: a.Party, Name: a.Name, Login: a.Login, Language: a.Language, Roles: a.Roles, Office: a.Office, Settled: true,
		}); err != nil {
			return fmt.Errorf("account %s: %w", a.ID, err)
		}
	}
	for _, m := range s.Mandates {
		body, err := json.Marshal(s.mandate(m))
		if err != nil {
			return err
		}
		if err := tx.AddMandate(ctx, &store.Mandate{ID: m.ID, Principal: m.Principal, Agent: m.Agent, ValidFrom: m.From, ValidUntil: m.Until, Body: body}); err != nil {
			return err
		}
		if err := record(ctx, tx, theStory, mandateChain(people.MandateID(m.ID)), "mandate.given", s.mandate(m)); err != nil {
			return err
		}
	}
	year, _, _ := civil.DateOf(tx.Now()).Civil()
	for letters, last := range s.Numbers {
		if err := tx.StartCounter(ctx, fmt.Sprintf("case/%s/%d", letters, year), int64(last)); err != nil {
			return err
		}
	}
	return nil
}

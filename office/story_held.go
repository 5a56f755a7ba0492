package office

import (
	"context"
	"encoding/json"
	"fmt"

	"yichuang/civil"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
)

// storyPermit is a permit that was granted before the story begins.
type storyPermit struct {
	Number     permit.Number    `yaml:"number"`
	Kind       permit.Kind      `yaml:"kind"`
	Holder     people.PartyID   `yaml:"holder"`
	Employer   people.PartyID   `yaml:"employer"`
	Place      people.PlaceCode `yaml:"place"`
	Class      string           `yaml:"class"`
	Ground     string           `yaml:"ground"`
	Occupation string           `yaml:"occupation"`
	Post       string           `yaml:"post"`
	From       civil.Date       `yaml:"from"`
	Until      civil.Date       `yaml:"until"`
	Condition  string           `yaml:"condition"` // duty that was a condition of the grant
	Clause     string           `yaml:"clause"`    // of the condition
}

// storyStay is a stay on a talent visa that was told before the story begins.
type storyStay struct {
	Person   people.PartyID   `yaml:"person"`
	Employer people.PartyID   `yaml:"employer"`
	Place    people.PlaceCode `yaml:"place"`
	From     civil.Date       `yaml:"from"`
	Until    civil.Date       `yaml:"until"`
}

// held writes permits and stays.
func (s *Story) held(ctx context.Context, tx *store.Tx) error {
	for _, h := range s.Permits {
		limit := permit.Cap{Binding: permit.PolicyCap, Until: h.Until}
		p := permit.Permit{
			Number: h.Number, Kind: h.Kind, Holder: h.Holder, Employer: h.Employer, Place: h.Place, Class: h.Class, Ground: h.Ground,
			Occupation: h.Occupation, Post: h.Post, Term: permit.Term{From: h.From, Until: h.Until, Caps: []permit.Cap{limit}},
		}
		if h.Condition != "" {
			p.Conditions = []permit.Condition{{ID: h.Condition, Clause: h.Clause}}
		}
		p, err := permit.Issue(p, permit.Imported, permit.By{Who: people.System, At: h.From.Time()})
		if err != nil {
			return fmt.Errorf("permit %s: %w", h.Number, err)
		}
		row := store.PermitRow{ID: store.NewID(), Code: certificateCode()}
		if err := fill(&row, p); err != nil {
			return err
		}
		if err := tx.AddPermit(ctx, &row); err != nil {
			return fmt.Errorf("permit %s: %w", h.Number, err)
		}
		if err := record(ctx, tx, theStory, "permit/"+row.ID, "permit.imported", map[string]permit.Number{"number": h.Number}); err != nil {
			return err
		}
	}
	for _, h := range s.Stays {
		body, err := json.Marshal(Stay{Visa: talentVisa, From: h.From, Until: h.Until, First: h.Until, Employer: h.Employer})
		if err != nil {
			return err
		}
		if err := tx.AddFiling(ctx, &store.Filing{
			ID: store.NewID(), Kind: recordStay, Party: string(h.Person), Place: string(h.Place), Status: recordActive, ValidFrom: h.From, Body: body,
		}); err != nil {
			return fmt.Errorf("stay of %s: %w", h.Person, err)
		}
	}
	return nil
}

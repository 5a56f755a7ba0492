package office

import (
	"context"
	"fmt"

	"yichuang/civil"
	"yichuang/lists"
	"yichuang/people"
)

// storyList is a list that was kept before the story begins.
type storyList struct {
	Kind   lists.ID            `yaml:"kind"`
	Place  people.PlaceCode    `yaml:"place"`
	Source string              `yaml:"source"`
	Rows   []map[string]string `yaml:"rows"`
}

// storyNumber is a parameter that was set before the story begins.
type storyNumber struct {
	ID        string           `yaml:"id"`
	Place     people.PlaceCode `yaml:"place"`
	Value     float64          `yaml:"value"`
	ValidFrom civil.Date       `yaml:"valid_from"`
	Source    string           `yaml:"source"`
}

// setNumbers sets the story's parameters, in the name of its operator.
func (s *Story) setNumbers(ctx context.Context, w *Window) error {
	var who people.Who
	for _, a := range s.Accounts {
		if a.Roles[0] == people.Operator {
			who = people.Who{Account: a.ID, Role: people.Operator}
		}
	}
	for _, n := range s.Numbered {
		set := Setting{ID: n.ID, Place: n.Place, Value: n.Value, ValidFrom: n.ValidFrom, Source: n.Source}
		if _, err := w.SetParameters(ctx, who, set); err != nil {
			return fmt.Errorf("set %s of %s: %w", n.ID, n.Place, err)
		}
	}
	return nil
}

// keepLists keeps the story's lists, in the name of its policy staff.
func (s *Story) keepLists(ctx context.Context, w *Window) error {
	for _, l := range s.Lists {
		var who people.Who
		for _, a := range s.Accounts {
			if a.Roles[0] == people.PolicyStaff {
				who = people.Who{Account: a.ID, Role: people.PolicyStaff}
			}
		}
		var rows lists.Rows
		for _, cells := range l.Rows {
			rows, _ = rows.With(lists.Row{Cells: cells})
		}
		if _, err := w.KeepList(ctx, who, ListEdit{Kind: l.Kind, Place: l.Place, Rows: rows, Source: l.Source}); err != nil {
			return fmt.Errorf("play list %s of %s: %w", l.Kind, l.Place, err)
		}
	}
	return nil
}

package office

import (
	"context"
	"fmt"

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

package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/people"
	"yichuang/store"
)

// StaffMember is an account with its posts, as administrators see it.
type StaffMember struct {
	Listed
	Posts     []StaffPost // those that are over too, the newest first
	PartyName string      // of the employer, agency or person it handles for; "" for an authority's
}

// StaffPost is a post at an office.
type StaffPost struct {
	ID          string
	Office      people.OfficeID
	OfficeName  people.Words
	Role        people.Role
	Places      []people.PlaceCode
	From        civil.Date
	Until       *civil.Date // last day; nil: without end
	Substitutes []Substitute
}

// Over reports whether the post has ended before the day.
func (p StaffPost) Over(on civil.Date) bool { return p.Until != nil && *p.Until < on }

// Substitute is who stands in at a post, by name.
type Substitute struct {
	people.Substitution
	Name string
}

// Staff lists the accounts of the authorities for an administrator, by name.
func (w *Window) Staff(ctx context.Context, who people.Who) ([]StaffMember, error) {
	if err := mayAdminister(who); err != nil {
		return nil, err
	}
	rows, err := w.DB.StaffAccounts(ctx)
	if err != nil {
		return nil, err
	}
	accounts, err := listed(rows)
	if err != nil {
		return nil, err
	}
	posts, err := w.staffPosts(ctx, accounts)
	if err != nil {
		return nil, err
	}
	out := make([]StaffMember, len(accounts))
	for i, a := range accounts {
		out[i] = StaffMember{Listed: a, Posts: posts[a.ID]}
	}
	return out, nil
}

// StaffMember reads one account, of an authority or of a party.
func (w *Window) StaffMember(ctx context.Context, who people.Who, id people.PartyID) (m StaffMember, err error) {
	if err := mayAdminister(who); err != nil {
		return m, err
	}
	row, err := w.DB.Account(ctx, string(id))
	if err != nil {
		return m, err
	}
	if row.Party == "" {
		all, err := w.Staff(ctx, who)
		if err != nil {
			return m, err
		}
		i := slices.IndexFunc(all, func(m StaffMember) bool { return m.ID == id })
		return all[i], nil
	}
	members, err := w.members(ctx, []store.Account{row})
	if err != nil {
		return m, err
	}
	return members[0], nil
}

// othersLimit is how many accounts of parties a search shows.
const othersLimit = 100

// Others finds accounts of employers, agencies and foreigners by login or by a
// part of the name, so that an administrator can help who lost a password or a
// phone; an empty text gives the newest.
func (w *Window) Others(ctx context.Context, who people.Who, text string) ([]StaffMember, error) {
	if err := mayAdminister(who); err != nil {
		return nil, err
	}
	rows, err := w.DB.PartyAccounts(ctx, strings.TrimSpace(text), othersLimit)
	if err != nil {
		return nil, err
	}
	return w.members(ctx, rows)
}

// members are accounts of parties with the names of the parties.
func (w *Window) members(ctx context.Context, rows []store.Account) ([]StaffMember, error) {
	accounts, err := listed(rows)
	if err != nil {
		return nil, err
	}
	out := make([]StaffMember, len(accounts))
	for i, a := range accounts {
		party, err := w.DB.Party(ctx, rows[i].Party)
		if err != nil {
			return nil, err
		}
		out[i] = StaffMember{Listed: a, PartyName: party.Name}
	}
	return out, nil
}

func (w *Window) staffPosts(ctx context.Context, accounts []Listed) (map[people.PartyID][]StaffPost, error) {
	rows, err := w.DB.Officers(ctx, store.OfficerFilter{})
	if err != nil {
		return nil, err
	}
	offices, err := officesOf(ctx, &w.DB.Reader)
	if err != nil {
		return nil, err
	}
	posts := map[people.PartyID][]StaffPost{}
	for _, row := range rows {
		var officer people.Officer
		if err := json.Unmarshal(row.Body, &officer); err != nil {
			return nil, fmt.Errorf("read post %s: %w", row.ID, err)
		}
		p := StaffPost{ID: row.ID, Office: officer.Office, Role: officer.Role, Places: officer.Places, From: row.ValidFrom, Until: row.ValidUntil}
		if i := slices.IndexFunc(offices, func(o people.Office) bool { return o.ID == officer.Office }); i >= 0 {
			p.OfficeName = offices[i].Name
		}
		for _, by := range officer.Substitutes {
			s := Substitute{Substitution: by, Name: string(by.Account)}
			if i := slices.IndexFunc(accounts, func(a Listed) bool { return a.ID == by.Account }); i >= 0 {
				s.Name = accounts[i].Name
			}
			p.Substitutes = append(p.Substitutes, s)
		}
		account := people.PartyID(row.Account)
		posts[account] = append(posts[account], p)
	}
	for _, of := range posts {
		slices.SortStableFunc(of, func(a, b StaffPost) int { return int(b.From) - int(a.From) })
	}
	return posts, nil
}

// Welcome adds the account of somebody who works for an authority, with its
// posts and an invitation. The code is for printing; where the login is an
// e-mail address, it is sent too.
func (w *Window) Welcome(ctx context.Context, who people.Who, n Newcomer) (a people.Account, code string, err error) {
	if err := mayAdminister(who); err != nil {
		return a, "", err
	}
	if err := w.mayHold(ctx, n.Office, n.Places, n.Roles...); err != nil {
		return a, "", err
	}
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		if a, err = addAccount(ctx, tx, who, n); err != nil {
			return err
		}
		code, err = w.invite(ctx, tx, a.ID)
		return err
	})
	return a, code, err
}

package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
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
		if a, err = addAccount(ctx, tx, n); err != nil {
			return err
		}
		if code, err = w.invite(ctx, tx, a.ID); err != nil {
			return err
		}
		return record(ctx, tx, who, accountChain(a.ID), "account.added", n.told())
	})
	return a, code, err
}

// mayHold refuses roles that nobody can hold there: an office's role without an
// office, an applicant's at an office, places that the office does not serve.
func (w *Window) mayHold(ctx context.Context, office people.OfficeID, places []people.PlaceCode, roles ...people.Role) error {
	for _, role := range roles {
		if !role.Staff() {
			return fault.New(fault.Invalid, "fault.post.role").WithPath("roles")
		}
		if office == "" && !officeless(role) {
			return fault.New(fault.Invalid, "fault.post.office").WithPath("office")
		}
	}
	if office == "" {
		return nil
	}
	o, err := readOffice(ctx, &w.DB.Reader, office)
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.Invalid, "fault.post.office").WithPath("office").WithCause(err)
	}
	if err != nil {
		return err
	}
	for _, place := range places {
		if !o.Serves(place) {
			return fault.New(fault.Invalid, "fault.post.places", "place", string(place)).WithPath("places")
		}
	}
	return nil
}

// NewPost is a post to be given.
type NewPost struct {
	Account people.PartyID
	Office  people.OfficeID
	Role    people.Role
	Places  []people.PlaceCode // narrows the office's jurisdiction; nil: all of it
	Until   *civil.Date        // last day; nil: without end
}

// GivePost gives an account a post from today on. A post that it holds already
// is left as it is.
func (w *Window) GivePost(ctx context.Context, who people.Who, n NewPost) error {
	if err := mayAdminister(who); err != nil {
		return err
	}
	if n.Office == "" {
		return fault.New(fault.Invalid, "fault.post.office").WithPath("office")
	}
	if err := w.mayHold(ctx, n.Office, n.Places, n.Role); err != nil {
		return err
	}
	today := civil.DateOf(w.Clock())
	if n.Until != nil && *n.Until < today {
		return fault.New(fault.Invalid, "fault.post.past").WithPath("until")
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		account, err := tx.Account(ctx, string(n.Account))
		if err != nil {
			return err
		}
		if account.Party != "" {
			return fault.New(fault.Invalid, "fault.post.role").WithPath("roles")
		}
		held, err := tx.Officers(ctx, store.OfficerFilter{Account: string(n.Account), Office: string(n.Office), Role: string(n.Role), On: &today})
		if err != nil || len(held) > 0 {
			return err
		}
		post := people.Officer{Account: n.Account, Office: n.Office, Role: n.Role, Places: n.Places}
		if err := addPost(ctx, tx, post, n.Until); err != nil {
			return err
		}
		return record(ctx, tx, who, accountChain(n.Account), "post.given", post)
	})
}

// EndPost ends a post: its last day is today, or later. What was done in it stays.
func (w *Window) EndPost(ctx context.Context, who people.Who, post string, last civil.Date) error {
	if err := mayAdminister(who); err != nil {
		return err
	}
	if last < civil.DateOf(w.Clock())-1 {
		return fault.New(fault.Invalid, "fault.post.past").WithPath("until")
	}
	return w.changePost(ctx, who, post, "post.ended", func(row *store.Officer, _ *people.Officer) error {
		if row.ValidUntil != nil && *row.ValidUntil <= last {
			return errUnchanged
		}
		row.ValidUntil = &last
		return nil
	})
}

// EndSubstitute takes a substitute away again.
func (w *Window) EndSubstitute(ctx context.Context, who people.Who, post string, by people.Substitution) error {
	if err := mayAdminister(who); err != nil {
		return err
	}
	return w.changePost(ctx, who, post, "post.substitute-ended", func(_ *store.Officer, officer *people.Officer) error {
		before := len(officer.Substitutes)
		officer.Substitutes = slices.DeleteFunc(officer.Substitutes, func(s people.Substitution) bool { return s == by })
		if len(officer.Substitutes) == before {
			return errUnchanged
		}
		return nil
	})
}

// errUnchanged ends a change that would change nothing: it is no fault.
var errUnchanged = fault.New(fault.Conflict, "fault.unchanged")

// changePost changes a post and records it.
func (w *Window) changePost(ctx context.Context, who people.Who, post, kind string, change func(*store.Officer, *people.Officer) error) error {
	err := w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		row, err := tx.Officer(ctx, strings.TrimPrefix(post, postPrefix))
		if err != nil {
			return err
		}
		var officer people.Officer
		if err := json.Unmarshal(row.Body, &officer); err != nil {
			return fmt.Errorf("read post %s: %w", row.ID, err)
		}
		if err := change(&row, &officer); err != nil {
			return err
		}
		if row.Body, err = json.Marshal(officer); err != nil {
			return err
		}
		if err := tx.ChangeOfficer(ctx, &row); err != nil {
			return err
		}
		return record(ctx, tx, who, accountChain(people.PartyID(row.Account)), kind, postTold{row.ID, row.ValidUntil, officer})
	})
	if err == errUnchanged {
		return nil
	}
	return err
}

// SetRoles says which roles without an office a staff account has. Nobody takes
// the administrator's role from themselves: somebody has to be left who can give
// it back.
func (w *Window) SetRoles(ctx context.Context, who people.Who, account people.PartyID, roles []people.Role) error {
	if err := mayAdminister(who); err != nil {
		return err
	}
	for _, role := range roles {
		if !officeless(role) {
			return fault.New(fault.Invalid, "fault.post.office").WithPath("roles")
		}
	}
	if account == who.Account && !slices.Contains(roles, people.Administrator) {
		return fault.New(fault.Invalid, "fault.post.own").WithPath("roles")
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		row, err := tx.Account(ctx, string(account))
		if err != nil {
			return err
		}
		a, err := readAccount(row)
		if err != nil {
			return err
		}
		if row.Party != "" {
			return fault.New(fault.Invalid, "fault.post.role").WithPath("roles")
		}
		kept := slices.DeleteFunc(slices.Clone(a.Roles), officeless)
		next := slices.Concat(kept, roles)
		if slices.Equal(next, a.Roles) {
			return nil
		}
		if row.Body, err = json.Marshal(accountBody{Roles: next}); err != nil {
			return err
		}
		if err := tx.ChangeAccount(ctx, &row); err != nil {
			return err
		}
		return record(ctx, tx, who, accountChain(account), "account.roles", map[string][]people.Role{"roles": roles})
	})
}

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

// Post is one of the capacities in which an account can act now: a role on the
// applicant's side, or a post at an office, its own or that of an officer it
// stands in for.
type Post struct {
	ID     string // stable while the post lasts; Who takes it
	Who    people.Who
	Office people.Words // name of the office; empty on the applicant's side
	For    string       // name of the officer it stands in for, or ""
}

// postPrefix begins the id of a post at an office; other ids are role names.
const postPrefix = "post-"

// officeless are the roles that an authority's account can have without a post:
// they concern the installation, never a case.
func officeless(role people.Role) bool {
	return role == people.Administrator || role == people.Operator || role == people.PolicyStaff
}

// Posts lists the capacities of an account at this moment, in the order in
// which people meet the roles. A disabled account has none.
func (w *Window) Posts(ctx context.Context, account people.PartyID) ([]Post, error) {
	a, err := w.Account(ctx, account)
	if err != nil || a.Disabled {
		return nil, err
	}
	on := civil.DateOf(w.Clock())
	rows, err := w.DB.Officers(ctx, store.OfficerFilter{On: &on})
	if err != nil {
		return nil, err
	}
	var posts []Post
	for _, role := range people.Roles {
		for _, row := range rows {
			if row.Role != string(role) {
				continue
			}
			p, holds, err := w.officerPost(ctx, row, account)
			if err != nil {
				return nil, err
			}
			if holds {
				posts = append(posts, p)
			}
		}
		if p, holds, err := w.ownRole(ctx, a, role); err != nil {
			return nil, err
		} else if holds && !slices.ContainsFunc(posts, func(p Post) bool { return p.Who.Role == role && p.Who.For == "" }) {
			posts = append(posts, p)
		}
	}
	return posts, nil
}

// Who is the account in one of its posts at this moment, ready to be asked what
// it may do. A post that it does not hold (any more) is forbidden.
func (w *Window) Who(ctx context.Context, account people.PartyID, post string) (people.Who, error) {
	p, err := w.Post(ctx, account, post)
	return p.Who, err
}

// Post reads one of the account's posts.
func (w *Window) Post(ctx context.Context, account people.PartyID, post string) (Post, error) {
	a, err := w.Account(ctx, account)
	if err != nil {
		return Post{}, err
	}
	if a.Disabled {
		return Post{}, errNoPost
	}
	var p Post
	var holds bool
	if id, ok := strings.CutPrefix(post, postPrefix); ok {
		row, err := w.DB.Officer(ctx, id)
		if err != nil {
			return Post{}, err
		}
		if p, holds, err = w.officerPost(ctx, row, account); err != nil {
			return Post{}, err
		}
	} else if p, holds, err = w.ownRole(ctx, a, people.Role(post)); err != nil {
		return Post{}, err
	}
	if !holds {
		return Post{}, errNoPost
	}
	return p, nil
}

var errNoPost = fault.New(fault.Forbidden, "fault.account.no-post")

// officerPost makes the post of a row for the account that asks, if it has it
// today.
func (w *Window) officerPost(ctx context.Context, row store.Officer, account people.PartyID) (p Post, holds bool, err error) {
	on := civil.DateOf(w.Clock())
	var officer people.Officer
	if err := json.Unmarshal(row.Body, &officer); err != nil {
		return p, false, fmt.Errorf("read post %s: %w", row.ID, err)
	}
	officer.Account = people.PartyID(row.Account)
	if on < row.ValidFrom || row.ValidUntil != nil && on > *row.ValidUntil {
		return p, false, nil
	}
	if officer.Account != account && !officer.StandsIn(account, on) {
		return p, false, nil
	}
	office, err := readOffice(ctx, &w.DB.Reader, officer.Office)
	if err != nil {
		return p, false, err
	}
	p = Post{ID: postPrefix + row.ID, Office: office.Name}
	if p.Who, err = people.PostOf(officer, office, account, w.Clock()); err != nil {
		return p, false, err
	}
	if p.Who.For != "" {
		holder, err := w.DB.Account(ctx, row.Account)
		if err != nil {
			return p, false, err
		}
		p.For = holder.Name
	}
	return p, true, nil
}

// Substitute lets an administrator say who stands in at a post, and when.
func (w *Window) Substitute(ctx context.Context, who people.Who, post string, by people.Substitution) error {
	if err := mayAdminister(who); err != nil {
		return err
	}
	if by.Until < by.From {
		return fault.New(fault.Invalid, "fault.post.days").WithPath("until").WithDetail("%s lies before %s", by.Until, by.From)
	}
	stands, err := w.Account(ctx, by.Account)
	if fault.Is(err, fault.NotFound) || err == nil && (stands.Party != stands.ID || stands.Disabled) {
		return fault.New(fault.Invalid, "fault.post.substitute").WithPath("account").WithCause(err)
	}
	if err != nil {
		return err
	}
	return w.changePost(ctx, who, post, "post.substituted", func(_ *store.Officer, officer *people.Officer) error {
		if by.Account == officer.Account {
			return fault.New(fault.Invalid, "fault.post.substitute").WithPath("account")
		}
		if slices.Contains(officer.Substitutes, by) {
			return errUnchanged
		}
		officer.Substitutes = append(officer.Substitutes, by)
		return nil
	})
}

// postTold is what the record says of a post.
type postTold struct {
	ID    string      `json:"id"`
	Until *civil.Date `json:"until,omitempty"`
	people.Officer
}

// ownRole makes the Who of a role that the account has without a post.
func (w *Window) ownRole(ctx context.Context, a people.Account, role people.Role) (p Post, holds bool, err error) {
	holds = false
	for _, r := range a.Roles {
		holds = holds || r == role
	}
	if !holds || role.Staff() && !officeless(role) {
		return p, false, nil
	}
	who := people.Who{Account: a.ID, Role: role}
	if !role.Staff() {
		who.Party = a.Party
	}
	if role == people.Agency {
		if who.Mandates, err = mandatesTo(ctx, &w.DB.Reader, a.Party); err != nil {
			return p, false, err
		}
	}
	return Post{ID: string(role), Who: who}, true, nil
}

func readOffice(ctx context.Context, r *store.Reader, id people.OfficeID) (people.Office, error) {
	row, err := r.Office(ctx, string(id))
	if err != nil {
		return people.Office{}, err
	}
	var office people.Office
	if err := json.Unmarshal(row.Body, &office); err != nil {
		return office, fmt.Errorf("read office %s: %w", id, err)
	}
	return office, nil
}

// mandatesTo are the mandates given to an agency, dead ones included.
func mandatesTo(ctx context.Context, r *store.Reader, agent people.PartyID) ([]people.Mandate, error) {
	rows, err := r.MandatesTo(ctx, string(agent))
	if err != nil {
		return nil, err
	}
	return unpackAll[people.Mandate](rows, "mandate", func(row store.Mandate) (string, json.RawMessage) { return row.ID, row.Body })
}

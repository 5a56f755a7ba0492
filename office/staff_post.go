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

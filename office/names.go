package office

import (
	"context"

	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// names are what people and accounts are called, as far as a page has read it. A
// list meets all of its rows at once; what it then shows of each row asks the
// database nothing. It is for one reader and one page.
type names struct {
	parties, accounts map[string]store.Name
}

type namesKey struct{}

// Naming returns a context in which each name is read once. It is for requests
// that only read: a name that changes meanwhile stays the old one in it.
func Naming(ctx context.Context) context.Context {
	return context.WithValue(ctx, namesKey{}, &names{map[string]store.Name{}, map[string]store.Name{}})
}

// meet reads the names of parties and accounts that the context does not know yet,
// in one statement each. Without Naming it does nothing.
func meet(ctx context.Context, r *store.Reader, parties, accounts []string) error {
	known, ok := ctx.Value(namesKey{}).(*names)
	if !ok {
		return nil
	}
	for _, k := range []struct {
		ids  []string
		have map[string]store.Name
		read func(context.Context, []string) (map[string]store.Name, error)
	}{{parties, known.parties, r.PartyNames}, {accounts, known.accounts, r.AccountNames}} {
		var missing []string
		for _, id := range k.ids {
			if _, have := k.have[id]; !have && id != "" {
				missing = append(missing, id)
			}
		}
		found, err := k.read(ctx, missing)
		if err != nil {
			return err
		}
		for _, id := range missing {
			k.have[id] = found[id] // zero where there is none, so that it is asked once
		}
	}
	return nil
}

// nameOf is the name of a party; "" is nobody.
func nameOf(ctx context.Context, r *store.Reader, id people.PartyID) (string, error) {
	if id == "" {
		return "", nil
	}
	if known, ok := ctx.Value(namesKey{}).(*names); ok {
		if err := meet(ctx, r, []string{string(id)}, nil); err != nil {
			return "", err
		}
		if n := known.parties[string(id)]; n.ID != "" {
			return n.Name, nil
		}
	}
	party, err := r.Party(ctx, string(id))
	return party.Name, err
}

// accountOf is an account's name and party; not found where it is gone.
func accountOf(ctx context.Context, r *store.Reader, id people.PartyID) (store.Name, error) {
	if known, ok := ctx.Value(namesKey{}).(*names); ok {
		if err := meet(ctx, r, nil, []string{string(id)}); err != nil {
			return store.Name{}, err
		}
		if n := known.accounts[string(id)]; n.ID != "" {
			return n, nil
		}
	}
	row, err := r.Account(ctx, string(id))
	return store.Name{ID: row.ID, Name: row.Name, Party: row.Party}, err
}

// accountName is what people call an account; the account itself where it is gone.
func accountName(ctx context.Context, r *store.Reader, id people.PartyID) (string, error) {
	if id == "" || id == people.System {
		return "", nil
	}
	account, err := accountOf(ctx, r, id)
	if fault.Is(err, fault.NotFound) {
		return string(id), nil
	}
	return account.Name, err
}

// Handler is what people call the account of an act.
func (w *Window) Handler(ctx context.Context, id people.PartyID) (string, error) {
	return accountName(ctx, &w.DB.Reader, id)
}

// meetCases reads the names of everybody whom rows of a list name.
func (w *Window) meetCases(ctx context.Context, rows []store.CaseRow) error {
	var parties, accounts []string
	for _, row := range rows {
		parties, accounts = append(parties, row.Foreigner, row.Principal), append(accounts, row.Handler)
	}
	return meet(ctx, &w.DB.Reader, parties, accounts)
}

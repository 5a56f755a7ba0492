package office

import (
	"context"
	"slices"
	"time"

	"yichuang/casefile"
	"yichuang/people"
	"yichuang/store"
)

// A case file counts as open until presenceEnds after the last look at it. A look
// within presenceEvery of the one before writes nothing, and one that cannot be
// written within presenceWait is let go: nobody waits for it.
const (
	presenceEnds  = 15 * time.Minute
	presenceEvery = time.Minute
	presenceWait  = 500 * time.Millisecond
)

// Presence is somebody else of an authority who has a case file open. It locks
// nothing: acts on a case that has moved on conflict by its version.
type Presence struct {
	Name   string // of a colleague; "" where it is another office's officer
	Office people.Words
	Since  time.Time

	of string // the case
}

// handlingActs are the acts whose roles work on a case; others only look at it.
var handlingActs = []people.Act{people.Judge, people.Find, people.Draft, people.Approve, people.Conclude}

// LookAt notes that an officer has the case file open and gives who else has.
// Whoever has no office reads nothing of it.
func (w *Window) LookAt(ctx context.Context, who people.Who, c casefile.Case) ([]Presence, error) {
	if !who.Role.Staff() || who.Office == "" {
		return nil, nil
	}
	if err := w.mayRead(who, c); err != nil {
		return nil, err
	}
	now := w.Clock()
	files, err := w.DB.OpenFiles(ctx, string(c.Number), now.Add(-presenceEnds))
	if err != nil {
		return nil, err
	}
	lately := slices.ContainsFunc(files, func(f store.OpenFile) bool {
		return f.Account == string(who.Account) && f.Office == string(who.Office) && now.Sub(f.SeenAt) < presenceEvery
	})
	if slices.ContainsFunc(handlingActs, who.Role.Can) && !lately {
		short, stop := context.WithTimeout(ctx, presenceWait)
		defer stop()
		if err := w.DB.Do(short, now, func(tx *store.Tx) error {
			return tx.LookAt(short, string(who.Account), string(c.Number), string(who.Office), now.Add(-presenceEnds))
		}); err != nil {
			return nil, err
		}
	}
	return w.presences(ctx, who, files)
}

// LookAway closes the file that the account has open: it signed out.
func (w *Window) LookAway(ctx context.Context, account people.PartyID) error {
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error { return tx.LookAway(ctx, string(account)) })
}

// openBy says for each of the cases, which the person may read, who else has its
// file open.
func (w *Window) openBy(ctx context.Context, who people.Who, rows []store.CaseRow) (map[string][]Presence, error) {
	if !who.Role.Staff() || who.Office == "" || len(rows) == 0 {
		return nil, nil
	}
	files, err := w.DB.OpenFiles(ctx, "", w.Clock().Add(-presenceEnds))
	if err != nil {
		return nil, err
	}
	files = slices.DeleteFunc(files, func(f store.OpenFile) bool {
		return !slices.ContainsFunc(rows, func(row store.CaseRow) bool { return row.Number == f.CaseID })
	})
	out := map[string][]Presence{}
	all, err := w.presences(ctx, who, files)
	for _, p := range all {
		out[p.of] = append(out[p.of], p)
	}
	return out, err
}

// presences are the files that others have open, as the person may know of them:
// colleagues by name, those of another office by their office.
func (w *Window) presences(ctx context.Context, who people.Who, files []store.OpenFile) ([]Presence, error) {
	files = slices.DeleteFunc(files, func(f store.OpenFile) bool { return f.Account == string(who.Account) })
	if len(files) == 0 {
		return nil, nil
	}
	offices, err := w.OfficeNames(ctx)
	if err != nil {
		return nil, err
	}
	var accounts []string
	for _, f := range files {
		accounts = append(accounts, f.Account)
	}
	if err := meet(ctx, &w.DB.Reader, nil, accounts); err != nil {
		return nil, err
	}
	var out []Presence
	for _, f := range files {
		p := Presence{of: f.CaseID, Since: f.Since, Office: offices[f.Office]}
		if f.Office == string(who.Office) {
			if p.Name, err = accountName(ctx, &w.DB.Reader, people.PartyID(f.Account)); err != nil {
				return nil, err
			}
		}
		out = append(out, p)
	}
	return out, nil
}

package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/lists"
	"yichuang/people"
	"yichuang/store"
)

// KeptList is the edition of a list that answers at a place.
type KeptList struct {
	Kind    lists.Kind
	Place   people.PlaceCode // whose list it is: the place asked, or one that it lies in
	Edition int64            // 0: nobody keeps it yet
	Rows    lists.Rows
	Source  string
	By      people.PartyID
	At      time.Time
}

// listBody is a list as it is stored.
type listBody struct {
	Rows lists.Rows `json:"rows"`
}

// ListKind returns the kind of list with the id.
func (w *Window) ListKind(id lists.ID) (lists.Kind, error) {
	kind, ok := w.Lists.Find(id)
	if !ok {
		return kind, fault.New(fault.NotFound, "fault.list.not-found").WithDetail("no list %s", id)
	}
	return kind, nil
}

// List returns the list that answers at the place: its own, or that of the
// nearest place around it. Where nobody keeps one it is empty. What a list holds
// is no secret to those whose forms offer its rows.
func (w *Window) List(ctx context.Context, id lists.ID, place people.PlaceCode) (KeptList, error) {
	return w.list(ctx, &w.DB.Reader, id, place)
}

func (w *Window) list(ctx context.Context, r *store.Reader, id lists.ID, place people.PlaceCode) (KeptList, error) {
	kind, err := w.ListKind(id)
	if err != nil {
		return KeptList{}, err
	}
	for _, scope := range w.scopes(place) {
		row, err := r.List(ctx, string(id), string(scope))
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return KeptList{}, err
		}
		return readList(kind, row)
	}
	return KeptList{Kind: kind, Place: place}, nil
}

// scopes are the place and those around it, the nearest first.
func (w *Window) scopes(place people.PlaceCode) []people.PlaceCode {
	at, ok := w.Law().Places.Lookup(facts.PlaceCode(place))
	if !ok {
		return []people.PlaceCode{place}
	}
	out := make([]people.PlaceCode, len(at.Scopes))
	for i, s := range at.Scopes {
		out[i] = people.PlaceCode(s)
	}
	return out
}

func readList(kind lists.Kind, row store.List) (KeptList, error) {
	var body listBody
	if err := json.Unmarshal(row.Body, &body); err != nil {
		return KeptList{}, fmt.Errorf("read list %s of %s: %w", row.Name, row.Place, err)
	}
	return KeptList{
		Kind: kind, Place: people.PlaceCode(row.Place), Edition: row.Edition, Rows: body.Rows,
		Source: row.Source, By: people.PartyID(row.AddedBy), At: row.CreatedAt,
	}, nil
}

// KeptLists are the lists that somebody keeps, by kind and place, to those who
// may keep one of them.
func (w *Window) KeptLists(ctx context.Context, who people.Who) ([]KeptList, error) {
	rows, err := w.DB.Lists(ctx)
	if err != nil {
		return nil, err
	}
	var out []KeptList
	for _, kind := range w.Lists {
		for _, row := range rows {
			if row.Name != string(kind.ID) || w.MayKeep(ctx, who, kind, people.PlaceCode(row.Place)) != nil {
				continue
			}
			kept, err := readList(kind, row)
			if err != nil {
				return nil, err
			}
			out = append(out, kept)
		}
	}
	return out, nil
}

// MayKeep refuses everybody but policy staff, administrators, and partners of
// the kind of office that the list belongs to, each in the own places.
func (w *Window) MayKeep(ctx context.Context, who people.Who, kind lists.Kind, place people.PlaceCode) error {
	allowed := who.Role == people.PolicyStaff || who.Role == people.Administrator
	if who.Role == people.Partner && kind.Office != "" {
		office, err := readOffice(ctx, &w.DB.Reader, who.Office)
		if err != nil {
			return err
		}
		allowed = office.Kind == kind.Office
	}
	if who.Disabled || !allowed {
		return fault.New(fault.Forbidden, "fault.people.role").WithDetail("role %s does not keep list %s", who.Role, kind.ID)
	}
	if who.Role == people.Partner && !serves(who, place) {
		return fault.New(fault.NotFound, "fault.list.not-found").WithDetail("list %s of %s lies outside", kind.ID, place)
	}
	return nil
}

// ListEdit is a list as somebody wants to keep it.
type ListEdit struct {
	Kind   lists.ID
	Place  people.PlaceCode
	Seen   int64 // edition that the person saw; 0: none
	Rows   lists.Rows
	Source string // where the content is from
	Key    string // of the form: sent twice it is one edition; "" where nobody can press twice
	Asked  string // what the form asked for
}

// KeepList keeps a new edition of a list and records what it changed. Of two
// who saw the same edition one gets a conflict. A row that is allocated cannot
// go. Nothing is kept where nothing changed. The same form sent again is the same
// edition, and no conflict with itself.
func (w *Window) KeepList(ctx context.Context, who people.Who, edit ListEdit) (lists.Change, error) {
	kind, err := w.ListKind(edit.Kind)
	if err != nil {
		return lists.Change{}, err
	}
	if err := w.MayKeep(ctx, who, kind, edit.Place); err != nil {
		return lists.Change{}, err
	}
	if _, ok := w.Law().Places.Lookup(facts.PlaceCode(edit.Place)); !ok && edit.Place != people.Nation {
		return lists.Change{}, fault.New(fault.Invalid, "fault.needed").WithPath("place").WithDetail("%q is no place", edit.Place)
	}
	if edit.Source = strings.TrimSpace(edit.Source); edit.Source == "" {
		return lists.Change{}, needed("source")
	}
	rows, err := kind.Checked(edit.Rows)
	if err != nil {
		return lists.Change{}, err
	}
	var change lists.Change
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		if edit.Key == "" {
			change, err = keepList(ctx, tx, who, kind, edit, rows)
			return err
		}
		first, err := tx.Once(ctx, string(who.Account), edit.Key, []byte(edit.Asked), func() ([]byte, error) {
			made, err := keepList(ctx, tx, who, kind, edit, rows)
			if err != nil {
				return nil, err
			}
			return json.Marshal(made)
		})
		if err != nil {
			return err
		}
		return json.Unmarshal(first, &change)
	})
	return change, err
}

func keepList(ctx context.Context, tx *store.Tx, who people.Who, kind lists.Kind, edit ListEdit, rows lists.Rows) (lists.Change, error) {
	before := KeptList{}
	row, err := tx.List(ctx, string(edit.Kind), string(edit.Place))
	if err == nil {
		before, err = readList(kind, row)
	}
	if err != nil && !fault.Is(err, fault.NotFound) {
		return lists.Change{}, err
	}
	if before.Edition != edit.Seen {
		return lists.Change{}, staleList(edit, before.Edition)
	}
	change := lists.Difference(before.Rows, rows)
	if change.Empty() {
		return change, nil
	}
	if err := unused(ctx, tx, edit, change.Removed); err != nil {
		return change, err
	}
	body, err := json.Marshal(listBody{Rows: rows})
	if err != nil {
		return change, err
	}
	err = tx.AddList(ctx, &store.List{
		ID: store.NewID(), Name: string(edit.Kind), Place: string(edit.Place), Edition: edit.Seen + 1, Body: body,
		Source: edit.Source, AddedBy: string(who.Account),
	})
	if fault.Is(err, fault.Conflict) {
		return change, staleList(edit, edit.Seen+1).WithCause(err)
	}
	if err != nil {
		return change, err
	}
	return change, record(ctx, tx, who, "list/"+string(edit.Kind)+"/"+string(edit.Place), "list.kept", struct {
		lists.Change
		Edition int64  `json:"edition"`
		Source  string `json:"source"`
	}{change, edit.Seen + 1, edit.Source})
}

func staleList(edit ListEdit, edition int64) *fault.Error {
	return fault.New(fault.Conflict, "fault.list.stale").
		WithDetail("list %s of %s is at edition %d, you saw %d", edit.Kind, edit.Place, edition, edit.Seen)
}

// unused refuses to take rows off a list that are allocated.
func unused(ctx context.Context, tx *store.Tx, edit ListEdit, removed []string) error {
	held, err := tx.Allocations(ctx, store.AllocationFilter{List: string(edit.Kind), Place: string(edit.Place), HeldOnly: true})
	if err != nil {
		return err
	}
	for _, a := range held {
		if slices.Contains(removed, a.Item) {
			return fault.New(fault.Conflict, "fault.list.in-use", "number", a.CaseID).WithDetail("row %s of list %s is allocated to %s", a.Item, a.List, a.CaseID)
		}
	}
	return nil
}

// ListEditions are every edition of a list, the newest first, to those who may
// keep it.
func (w *Window) ListEditions(ctx context.Context, who people.Who, id lists.ID, place people.PlaceCode) ([]KeptList, error) {
	kind, err := w.ListKind(id)
	if err != nil {
		return nil, err
	}
	if err := w.MayKeep(ctx, who, kind, place); err != nil {
		return nil, err
	}
	rows, err := w.DB.ListEditions(ctx, string(id), string(place))
	if err != nil {
		return nil, err
	}
	out := make([]KeptList, len(rows))
	for i, row := range rows {
		if out[i], err = readList(kind, row); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ListRow returns a row of a list by its id: as it stands, or as it last stood
// before it was taken off. A request names rows of lists by their ids.
func (w *Window) ListRow(ctx context.Context, id lists.ID, place people.PlaceCode, row string) (lists.Kind, lists.Row, error) {
	return w.listRow(ctx, &w.DB.Reader, id, place, row)
}

func (w *Window) listRow(ctx context.Context, r *store.Reader, id lists.ID, place people.PlaceCode, row string) (lists.Kind, lists.Row, error) {
	kept, err := w.list(ctx, r, id, place)
	if err != nil {
		return kept.Kind, lists.Row{}, err
	}
	if found, ok := kept.Rows.Find(row); ok {
		return kept.Kind, found, nil
	}
	rows, err := r.ListEditions(ctx, string(id), string(kept.Place))
	if err != nil {
		return kept.Kind, lists.Row{}, err
	}
	for _, older := range rows {
		edition, err := readList(kept.Kind, older)
		if err != nil {
			return kept.Kind, lists.Row{}, err
		}
		if found, ok := edition.Rows.Find(row); ok {
			return kept.Kind, found, nil
		}
	}
	return kept.Kind, lists.Row{}, fault.New(fault.NotFound, "fault.list.no-row").WithDetail("list %s has no row %q", id, row)
}

// Phase says where a row stands today.
func (w *Window) Phase(k lists.Kind, row lists.Row) lists.Phase {
	return k.Phase(row, civil.DateOf(w.Clock()))
}

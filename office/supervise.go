package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
	"yichuang/supervision"
)

// Supervising is what every act of supervision carries: who acts, and the key by
// which a repeated request is known.
type Supervising struct {
	Who   people.Who
	Key   string
	Asked string // the request in any fixed form: the same key with another request is a conflict
}

// oversight is an act of supervision under way. It ends with its record in the
// audit chain of its subject, in the same transaction.
type oversight struct {
	*Window
	tx  *store.Tx
	law Law
	by  supervision.By
}

// supervise runs do in one transaction, once for a key, and returns the id of
// what it made or changed.
func (w *Window) supervise(ctx context.Context, in Supervising, do func(*oversight) (id string, err error)) (id string, err error) {
	now := w.Clock()
	err = w.DB.Do(ctx, now, func(tx *store.Tx) error {
		result, err := tx.Once(ctx, string(in.Who.Account), in.Key, []byte(in.Asked), func() ([]byte, error) {
			o := &oversight{Window: w, tx: tx, law: w.Law(), by: supervision.By{Who: in.Who, At: tx.Now()}}
			made, err := do(o)
			return []byte(made), err
		})
		id = string(result)
		return err
	})
	return id, err
}

// record keeps the act in the chain of its subject.
func (o *oversight) record(ctx context.Context, subject, id, what string, body any) error {
	return record(ctx, o.tx, o.by.Who, subject+"/"+id, subject+"."+what, body)
}

// step is the case's own act inside the act of supervision.
func (o *oversight) step(ctx context.Context, number string) (*step, error) {
	c, err := o.tx.CaseFile(ctx, casefile.CaseNumber(number))
	if err != nil {
		return nil, err
	}
	return &step{Window: o.Window, tx: o.tx, law: o.law, file: c, by: casefile.By{Who: o.by.Who, At: o.by.At}}, nil
}

// tell puts news into the outbox for every account that speaks for the party. The
// words are message.<kind>.subject and .text; about is what the news is about,
// so that the same thing is told once.
func (o *oversight) tell(ctx context.Context, party people.PartyID, kind, about, path string, args ...any) error {
	accounts, err := accountsOf(ctx, &o.tx.Reader, party)
	if err != nil {
		return err
	}
	return o.tellAccounts(ctx, accounts, kind, about, path, args...)
}

func (o *oversight) tellAccounts(ctx context.Context, accounts []store.Account, kind, about, path string, args ...any) error {
	args = append([]any{"link", o.Address + path}, args...)
	return o.inform(ctx, o.tx, accounts, news{About: kind + "/" + about, Kind: kind, Key: kind, Args: args})
}

// unpack reads what a row holds.
func unpack[T any](body json.RawMessage, what, id string) (value T, err error) {
	if err := json.Unmarshal(body, &value); err != nil {
		return value, fmt.Errorf("read %s %s: %w", what, id, err)
	}
	return value, nil
}

// unpackAll reads the bodies of rows; of says where a row keeps its own.
func unpackAll[T, R any](rows []R, what string, of func(R) (id string, body json.RawMessage)) ([]T, error) {
	out := make([]T, len(rows))
	for i, row := range rows {
		id, body := of(row)
		value, err := unpack[T](body, what, id)
		if err != nil {
			return nil, err
		}
		out[i] = value
	}
	return out, nil
}

// mayWatch refuses everybody but supervisors and integrity officers.
func mayWatch(who people.Who) error {
	if who.Disabled || !who.Role.Can(people.Watch) {
		return fault.New(fault.Forbidden, "fault.people.role").WithDetail("role %s may not watch", who.Role)
	}
	return nil
}

// watches is mayWatch at a place of the person's own.
func watches(who people.Who, place people.PlaceCode) error {
	if err := mayWatch(who); err != nil {
		return err
	}
	if !slices.ContainsFunc(who.Places, func(p people.PlaceCode) bool { return p.Holds(place) }) {
		return fault.New(fault.Forbidden, "fault.people.role").WithDetail("%s lies outside the places of %s", place, who.Account)
	}
	return nil
}

// fileOf narrows a list to what the person may read of integrity files: the
// supervised their own, watchers those of their places. Others get nothing.
func fileOf(who people.Who, f store.FileFilter) (store.FileFilter, error) {
	switch {
	case who.Disabled:
	case who.Role.Can(people.Contest) && who.Party != "":
		f.Party, f.Places = string(who.Party), nil
		return f, nil
	case who.Role.Can(people.Watch) && len(who.Places) > 0:
		f.Places = who.Places
		return f, nil
	}
	return f, fault.New(fault.Forbidden, "fault.people.role").WithDetail("role %s has no integrity file", who.Role)
}

// Rules are the operator's figures for checks at a place: those set for the
// place, else for its province, else for the nation, else the built-in ones.
func (w *Window) Rules(ctx context.Context, place people.PlaceCode) (supervision.Rules, []RuleSet, error) {
	return rulesOf(ctx, &w.DB.Reader, place, civil.DateOf(w.Clock()))
}

// RuleSet says where a figure comes from. Source is empty for a built-in one.
type RuleSet struct {
	Name   string
	Value  int
	Place  people.PlaceCode
	From   civil.Date
	Source string
	By     string
}

func rulesOf(ctx context.Context, r *store.Reader, place people.PlaceCode, on civil.Date) (supervision.Rules, []RuleSet, error) {
	rules := supervision.DefaultRules
	rows, err := r.Parameters(ctx)
	if err != nil {
		return rules, nil, err
	}
	var sets []RuleSet
	for _, name := range supervision.RuleNames {
		set := RuleSet{Name: name, Value: rules.Get(name)}
		for _, row := range rows {
			at := people.PlaceCode(row.Place)
			nearer := len(at.Prefix()) >= len(set.Place.Prefix()) || set.Place == people.Nation
			if row.Name != name || !at.Holds(place) || row.ValidFrom > on || !nearer {
				continue
			}
			value, err := unpack[float64](row.Value, "parameter", row.Name)
			if err != nil {
				return rules, nil, err
			}
			if rules, err = rules.With(name, int(value)); err != nil {
				return rules, nil, err
			}
			set = RuleSet{Name: name, Value: int(value), Place: at, From: row.ValidFrom, Source: row.Source, By: row.AddedBy}
		}
		sets = append(sets, set)
	}
	return rules, sets, nil
}

// SettingRule sets one figure of supervision from a day on.
type SettingRule struct {
	Supervising
	Place  people.PlaceCode
	Name   string
	Value  int
	From   civil.Date
	Source string
}

// SetRule lets an operator set a figure; older values stay, as proof of what a
// draw rested on.
func (w *Window) SetRule(ctx context.Context, in SettingRule) error {
	if in.Who.Disabled || !in.Who.Role.Can(people.Operate) && !in.Who.Role.Can(people.Administer) {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	if _, err := supervision.DefaultRules.With(in.Name, in.Value); err != nil {
		return err
	}
	if in.Source == "" {
		return fault.New(fault.Invalid, "fault.supervision.source").WithPath("source")
	}
	if _, err := w.Law().calendar(in.Place); in.Place != people.Nation && err != nil {
		return fault.New(fault.Invalid, "fault.supervision.place").WithPath("place").WithCause(err)
	}
	_, err := w.supervise(ctx, in.Supervising, func(o *oversight) (string, error) {
		value, err := json.Marshal(in.Value)
		if err != nil {
			return "", err
		}
		row := store.Parameter{ID: store.NewID(), Name: in.Name, Place: string(in.Place), ValidFrom: in.From, Value: value, Source: in.Source, AddedBy: string(in.Who.Account)}
		if err := o.tx.AddParameter(ctx, &row); err != nil {
			return "", err
		}
		return row.ID, o.record(ctx, "parameter", in.Name+"/"+string(in.Place), "set", row)
	})
	return err
}

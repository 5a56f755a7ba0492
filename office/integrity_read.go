package office

import (
	"context"
	"encoding/json"
	"slices"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/policy"
	"yichuang/store"
	"yichuang/supervision"
)

// FileFilter says which part of the integrity files to list.
type FileFilter = store.FileFilter

// CheckFilter says which checks to list.
type CheckFilter = store.CheckFilter

// EntryView is an integrity entry with the party's name and that of who decided it.
type EntryView struct {
	supervision.Entry
	Name   string
	Author string
}

// SanctionView is a sanction with the names.
type SanctionView struct {
	supervision.Sanction
	Name   string
	Author string
	Notice string // id of the letter to the party, "" where its office numbers none
	Open   bool   // of one that was read: the reader may open the entry it rests on
}

// RevocationView is a revocation with the names.
type RevocationView struct {
	supervision.Revocation
	Name    string
	Names   map[people.PartyID]string // of all whom it concerns
	Author  string
	Decider string
	Number  string // of the permit
}

// Entries lists integrity entries: the supervised their own, watchers those of
// their places.
func (w *Window) Entries(ctx context.Context, who people.Who, f FileFilter) ([]EntryView, int64, error) {
	f, err := fileOf(who, f)
	if err != nil {
		return nil, 0, err
	}
	rows, err := w.DB.IntegrityEntries(ctx, f)
	if err != nil {
		return nil, 0, err
	}
	views, err := w.entryViews(ctx, rows)
	if err != nil {
		return nil, 0, err
	}
	total, err := w.DB.CountIntegrityEntries(ctx, f)
	return views, total, err
}

func (w *Window) entryViews(ctx context.Context, rows []store.IntegrityEntry) ([]EntryView, error) {
	entries, err := unpackAll[supervision.Entry](rows, "integrity entry", func(e store.IntegrityEntry) (string, json.RawMessage) { return e.ID, e.Body })
	if err != nil {
		return nil, err
	}
	var parties, accounts []string
	for _, e := range entries {
		parties, accounts = append(parties, string(e.Party)), append(accounts, string(e.By))
	}
	if err := meet(ctx, &w.DB.Reader, parties, accounts); err != nil {
		return nil, err
	}
	out := make([]EntryView, len(rows))
	for i, e := range entries {
		if out[i], err = w.entryView(ctx, e); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (w *Window) entryView(ctx context.Context, e supervision.Entry) (v EntryView, err error) {
	v.Entry = e
	if v.Name, err = nameOf(ctx, &w.DB.Reader, e.Party); err != nil {
		return v, err
	}
	v.Author, err = accountName(ctx, &w.DB.Reader, e.By)
	return v, err
}

// Entry reads an entry with the sanctions and revocations that rest on it.
func (w *Window) Entry(ctx context.Context, who people.Who, id string) (EntryView, []SanctionView, []RevocationView, error) {
	_, e, err := readEntry(ctx, &w.DB.Reader, who, id)
	if err != nil {
		return EntryView{}, nil, nil, err
	}
	v, err := w.entryView(ctx, e)
	if err != nil {
		return v, nil, nil, err
	}
	rows, err := w.DB.Sanctions(ctx, store.SanctionFilter{Finding: id})
	if err != nil {
		return v, nil, nil, err
	}
	sanctions, err := w.sanctionViews(ctx, rows)
	if err != nil {
		return v, nil, nil, err
	}
	taken, err := w.DB.Revocations(ctx, store.FileFilter{Party: string(e.Party), Limit: 1000})
	if err != nil {
		return v, nil, nil, err
	}
	taken = slices.DeleteFunc(taken, func(r store.Revocation) bool { return r.Finding != id })
	revocations, err := w.revocationViews(ctx, taken)
	for i := range revocations {
		revocations[i] = revocations[i].seenBy(who)
	}
	return v, sanctions, revocations, err
}

// Sanctions lists sanctions as Entries lists entries.
func (w *Window) Sanctions(ctx context.Context, who people.Who, f FileFilter) ([]SanctionView, int64, error) {
	f, err := fileOf(who, f)
	if err != nil {
		return nil, 0, err
	}
	rows, err := w.DB.SanctionFile(ctx, f)
	if err != nil {
		return nil, 0, err
	}
	views, err := w.sanctionViews(ctx, rows)
	if err != nil {
		return nil, 0, err
	}
	total, err := w.DB.CountSanctionFile(ctx, f)
	return views, total, err
}

func (w *Window) sanctionViews(ctx context.Context, rows []store.Sanction) ([]SanctionView, error) {
	all, err := unpackAll[imposed](rows, "sanction", func(s store.Sanction) (string, json.RawMessage) { return s.ID, s.Body })
	if err != nil {
		return nil, err
	}
	var parties, accounts []string
	for _, s := range all {
		parties, accounts = append(parties, string(s.Party)), append(accounts, string(s.By))
	}
	if err := meet(ctx, &w.DB.Reader, parties, accounts); err != nil {
		return nil, err
	}
	out := make([]SanctionView, len(rows))
	for i, s := range all {
		out[i] = SanctionView{Sanction: s.Sanction, Notice: s.Notice}
		if out[i].Name, err = nameOf(ctx, &w.DB.Reader, s.Party); err != nil {
			return nil, err
		}
		if out[i].Author, err = accountName(ctx, &w.DB.Reader, s.By); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Sanction reads a sanction and how many pending cases it holds.
func (w *Window) Sanction(ctx context.Context, who people.Who, id string) (SanctionView, int, error) {
	row, _, err := readSanction(ctx, &w.DB.Reader, who, id)
	if err != nil {
		return SanctionView{}, 0, err
	}
	views, err := w.sanctionViews(ctx, []store.Sanction{row})
	if err != nil {
		return SanctionView{}, 0, err
	}
	_, _, err = readEntry(ctx, &w.DB.Reader, who, string(views[0].Entry))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return SanctionView{}, 0, err
	}
	views[0].Open = err == nil
	held := 0
	files, err := pendingOf(ctx, &w.DB.Reader, views[0].Sanction)
	for _, c := range files {
		if c.Held == id {
			held++
		}
	}
	return views[0], held, err
}

// Revocations lists revocations as Entries lists entries.
func (w *Window) Revocations(ctx context.Context, who people.Who, f FileFilter) ([]RevocationView, error) {
	f, err := fileOf(who, f)
	if err != nil {
		return nil, err
	}
	rows, err := w.DB.Revocations(ctx, f)
	if err != nil {
		return nil, err
	}
	views, err := w.revocationViews(ctx, rows)
	if !who.Role.Staff() { // the permit may have gone to another employer since
		views = slices.DeleteFunc(views, func(v RevocationView) bool { return !v.Concerns(who.Party) })
	}
	for i := range views {
		views[i] = views[i].seenBy(who)
	}
	return views, err
}

// seenBy is the procedure as who may read it: a party reads what itself said, not
// what others did.
func (v RevocationView) seenBy(who people.Who) RevocationView {
	if !who.Role.Staff() {
		v.Hearings = slices.DeleteFunc(slices.Clone(v.Hearings), func(h supervision.Hearing) bool { return h.Party != who.Party })
	}
	return v
}

func (w *Window) revocationViews(ctx context.Context, rows []store.Revocation) ([]RevocationView, error) {
	all, err := unpackAll[supervision.Revocation](rows, "revocation", func(r store.Revocation) (string, json.RawMessage) { return r.ID, r.Body })
	if err != nil {
		return nil, err
	}
	var permits, parties, accounts []string
	for i, r := range all {
		permits, parties, accounts = append(permits, rows[i].Permit), append(parties, string(r.Party)), append(accounts, string(r.By), string(r.DecidedBy))
		for _, other := range r.Others {
			parties = append(parties, string(other))
		}
	}
	held, err := w.DB.PermitsByID(ctx, permits)
	if err != nil {
		return nil, err
	}
	if err := meet(ctx, &w.DB.Reader, parties, accounts); err != nil {
		return nil, err
	}
	out := make([]RevocationView, len(rows))
	for i, r := range all {
		out[i] = RevocationView{Revocation: r, Number: held[rows[i].Permit].Number}
		for account, name := range map[people.PartyID]*string{r.By: &out[i].Author, r.DecidedBy: &out[i].Decider} {
			if *name, err = accountName(ctx, &w.DB.Reader, account); err != nil {
				return nil, err
			}
		}
		out[i].Names = map[people.PartyID]string{}
		for _, party := range append([]people.PartyID{r.Party}, r.Others...) {
			if out[i].Names[party], err = nameOf(ctx, &w.DB.Reader, party); err != nil {
				return nil, err
			}
		}
		out[i].Name = out[i].Names[r.Party]
	}
	return out, nil
}

// Revocation reads a revocation.
func (w *Window) Revocation(ctx context.Context, who people.Who, id string) (RevocationView, error) {
	row, _, err := readRevocation(ctx, &w.DB.Reader, who, id)
	if err != nil {
		return RevocationView{}, err
	}
	views, err := w.revocationViews(ctx, []store.Revocation{row})
	if err != nil {
		return RevocationView{}, err
	}
	return views[0].seenBy(who), nil
}

// truthDuties are the duties that findings mostly rest on, in the order in which
// their clauses are offered.
var truthDuties = []string{"truthful-commitments", "truthful-papers"}

// SupervisionClauses are the clauses in force at the place today that a finding
// can rest on: those that lay a duty on people, first the duties of truth.
func (w *Window) SupervisionClauses(place people.PlaceCode) []*policy.Clause {
	law, on := w.Law(), civil.DateOf(w.Clock())
	at, ok := law.Places.Lookup(facts.PlaceCode(place))
	if !ok {
		return nil
	}
	var binding []*policy.Clause
	for _, pack := range law.Engine.Policies.Packs {
		if !pack.Holds(at.Scopes) || !pack.InForce(on) {
			continue
		}
		for _, c := range pack.Clauses {
			if slices.ContainsFunc(c.Rules, func(r *policy.Rule) bool { return r.Kind == policy.Duty }) {
				binding = append(binding, c)
			}
		}
	}
	slices.SortStableFunc(binding, func(a, b *policy.Clause) int { return truthRank(a) - truthRank(b) })
	return binding
}

// BindsCommitments reports whether the clause lays a duty of truth on people: to
// keep commitments, or to hand in true papers.
func BindsCommitments(c *policy.Clause) bool { return truthRank(c) < len(truthDuties) }

// truthRank is the place of a clause's duty among the duties of truth, behind
// them where it lays another.
func truthRank(c *policy.Clause) int {
	for i, id := range truthDuties {
		if slices.ContainsFunc(c.Rules, func(r *policy.Rule) bool { return r.Kind == policy.Duty && r.ID == id }) {
			return i
		}
	}
	return len(truthDuties)
}

// Notice returns the letter to a party by which a sanction was imposed.
func (w *Window) Notice(ctx context.Context, who people.Who, sanction string) (Letter, error) {
	row, _, err := readSanction(ctx, &w.DB.Reader, who, sanction)
	if err != nil {
		return Letter{}, err
	}
	s, err := unpack[imposed](row.Body, "sanction", row.ID)
	if err != nil {
		return Letter{}, err
	}
	if s.Notice == "" {
		return Letter{}, fault.New(fault.NotFound, "fault.letter.not-found")
	}
	n, err := w.DB.Notice(ctx, s.Notice)
	if err != nil {
		return Letter{}, err
	}
	return readLetter(store.Letter{ID: n.ID, Kind: n.Kind, Body: n.Body})
}

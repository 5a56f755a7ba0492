package office

import (
	"context"
	"fmt"
	"slices"

	"yichuang/civil"
	"yichuang/people"
	"yichuang/store"
	"yichuang/supervision"
)

// CheckView is a check with what people call its parts.
type CheckView struct {
	supervision.Check
	Slot, Clause        string
	SignedOn, GrantedOn civil.Date
	Parties             []PartyView
	Assignee            string
	By                  string      // who finished it
	Entries             []EntryView // findings that rest on its case
}

// PartyView is a party to a case: in which capacity, and its name.
type PartyView struct {
	Of   supervision.SubjectKind
	ID   people.PartyID
	Name string
}

// Checks lists the checks of the watcher's places, the earliest last day first.
func (w *Window) Checks(ctx context.Context, who people.Who, f store.CheckFilter) ([]CheckView, int64, error) {
	if err := mayWatch(who); err != nil {
		return nil, 0, err
	}
	f.Places = who.Places
	rows, err := w.DB.Checks(ctx, f)
	if err != nil {
		return nil, 0, err
	}
	out, err := w.checkViews(ctx, rows)
	if err != nil {
		return nil, 0, err
	}
	total, err := w.DB.CountChecks(ctx, f)
	return out, total, err
}

// Check reads a check with the findings that followed, to watchers of its place.
func (w *Window) Check(ctx context.Context, who people.Who, id string) (CheckView, error) {
	row, err := w.DB.Check(ctx, id)
	if err != nil {
		return CheckView{}, err
	}
	promise, err := w.DB.Commitment(ctx, row.CaseID, row.Commitment)
	if err != nil {
		return CheckView{}, err
	}
	v, err := w.checkView(ctx, row, promise)
	if err != nil {
		return v, err
	}
	if err := seesCheck(who, v.Check); err != nil {
		return CheckView{}, err
	}
	rows, err := w.DB.IntegrityEntries(ctx, store.FileFilter{Places: who.Places, Case: row.CaseID})
	if err != nil {
		return v, err
	}
	v.Entries, err = w.entryViews(ctx, rows)
	return v, err
}

// checkViews reads what a list of checks shows, the same for all rows at once.
func (w *Window) checkViews(ctx context.Context, rows []store.Check) ([]CheckView, error) {
	var ids []string
	for _, row := range rows {
		ids = append(ids, row.CaseID)
	}
	promises, err := w.DB.CommitmentsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	var parties, accounts []string
	for _, p := range promises {
		parties = append(parties, p.Employer, p.Agent, p.Foreigner)
	}
	for _, row := range rows {
		accounts = append(accounts, row.Assigned)
	}
	if err := meet(ctx, &w.DB.Reader, parties, accounts); err != nil {
		return nil, err
	}
	out := make([]CheckView, len(rows))
	for i, row := range rows {
		of := slices.IndexFunc(promises, func(p store.Commitment) bool { return p.CaseID == row.CaseID && p.ID == row.Commitment })
		if of < 0 {
			return nil, fmt.Errorf("check %s: its commitment is gone", row.ID)
		}
		if out[i], err = w.checkView(ctx, row, promises[of]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (w *Window) checkView(ctx context.Context, row store.Check, promise store.Commitment) (v CheckView, err error) {
	if v.Check, err = unpack[supervision.Check](row.Body, "check", row.ID); err != nil {
		return v, err
	}
	v.Slot, v.Clause, v.SignedOn, v.GrantedOn = promise.Slot, promise.Clause, promise.SignedOn, promise.GrantedOn
	if v.Parties, err = partiesOf(ctx, &w.DB.Reader, candidateOf(promise)); err != nil {
		return v, err
	}
	if v.Assignee, err = accountName(ctx, &w.DB.Reader, v.Assigned); err != nil {
		return v, err
	}
	v.By, err = accountName(ctx, &w.DB.Reader, v.Check.By)
	return v, err
}

func partiesOf(ctx context.Context, r *store.Reader, c supervision.Candidate) (out []PartyView, err error) {
	for _, p := range []PartyView{{Of: supervision.OfEmployer, ID: c.Employer}, {Of: supervision.OfAgency, ID: c.Agent}, {Of: supervision.OfForeigner, ID: c.Foreigner}} {
		if p.ID == "" {
			continue
		}
		if p.Name, err = nameOf(ctx, r, p.ID); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// Inspectors lists who can be given a check of the place today: account and name.
func (w *Window) Inspectors(ctx context.Context, who people.Who, place people.PlaceCode) ([]PartyView, error) {
	if err := watches(who, place); err != nil {
		return nil, err
	}
	on := civil.DateOf(w.Clock())
	rows, err := w.DB.Officers(ctx, store.OfficerFilter{Role: string(people.IntegrityOfficer), On: &on})
	if err != nil {
		return nil, err
	}
	var out []PartyView
	for _, row := range rows {
		officer, err := unpack[people.Officer](row.Body, "post", row.ID)
		if err != nil {
			return nil, err
		}
		office, err := readOffice(ctx, &w.DB.Reader, officer.Office)
		if err != nil {
			return nil, err
		}
		if !office.Serves(place) {
			continue
		}
		name, err := accountName(ctx, &w.DB.Reader, people.PartyID(row.Account))
		if err != nil {
			return nil, err
		}
		out = append(out, PartyView{ID: people.PartyID(row.Account), Name: name})
	}
	return out, nil
}

// Drawable counts the commitments that a draw at the place would pick from.
func (w *Window) Drawable(ctx context.Context, who people.Who, place people.PlaceCode, from, until civil.Date) (int64, error) {
	if err := watches(who, place); err != nil {
		return 0, err
	}
	return w.DB.CountUnchecked(ctx, []people.PlaceCode{place}, from, until)
}

// Draws lists the draws of the place, the newest first, each with what repeats it.
func (w *Window) Draws(ctx context.Context, who people.Who, place people.PlaceCode) ([]Drawn, []Recorded, error) {
	if err := watches(who, place); err != nil {
		return nil, nil, err
	}
	acts, err := recorded(ctx, &w.DB.Reader, "draw/"+string(place))
	if err != nil {
		return nil, nil, err
	}
	draws := make([]Drawn, len(acts))
	newest := make([]Recorded, len(acts))
	for i, a := range acts {
		at := len(acts) - 1 - i
		newest[at] = a
		if draws[at], err = unpack[Drawn](a.Body, "draw of", string(place)); err != nil {
			return nil, nil, err
		}
	}
	return draws, newest, nil
}

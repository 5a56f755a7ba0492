package office

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// Work is a case in an authority's list: the row, the case as the reader's office
// may see it, and why somebody should look at it.
type Work struct {
	CaseRow
	Case     casefile.Case
	Warnings []casefile.Warning
	Used     int // working days since acceptance, else since it was received
	Owner    string
	Open     []Presence // others who have the file open now
}

// Worklist lists cases in the person's scope with what a list of work shows.
func (w *Window) Worklist(ctx context.Context, who people.Who, f CaseFilter) ([]Work, int64, error) {
	rows, total, err := w.Cases(ctx, who, f)
	if err != nil {
		return nil, 0, err
	}
	out := make([]Work, len(rows))
	open, err := w.openBy(ctx, who, rows)
	if err != nil {
		return nil, 0, err
	}
	for i, row := range rows {
		if out[i], err = w.work(ctx, who, row); err != nil {
			return nil, 0, err
		}
		out[i].Open = open[row.Number]
	}
	return out, total, nil
}

// Item is one case of a list, to those who may read it.
func (w *Window) Item(ctx context.Context, who people.Who, number casefile.CaseNumber) (Work, error) {
	rows, err := w.DB.Cases(ctx, CaseFilter{Scope: w.reading(who), Text: string(number), Limit: 1})
	if err != nil {
		return Work{}, err
	}
	if len(rows) == 0 || rows[0].Number != string(number) {
		return Work{}, fault.New(fault.NotFound, "fault.case.not-found")
	}
	return w.work(ctx, who, rows[0])
}

func (w *Window) work(ctx context.Context, who people.Who, row store.CaseRow) (Work, error) {
	whole, err := row.Folded()
	if err != nil {
		return Work{}, err
	}
	item := Work{CaseRow: row}
	if item.Case, err = w.seenBy(who, whole); err != nil {
		return item, err
	}
	item.State = nil // the case as it may be seen stands in its place
	cal, err := w.Law().calendar(whole.Place)
	if err != nil {
		return item, err
	}
	now := w.Clock()
	item.Warnings = whole.Warnings(cal, now)
	since, ok := whole.Moments[casefile.AtAcceptance]
	if !ok {
		since, ok = whole.Moments[casefile.AtSubmission]
	}
	if ok {
		item.Used = max(0, int(cal.WorkingDaysBetween(since, civil.DateOf(now))))
	}
	item.Owner, err = accountName(ctx, &w.DB.Reader, people.PartyID(row.Handler))
	return item, err
}

// passports is how many persons with one passport number a search looks at.
const passports = 5

// Search finds cases in the person's scope by what is in hand at a counter: a
// case number, a passport number, a name, an employer.
func (w *Window) Search(ctx context.Context, who people.Who, text string) ([]Work, error) {
	found, _, err := w.Worklist(ctx, who, CaseFilter{Text: text, Order: store.ByChange})
	if err != nil || len(found) > 0 {
		return found, err
	}
	if number, err := casefile.ParseCaseNumber(text); err == nil {
		found, _, err = w.Worklist(ctx, who, CaseFilter{Text: string(number)})
		if err != nil || len(found) > 0 {
			return found, err
		}
	}
	persons, err := w.DB.PartiesByPassport(ctx, text)
	if err != nil {
		return nil, err
	}
	for _, p := range persons[:min(len(persons), passports)] {
		more, _, err := w.Worklist(ctx, who, CaseFilter{Foreigner: p.ID, Order: store.ByChange})
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	return found, nil
}

// Booking is an appointment of today at an office, with the case it is about.
type Booking struct {
	At      string // time of day in Beijing
	Purpose string
	Number  casefile.CaseNumber
	Person  string
	State   string
}

// Bookings lists the appointments of a day at the person's office, by time, of
// cases that the person may read.
func (w *Window) Bookings(ctx context.Context, who people.Who, day civil.Date) ([]Booking, error) {
	if who.Office == "" {
		return nil, nil
	}
	rows, err := w.DB.AppointmentsBetween(ctx, string(who.Office), day.Time(), day.AddDays(1).Time())
	if err != nil {
		return nil, err
	}
	var times, numbers []string
	for _, row := range rows {
		times, numbers = append(times, row.Slot), append(numbers, row.CaseID)
	}
	slots, err := w.DB.SlotsByID(ctx, times)
	if err != nil {
		return nil, err
	}
	cases, err := w.DB.CasesByID(ctx, numbers)
	if err != nil {
		return nil, err
	}
	if err := w.meetCases(ctx, slices.Collect(maps.Values(cases))); err != nil {
		return nil, err
	}
	var out []Booking
	for _, row := range rows {
		c, err := cases[row.CaseID].Folded()
		if err != nil {
			return nil, err
		}
		if w.mayRead(who, c) != nil {
			continue
		}
		if c, err = w.seenBy(who, c); err != nil {
			return nil, err
		}
		slot := slots[row.Slot]
		name, err := w.PartyName(ctx, c.Foreigner)
		if err != nil {
			return nil, err
		}
		purpose := slot.Purpose
		if body := (appointmentBody{}); json.Unmarshal(row.Body, &body) == nil && body.Purpose != "" {
			purpose = body.Purpose
		}
		out = append(out, Booking{At: slot.StartsAt.In(civil.Beijing).Format("15:04"), Purpose: purpose, Number: c.Number, Person: name, State: row.Status})
	}
	return out, nil
}

// Colleagues are the accounts that hold a post at the person's office today in a
// role that handles cases, by name.
func (w *Window) Colleagues(ctx context.Context, who people.Who) ([]Named, error) {
	on := civil.DateOf(w.Clock())
	rows, err := w.DB.Officers(ctx, store.OfficerFilter{On: &on, Office: string(who.Office)})
	if err != nil {
		return nil, err
	}
	var accounts []string
	for _, row := range rows {
		accounts = append(accounts, row.Account)
	}
	if err := meet(ctx, &w.DB.Reader, nil, accounts); err != nil {
		return nil, err
	}
	var out []Named
	for _, row := range rows {
		if !people.Role(row.Role).Can(people.Draft) && !people.Role(row.Role).Can(people.Conclude) {
			continue
		}
		a, err := accountOf(ctx, &w.DB.Reader, people.PartyID(row.Account))
		if err != nil {
			return nil, err
		}
		out = append(out, Named{people.PartyID(a.ID), a.Name})
	}
	return out, nil
}

// Clauses are the clauses that a decision of the case may rest on: those of the
// packs in force at the case's place on the day whose law it follows.
func (w *Window) Clauses(c casefile.Case) ([]string, error) {
	law := w.Law()
	place, ok := law.Places.Lookup(facts.PlaceCode(c.Place))
	if !ok {
		return nil, fault.At("place", "%s is no place", c.Place)
	}
	var out []string
	for _, pack := range law.Engine.Policies.Plan(place, c.LawDay(civil.DateOf(w.Clock()))).Packs {
		for _, clause := range pack.Clauses {
			out = append(out, clause.Ref())
		}
	}
	return out, nil
}

package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
)

// CaseIndex is what lists show of a case and its folded state does not say:
// names stand with the parties, and dates need a calendar.
type CaseIndex struct {
	ForeignerName string
	PrincipalName string
	DueOn         *civil.Date // earliest date that binds an office, nil: none runs
	Clocks        []Clock
	Steps         []StepDays // every finished step; nil: none has finished since before
}

// KeepCase folds events into a case and keeps both, with the index. before is
// the state the act was decided on: the zero Case for a new one. If the case
// has moved on since, the conflict is that of SaveCase.
func (tx *Tx) KeepCase(ctx context.Context, before casefile.Case, events []casefile.Event, index CaseIndex) (after casefile.Case, err error) {
	after = before
	kept := make([]Event, len(events))
	for i, e := range events {
		e.At = e.At.UTC().Truncate(time.Microsecond) // as it will be read, so that it folds to the same
		if after, err = casefile.Fold(after, e); err != nil {
			return before, err
		}
		body, err := json.Marshal(e.Body)
		if err != nil {
			return before, fmt.Errorf("write event %s/%d: %w", e.Case, e.Version, err)
		}
		kept[i] = Event{Kind: string(e.Kind()), At: e.At, Actor: string(e.Actor), Role: string(e.Role), Behalf: string(e.For), Body: body}
	}
	row, err := rowOf(after, index)
	if err != nil {
		return before, err
	}
	row.Version = int64(before.Version)
	if err := tx.SaveCase(ctx, row, kept...); err != nil {
		return before, err
	}
	if err := tx.SetClocks(ctx, row.ID, index.Clocks); err != nil {
		return before, err
	}
	if index.Steps != nil {
		if err := tx.setSteps(ctx, after, index.Steps); err != nil {
			return before, err
		}
	}
	return after, tx.keepProgress(ctx, before, after)
}

// rowOf is the row of a folded case. Its id is its number: a case has the
// number for life.
func rowOf(c casefile.Case, index CaseIndex) (*CaseRow, error) {
	state, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("write case %s: %w", c.Number, err)
	}
	subject := c.Subject("")
	row := &CaseRow{
		ID: string(c.Number), Number: string(c.Number), Matter: string(c.Matter), Place: string(c.Place),
		Status: string(c.Status), Label: string(c.Label()), IsDraft: subject.Draft, IsOpen: c.Open(),
		Principal: string(c.Employer), Foreigner: string(c.Foreigner), Agent: string(c.Agent), OpenedBy: string(c.OpenedBy),
		Handler: handlerOf(c), ForeignerKey: index.ForeignerName, PrincipalKey: index.PrincipalName,
		Permit: string(c.Permit), DueOn: index.DueOn, State: state,
	}
	if c.Alters && c.Open() && c.Status != casefile.StatusDecided { // what is decided alters nothing any more
		row.Alters = row.Permit
	}
	if day, ok := c.Moments[casefile.AtSubmission]; ok {
		row.SubmittedOn = &day
	}
	for _, office := range subject.Offices {
		row.Offices = append(row.Offices, string(office))
	}
	for _, consenter := range subject.Consenters {
		row.Consenters = append(row.Consenters, string(consenter))
	}
	return row, nil
}

// handlerOf is the officer who has the case: of its first undecided track that
// somebody has.
func handlerOf(c casefile.Case) string {
	for _, t := range c.Tracks {
		if t.Assigned != "" && t.Decision == nil {
			return string(t.Assigned)
		}
	}
	return ""
}

// CaseFile reads a case as its events folded to it.
func (r *Reader) CaseFile(ctx context.Context, number casefile.CaseNumber) (c casefile.Case, err error) {
	row, err := r.Case(ctx, string(number))
	if err != nil {
		return c, err
	}
	return row.Folded()
}

// Folded reads the state of a listed row.
func (row CaseRow) Folded() (c casefile.Case, err error) {
	if err := json.Unmarshal(row.State, &c); err != nil {
		return c, fmt.Errorf("read case %s: %w", row.Number, err)
	}
	return c, nil
}

// History reads a case's events after a version, oldest first.
func (r *Reader) History(ctx context.Context, number casefile.CaseNumber, after int) ([]casefile.Event, error) {
	kept, err := r.Events(ctx, CaseChain(string(number)), int64(after))
	if err != nil {
		return nil, err
	}
	return decoded(number, kept)
}

// decoded are the events of a case as it reads them.
func decoded(number casefile.CaseNumber, kept []Event) ([]casefile.Event, error) {
	events := make([]casefile.Event, len(kept))
	for i, e := range kept {
		body, err := casefile.DecodeBody(casefile.Kind(e.Kind), e.Body)
		if err != nil {
			return nil, fmt.Errorf("read event %s/%d: %w", number, e.Version, err)
		}
		events[i] = casefile.Event{Case: number, Version: int(e.Version), At: e.At, Actor: people.PartyID(e.Actor),
			Role: people.Role(e.Role), For: people.PartyID(e.Behalf), Body: body}
	}
	return events, nil
}

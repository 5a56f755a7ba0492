package office

import (
	"context"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// Case reads a case that lies in the person's scope; any other is not found.
func (w *Window) Case(ctx context.Context, who people.Who, number casefile.CaseNumber) (casefile.Case, error) {
	c, err := w.DB.CaseFile(ctx, number)
	if err != nil {
		return c, err
	}
	if err := w.mayRead(who, c); err != nil {
		return casefile.Case{}, err
	}
	return c, nil
}

func (w *Window) mayRead(who people.Who, c casefile.Case) error {
	if !who.Scope(w.Clock()).Holds(c.Subject("")) {
		return fault.New(fault.NotFound, "fault.case.not-found")
	}
	return nil
}

// Cases lists cases in the person's scope, whatever the filter asks for.
func (w *Window) Cases(ctx context.Context, who people.Who, f store.CaseFilter) (rows []store.CaseRow, total int64, err error) {
	f.Scope = who.Scope(w.Clock())
	if rows, err = w.DB.Cases(ctx, f); err != nil {
		return nil, 0, err
	}
	total, err = w.DB.CountCases(ctx, f)
	return rows, total, err
}

// History is what happened in a case, oldest first, to those who may read it.
func (w *Window) History(ctx context.Context, who people.Who, number casefile.CaseNumber) ([]casefile.Event, error) {
	if _, err := w.Case(ctx, who, number); err != nil {
		return nil, err
	}
	return w.DB.History(ctx, number, 0)
}

// Paper returns an uploaded file of a case to those who may read the case.
func (w *Window) Paper(ctx context.Context, who people.Who, number casefile.CaseNumber, attachment string) (store.Attachment, []byte, error) {
	if _, err := w.Case(ctx, who, number); err != nil {
		return store.Attachment{}, nil, err
	}
	a, err := w.DB.Attachment(ctx, attachment)
	if err != nil {
		return a, nil, err
	}
	if a.CaseID != string(number) {
		return store.Attachment{}, nil, fault.New(fault.NotFound, "fault.file.not-found")
	}
	content, err := w.Files.Get(fileID(a.File))
	return a, content, err
}

// Attachments lists the uploads of a case to those who may read it.
func (w *Window) Attachments(ctx context.Context, who people.Who, number casefile.CaseNumber) ([]store.Attachment, error) {
	if _, err := w.Case(ctx, who, number); err != nil {
		return nil, err
	}
	return w.DB.Attachments(ctx, string(number))
}

// PartyName is what people call a party. It is no identifier: lists show it.
func (w *Window) PartyName(ctx context.Context, id people.PartyID) (string, error) {
	party, err := w.DB.Party(ctx, string(id))
	return party.Name, err
}

package office

import (
	"context"
	"encoding/json"
	"slices"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// Case reads a case that lies in the person's scope; any other is not found. A draft
// is read as the newest policy has it.
func (w *Window) Case(ctx context.Context, who people.Who, number casefile.CaseNumber) (casefile.Case, error) {
	c, err := w.DB.CaseFile(ctx, number)
	if err != nil {
		return c, err
	}
	if err := w.mayRead(who, c); err != nil {
		return casefile.Case{}, err
	}
	if c, err = w.followed(c); err != nil {
		return casefile.Case{}, err
	}
	return w.seenBy(who, c)
}

// seenBy leaves out what the person's office has no need to see. Whoever reads a
// case through the window reads this.
func (w *Window) seenBy(who people.Who, c casefile.Case) (casefile.Case, error) {
	matter, err := w.matter(c.Matter)
	if err != nil {
		return casefile.Case{}, err
	}
	return c.SeenBy(matter, who), nil
}

func (w *Window) mayRead(who people.Who, c casefile.Case) error {
	if !w.reading(who).Holds(c.Subject("")) {
		return fault.New(fault.NotFound, "fault.case.not-found")
	}
	return nil
}

// reading is what the person reads whole. Who is only asked for consent sees
// what it consents to (ConsentOf) and nothing else of the case.
func (w *Window) reading(who people.Who) people.Scope {
	scope := who.Scope(w.Clock())
	scope.Consenter = ""
	return scope
}

// Cases lists cases in the person's scope, whatever the filter asks for.
func (w *Window) Cases(ctx context.Context, who people.Who, f store.CaseFilter) (rows []store.CaseRow, total int64, err error) {
	f.Scope = w.reading(who)
	if rows, err = w.DB.Cases(ctx, f); err != nil {
		return nil, 0, err
	}
	if err = w.meetCases(ctx, rows); err != nil {
		return nil, 0, err
	}
	total, err = w.DB.CountCases(ctx, f)
	return rows, total, err
}

// History is what happened in a case, oldest first, to those who may read it.
func (w *Window) History(ctx context.Context, who people.Who, number casefile.CaseNumber) ([]casefile.Event, error) {
	c, err := w.Case(ctx, who, number)
	if err != nil {
		return nil, err
	}
	matter, err := w.matter(c.Matter)
	if err != nil {
		return nil, err
	}
	all, err := w.DB.History(ctx, number, 0)
	if err != nil {
		return nil, err
	}
	seen := make([]casefile.Event, 0, len(all))
	for _, e := range all {
		if shown, ok := c.EventSeenBy(matter, who, e); ok {
			seen = append(seen, shown)
		}
	}
	return seen, nil
}

// Paper returns an uploaded file of a case to those who may read the case.
func (w *Window) Paper(ctx context.Context, who people.Who, number casefile.CaseNumber, attachment string) (store.Attachment, []byte, error) {
	c, err := w.Case(ctx, who, number)
	if err != nil {
		return store.Attachment{}, nil, err
	}
	a, err := w.DB.Attachment(ctx, attachment)
	if err != nil {
		return a, nil, err
	}
	if a.CaseID != string(number) || !holds(c, a) {
		return store.Attachment{}, nil, fault.New(fault.NotFound, "fault.file.not-found")
	}
	if err := w.mayOpen(ctx, who, c, a); err != nil {
		return store.Attachment{}, nil, err
	}
	content, err := w.Files.Get(fileID(a.File))
	return a, content, err
}

// Attachments lists the uploads of a case to those who may read it.
func (w *Window) Attachments(ctx context.Context, who people.Who, number casefile.CaseNumber) ([]store.Attachment, error) {
	c, err := w.Case(ctx, who, number)
	if err != nil {
		return nil, err
	}
	all, err := w.DB.Attachments(ctx, string(number))
	return slices.DeleteFunc(all, func(a store.Attachment) bool { return !holds(c, a) }), err
}

// holds reports whether the case, as it is read, has the paper of an upload.
func holds(c casefile.Case, a store.Attachment) bool {
	_, ok := c.Slot(casefile.SlotID(a.Slot))
	return ok
}

// PartyName is what people call a party. It is no identifier: lists show it.
func (w *Window) PartyName(ctx context.Context, id people.PartyID) (string, error) {
	return nameOf(ctx, &w.DB.Reader, id)
}

// chineseName is the Chinese name of a person, or "".
func chineseName(p store.Party) string {
	var body struct {
		ChineseName string `json:"chinese_name"`
	}
	if json.Unmarshal(p.Body, &body) != nil {
		return ""
	}
	return body.ChineseName
}

// OfficeName is what people call an office.
func (w *Window) OfficeName(ctx context.Context, id people.OfficeID) (people.Words, error) {
	o, err := readOffice(ctx, &w.DB.Reader, id)
	return o.Name, err
}

// Desks lists every office as the public may know it: where it is, whom it
// serves and when it is open, what it charges, where one complains about it and
// how its decisions are challenged. Nothing here is private.
func (w *Window) Desks(ctx context.Context) ([]people.Office, error) {
	offices, err := officesOf(ctx, &w.DB.Reader)
	if err != nil {
		return nil, err
	}
	for i, o := range offices {
		offices[i] = people.Office{ID: o.ID, Kind: o.Kind, Name: o.Name, Places: o.Places, Remedies: o.Remedies, Address: o.Address, Phone: o.Phone, Hours: o.Hours, Complaint: o.Complaint, Fees: o.Fees}
	}
	return offices, nil
}

package office

import (
	"context"
	"fmt"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
)

// expiryReminders are how many days before a permit ends its holder and its
// employer are told; caughtUp is how many days late a reminder is still sent,
// where no server ran on its day.
var expiryReminders = []civil.Days{90, 60, 30}

const caughtUp civil.Days = 7

// papersReminder is how many days before the last day of a correction or of
// papers that follow the applicant's side is told again.
const papersReminder civil.Days = 2

// remindCase tells of the last days of the applicant's side that come near. Each
// is told once, however often it is asked.
func (s *step) remindCase(ctx context.Context) error {
	c, today := s.file, civil.DateOf(s.tx.Now())
	switch request := c.OpenRequest(); {
	case c.Status == casefile.StatusDraft:
		saved := civil.DateOf(c.SavedAt)
		if today >= saved.AddDays(casefile.DraftReminder) {
			return s.remind(ctx, "draft/"+saved.String(), "draft-ends", saved.AddDays(casefile.DraftLife))
		}
	case request != nil && today >= request.Due.AddDays(-papersReminder):
		return s.remind(ctx, "correction/"+request.Due.String(), "correction-soon", request.Due)
	case c.Open() && c.Tolerance.Running() && today >= c.Tolerance.Due.AddDays(-papersReminder):
		return s.remind(ctx, "papers/"+c.Tolerance.Due.String(), "papers-soon", c.Tolerance.Due)
	}
	return nil
}

func (s *step) remind(ctx context.Context, about, key string, last civil.Date) error {
	accounts, err := s.audience(ctx, applying)
	if err != nil {
		return err
	}
	number := s.file.Number
	return s.inform(ctx, s.tx, accounts, news{
		About: fmt.Sprintf("remind/%s/%s", number, about), Kind: "reminder", Case: number, Key: key, Args: []any{"number", string(number), "date", last},
	})
}

// Remind tells holders and employers of permits that end soon, once a day and
// once for each reminder, whatever the number of servers.
func (w *Window) Remind(ctx context.Context) error {
	today := civil.DateOf(w.Clock())
	for _, before := range expiryReminders {
		first, last := today.AddDays(before-caughtUp), today.AddDays(before)
		filter := store.PermitFilter{Scope: systemScope, Statuses: []string{string(permit.Active)}, EndsFrom: &first, EndsUntil: &last, Limit: passPage}
		for ; ; filter.Offset += passPage {
			rows, err := w.DB.Permits(ctx, filter)
			if err != nil {
				return err
			}
			if err := w.remindOf(ctx, rows, before); err != nil {
				return err
			}
			if len(rows) < passPage {
				break
			}
		}
	}
	return w.remindStays(ctx)
}

// remindOf tells of a page of permits in one transaction.
func (w *Window) remindOf(ctx context.Context, rows []store.PermitRow, before civil.Days) error {
	if len(rows) == 0 {
		return nil
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		for _, row := range rows {
			accounts, err := accountsOf(ctx, &tx.Reader, people.PartyID(row.Holder), people.PartyID(row.Employer))
			if err != nil {
				return err
			}
			if err := w.inform(ctx, tx, accounts, news{
				About: fmt.Sprintf("permit/%s/%s/%d", row.ID, row.ValidUntil, before), Kind: "expiry", Key: "expires",
				Args: []any{"kind", said("permit.kind." + row.Kind), "date", row.ValidUntil, "n", int(row.ValidUntil - civil.DateOf(tx.Now()))},
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

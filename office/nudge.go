package office

import (
	"context"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/letter"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
)

// Nudge is a case or a permit that its people are reminded of: what is open, by when,
// and who has to do it. One in which nothing is open has no Open.
type Nudge struct {
	Case      casefile.CaseNumber // or Permit
	Permit    string              // id of a permit's row
	Number    string              // of the case or the permit, as people know it
	Employer  people.PartyID
	Foreigner people.PartyID
	Kind      permit.Kind      // of a permit
	Place     people.PlaceCode // of a permit
	Open      string           // "correction", "papers", "draft", "expiry"; "": nothing
	Last      *civil.Date      // day by which it is to be done
	What      []people.Words   // what is to be brought
	Own       []people.Words   // of it, what only the foreigner can bring
	Outcome   string           // one of the outcomes below
	Told      []people.PartyID

	left int // days to the end of the permit
}

// What becomes of a reminder.
const (
	Reminded     = "sent"
	NotNeeded    = "nothing" // nothing is open, or it is under way already
	AlreadyToday = "today"   // it was reminded of today
	NobodyThere  = "nobody"  // who has to act has no account here
)

// nudgeOf is what is open on the applicant's side of a case.
func (w *Window) nudgeOf(ctx context.Context, r *store.Reader, c casefile.Case) (n Nudge, err error) {
	n = Nudge{Case: c.Number, Number: string(c.Number), Employer: c.Employer, Foreigner: c.Foreigner}
	matter, err := w.matter(c.Matter)
	if err != nil || !c.Open() {
		return n, err
	}
	by := func(open string, last civil.Date) { n.Open, n.Last = open, &last }
	var slots []casefile.SlotID
	names := (&step{Window: w, law: w.Law(), file: c}).names(matter)
	switch request := c.OpenRequest(); {
	case request != nil:
		by("correction", request.Due)
		for _, item := range request.Items {
			switch {
			case item.Done:
			case item.Slot != "":
				slots = append(slots, item.Slot)
			default:
				n.What = append(n.What, fieldName(matter, names, item.Field))
			}
		}
	case c.Tolerance.Running():
		by("papers", c.Tolerance.Due)
		for _, slot := range c.Slots {
			if slot.Deferred != nil && (slot.State == casefile.Empty || slot.State == casefile.NotGood) {
				slots = append(slots, slot.ID)
			}
		}
	case c.Status == casefile.StatusDraft:
		by("draft", civil.DateOf(c.SavedAt).AddDays(casefile.DraftLife))
		for _, path := range c.Missing(matter) {
			if id, ok := strings.CutPrefix(path, "slot/"); ok {
				slots = append(slots, casefile.SlotID(id))
			} else if !strings.HasPrefix(path, "consent/") { // who is asked for it is told by itself
				n.What = append(n.What, fieldName(matter, names, path))
			}
		}
	}
	for _, id := range slots {
		own, err := w.ownPaper(ctx, r, c, matter, id)
		if err != nil {
			return n, err
		}
		n.What = append(n.What, names.Paper(id))
		if own {
			n.Own = append(n.Own, names.Paper(id))
		}
	}
	if len(n.What) == 0 { // only sending is left, which the agency does
		n.Open, n.Last = "", nil
	}
	return n, nil
}

func fieldName(matter casefile.Matter, names letter.Names, path string) people.Words {
	for _, q := range matter.Questions {
		if q.Path() == path {
			return q.Title
		}
	}
	if words := names.Field(path); words.ZH != "" {
		return words
	}
	return people.Words{ZH: path, EN: path}
}

// ownPaper reports whether only the foreigner can bring the paper: it is the
// person's own, or the person brought the last one.
func (w *Window) ownPaper(ctx context.Context, r *store.Reader, c casefile.Case, matter casefile.Matter, id casefile.SlotID) (bool, error) {
	plan := slices.IndexFunc(matter.Slots, func(p casefile.SlotPlan) bool { return p.ID == id && p.By == people.Applicant })
	if w.Catalog[id].Own || plan >= 0 {
		return true, nil
	}
	slot, ok := c.Slot(id)
	if !ok || len(slot.Files) == 0 || c.Foreigner == "" {
		return false, nil
	}
	by, err := accountOf(ctx, r, slot.Files[len(slot.Files)-1].By)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return by.Party == string(c.Foreigner), err
}

// nudgeOfPermit is what is open of a permit: that it ends soon and nobody has
// begun anything about it.
func nudgeOfPermit(today civil.Date, row store.PermitRow, altered map[string]bool) Nudge {
	n := Nudge{Permit: row.ID, Number: row.Number, Employer: people.PartyID(row.Employer), Foreigner: people.PartyID(row.Holder),
		Kind: permit.Kind(row.Kind), Place: people.PlaceCode(row.Place)}
	if row.Status != string(permit.Active) || row.ValidUntil < today || row.ValidUntil > today.AddDays(nearDays) {
		return n
	}
	if !altered[row.Number] {
		n.Open, n.Last, n.left = "expiry", &row.ValidUntil, int(row.ValidUntil-today)
	}
	return n
}

// ClientCase is a case of an agency's list, with what is open in it.
type ClientCase struct {
	CaseRow
	Nudge
}

// ClientCases lists cases of the employers whose mandate to the person's agency
// holds, each with what is open on the applicant's side.
func (w *Window) ClientCases(ctx context.Context, who people.Who, f CaseFilter) ([]ClientCase, int64, error) {
	if who.Disabled || who.Role != people.Agency {
		return nil, 0, fault.New(fault.Forbidden, "fault.people.role")
	}
	rows, total, err := w.Cases(ctx, who, f)
	if err != nil {
		return nil, 0, err
	}
	out := make([]ClientCase, len(rows))
	for i, row := range rows {
		c, err := row.Folded()
		if err != nil {
			return nil, 0, err
		}
		out[i].CaseRow = row
		if out[i].Nudge, err = w.nudgeOf(ctx, &w.DB.Reader, c); err != nil {
			return nil, 0, err
		}
	}
	return out, total, nil
}

// Waiting is what is open on the applicant's side of a case that the person reads.
func (w *Window) Waiting(ctx context.Context, c casefile.Case) (Nudge, error) {
	return w.nudgeOf(ctx, &w.DB.Reader, c)
}

// ClientPermits lists permits of those employers that end soon and about which
// nothing has been begun, of those that the filter holds; total counts also those
// about which something has.
func (w *Window) ClientPermits(ctx context.Context, who people.Who, f PermitFilter) (out []Nudge, total int64, err error) {
	if who.Disabled || who.Role != people.Agency {
		return nil, 0, fault.New(fault.Forbidden, "fault.people.role")
	}
	return w.EndingSoon(ctx, who, f)
}

// EndingSoon is ClientPermits for whoever reads permits: an employer those of its
// staff, a person the own.
func (w *Window) EndingSoon(ctx context.Context, who people.Who, f PermitFilter) (out []Nudge, total int64, err error) {
	today := civil.DateOf(w.Clock())
	until := today.AddDays(nearDays)
	f.Statuses, f.EndsFrom, f.EndsUntil = []string{string(permit.Active)}, &today, &until
	rows, total, err := w.Permits(ctx, who, f)
	if err != nil {
		return nil, 0, err
	}
	altered, err := w.DB.AlteredPermits(ctx, numbersOf(rows))
	if err != nil {
		return nil, 0, err
	}
	for _, row := range rows {
		if n := nudgeOfPermit(today, row, altered); n.Open != "" {
			out = append(out, n)
		}
	}
	return out, total, nil
}

func numbersOf(rows []store.PermitRow) []string {
	numbers := make([]string, len(rows))
	for i, row := range rows {
		numbers[i] = row.Number
	}
	return numbers
}

package office

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/fault"
	"yichuang/lists"
	"yichuang/people"
)

// withOwnFacts adds to the case the facts that answers to the matter's own
// questions give beside themselves, such as the child whose school is asked for.
func (w *Window) withOwnFacts(c casefile.Case) (casefile.Case, error) {
	matter, ok := w.Matters.Find(c.Matter)
	if !ok {
		return c, nil
	}
	answers := c.Answers
	for _, q := range matter.Questions {
		if _, given := c.Answers[q.Fact]; q.Fact == "" || given || c.Own(q) == "" {
			continue
		}
		text, err := json.Marshal(c.Own(q))
		if err != nil {
			return c, err
		}
		answers = maps.Clone(answers)
		answers[q.Fact] = json.RawMessage(strings.Replace(q.Value, "?", string(text), 1))
	}
	c.Answers = answers
	return c, nil
}

// demanded refuses to send a request that chooses a row which is not offered, or
// that does not show what its matter demands; and what is nothing but its way to
// apply while an answer is open that opens or closes it.
func (s *step) demanded(ctx context.Context, m casefile.Matter) error {
	for _, q := range m.Questions {
		if id := s.file.Own(q); q.Type == casefile.AskRow && id != "" {
			if _, _, err := s.offeredRow(ctx, m, q, id); err != nil {
				return err
			}
		}
	}
	if err := s.Refusal(s.file); err != nil || !m.OnlyWay() {
		return err
	}
	d, err := s.Determine(s.file)
	if err != nil {
		return err
	}
	if way, _ := d.Way(m.Route); way == determination.Unknown && len(d.Grounds) > 0 { // without a ground the result is told first
		needs := d.WayNeeds(m.Route)
		return fault.New(fault.Invalid, "fault.case.way-unsettled").WithPath(needs[0]).WithDetail("the way of matter %s waits for %v", m.ID, needs)
	}
	return nil
}

// Refusal is why the request would be refused as it is answered now; nil where it
// shows what its matter demands.
func (w *Window) Refusal(c casefile.Case) error {
	m, ok := w.Matters.Find(c.Matter)
	if !ok || len(m.Demands) == 0 && !m.OnlyWay() {
		return nil
	}
	d, err := w.Determine(c)
	if err != nil {
		return err
	}
	if m.OnlyWay() {
		if way, _ := d.Way(m.Route); way == determination.NotMet {
			return fault.New(fault.Conflict, "fault.case.way-closed").WithPath("matter").WithDetail("the way of matter %s is not open", m.ID)
		}
	}
	return m.Refused(c, func(id string) bool { return entitlement(d, id) != nil })
}

func entitlement(d *determination.Determination, id string) *determination.Entitlement {
	for i := range d.Entitlements {
		if d.Entitlements[i].ID == id {
			return &d.Entitlements[i]
		}
	}
	return nil
}

// offeredRow is a row that can be chosen as the answer today: on the list, open,
// and fit for what else was answered.
func (s *step) offeredRow(ctx context.Context, m casefile.Matter, q casefile.Question, id string) (KeptList, lists.Row, error) {
	kept, err := s.list(ctx, &s.tx.Reader, lists.ID(q.List), s.file.Place)
	if err != nil {
		return kept, lists.Row{}, err
	}
	row, ok := kept.Rows.Find(id)
	if !ok {
		return kept, row, fault.New(fault.Invalid, "fault.list.no-row").WithPath(q.Path()).WithDetail("list %s has no row %q", q.List, id)
	}
	if f := closedRow(kept.Kind, row, civil.DateOf(s.tx.Now())); f != nil {
		return kept, row, f.WithPath(q.Path())
	}
	for column, value := range s.file.Matching(m, q) {
		if !row.Has(column, value) {
			return kept, row, fault.New(fault.Invalid, "fault.list.unfit").WithPath(q.Path()).
				WithDetail("row %s of list %s has no %s in %s", id, q.List, value, column)
		}
	}
	return kept, row, nil
}

// closedRow says why a row cannot be chosen on the day; nil where it can.
func closedRow(k lists.Kind, row lists.Row, on civil.Date) *fault.Error {
	switch k.Phase(row, on) {
	case lists.Coming:
		return fault.New(fault.Conflict, "fault.list.coming", "date", mustDay(row.Cells[k.Opens]))
	case lists.Closed:
		return fault.New(fault.Conflict, "fault.list.closed", "date", mustDay(row.Cells[k.Closes]))
	}
	return nil
}

// mustDay reads a day that the list has checked.
func mustDay(text string) civil.Date {
	on, err := civil.ParseDate(text)
	if err != nil {
		return civil.Date(0)
	}
	return on
}

// Offer is a row that a form offers.
type Offer struct {
	Kind lists.Kind
	Row  lists.Row
	Paid int // yuan to be paid, where the row is taken at a price; else 0
}

// Offers are the rows that can be chosen as the answer to the question in this
// case today, in the list's order. Rows that another case holds are left out.
func (w *Window) Offers(ctx context.Context, c casefile.Case, m casefile.Matter, q casefile.Question) ([]Offer, error) {
	kept, err := w.List(ctx, lists.ID(q.List), c.Place)
	if err != nil {
		return nil, err
	}
	held := map[string]string{}
	percent := 100.0
	if q.Take != nil {
		if held, err = w.held(ctx, kept); err != nil {
			return nil, err
		}
		d, err := w.Determine(c)
		if err != nil {
			return nil, err
		}
		if percent, err = share(q.Take, d); err != nil {
			return nil, nil // not entitled: nothing is offered, and taking says why
		}
	}
	on := civil.DateOf(w.Clock())
	var out []Offer
	for _, row := range kept.Rows {
		if held[row.ID] != "" || kept.Kind.Phase(row, on) != lists.Open || !fits(row, c.Matching(m, q)) {
			continue
		}
		offer := Offer{Kind: kept.Kind, Row: row}
		if q.Take != nil {
			if reserved(q.Take, row, percent) {
				continue
			}
			offer.Paid = paid(q.Take, row, percent)
		}
		out = append(out, offer)
	}
	return out, nil
}

func fits(row lists.Row, cells map[string]string) bool {
	for column, value := range cells {
		if !row.Has(column, value) {
			return false
		}
	}
	return true
}

// Desk is the office that answers the matter at the place; found is false where
// none is set up there. An office's name and hours are no secret.
func (w *Window) Desk(ctx context.Context, m casefile.Matter, place people.PlaceCode) (desk people.Office, found bool, err error) {
	offices, err := officesOf(ctx, &w.DB.Reader)
	if err != nil {
		return desk, false, err
	}
	for _, o := range offices {
		if o.Kind == m.Tracks[0].Office && o.Serves(place) {
			return o, true, nil
		}
	}
	return desk, false, nil
}

// Services are the matters that ask a partner for a service, in the order of
// their files. What the exit-entry administration forwards is no service.
func (w *Window) Services() []casefile.Matter {
	return slices.DeleteFunc(slices.Clone([]casefile.Matter(w.Matters)), func(m casefile.Matter) bool {
		return m.Kind != casefile.ForRequest || m.Tracks[0].Role != people.Partner
	})
}

// Service returns the service with the id.
func (w *Window) Service(id casefile.MatterID) (casefile.Matter, bool) {
	return casefile.Matters(w.Services()).Find(id)
}

package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/fault"
	"yichuang/lists"
	"yichuang/people"
	"yichuang/store"
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
// that does not show what its matter demands.
func (s *step) demanded(ctx context.Context, m casefile.Matter) error {
	for _, q := range m.Questions {
		if id := s.file.Own(q); q.Type == casefile.AskRow && id != "" {
			if _, _, err := s.offeredRow(ctx, m, q, id); err != nil {
				return err
			}
		}
	}
	return s.Refusal(s.file)
}

// Refusal is why the request would be refused as it is answered now; nil where it
// shows what its matter demands.
func (w *Window) Refusal(c casefile.Case) error {
	m, ok := w.Matters.Find(c.Matter)
	if !ok || len(m.Demands) == 0 {
		return nil
	}
	d, err := w.Determine(c)
	if err != nil {
		return err
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

// held are the rows of a list that cases hold, with the case.
func (w *Window) held(ctx context.Context, kept KeptList) (map[string]string, error) {
	rows, err := w.DB.Allocations(ctx, store.AllocationFilter{List: string(kept.Kind.ID), Place: string(kept.Place), HeldOnly: true})
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, a := range rows {
		out[a.Item] = a.CaseID
	}
	return out, nil
}

// rows checks the rows that the office chose as results and gives those to the
// case that are taken, each to one case alone, with what is paid.
func (s *step) rows(ctx context.Context, m casefile.Matter, plan casefile.TrackPlan, d *casefile.Decision) error {
	for _, q := range plan.Results {
		id := d.Detail[q.ID]
		if q.Type != casefile.AskRow || id == "" {
			continue
		}
		kept, row, err := s.offeredRow(ctx, m, q, id)
		if err != nil {
			return err
		}
		if q.Take != nil && d.Outcome.Favourable() {
			if err := s.take(ctx, q, kept, row, d); err != nil {
				return err
			}
		}
	}
	return nil
}

// take gives the row to the case. Of two officers who take it at once one gets a
// conflict that says so.
func (s *step) take(ctx context.Context, q casefile.Question, kept KeptList, row lists.Row, d *casefile.Decision) error {
	found, err := s.Determine(s.file)
	if err != nil {
		return err
	}
	percent, err := share(q.Take, found)
	if err != nil {
		return err
	}
	if reserved(q.Take, row, percent) {
		return fault.New(fault.Conflict, "fault.list.reserved").WithPath(q.Path()).WithDetail("row %s is reserved", row.ID)
	}
	d.Detail[q.Take.As] = strconv.Itoa(paid(q.Take, row, percent))
	if err := s.tx.Allocate(ctx, &store.Allocation{
		ID: store.NewID(), List: q.List, Place: string(kept.Place), Item: row.ID, CaseID: string(s.file.Number), From: civil.DateOf(s.tx.Now()),
	}); err != nil {
		var taken *fault.Error
		if errors.As(err, &taken) && taken.Code == fault.Conflict {
			return taken.WithPath(q.Path())
		}
		return err
	}
	return record(ctx, s.tx, s.by.Who, stockChain(q.List, kept.Place, row.ID), "stock.allocated", map[string]string{
		"case": string(s.file.Number), "paid": d.Detail[q.Take.As],
	})
}

func stockChain(list string, place people.PlaceCode, row string) string {
	return fmt.Sprintf("stock/%s/%s/%s", list, place, row)
}

// share is the part of the full price that the determination grants, in percent.
func share(t *casefile.TakePlan, d *determination.Determination) (float64, error) {
	e := entitlement(d, t.Entitlement)
	if e == nil {
		return 0, fault.New(fault.Conflict, "fault.list.not-entitled").WithDetail("the determination gives no %s", t.Entitlement)
	}
	for _, detail := range e.Detail {
		if detail.Name == t.Percent {
			return detail.Value, nil
		}
	}
	return 100, nil
}

// paid is the price in whole yuan, rounded down.
func paid(t *casefile.TakePlan, row lists.Row, percent float64) int {
	full, err := strconv.Atoi(row.Cells[t.Price])
	if err != nil {
		return 0
	}
	return int(math.Floor(float64(full) * percent / 100))
}

// reserved rows are for those alone who pay less than the full price.
func reserved(t *casefile.TakePlan, row lists.Row, percent float64) bool {
	return row.Has(t.Reserved, "yes") && percent >= 100
}

// HandBack frees what the track's decision gave to the case.
func (w *Window) HandBack(ctx context.Context, in Write, track casefile.TrackID, result string) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		events, err := s.file.HandBack(s.by, track, result)
		if err != nil {
			return nil, err
		}
		held, err := s.tx.Allocations(ctx, store.AllocationFilter{CaseID: string(in.Number), HeldOnly: true})
		if err != nil {
			return nil, err
		}
		for _, a := range held {
			if a.Item != events[0].Body.(casefile.HandedBack).Row {
				continue
			}
			if err := s.tx.HandBack(ctx, &a, s.by.On()); err != nil {
				return nil, err
			}
			return events, record(ctx, s.tx, s.by.Who, stockChain(a.List, people.PlaceCode(a.Place), a.Item), "stock.handed-back", map[string]string{"case": a.CaseID})
		}
		return nil, fault.New(fault.Conflict, "fault.service.nothing-held").WithDetail("case %s holds nothing", in.Number)
	})
}

// StockRow is a row that is given to cases, with its holder.
type StockRow struct {
	Row    lists.Row
	Holder string      // case that holds it; "" where it is free
	From   civil.Date  // since when it is held
	Former int         // how many cases held it before
	Until  *civil.Date // when it was last handed back, where it is free
}

// Stock is a list whose rows are given to cases, with who holds them, to those
// who keep the list.
func (w *Window) Stock(ctx context.Context, who people.Who, id lists.ID, place people.PlaceCode) (KeptList, []StockRow, error) {
	kept, err := w.List(ctx, id, place)
	if err != nil {
		return kept, nil, err
	}
	if err := w.MayKeep(ctx, who, kept.Kind, kept.Place); err != nil {
		return kept, nil, err
	}
	given, err := w.DB.Allocations(ctx, store.AllocationFilter{List: string(id), Place: string(kept.Place)})
	if err != nil {
		return kept, nil, err
	}
	out := make([]StockRow, len(kept.Rows))
	for i, row := range kept.Rows {
		out[i].Row = row
		for _, a := range given {
			switch {
			case a.Item != row.ID:
			case a.Held != "":
				out[i].Holder, out[i].From = a.CaseID, a.From
			default:
				out[i].Former++
				if out[i].Until == nil {
					out[i].Until = a.Until
				}
			}
		}
	}
	return kept, out, nil
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

package office

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/fault"
	"yichuang/lists"
	"yichuang/people"
	"yichuang/store"
)

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

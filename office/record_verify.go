package office

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"yichuang/civil"
	"yichuang/store"
)

// VerifyRegisters compares what stands in the registers with what the record says
// was put there, and names what somebody changed behind it: the rows of every
// subject that the store knows, then numbers and calendar years. The record itself
// is for store.VerifyAudit.
func VerifyRegisters(ctx context.Context, db *store.DB) (wrong []string, err error) {
	err = db.Snapshot(ctx, func(r store.Reader) error {
		if wrong, err = r.VerifyStanding(ctx); err != nil {
			return err
		}
		for _, verify := range []func(context.Context, *store.Reader) ([]string, error){verifyParameters, verifyCalendars} {
			found, err := verify(ctx, &r)
			if err != nil {
				return err
			}
			wrong = append(wrong, found...)
		}
		return nil
	})
	return wrong, err
}

// verifyParameters: the n-th value of a name and place was recorded n-th.
func verifyParameters(ctx context.Context, r *store.Reader) (wrong []string, err error) {
	rows, err := r.Parameters(ctx)
	if err != nil {
		return nil, err
	}
	unrecorded := map[string][]store.Parameter{} // by chain
	for _, row := range rows {
		chain := "parameter/" + row.Name + "/" + row.Place
		unrecorded[chain] = append(unrecorded[chain], row)
	}
	for _, row := range rows {
		chain := "parameter/" + row.Name + "/" + row.Place
		if unrecorded[chain] == nil {
			continue // compared
		}
		entries, err := recorded(ctx, r, chain)
		if err != nil {
			return nil, err
		}
		if !sameValues(unrecorded[chain], entries) {
			wrong = append(wrong, fmt.Sprintf("parameter %s of %s is not what its record says", row.Name, row.Place))
		}
		unrecorded[chain] = nil
	}
	return wrong, nil
}

// sameValues reports whether the rows are those that were recorded, in any order.
func sameValues(rows []store.Parameter, entries []Recorded) bool {
	left := map[string]int{}
	for _, row := range rows {
		left[string(row.Value)]++
	}
	for _, e := range entries {
		var told struct{ Value json.RawMessage }
		if err := json.Unmarshal(e.Body, &told); err != nil {
			return false
		}
		left[string(told.Value)]--
	}
	for _, n := range left {
		if n != 0 {
			return false
		}
	}
	return true
}

func verifyCalendars(ctx context.Context, r *store.Reader) (wrong []string, err error) {
	rows, err := r.CalendarYears(ctx)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		var almanac civil.Almanac
		if err := json.Unmarshal(row.Body, &almanac); err != nil {
			return nil, fmt.Errorf("read calendar year %s: %w", row.ID, err)
		}
		entries, err := recorded(ctx, r, calendarChain(almanac.Calendar, row.Year))
		if err != nil {
			return nil, err
		}
		known := false
		for _, e := range entries {
			known = known || bytes.Equal(e.Body, row.Body)
		}
		if !known {
			wrong = append(wrong, fmt.Sprintf("calendar %s of %d is not what its record says", almanac.Calendar, row.Year))
		}
	}
	return wrong, nil
}

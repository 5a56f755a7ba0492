package office

import (
	"context"
	"encoding/json"
	"fmt"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/policy"
	"yichuang/store"
)

// withYears is calendars with loaded years over them, in the order in which the
// store lists them: of one year the last loaded holds.
func withYears(shipped *civil.Calendars, years []store.CalendarYear) (*civil.Calendars, error) {
	almanacs := make([]civil.Almanac, len(years))
	for i, row := range years {
		if err := json.Unmarshal(row.Body, &almanacs[i]); err != nil {
			return nil, fmt.Errorf("read calendar year %s: %w", row.ID, err)
		}
	}
	return shipped.With(almanacs...)
}

// parameterValues are loaded rows as determinations take them.
func parameterValues(rows []store.Parameter) ([]policy.ParameterValue, error) {
	out := make([]policy.ParameterValue, len(rows))
	for i, row := range rows {
		out[i] = policy.ParameterValue{ID: row.Name, Place: facts.PlaceCode(row.Place), ValidFrom: row.ValidFrom, Source: row.Source}
		if err := json.Unmarshal(row.Value, &out[i].Value); err != nil {
			return nil, fmt.Errorf("read parameter %s: %w", row.ID, err)
		}
	}
	return out, nil
}

// renew lets this server act at once on what it has just loaded; the others
// follow by themselves within seconds.
func (w *Window) renew(ctx context.Context) error {
	if w.Reload == nil {
		return nil
	}
	return w.Reload(ctx)
}

// mayLoad refuses everybody but administrators and operators.
func mayLoad(who people.Who) error {
	if who.Disabled || !who.Role.Can(people.Operate) && !who.Role.Can(people.Administer) {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	return nil
}

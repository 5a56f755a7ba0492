package office

import (
	"context"
	"slices"
	"strconv"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
	"yichuang/store"
)

// Lack is something that an installation has not, and what depends on it. Its
// text is lack.<Key>, with Args in pairs; Words, kinds of office and places among
// them are said in the reader's language.
type Lack struct {
	Key  string
	Args []any
}

// Examine looks at what cases need and nobody has set up: for the administrator's
// page and for the command doctor.
func (w *Window) Examine(ctx context.Context) ([]Lack, error) {
	offices, err := officesOf(ctx, &w.DB.Reader)
	if err != nil {
		return nil, err
	}
	var all []Lack
	if len(offices) == 0 {
		all = append(all, Lack{Key: "no-office"})
	} else {
		all = append(all, w.unserved(offices)...)
		all = append(all, w.lackRemedies(offices)...)
		if all, err = w.lackOfficers(ctx, offices, all); err != nil {
			return nil, err
		}
	}
	calendars, err := w.calendarStates(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range calendars {
		for _, y := range c.Years {
			if y.Due {
				all = append(all, Lack{"calendar", []any{"calendar", people.Words(c.Name), "year", strconv.Itoa(y.Year)}})
			}
		}
	}
	if w.Address == "" && !w.Specimen {
		all = append(all, Lack{Key: "address"})
	}
	given, err := w.DB.Messages(ctx, store.MessageFilter{GivenUp: true, Limit: outboxPage})
	if err == nil && len(given) > 0 {
		all = append(all, Lack{"outbox", []any{"n", len(given)}})
	}
	return all, err
}

// Lacks is Examine for those who administer or operate the installation.
func (w *Window) Lacks(ctx context.Context, who people.Who) ([]Lack, error) {
	if err := mayLoad(who); err != nil {
		return nil, err
	}
	return w.Examine(ctx)
}

// unserved are the kinds of office that some matter needs at a place where other
// offices stand and none of that kind does.
func (w *Window) unserved(offices []people.Office) []Lack {
	var all []Lack
	for _, kind := range people.OfficeKinds {
		var places []people.PlaceCode
		var matters []string
		for _, o := range offices {
			if o.Kind == people.PolicyDesk {
				continue // it writes for a place and takes no cases there
			}
			for _, place := range o.Places {
				if slices.ContainsFunc(offices, func(o people.Office) bool { return o.Kind == kind && o.Serves(place) }) {
					continue
				}
				for _, m := range w.Matters {
					if concerns(m, place) && slices.ContainsFunc(m.Tracks, func(t casefile.TrackPlan) bool { return t.Office == kind }) {
						places, matters = append(places, place), append(matters, string(m.ID))
					}
				}
			}
		}
		if places = sortedSet(places); len(places) > 0 {
			all = append(all, Lack{"no-kind", []any{"kind", kind, "places", places, "n", len(sortedSet(matters))}})
		}
	}
	return all
}

// lackRemedies are the offices whose decisions could not be issued.
func (w *Window) lackRemedies(offices []people.Office) []Lack {
	var all []Lack
	for _, o := range offices {
		if missing := LackingRemedies(o, w.RemedyKeys(o.Kind, o.Places)); missing > 0 {
			all = append(all, Lack{"remedy", []any{"office", o.Name, "n", missing}})
		}
	}
	return all
}

// LackingRemedies counts the decisions for which the office has no remedy text.
func LackingRemedies(o people.Office, keys []string) (missing int) {
	for _, key := range keys {
		if o.Remedies[key].ZH == "" || o.Remedies[key].EN == "" {
			missing++
		}
	}
	return missing
}

// lackOfficers adds the offices at which nobody works today.
func (w *Window) lackOfficers(ctx context.Context, offices []people.Office, all []Lack) ([]Lack, error) {
	on := civil.DateOf(w.Clock())
	for _, o := range offices {
		posts, err := w.DB.Officers(ctx, store.OfficerFilter{Office: string(o.ID), On: &on})
		if err != nil {
			return nil, err
		}
		if len(posts) == 0 {
			all = append(all, Lack{"no-officer", []any{"office", o.Name}})
		}
	}
	return all, nil
}

// RemedyKeys are the decisions, as track/outcome, for which an office of the kind
// at the places needs a remedy text: every end of a permit's track, what a filing
// is returned with, and that a case is not accepted.
func (w *Window) RemedyKeys(kind people.OfficeKind, places []people.PlaceCode) []string {
	var keys []string
	for _, m := range w.Matters {
		if m.Kind == casefile.ForRequest || len(places) > 0 && !slices.ContainsFunc(places, func(p people.PlaceCode) bool { return concerns(m, p) }) {
			continue
		}
		for i, t := range m.Tracks {
			if t.Office != kind {
				continue
			}
			for _, outcome := range m.Outcomes(t) {
				if m.Kind == casefile.ForPermit || !outcome.Favourable() {
					keys = append(keys, string(t.ID)+"/"+string(outcome))
				}
			}
			if i == 0 {
				keys = append(keys, string(t.ID)+"/not-accepted")
			}
		}
	}
	return sortedSet(keys)
}

// concerns reports whether the matter is offered at the place, or somewhere in it.
func concerns(m casefile.Matter, place people.PlaceCode) bool {
	return m.OfferedAt(place) || slices.ContainsFunc(m.Places, place.Holds)
}

func sortedSet[T ~string](all []T) []T {
	slices.Sort(all)
	return slices.Compact(all)
}

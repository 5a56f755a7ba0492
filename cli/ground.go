package cli

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/packs"
)

// readCalendars builds the calendars in a tree of packs.
func readCalendars(tree fs.FS) (*civil.Calendars, error) {
	files, err := packs.Files(tree, "calendars", "*.yaml")
	if err != nil {
		return nil, err
	}
	var almanacs []civil.Almanac
	for _, name := range slices.Sorted(maps.Keys(files)) {
		a, err := civil.ReadAlmanac(files[name])
		if err != nil {
			return nil, fmt.Errorf("calendars/%s: %w", name, err)
		}
		almanacs = append(almanacs, a)
	}
	return civil.NewCalendars(almanacs...)
}

// readPlaces builds the places in a tree of packs.
func readPlaces(tree fs.FS) (*facts.Places, error) {
	codes, err := fs.ReadFile(tree, "places/gb2260.csv")
	if err != nil {
		return nil, err
	}
	files, err := packs.Files(tree, "places", "*.yaml")
	if err != nil {
		return nil, err
	}
	var gazetteers [][]byte
	for _, name := range slices.Sorted(maps.Keys(files)) {
		gazetteers = append(gazetteers, files[name])
	}
	return facts.ReadPlaces(codes, gazetteers...)
}

// calendarAt returns the calendar that a place keeps, the nation's for no
// place. A code that is no place is an Invalid fault of the flag --place.
func calendarAt(code facts.PlaceCode, places *facts.Places, calendars *civil.Calendars) (*civil.Calendar, error) {
	id := places.NationalCalendar()
	if code != "" {
		place, ok := places.Lookup(code)
		if !ok {
			return nil, fault.At("--place", "%s is no place%s", code, meantPlace(code, places))
		}
		id = place.Calendar
	}
	calendar, ok := calendars.Calendar(id)
	if !ok {
		return nil, fmt.Errorf("place %s keeps the calendar %s, which is not there (add it to calendars)", code, id)
	}
	return calendar, nil
}

func meantPlace(written facts.PlaceCode, places *facts.Places) string {
	code, ok := places.Suggest(written)
	if !ok {
		return " (use a GB/T 2260 code or xpcc-1 to xpcc-14)"
	}
	place, _ := places.Lookup(code)
	return fmt.Sprintf(" (did you mean %s, %s?)", code, place.Name.EN)
}

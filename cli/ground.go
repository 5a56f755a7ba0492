package cli

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/packs"
	"yichuang/people"
)

// dataFolders are what a data folder may hold beside the packs in policies/.
var dataFolders = []string{"policies", "places", "calendars", "parameters", "matters", "papers", "offices"}

// isDataFolder reports whether a folder is laid out like the program's own data,
// so that a city can come as one folder.
func isDataFolder(dir string) bool {
	return slices.ContainsFunc(dataFolders, func(name string) bool {
		info, err := os.Stat(filepath.Join(dir, name))
		return err == nil && info.IsDir()
	})
}

// dataFile is a document of the program's data or of a data folder.
type dataFile struct {
	name string
	text []byte
}

// dataFiles are the YAML documents of one kind: the program's by name, then those
// of each data folder by name.
func dataFiles(kind string, dirs ...string) ([]dataFile, error) {
	trees, names := []fs.FS{packs.FS}, []string{""}
	for _, dir := range dirs {
		if dir != "" && isDataFolder(dir) {
			trees, names = append(trees, os.DirFS(dir)), append(names, dir)
		}
	}
	var out []dataFile
	for i, tree := range trees {
		files, err := packs.Files(tree, kind, "*.yaml")
		if err != nil {
			return nil, err
		}
		for _, name := range slices.Sorted(maps.Keys(files)) {
			out = append(out, dataFile{filepath.Join(names[i], kind, name), files[name]})
		}
	}
	return out, nil
}

// readCalendars builds the calendars of the program and of data folders.
func readCalendars(dirs ...string) (*civil.Calendars, error) {
	documents, err := dataFiles("calendars", dirs...)
	if err != nil {
		return nil, err
	}
	var almanacs []civil.Almanac
	for _, d := range documents {
		a, err := civil.ReadAlmanac(d.text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.name, err)
		}
		almanacs = append(almanacs, a)
	}
	return civil.NewCalendars(almanacs...)
}

// readPlaces builds the places of the program and of data folders.
func readPlaces(dirs ...string) (*facts.Places, error) {
	codes, err := fs.ReadFile(packs.FS, "places/gb2260.csv")
	if err != nil {
		return nil, err
	}
	documents, err := dataFiles("places", dirs...)
	if err != nil {
		return nil, err
	}
	var gazetteers [][]byte
	for _, d := range documents {
		gazetteers = append(gazetteers, d.text)
	}
	return facts.ReadPlaces(codes, gazetteers...)
}

// readMatters reads the matters of the program; a data folder's replace those of
// the same name.
func readMatters(dirs ...string) (casefile.Matters, error) {
	documents, err := dataFiles("matters", dirs...)
	if err != nil {
		return nil, err
	}
	byName := map[string][]byte{}
	for _, d := range documents {
		byName[filepath.Base(d.name)] = d.text
	}
	return casefile.ReadMatters(byName)
}

// readPapers reads what people are told about papers; a data folder adds to it.
func readPapers(dirs ...string) (casefile.Papers, error) {
	documents, err := dataFiles("papers", dirs...)
	if err != nil {
		return nil, err
	}
	byName := map[string][]byte{}
	for _, d := range documents {
		byName[d.name] = d.text
	}
	return casefile.ReadPapers(byName)
}

// readOffices reads the offices that data folders bring along: a list in each
// file. The program itself has none.
func readOffices(dirs ...string) ([]people.Office, error) {
	documents, err := dataFiles("offices", dirs...)
	if err != nil {
		return nil, err
	}
	var out []people.Office
	for _, d := range documents {
		var some []people.Office
		if err := yaml.UnmarshalWithOptions(d.text, &some, yaml.Strict()); err != nil {
			return nil, fault.At(d.name, "%s", strings.TrimSpace(yaml.FormatError(err, false, true)))
		}
		out = append(out, some...)
	}
	return out, nil
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

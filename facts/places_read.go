package facts

import (
	"bufio"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"yichuang/civil"
)

// gazetteer is a YAML document about places: properties that the list of codes
// does not have, places outside the standard, and zones.
type gazetteer struct {
	Places []placeEntry `yaml:"places"`
	Zones  []Zone       `yaml:"zones"`
}

// placeEntry says something about a place and, but for its name, about every
// place inside it that says nothing else.
type placeEntry struct {
	Code          PlaceCode        `yaml:"code"`
	Within        PlaceCode        `yaml:"within"` // for places outside the standard: what they lie in
	Name          civil.Name       `yaml:"name"`
	Calendar      civil.CalendarID `yaml:"calendar"`
	WageArea      PlaceCode        `yaml:"wage_area"` // default: the city, else the place itself
	Western       *bool            `yaml:"western"`
	OldIndustrial *bool            `yaml:"old_industrial"`
}

// ReadPlaces builds the places from the list of GB/T 2260 codes (lines of code,
// name, English name or nothing, and the last edition of a retired code; # begins
// a comment line) and from gazetteers. What a later gazetteer says of a place replaces what an earlier said.
func ReadPlaces(codes []byte, gazetteers ...[]byte) (*Places, error) {
	p := &Places{places: map[PlaceCode]*Place{}}
	if err := p.readCodes(codes); err != nil {
		return nil, fmt.Errorf("read place codes: %w", err)
	}
	entries := map[PlaceCode]placeEntry{}
	for _, document := range gazetteers {
		var g gazetteer
		if err := yaml.UnmarshalWithOptions(document, &g, yaml.Strict()); err != nil {
			return nil, fmt.Errorf("read places: %w", err)
		}
		for _, e := range g.Places {
			if err := p.addEntry(entries, e); err != nil {
				return nil, fmt.Errorf("read places: %w", err)
			}
		}
		p.zones = append(p.zones, g.Zones...)
	}
	p.nation = entries[Nation].Calendar
	p.codes = slices.Sorted(maps.Keys(p.places))
	for _, code := range p.codes {
		p.complete(p.places[code], entries)
	}
	if err := p.validate(); err != nil {
		return nil, fmt.Errorf("read places: %w", err)
	}
	return p, nil
}

func (p *Places) readCodes(list []byte) error {
	lines := bufio.NewScanner(bytes.NewReader(list))
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line, ",")
		if len(fields) != 4 || !standardCode(fields[0]) || fields[1] == "" {
			return fmt.Errorf("line %d: %q is no code, name, English name and last edition", n, line)
		}
		code := PlaceCode(fields[0])
		if p.places[code] != nil {
			return fmt.Errorf("line %d: code %s is given twice", n, code)
		}
		p.places[code] = &Place{Code: code, Name: civil.Name{ZH: fields[1], EN: fields[2]}, Retired: fields[3] != ""}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	for _, place := range p.places {
		p.placeInStandard(place)
	}
	return nil
}

// placeInStandard finds province and city by the digits of the code. Counties
// of a group that the standard keeps for those directly under a province
// (third and fourth digit 90) have no city above them.
func (p *Places) placeInStandard(place *Place) {
	digits := string(place.Code)
	province, city := PlaceCode(digits[:2]+"0000"), PlaceCode(digits[:4]+"00")
	place.Province = province
	if place.Code == province {
		return
	}
	place.City = city
	if _, known := p.places[city]; !known || digits[2:4] == "90" {
		place.City = place.Code
	}
}

// addEntry merges an entry into those before it and makes the place when it
// lies outside the standard.
func (p *Places) addEntry(entries map[PlaceCode]placeEntry, e placeEntry) error {
	place, known := p.places[e.Code]
	switch {
	case e.Code == Nation && e.Within == "":
	case known == (e.Within != ""):
		return fmt.Errorf("place %q: a place outside GB/T 2260, and only such a one, says what it lies within, once", e.Code)
	case !known:
		place = &Place{Code: e.Code, Province: e.Within, City: e.Code}
		if e.Within == Nation {
			place.Province, place.City = e.Code, ""
		} else if p.places[e.Within] == nil {
			return fmt.Errorf("place %q lies within %q, which is not known before it", e.Code, e.Within)
		}
		p.places[e.Code] = place
	}
	if e.Name != (civil.Name{}) && e.Code != Nation {
		place.Name = e.Name
	}
	entries[e.Code] = e.over(entries[e.Code])
	return nil
}

// over returns the entry with what it does not say taken from before.
func (e placeEntry) over(before placeEntry) placeEntry {
	if e.Calendar == "" {
		e.Calendar = before.Calendar
	}
	if e.WageArea == "" {
		e.WageArea = before.WageArea
	}
	if e.Western == nil {
		e.Western = before.Western
	}
	if e.OldIndustrial == nil {
		e.OldIndustrial = before.OldIndustrial
	}
	return e
}

// complete fills in the scopes and what the place inherits, the nearest saying winning.
func (p *Places) complete(place *Place, entries map[PlaceCode]placeEntry) {
	place.Scopes = make([]PlaceCode, 0, 4)
	for _, scope := range []PlaceCode{place.Code, place.City, place.Province, Nation} {
		if scope != "" && !slices.Contains(place.Scopes, scope) {
			place.Scopes = append(place.Scopes, scope)
		}
	}
	said := placeEntry{}
	for _, scope := range place.Scopes {
		said = said.over(entries[scope])
	}
	place.Calendar, place.WageArea = said.Calendar, said.WageArea
	place.Western = said.Western != nil && *said.Western
	place.OldIndustrial = said.OldIndustrial != nil && *said.OldIndustrial
	if place.WageArea == "" {
		place.WageArea = place.Code
		if place.City != "" {
			place.WageArea = place.City
		}
	}
	if place.Name.EN == "" {
		place.Name.EN = place.Name.ZH
	}
}

func (p *Places) validate() error {
	for _, code := range p.codes {
		place := p.places[code]
		switch {
		case place.Name.ZH == "":
			return fmt.Errorf("place %s has no name", code)
		case place.Calendar == "":
			return fmt.Errorf("place %s has no calendar (name one for it or for %s)", code, Nation)
		case p.places[place.WageArea] == nil:
			return fmt.Errorf("place %s: wage area %s is no place", code, place.WageArea)
		}
	}
	seen := map[ZoneID]bool{}
	for _, z := range p.zones {
		if z.ID == "" || seen[z.ID] || z.Name.ZH == "" || z.Name.EN == "" || len(z.In) == 0 {
			return fmt.Errorf("zone %q needs an id of its own, a name in zh and en, and places it lies in", z.ID)
		}
		seen[z.ID] = true
		for _, code := range z.In {
			if code != Nation && p.places[code] == nil {
				return fmt.Errorf("zone %s lies in %s, which is no place", z.ID, code)
			}
		}
	}
	return nil
}

// standardCode reports whether s has the form of a GB/T 2260 code.
func standardCode(s string) bool {
	return len(s) == 6 && strings.Trim(s, "0123456789") == ""
}

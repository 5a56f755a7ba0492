package web

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
)

// readPlace reads a place as people write it: its code or its name, in either
// language. path is the field it was typed in.
func (s *Server) readPlace(written, path string) (people.PlaceCode, error) {
	written = strings.TrimSpace(written)
	if code, _, found := strings.Cut(written, " "); found { // as placesText writes it
		if _, ok := s.Places.Lookup(facts.PlaceCode(code)); ok || code == string(facts.Nation) {
			return people.PlaceCode(code), nil
		}
	}
	if _, ok := s.Places.Lookup(facts.PlaceCode(written)); ok || written == string(facts.Nation) {
		return people.PlaceCode(written), nil
	}
	if code, ok := s.Places.Suggest(facts.PlaceCode(written)); ok {
		return people.PlaceCode(code), nil
	}
	return "", fault.New(fault.Invalid, "fault.place.written", "place", written).WithPath(path)
}

// readPlaces reads places, one a line.
func (s *Server) readPlaces(written, path string) ([]people.PlaceCode, error) {
	var all []people.PlaceCode
	for line := range strings.Lines(written) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		place, err := s.readPlace(line, path)
		if err != nil {
			return nil, err
		}
		all = append(all, place)
	}
	return all, nil
}

// placesText writes places as readPlaces reads them, with their names.
func (s *Server) placesText(p *locale.Printer, places []people.PlaceCode) string {
	lines := make([]string, len(places))
	for i, place := range places {
		lines[i] = string(place) + " " + s.placeName(p, facts.PlaceCode(place))
	}
	return strings.Join(lines, "\n")
}

// placeNames are the names of places, in one line.
func (s *Server) placeNames(p *locale.Printer, places []people.PlaceCode) string {
	names := make([]string, len(places))
	for i, place := range places {
		names[i] = s.placeName(p, facts.PlaceCode(place))
	}
	return p.List(names)
}

// readNumber reads a number of the form; spaces and commas between digits do
// not matter.
func readNumber(r *http.Request, field string) (float64, error) {
	text := strings.NewReplacer(",", "", " ", "", "\uff0c", "").Replace(r.PostFormValue(field))
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return 0, fault.New(fault.Invalid, "fault.form.number").WithPath(field).WithCause(err)
	}
	return n, nil
}

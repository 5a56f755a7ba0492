package web

import (
	"net/http"
	"strings"

	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
)

// Chooser is a select element with the places of work.
type Chooser struct {
	ID, Name  string
	Chosen    string
	Described string // id of the hint, or ""
	Groups    []PlaceGroup
}

// PlaceGroup is a province with its cities.
type PlaceGroup struct {
	Name   string
	Places []PlaceOption
}

// PlaceOption is a city that can be chosen.
type PlaceOption struct{ Code, Name string }

// chooser lists the cities of the mainland by province. Provinces in which a
// pack of their own or of one of their cities speaks come first.
func (s *Server) chooser(p *locale.Printer, id, name, chosen string) Chooser {
	c := Chooser{ID: id, Name: name, Chosen: chosen}
	var local, other []PlaceGroup
	at := make(map[facts.PlaceCode]*PlaceGroup)
	var order []facts.PlaceCode
	for place := range s.Places.All() {
		if place.Retired || place.City != place.Code {
			continue
		}
		group, ok := at[place.Province]
		if !ok {
			group = &PlaceGroup{Name: s.placeName(p, place.Province)}
			at[place.Province] = group
			order = append(order, place.Province)
		}
		group.Places = append(group.Places, PlaceOption{string(place.Code), p.Pick(place.Name.ZH, place.Name.EN)})
	}
	spoken := s.spokenProvinces()
	for _, province := range order {
		if spoken[province] {
			local = append(local, *at[province])
		} else {
			other = append(other, *at[province])
		}
	}
	c.Groups = append(local, other...)
	return c
}

// spokenProvinces are the provinces that a pack's scope lies in.
func (s *Server) spokenProvinces() map[facts.PlaceCode]bool {
	spoken := make(map[facts.PlaceCode]bool)
	for _, pack := range s.Engine.Packs() {
		for _, code := range pack.Scope {
			if place, ok := s.Places.Lookup(code); ok {
				spoken[place.Province] = true
			}
		}
	}
	return spoken
}

// choosePlace keeps the place of work among the answers. Everything that was
// said about a zone of another place is forgotten with it.
func (s *Server) choosePlace(w http.ResponseWriter, r *http.Request) error {
	a := s.readAnswers(r)
	code := r.PostFormValue("place")
	if code != "" {
		if err := s.movePlace(&a, code); err != nil {
			return err
		}
		if err := s.writeAnswers(w, r, a); err != nil {
			return err
		}
	}
	next := r.PostFormValue("next")
	if !strings.HasPrefix(next, "/check/") {
		next = "/"
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

func (s *Server) movePlace(a *answers, code string) error {
	place, ok := s.Places.Lookup(facts.PlaceCode(code))
	if !ok {
		return fault.At("place", "%q is no place (choose one from the list)", code)
	}
	if field, ok := s.Vocabulary.Lookup("place"); ok {
		a.set(field, facts.Value{State: facts.Known, S: string(place.Code)})
	}
	if field, ok := s.Vocabulary.Lookup("zone"); ok {
		a.forget(field)
	}
	return nil
}

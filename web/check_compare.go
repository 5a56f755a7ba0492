package web

import (
	"net/http"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/policy"
)

// comparePage shows the same person in two places; only what differs is bold.
type comparePage struct {
	Shell
	Chooser Chooser
	Columns []string
	Notes   []string
	Rows    []compareRow
	Choose  []Link // Href is the code of the place
}

func (s *Server) comparePlaces(w http.ResponseWriter, r *http.Request) error {
	a := s.readAnswers(r)
	here, ok := s.place(a)
	if !ok {
		http.Redirect(w, r, "/check", http.StatusSeeOther)
		return nil
	}
	page := comparePage{Shell: s.shell(w, r, "page.compare.title")}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.result.title"), "/check/result"}}
	there, chosen := s.Places.Lookup(facts.PlaceCode(r.URL.Query().Get("with")))
	if !chosen {
		there, chosen = s.otherPlace(here)
	}
	page.Chooser = s.chooser(p, "with", "with", string(there.Code))
	if chosen {
		if err := s.compare(&page, p, a, here, there); err != nil {
			return err
		}
	}
	return s.render(w, http.StatusOK, page.Lang, "compare_show", page)
}

// otherPlace is the first place with a local policy that does not hold here.
func (s *Server) otherPlace(here facts.Place) (facts.Place, bool) {
	for _, pack := range s.Engine.Packs() {
		if pack.Level == policy.Nation || pack.Holds(here.Scopes) {
			continue
		}
		for place := range s.Places.All() {
			if !place.Retired && place.City == place.Code && pack.Holds(place.Scopes) {
				return place, true
			}
		}
	}
	return facts.Place{}, false
}

func (s *Server) compare(page *comparePage, p *locale.Printer, a answers, here, there facts.Place) error {
	f := s.asked(a)
	d, err := s.Engine.Determine(f)
	if err != nil {
		return err
	}
	moved := s.moved(f, there)
	other, err := s.Engine.Determine(moved)
	if err != nil {
		return err
	}
	page.On = d.On
	for _, place := range []facts.Place{here, there} {
		page.Columns = append(page.Columns, p.Pick(place.Name.ZH, place.Name.EN))
		page.Choose = append(page.Choose, Link{p.T("page.compare.choose", "place", p.Pick(place.Name.ZH, place.Name.EN)), string(place.Code)})
		if note := s.lawNote(p, place, d.On); note != "" {
			page.Notes = append(page.Notes, note)
		}
	}
	if s.fact(f, "zone") != s.fact(moved, "zone") {
		page.Notes = append(page.Notes, p.T("page.compare.zone", "place", p.Pick(there.Name.ZH, there.Name.EN)))
	}
	page.Rows = s.compareRows(p, d, other)
	return nil
}

// moved are the facts with another place of work, outside the zones that do not
// lie there.
func (s *Server) moved(f *facts.Facts, there facts.Place) *facts.Facts {
	moved := f.Clone()
	if field, ok := s.Vocabulary.Lookup("place"); ok {
		moved.Set(field.Slot, facts.Value{State: facts.Known, S: string(there.Code)})
	}
	field, ok := s.Vocabulary.Lookup("zone")
	if !ok || moved.Get(field.Slot).State != facts.Known {
		return moved
	}
	zones := moved.Get(field.Slot)
	for i, word := range field.Words {
		if !s.Places.ZoneIn(facts.ZoneID(word), there.Code) {
			zones.N &^= 1 << i
		}
	}
	moved.Set(field.Slot, zones)
	return moved
}

// lawNote says with dates that a place has no local policy in force.
func (s *Server) lawNote(p *locale.Printer, place facts.Place, on civil.Date) string {
	name := p.Pick(place.Name.ZH, place.Name.EN)
	var ended *policy.Pack
	for _, pack := range s.packsFor(place, true) {
		if pack.Level == policy.Nation {
			continue
		}
		if pack.InForce(on) {
			return ""
		}
		ended = pack
	}
	if ended == nil {
		return p.T("page.compare.never", "place", name)
	}
	return p.T("page.compare.ended", "place", name, "policy", wording(p, ended.Title), "dates", daysOf(p, ended, on))
}

package web

import (
	"net/http"
	"net/url"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/people"
)

// guidesPage lists what can be applied for, filed or asked at a place.
type guidesPage struct {
	Shell
	Meta    []string
	Chooser Chooser
	Groups  []guideGroup
	Closed  []guideLine // of this place, but not open today
}

type guideGroup struct {
	ID, Name string
	Lines    []guideLine
}

type guideLine struct{ Name, Text, Href string }

// listGuides is /guide.
func (s *Server) listGuides(w http.ResponseWriter, r *http.Request) error {
	page := guidesPage{Shell: s.shell(w, r, "guide.title")}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}}
	place, chosen := s.placeAsked(r)
	page.Chooser = s.chooser(p, "place", "place", string(place.Code))
	if !chosen {
		return s.render(w, http.StatusOK, page.Lang, "guide_list", page)
	}
	page.Place = p.Pick(place.Name.ZH, place.Name.EN)
	page.Meta = []string{p.T("guide.meta", "place", page.Place, "date", page.On)}
	offered, err := s.offering(place, page.On)
	if err != nil {
		return err
	}
	for _, g := range matterGroups {
		group := guideGroup{ID: g.id, Name: p.T("guide.group." + g.id)}
		for _, m := range s.inOrder(s.Matters) {
			switch {
			case groupOf(m) != g.id:
			case offered.open(m):
				group.Lines = append(group.Lines, guideLineOf(p, m, place))
			case len(m.Places) > 0 && m.OfferedAt(people.PlaceCode(place.Code)):
				page.Closed = append(page.Closed, guideLineOf(p, m, place))
			}
		}
		if len(group.Lines) > 0 {
			page.Groups = append(page.Groups, group)
		}
	}
	return s.render(w, http.StatusOK, page.Lang, "guide_list", page)
}

func guideLineOf(p *locale.Printer, m casefile.Matter, place facts.Place) guideLine {
	return guideLine{pick(p, m.Title), pick(p, m.Summary), guideAt(m, place)}
}

// guideAt is the address of a matter's guide for a place.
func guideAt(m casefile.Matter, place facts.Place) string {
	return "/guide/" + string(m.ID) + "?" + url.Values{"place": {string(place.Code)}}.Encode()
}

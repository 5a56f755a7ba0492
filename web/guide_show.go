package web

import (
	"net/http"
	"net/url"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
)

// guidePage is the guide of one matter at a place: every field of a guide, in
// its order, where "none" is an answer too.
type guidePage struct {
	Shell
	ID, Heading, Summary string
	Meta                 []string
	Chooser              Chooser
	Chosen               bool // a place is chosen: the guide is for it
	Open                 bool
	Otherwise            string // what the national rules give instead
	Nearest              *guideLine
	Policies             []string // what is in force, and what is over
	Start                string   // where the matter is started; "" where this window takes no cases
	Sections             []guideSection
	Papers               []paperItem
	NoPapers             string
	Steps                []guideStep
	Picture              *flowDrawing
	Sample               *paperFacts
	Questions            []guideQuestion
	Check                string // address of the list of papers for one's own case
}

// guideSection is a group of fields under a heading. After says what else stands
// in it: "papers", "flow", "sample" or "questions".
type guideSection struct {
	ID, Heading string
	Fields      []guideField
	After       string
}

// guideField is one field of the guide with what it says.
type guideField struct {
	ID, Name string
	Lines    []guideSays
}

// guideSays is a sentence of a field, with the clauses that it rests on. Ask marks
// what only the office can say.
type guideSays struct {
	Text  string
	Chips []Chip
	Ask   bool

	office string // that is asked
}

type guideQuestion struct{ Ask, Answer string }

// showGuide is /guide/{item}.
func (s *Server) showGuide(w http.ResponseWriter, r *http.Request) error {
	m, ok := s.Matters.Find(casefile.MatterID(r.PathValue("item")))
	if !ok {
		return fault.New(fault.NotFound, "fault.matter.not-found", "matter", r.PathValue("item"))
	}
	page := guidePage{Shell: s.shell(w, r, "guide.title"), ID: string(m.ID)}
	p := page.Printer()
	page.Heading, page.Summary = pick(p, m.Title), pick(p, m.Summary)
	page.Title = p.T("guide.title.of", "matter", page.Heading)
	place, chosen := s.placeAsked(r)
	page.Chosen, page.Chooser = chosen, s.chooser(p, "place", "place", string(place.Code))
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("guide.title"), "/guide"}}
	if chosen {
		page.Crumbs[1].Href += "?" + url.Values{"place": {string(place.Code)}}.Encode()
		if err := s.fillGuide(r, &page, m, place); err != nil {
			return err
		}
	}
	return s.render(w, http.StatusOK, page.Lang, "guide_show", page)
}

// guideOf is what the fields of a guide are made of.
type guideOf struct {
	s      *Server
	p      *locale.Printer
	on     civil.Date
	place  facts.Place
	m      casefile.Matter
	rules  []determination.Outlined
	desks  []people.Office // that serve the place
	limits []guideLimit
}

func (s *Server) fillGuide(r *http.Request, page *guidePage, m casefile.Matter, place facts.Place) error {
	p := page.Printer()
	page.Place = p.Pick(place.Name.ZH, place.Name.EN)
	page.Meta = []string{p.T("guide.meta", "place", page.Place, "date", page.On)}
	offered, err := s.offering(place, page.On)
	if err != nil {
		return err
	}
	page.standing(s, m, offered)
	g := guideOf{s: s, p: p, on: page.On, place: place, m: m}
	if g.rules, err = s.outlineOf(m, place, page.On); err != nil {
		return err
	}
	if s.Window != nil {
		desks, err := s.Window.Desks(r.Context())
		if err != nil {
			return err
		}
		g.desks = slices.DeleteFunc(desks, func(o people.Office) bool { return !o.Serves(people.PlaceCode(place.Code)) })
	}
	g.limits = s.limitsOf(p, page.On, m, g.rules)
	page.Papers = s.ownPapers(p, page.On, m, s.papersOutlined(p, page.On, g.rules))
	if len(page.Papers) == 0 {
		page.NoPapers = p.T("guide.papers.none")
	}
	page.Steps = s.flowOf(p, m, g.limits, g.rules, g.officeName)
	page.Picture = drawFlow(p, page.Heading, page.Steps)
	page.Sample = s.paperFacts(p, page.On, string(m.Guide.Sample), pick(p, m.Guide.Result))
	for _, q := range m.Guide.Questions {
		page.Questions = append(page.Questions, guideQuestion{pick(p, q.Ask), pick(p, q.Answer)})
	}
	page.Sections = g.sections(page.Policies)
	if m.Service == workPermitService {
		page.Check = "/papers?" + url.Values{"place": {string(place.Code)}}.Encode()
	}
	return nil
}

// workPermitService is the service for which the list of papers asks its questions.
const workPermitService = "work-permit"

// standing says whether the matter can be started, and where to turn if not.
func (page *guidePage) standing(s *Server, m casefile.Matter, offered offering) {
	p := page.Printer()
	page.Open = offered.open(m)
	for _, ref := range offered.policies {
		for _, pack := range s.Engine.Packs() {
			if pack.ID == ref.ID {
				page.Policies = append(page.Policies, p.T("guide.policy", "policy", wording(p, pack.Title), "dates", daysOf(p, pack, page.On), "status", status(p, pack, page.On).Text))
			}
		}
	}
	if page.Open {
		page.Start = s.startAt(m, offered.place)
		return
	}
	page.Otherwise = pick(p, m.Otherwise)
	if nearest, ok := s.Matters.Nearest(m, offered.open); ok {
		line := guideLineOf(p, nearest, offered.place)
		page.Nearest = &line
	}
}

// startAt is where the matter is started at the place.
func (s *Server) startAt(m casefile.Matter, place facts.Place) string {
	if s.Window == nil {
		return ""
	}
	query := url.Values{"place": {string(place.Code)}}
	if _, service := s.Window.Service(m.ID); service {
		return "/services/" + string(m.ID) + "?" + query.Encode()
	}
	return beginAt(m, query)
}

// outlineOf lists the rules for everybody who asks for the matter.
func (s *Server) outlineOf(m casefile.Matter, place facts.Place, on civil.Date) ([]determination.Outlined, error) {
	if m.Service == "" {
		return nil, nil // nothing is determined for it
	}
	told := map[string]string{"place": string(place.Code), "service": m.Service}
	if m.Application != "" {
		told["application"] = m.Application
	}
	for path, text := range m.Guide.Given {
		told[path] = text
	}
	f, err := s.supposed(on, told)
	if err != nil {
		return nil, err
	}
	return s.Engine.Outline(f, "")
}

package web

import (
	"cmp"
	"net/http"
	"slices"
	"unicode"
	"unicode/utf8"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/people"
)

// servicesPage lists what can be asked for at the place, and what cannot, with
// what the national rules give instead.
type servicesPage struct {
	Shell
	Where   string
	Chooser Chooser
	Chosen  bool
	Groups  []serviceGroup
	Closed  []serviceLine
	Calls   *Link // the published calls
	Lists   []Link
}

// serviceGroup are the services of one kind, such as the desk's topics.
type serviceGroup struct {
	ID, Name string
	Lines    []serviceLine
}

// Single: the group is one service of the group's own name.
func (g serviceGroup) Single() bool { return len(g.Lines) == 1 && g.Lines[0].Title == g.Name }

// serviceLine is one service in the list.
type serviceLine struct {
	Title, Summary, Href string
	By                   string // by when it is answered
	Who                  string
	State                Tag
	Otherwise            string // what the national rules give
	Chips                []Chip
}

// placeAsked is the place that the request names, else the chosen one, else of staff
// the first city of their office.
func (s *Server) placeAsked(r *http.Request) (facts.Place, bool) {
	if at, ok := s.Places.Lookup(facts.PlaceCode(r.FormValue("place"))); ok {
		return at, true
	}
	a := s.readAnswers(r)
	if who, _ := reader(r); s.fact(a.known, "place").State != facts.Known {
		for _, code := range who.Places {
			if at, ok := s.cityOf(code); ok {
				return at, true
			}
		}
	}
	return s.place(a)
}

// cityOf is the city in which a place lies; a province lies in none.
func (s *Server) cityOf(code people.PlaceCode) (facts.Place, bool) {
	at, ok := s.Places.Lookup(facts.PlaceCode(code))
	if !ok || at.City == "" {
		return facts.Place{}, false
	}
	return s.Places.Lookup(at.City)
}

// listServices is /services.
func (s *Server) listServices(w http.ResponseWriter, r *http.Request) error {
	page := servicesPage{Shell: s.shell(w, r, "page.services.title")}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}}
	at, chosen := s.placeAsked(r)
	page.Chosen, page.Chooser = chosen, s.chooser(p, "place", "place", string(at.Code))
	if !chosen {
		return s.render(w, http.StatusOK, page.Lang, "service_list", page)
	}
	page.Where = p.Pick(at.Name.ZH, at.Name.EN)
	for _, m := range s.inOrder(s.Window.Services()) {
		line, open := s.serviceLine(p, m, at)
		if !open {
			page.Closed = append(page.Closed, line)
			continue
		}
		page.add(cmp.Or(m.Service, string(m.ID)), s.serviceName(p, m), line)
	}
	for _, kind := range s.Window.Lists {
		if kind.Public && len(kind.Clauses) > 0 {
			page.Lists = append(page.Lists, Link{pick(p, kind.Title), "/lists/" + string(kind.ID) + "?place=" + string(at.Code)})
		}
	}
	return s.render(w, http.StatusOK, page.Lang, "service_list", page)
}

func (page *servicesPage) add(id, name string, line serviceLine) {
	i := slices.IndexFunc(page.Groups, func(g serviceGroup) bool { return g.ID == id })
	if i < 0 {
		page.Groups = append(page.Groups, serviceGroup{ID: id, Name: name})
		i = len(page.Groups) - 1
	}
	page.Groups[i].Lines = append(page.Groups[i].Lines, line)
}

// serviceName is what people call the kind of service.
func (s *Server) serviceName(p *locale.Printer, m casefile.Matter) string {
	if m.Service == "" {
		return pick(p, m.Title)
	}
	return s.wordOf(p, "service", m.Service)
}

// serviceLine is one service as it stands at the place today; open tells whether
// it can be asked for.
func (s *Server) serviceLine(p *locale.Printer, m casefile.Matter, at facts.Place) (line serviceLine, open bool) {
	line = serviceLine{
		Title: pick(p, m.Title), Summary: pick(p, m.Summary), Href: "/services/" + string(m.ID) + "?place=" + string(at.Code),
		By: answeredBy(p, m), Who: askers(p, m), Otherwise: pick(p, m.Otherwise), Chips: s.chips(p, s.today(), m.Clauses...),
	}
	line.State, open = s.standingTag(p, m, people.PlaceCode(at.Code))
	return line, open
}

// standingTag says whether the service can be asked for at the place today.
func (s *Server) standingTag(p *locale.Printer, m casefile.Matter, place people.PlaceCode) (Tag, bool) {
	standing := s.Window.Law().Standing(m, place, s.today())
	switch {
	case standing.Open && m.OfferedAt(place):
		if standing.Pack != nil {
			return status(p, standing.Pack, s.today()), true
		}
		return Tag{"ok", "check", p.T("policy.status.in-force")}, true
	case standing.Pack == nil || !m.OfferedAt(place):
		return Tag{"", "", p.T("page.services.elsewhere")}, false
	}
	days := standing.Pack.Span(s.today())
	if days.Until != nil && *days.Until < s.today() {
		return Tag{"warn", "clock", p.T("page.services.ended", "date", *days.Until)}, false
	}
	return Tag{"", "clock", span(p, days.From, days.Until)}, false
}

// answeredBy says within how many days the desk answers.
func answeredBy(p *locale.Printer, m casefile.Matter) string {
	if days := answerDays(m); days > 0 {
		return p.T("page.services.by", "n", days)
	}
	return ""
}

// answerDays are the working days within which the desk takes the request up and
// answers it.
func answerDays(m casefile.Matter) (days int) {
	for _, l := range m.Limits {
		if l.Unit == casefile.InWorkingDays {
			days += l.Amount
		}
	}
	return days
}

// askers are those who can ask.
func askers(p *locale.Printer, m casefile.Matter) string {
	var names []string
	for _, role := range m.Roles {
		names = append(names, p.T("page.services.who."+string(role)))
	}
	first, size := utf8.DecodeRuneInString(p.List(names))
	return string(unicode.ToUpper(first)) + p.List(names)[size:]
}

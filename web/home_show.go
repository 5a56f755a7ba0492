package web

import (
	"net/http"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/policy"
)

// homePage is the front door. Its law panel says plainly which policies are in
// force today; that none is, is the normal case once they have lapsed.
type homePage struct {
	Shell
	Doors       []door
	AnyLocal    bool
	LawSentence string
	LawMeaning  string
	Policies    []policyLine
	Chart       spanChart
	Ended       []endedPolicy
	Chooser     Chooser
	Closing     string
	Provisional []string
}

// door leads to a part of the window; one without an address is closed here.
type door struct{ Name, Text, Href string }

// endedPolicy lists what measures that are over used to give.
type endedPolicy struct {
	Heading string
	Clauses []Link
}

func (s *Server) showHome(w http.ResponseWriter, r *http.Request) error {
	page := homePage{Shell: s.shell(w, r, "page.home.title")}
	p := page.Printer()
	place, chosen := s.place(s.readAnswers(r))
	packs := s.packsFor(place, chosen)

	page.Doors = s.caseDoors(p)
	page.Chooser = s.chooser(p, "place", "place", string(place.Code))
	page.Chooser.Described = "place-hint"
	page.Chart = s.chart(p, packs, page.On)
	for _, pack := range packs {
		page.Policies = append(page.Policies, s.policyLine(p, pack, page.On))
		page.AnyLocal = page.AnyLocal || pack.Level != policy.Nation && pack.InForce(page.On)
		if ended, ok := endedClauses(p, pack, page.On); ok {
			page.Ended = append(page.Ended, ended)
		}
	}
	page.LawSentence, page.LawMeaning = s.lawToday(p, packs, page.On, page.Place)
	page.Closing, page.Provisional = s.workingDays(p, place, page.On)
	return s.render(w, http.StatusOK, page.Lang, "home_show", page)
}

// caseDoors lead to the cases, which a window that only informs does not keep.
func (s *Server) caseDoors(p *locale.Printer) []door {
	doors := []door{
		{Name: p.T("page.home.door.track"), Text: p.T("page.home.door.closed")},
		{Name: p.T("page.home.door.staff"), Text: p.T("page.home.door.closed")},
	}
	if s.Window != nil {
		doors[0].Text, doors[0].Href = p.T("page.home.door.track.text"), "/track"
		doors[1].Text, doors[1].Href = p.T("page.home.door.staff.text"), "/signin"
	}
	return doors
}

// packsFor are the packs that speak at a place, or all where none is chosen.
func (s *Server) packsFor(place facts.Place, chosen bool) []*policy.Pack {
	var packs []*policy.Pack
	for _, pack := range s.Engine.Packs() {
		if !chosen || pack.Holds(place.Scopes) {
			packs = append(packs, pack)
		}
	}
	return packs
}

// lawToday says in one sentence which local policies are in force, and in
// another what that means for a person.
func (s *Server) lawToday(p *locale.Printer, packs []*policy.Pack, on civil.Date, place string) (sentence, meaning string) {
	var live, where, over []string
	for _, pack := range packs {
		switch {
		case pack.Level == policy.Nation:
		case pack.InForce(on):
			live, where = append(live, wording(p, pack.Title)), append(where, s.scopeNames(p, pack)...)
		default:
			over = append(over, wording(p, pack.Title))
		}
	}
	switch {
	case len(live) > 0 && place != "":
		return p.T("page.home.law.live.place", "place", place, "policies", p.List(live)), p.T("page.home.law.live.meaning")
	case len(live) > 0:
		return p.T("page.home.law.live", "places", p.List(where)), p.T("page.home.law.live.meaning")
	case place == "":
		return p.T("page.home.law.none"), p.T("page.home.law.none.meaning")
	case len(over) > 0:
		return p.T("page.home.law.none.place", "place", place), p.T("page.home.law.none.meaning")
	}
	return p.T("page.home.law.never.place", "place", place), p.T("page.home.law.never.meaning")
}

// endedClauses lists the clauses of a local pack whose days are over.
func endedClauses(p *locale.Printer, pack *policy.Pack, on civil.Date) (endedPolicy, bool) {
	last := pack.Span(on).Until
	if pack.Level == policy.Nation || last == nil || *last >= on {
		return endedPolicy{}, false
	}
	ended := endedPolicy{Heading: p.T("page.home.law.ended", "policy", wording(p, pack.Title), "until", *last)}
	for _, clause := range pack.Clauses {
		text := p.T("policy.clause.line", "clause", shortCite(p, clause), "title", wording(p, clause.Title))
		ended.Clauses = append(ended.Clauses, Link{Text: text, Href: "/policy/" + clause.Ref()})
	}
	return ended, true
}

// lookAhead is how many days the home page looks for the next closing.
const lookAhead = 120

// workingDays tells the next days on which offices are closed beside weekends,
// and which years' calendars the dates of the coming months would lack.
func (s *Server) workingDays(p *locale.Printer, place facts.Place, on civil.Date) (closing string, provisional []string) {
	if place.Calendar == "" {
		place.Calendar = nationCalendar
	}
	calendar, ok := place.Keeps(s.calendars())
	if !ok {
		return p.T("page.home.days.none"), nil
	}
	for _, missing := range calendar.Missing(on, on+lookAhead) {
		provisional = append(provisional, p.T("page.home.days.provisional",
			"calendar", p.Pick(missing.Name.ZH, missing.Name.EN), "year", yearText(missing.Year)))
	}
	for d := on; d <= on+lookAhead; d++ {
		day := calendar.Day(d)
		if day.Kind.Working() || day.Kind == civil.Weekend {
			continue
		}
		last := d
		for next := calendar.Day(last + 1); !next.Kind.Working(); next = calendar.Day(last + 1) {
			last++
		}
		return p.T("page.home.days.closing", "name", p.Pick(day.Name.ZH, day.Name.EN), "from", d, "until", last), provisional
	}
	return p.T("page.home.days.none"), provisional
}

// nationCalendar is the calendar of offices where no place is chosen.
const nationCalendar civil.CalendarID = "cn"

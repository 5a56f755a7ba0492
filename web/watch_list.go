package web

import (
	"net/http"
	"slices"

	"yichuang/casefile"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// lowRatings is the list of ratings to call back, beside the lists of cases.
const lowRatings = "ratings"

// showWatch is /watch: what is late or about to be, what pauses long, second
// corrections, what the law decided, and ratings to call back.
func (s *Server) showWatch(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.watch.title")}
	p := page.Printer()
	page.Crumbs = watchCrumbs(p)
	counts, ratings, err := s.Window.WatchCounts(r.Context(), who)
	if err != nil {
		return err
	}
	list := r.FormValue("list")
	if list != lowRatings && !slices.Contains(office.WatchLists, office.WatchList(list)) {
		list = string(office.WatchLate)
	}
	for _, l := range office.WatchLists {
		page.Tabs = append(page.Tabs, Tab{Text: p.T("page.watch.tab", "name", p.T("page.watch.list."+string(l)), "count", int(counts[l])), Href: "/watch?list=" + string(l), Current: string(l) == list})
	}
	page.Tabs = append(page.Tabs, Tab{Text: p.T("page.watch.tab", "name", p.T("page.watch.list.ratings"), "count", int(ratings)), Href: "/watch?list=" + lowRatings, Current: list == lowRatings})
	page.Lead = []string{p.T("page.watch.lead." + list), p.T("page.watch.checked", "time", moment(p, s.Now()))}
	if list == lowRatings {
		if err := s.ratingsTable(r, who, &page); err != nil {
			return err
		}
		return s.showTable(w, r, page)
	}
	if err := s.watchTable(r, who, office.WatchList(list), &page); err != nil {
		return err
	}
	return s.showTable(w, r, page)
}

// watchTable lists the cases of a list, narrowed by office, matter and text.
func (s *Server) watchTable(r *http.Request, who people.Who, list office.WatchList, page *tablePage) error {
	p, at := page.Printer(), pageOf(r)
	f := office.CaseFilter{Office: r.FormValue("office"), Text: r.FormValue("q"), Limit: at.Limit, Offset: at.Offset}
	if matter := r.FormValue("matter"); matter != "" {
		f.Matters = []string{matter}
	}
	rows, total, err := s.Window.Watched(r.Context(), who, list, f)
	if err != nil {
		return err
	}
	offices, err := s.Window.OfficeNames(r.Context())
	if err != nil {
		return err
	}
	page.Keep = []Hidden{{"list", string(list)}}
	page.Filter = []Input{
		{ID: "q", Type: "search", Label: p.T("page.watch.search"), Value: f.Text},
		{ID: "office", Type: "select", Label: p.T("page.watch.office"), Choices: officeChoices(p, offices)},
		{ID: "matter", Type: "select", Label: p.T("page.watch.matter"), Choices: s.matterChoices(p)},
	}
	page.Filter[1].chosen([]string{f.Office})
	page.Filter[2].chosen([]string{r.FormValue("matter")})
	page.Table = Table{
		Caption: p.T("page.watch.caption", "n", int(total)), Columns: columns(p, "page.watch.column.", "number", "due", "person", "matter", "office", "state", "why", "act"),
		Empty: p.T("page.watch.empty."+string(list), "time", moment(p, s.Now())),
	}
	page.Table.link(r, at, total)
	for _, c := range rows {
		row, err := s.watchRow(r, p, list, c, offices)
		if err != nil {
			return err
		}
		page.Table.Rows = append(page.Table.Rows, row)
	}
	return nil
}

func (s *Server) watchRow(r *http.Request, p *locale.Printer, list office.WatchList, c office.WatchedCase, offices map[string]people.Words) ([]Cell, error) {
	lines, err := s.caseLines(r, p, []office.CaseRow{c.CaseRow}, "/officer/")
	if err != nil {
		return nil, err
	}
	line := lines[0]
	handler := Cell{}
	if len(c.File.Tracks) > 0 {
		name := offices[string(c.File.Tracks[0].Office)]
		handler.Text = p.Pick(name.ZH, name.EN)
	}
	why := Cell{Text: watchReason(p, list, c.File)}
	if !c.Reminded.IsZero() {
		why.Note = p.T("page.watch.why.reminded", "time", moment(p, c.Reminded))
	}
	act := Cell{}
	if list == office.WatchLate || list == office.WatchToday || list == office.WatchSoon {
		act = Cell{Text: p.T("page.watch.remind"), Href: "/watch/remind/" + line.Number}
	}
	return []Cell{
		{Text: line.Number, Href: line.Href, Number: true}, {Text: line.DueOn, Number: true, Tag: line.Due}, {Text: line.Person, Note: line.Employer},
		{Text: line.Matter, Note: line.Place}, handler, {Tag: line.State}, why, act,
	}, nil
}

// watchReason is why the case is on the list, where its date does not say it.
func watchReason(p *locale.Printer, list office.WatchList, c casefile.Case) string {
	switch list {
	case office.WatchPaused:
		for _, k := range c.Clocks {
			if k.State() != casefile.Pausing {
				continue
			}
			last := k.Entries[len(k.Entries)-1]
			return p.T("page.watch.why.paused", "date", last.On, "ground", p.T("page.watch.ground."+string(last.Ground)))
		}
	case office.WatchAgain:
		if len(c.Requests) > 1 {
			return c.Requests[len(c.Requests)-1].Again
		}
	case office.WatchDeemed:
		for _, t := range c.Tracks {
			if t.Decision != nil && t.Decision.Deemed {
				return p.T("page.watch.why.granted", "date", *t.Decision.On)
			}
		}
		return p.T("page.watch.why.accepted", "date", c.Moments[casefile.AtAcceptance])
	}
	return ""
}

func officeChoices(p *locale.Printer, offices map[string]people.Words) []Choice {
	out := []Choice{{Value: "", Label: p.T("page.watch.all")}}
	for id, name := range offices {
		out = append(out, Choice{Value: id, Label: p.Pick(name.ZH, name.EN)})
	}
	slices.SortFunc(out[1:], locale.Compare(p, func(c Choice) string { return c.Label }))
	return out
}

func (s *Server) matterChoices(p *locale.Printer) []Choice {
	out := []Choice{{Value: "", Label: p.T("page.watch.all")}}
	for _, m := range s.Window.Matters {
		out = append(out, Choice{Value: string(m.ID), Label: p.Pick(m.Title.ZH, m.Title.EN)})
	}
	return out
}

// ratingsTable lists the ratings to call back.
func (s *Server) ratingsTable(r *http.Request, who people.Who, page *tablePage) error {
	p, at := page.Printer(), pageOf(r)
	rows, total, err := s.Window.LowRatings(r.Context(), who, office.LowRatings{Limit: at.Limit, Offset: at.Offset})
	if err != nil {
		return err
	}
	offices, err := s.Window.OfficeNames(r.Context())
	if err != nil {
		return err
	}
	page.Table = Table{
		Caption: p.T("page.watch.ratings.caption", "n", int(total)), Columns: columns(p, "page.watch.ratings.", "case", "level", "words", "who", "office", "given", "calls", "act"),
		Empty: p.T("page.watch.empty.ratings", "time", moment(p, s.Now())),
	}
	page.Table.link(r, at, total)
	for _, v := range rows {
		name := offices[v.Office]
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: v.CaseID, Href: "/officer/" + v.CaseID, Number: true}, {Tag: Tag{"bad", "", ratingText(p, v.Level)}}, {Text: v.Words},
			{Text: v.Who}, {Text: p.Pick(name.ZH, name.EN)}, {Text: moment(p, v.CreatedAt)}, {Text: p.Number(float64(len(v.Calls)))},
			{Text: p.T("page.watch.call"), Href: "/watch/ratings/" + v.ID},
		})
	}
	return nil
}

func ratingText(p *locale.Printer, level int) string {
	return p.T("page.watch.level." + string(rune('0'+level)))
}

package web

import (
	"net/http"
	"slices"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// workTabs are the views of a worklist.
var workTabs = []string{"mine", "team", "hold", "waiting", "done"}

// holding are the labels of a case whose clock stands still.
var holding = []string{string(casefile.LabelPaused), string(casefile.LabelCorrection)}

// showWorklist is /officer: an authority's cases by legal urgency.
func (s *Server) showWorklist(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.officer.title")}
	p := page.Printer()
	page.Heading, page.Lead = p.T("page.officer.heading"), []string{p.T("page.officer.lead")}
	tab := s.workTab(r, who)
	page.Tabs = tabsOf(p, "page.officer.tab.", "/officer", tab, workTabs)
	page.Filter, page.Comfort = s.workFilter(r, p), comforts(r, p, page.Shell)
	if r.FormValue("tab") != "" {
		page.Keep = []Hidden{{"tab", tab}}
	}
	at := pageOf(r)
	filter := s.workQuery(r, who, tab, at)
	work, total, err := s.Window.Worklist(r.Context(), who, filter)
	if err != nil {
		return err
	}
	if page.Table, err = s.workTable(r, p, work, "/officer/"); err != nil {
		return err
	}
	page.Table.Caption = p.T("page.cases.caption", "n", total)
	page.Table.link(r, at, total)
	page.Table.Empty = p.T("page.officer.none")
	if tab == "mine" {
		if err := s.emptyMine(r, p, who, &page); err != nil {
			return err
		}
	}
	return s.showTable(w, r, page)
}

// workTab is the view asked for; an officer begins with the own cases, everybody
// else and every search with all of the office.
func (s *Server) workTab(r *http.Request, who people.Who) string {
	if tab := r.FormValue("tab"); slices.Contains(workTabs, tab) {
		return tab
	}
	if who.Role.Can(people.Find) && r.FormValue("q") == "" {
		return "mine"
	}
	return "team"
}

func tabsOf(p *locale.Printer, keys, address, current string, names []string) []Tab {
	tabs := make([]Tab, len(names))
	for i, name := range names {
		tabs[i] = Tab{Text: p.T(keys + name), Href: address + "?tab=" + name, Current: name == current}
	}
	return tabs
}

// workFilter is the filter bar: text, matter, state, who has it.
func (s *Server) workFilter(r *http.Request, p *locale.Printer) []Input {
	matters := []Choice{{Label: p.T("page.officer.any")}}
	for _, m := range s.Window.Matters {
		matters = append(matters, Choice{Value: string(m.ID), Label: p.Pick(m.Title.ZH, m.Title.EN)})
	}
	labels := []Choice{{Label: p.T("page.officer.any")}}
	all := casefile.Labels()
	slices.Sort(all)
	for _, l := range all {
		if l != casefile.LabelDraft {
			labels = append(labels, Choice{Value: string(l), Label: p.T("label." + string(l))})
		}
	}
	fields := []Input{
		{ID: "q", Type: "search", Label: p.T("page.cases.search"), Value: r.FormValue("q")},
		{ID: "matter", Type: "select", Label: p.T("page.cases.matter"), Choices: matters},
		{ID: "state", Type: "select", Label: p.T("page.cases.state"), Choices: labels},
		{ID: "who", Type: "select", Label: p.T("page.officer.owner"), Choices: []Choice{{Label: p.T("page.officer.any")}, {Value: "nobody", Label: p.T("page.officer.nobody")}}},
	}
	for i := range fields {
		fields[i].chosen([]string{r.FormValue(fields[i].ID)})
	}
	return fields
}

// workQuery says which cases a view holds.
func (s *Server) workQuery(r *http.Request, who people.Who, tab string, at paging) office.CaseFilter {
	f := office.CaseFilter{Text: r.FormValue("q"), OpenOnly: true, Order: office.ByDue, Limit: at.Limit, Offset: at.Offset}
	if m := r.FormValue("matter"); m != "" {
		f.Matters = []string{m}
	}
	f.NoHandler = r.FormValue("who") == "nobody"
	own := string(who.Office)
	if who.Scope(s.Now()).AnyOffice {
		own = ""
	}
	switch tab {
	case "mine":
		f.Handler, f.NotLabels = string(who.Account), holding
	case "team":
		f.Counting, f.NotLabels = own, holding
	case "hold":
		f.Labels = holding
	case "waiting":
		f.NotCounting, f.NotLabels = own, holding
	case "done":
		f.OpenOnly, f.ClosedOnly, f.Order = false, true, office.ByChange
	}
	if state := r.FormValue("state"); state != "" {
		f.Labels, f.NotLabels = []string{state}, nil
	}
	if f.Text != "" && r.FormValue("tab") == "" { // a search finds whatever there is
		f = officeSearch(f)
	}
	return f
}

func officeSearch(f office.CaseFilter) office.CaseFilter {
	return office.CaseFilter{Text: f.Text, Matters: f.Matters, Labels: f.Labels, NoHandler: f.NoHandler, Order: f.Order, Limit: f.Limit, Offset: f.Offset}
}

// workTable prints the rows of a worklist.
func (s *Server) workTable(r *http.Request, p *locale.Printer, work []office.Work, base string) (Table, error) {
	t := Table{Columns: columns(p, "page.cases.", "due", "number", "person", "matter", "class", "place", "state", "used", "owner", "flags")}
	t.Columns[0].Sorted, t.Columns[7].Figure = "ascending", true
	for _, item := range work {
		person, err := s.partyName(r, item.Case.Foreigner)
		if err != nil {
			return t, err
		}
		employer, err := s.partyName(r, item.Case.Employer)
		if err != nil {
			return t, err
		}
		due := Cell{Number: true}
		if item.DueOn != nil {
			due.Text, due.Tag = item.DueOn.String(), s.dueTag(p, facts.PlaceCode(item.Place), *item.DueOn)
		}
		class := ""
		if d := item.Case.Determination; d != nil && d.Class != "" && d.Class != noClass {
			class = p.T("class.short." + d.Class)
		}
		t.Rows = append(t.Rows, []Cell{
			due, {Text: item.Number, Href: base + item.Number, Number: true, Note: s.openNote(r, p, item)}, {Text: person, Note: employer}, {Text: s.matterTitle(p, item.Case.Matter)},
			{Text: class}, {Text: s.placeName(p, placeOf(item.Case))}, {Tag: labelTag(p, casefile.Label(item.Label))}, {Text: p.Number(float64(item.Used))},
			{Text: item.Owner}, {Text: s.flags(p, item)},
		})
	}
	return t, nil
}

// openNote says who else has the case file open. It is of this minute: a file of
// the list leaves it out.
func (s *Server) openNote(r *http.Request, p *locale.Printer, item office.Work) string {
	var out []string
	for _, o := range item.Open {
		out = append(out, openText(p, "page.officer.open", o, s.Now()))
	}
	if asksCSV(r) {
		return ""
	}
	return p.List(out)
}

// flags are the reasons to look at a case, in words.
func (s *Server) flags(p *locale.Printer, item office.Work) string {
	var out []string
	for _, w := range item.Warnings {
		if text := p.T("flag." + string(w.Kind)); w.Kind != casefile.WarnSoon && w.Kind != casefile.WarnToday && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return p.List(out)
}

// emptyMine says how many cases wait for somebody, where the reader has none.
func (s *Server) emptyMine(r *http.Request, p *locale.Printer, who people.Who, page *tablePage) error {
	free, total, err := s.Window.Cases(r.Context(), who, office.CaseFilter{OpenOnly: true, NoHandler: true, Counting: string(who.Office), Limit: 1})
	if err != nil {
		return err
	}
	page.Table.Empty = p.T("page.officer.empty")
	if len(free) > 0 {
		page.Table.Empty = p.T("page.officer.empty.take", "n", total)
		page.Action = &Link{p.T("page.officer.take"), "/officer?tab=team&who=nobody"}
	}
	return nil
}

package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// figuresPage is /watch/figures: bar charts of a period, each with its table.
type figuresPage struct {
	Shell
	Heading string
	Lead    []string
	Errors  []FieldError
	Filter  []Input
	Empty   string // no cases in the period
	Charts  []*BarChart
}

// Satisfied is the least level that counts as satisfied.
const satisfied = 4

func (s *Server) showFigures(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := figuresPage{Shell: s.shell(w, r, "page.figures.title")}
	p := page.Printer()
	page.Heading = page.Title
	page.Crumbs = watchCrumbs(p, Link{p.T("page.watch.title"), "/watch"})
	period, wrong := s.periodAsked(r)
	page.Filter = []Input{
		{ID: "from", Type: "date", Label: p.T("page.figures.from"), Value: cmp.Or(r.FormValue("from"), period.From.String())},
		{ID: "until", Type: "date", Label: p.T("page.figures.until"), Value: cmp.Or(r.FormValue("until"), period.Until.String())},
		{ID: "matter", Type: "select", Label: p.T("page.watch.matter"), Choices: s.matterChoices(p)},
	}
	page.Filter[2].chosen([]string{period.Matter})
	if errs, err := mark(p, page.Filter, wrong); err != nil {
		return err
	} else if errs != nil {
		page.Errors, page.Wrong = errs, true
		return s.render(w, http.StatusUnprocessableEntity, page.Lang, "watch_figures", page)
	}
	f, err := s.Window.Figures(r.Context(), who, period)
	if err != nil {
		return err
	}
	offices, err := s.Window.OfficeNames(r.Context())
	if err != nil {
		return err
	}
	page.Lead = []string{p.T("page.figures.period", "from", period.From, "until", period.Until)}
	if f.Accepted > 0 {
		page.Lead = append(page.Lead, p.T("page.figures.right", "n", f.Accepted, "right", f.AllRight, "percent", percent(f.AllRight, f.Accepted)))
	}
	s.stepChoice(p, r, f, &page)
	page.Charts = s.charts(p, r, f, offices)
	if chart := r.FormValue("chart"); asksCSV(r) {
		i := slices.IndexFunc(page.Charts, func(c *BarChart) bool { return c.ID == chart })
		if i < 0 {
			return fault.New(fault.NotFound, "fault.no-page")
		}
		return s.showTable(w, r, tablePage{Shell: page.Shell, Table: page.Charts[i].Table})
	}
	if len(page.Charts) == 0 {
		page.Empty = p.T("page.figures.empty", "from", period.From, "until", period.Until)
	}
	return s.render(w, http.StatusOK, page.Lang, "watch_figures", page)
}

// periodAsked is the period of the request; by default this month and the two
// before it.
func (s *Server) periodAsked(r *http.Request) (office.FigurePeriod, error) {
	today := s.today()
	year, month, _ := today.Civil()
	first := civil.NewDate(year, month, 1).AddMonths(-2)
	period := office.FigurePeriod{From: first, Until: today, Matter: r.FormValue("matter")}
	var err error
	if r.FormValue("from") != "" {
		if period.From, err = dayOf(r, "from"); err != nil {
			return period, err
		}
	}
	if r.FormValue("until") != "" {
		if period.Until, err = dayOf(r, "until"); err != nil {
			return period, err
		}
	}
	if period.Until < period.From {
		return period, fault.New(fault.Invalid, "fault.supervision.period").WithPath("until")
	}
	return period, nil
}

func percent(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return (part*200 + whole) / (whole * 2) // rounded
}

// stepChoice lets the reader choose the step that is compared between offices
// and classes.
func (s *Server) stepChoice(p *locale.Printer, r *http.Request, f office.Figures, page *figuresPage) {
	if len(f.Steps) == 0 {
		return
	}
	choice := Input{ID: "step", Type: "select", Label: p.T("page.figures.step")}
	for _, step := range f.Steps {
		choice.Choices = append(choice.Choices, Choice{Value: step.Key, Label: s.figureStep(p, step.Key)})
	}
	choice.chosen([]string{stepAsked(r, f)})
	page.Filter = append(page.Filter, choice)
}

func stepAsked(r *http.Request, f office.Figures) string {
	asked := r.FormValue("step")
	if _, ok := f.Offices[asked]; ok {
		return asked
	}
	if len(f.Steps) == 0 {
		return ""
	}
	return f.Steps[0].Key
}

// figureStep is what people call a step; those of packs have their names there.
func (s *Server) figureStep(p *locale.Printer, step string) string {
	if key := "page.figures.step." + step; p.Has(key) {
		return p.T(key)
	}
	return s.name(p, "deadline", step)
}

// charts are the figures that there are.
func (s *Server) charts(p *locale.Printer, r *http.Request, f office.Figures, offices map[string]people.Words) []*BarChart {
	officeName := func(id string) string { return p.Pick(offices[id].ZH, offices[id].EN) }
	step := stepAsked(r, f)
	named := p.T("page.figures.of-step", "step", s.figureStep(p, step))
	all := []*BarChart{
		s.spreadChart(p, "steps", "", f.Steps, func(key string) string { return s.figureStep(p, key) }),
		s.spreadChart(p, "offices", named, f.Offices[step], officeName),
		s.spreadChart(p, "classes", named, f.Classes[step], func(key string) string { return p.T("page.figures.class." + cmp.Or(key, "none")) }),
		rightChart(p, f, officeName), volumeChart(p, f), ratingChart(p, f, officeName),
	}
	all = slices.DeleteFunc(all, func(c *BarChart) bool { return len(c.Groups) == 0 })
	for _, c := range all {
		query := r.URL.Query()
		query.Set("chart", c.ID)
		c.Table.CSV = hrefWith(&url.URL{Path: r.URL.Path, RawQuery: query.Encode()}, "format", "csv")
	}
	return all
}

// spreadChart draws medians and the days within which nine of ten were done.
func (s *Server) spreadChart(p *locale.Printer, id, desc string, spreads []office.Spread, name func(key string) string) *BarChart {
	most := 1
	for _, x := range spreads {
		most = max(most, x.Ninety)
	}
	columns := columns(p, "page.figures.column.", id, "median", "ninety", "cases")
	for i := range columns[1:] {
		columns[i+1].Figure = true
	}
	says := []string{p.T("page.figures.spread")}
	if desc != "" {
		says = []string{desc, p.T("page.figures.between"), says[0]}
	}
	c := newBarChart(id, p.T("page.figures.chart."+id), says, []string{p.T("page.figures.column.median"), p.T("page.figures.column.ninety")}, float64(most), columns...)
	for _, x := range spreads {
		days := func(n int) figure { return figure{float64(n), p.T("unit.working-days", "n", n)} }
		c.add(name(x.Key), []figure{days(x.Median), days(x.Ninety)}, count(p, x.Median), count(p, x.Ninety), count(p, x.Count))
	}
	return c
}

func count(p *locale.Printer, n int) Cell { return Cell{Text: p.Number(float64(n)), Number: true} }

// rightChart draws the share of cases that were accepted without a correction.
func rightChart(p *locale.Printer, f office.Figures, name func(id string) string) *BarChart {
	columns := columns(p, "page.figures.column.", "offices", "share", "right", "accepted")
	for i := range columns[1:] {
		columns[i+1].Figure = true
	}
	c := newBarChart("right", p.T("page.figures.chart.right"), []string{p.T("page.figures.right-means")}, nil, 100, columns...)
	for _, x := range f.Right {
		share := percent(x.Right, x.Accepted)
		c.add(name(x.Office), []figure{{float64(share), p.T("page.figures.share", "percent", share, "n", x.Accepted)}}, count(p, share), count(p, x.Right), count(p, x.Accepted))
	}
	return c
}

// volumeChart draws by month what was sent and decided.
func volumeChart(p *locale.Printer, f office.Figures) *BarChart {
	type month struct{ sent, fine, other int }
	months := map[string]*month{}
	var order []string
	most := 1
	for _, x := range f.Months {
		if months[x.Month] == nil {
			months[x.Month] = &month{}
			order = append(order, x.Month)
		}
		m := months[x.Month]
		switch {
		case x.What == "sent":
			m.sent += x.Count
		case casefile.Outcome(x.What).Favourable():
			m.fine += x.Count
		default:
			m.other += x.Count
		}
		most = max(most, m.sent, m.fine, m.other)
	}
	series := []string{p.T("page.figures.column.sent"), p.T("page.figures.column.fine"), p.T("page.figures.column.other")}
	columns := columns(p, "page.figures.column.", "month", "sent", "fine", "other")
	for i := range columns[1:] {
		columns[i+1].Figure = true
	}
	c := newBarChart("volumes", p.T("page.figures.chart.volumes"), []string{p.T("page.figures.volumes-mean")}, series, float64(most), columns...)
	for _, key := range order {
		m := months[key]
		bar := func(n int) figure { return figure{float64(n), p.Number(float64(n))} }
		c.add(key, []figure{bar(m.sent), bar(m.fine), bar(m.other)}, count(p, m.sent), count(p, m.fine), count(p, m.other))
	}
	return c
}

// ratingChart draws the share of the satisfied at each office.
func ratingChart(p *locale.Printer, f office.Figures, name func(id string) string) *BarChart {
	levels := map[string]*[6]int{}
	var order []string
	for _, x := range f.Ratings {
		if levels[x.Office] == nil {
			levels[x.Office] = &[6]int{}
			order = append(order, x.Office)
		}
		levels[x.Office][min(max(x.Level, 0), 5)] += x.Count
	}
	cells := []Column{{Name: p.T("page.figures.column.offices")}, {Name: p.T("page.figures.column.satisfied"), Figure: true}}
	for level := 5; level >= 1; level-- {
		cells = append(cells, Column{Name: ratingText(p, level), Figure: true})
	}
	c := newBarChart("ratings", p.T("page.figures.chart.ratings"), []string{p.T("page.figures.ratings-mean")}, nil, 100, cells...)
	for _, id := range order {
		total, fine := 0, 0
		var row []Cell
		for level := 5; level >= 1; level-- {
			n := levels[id][level]
			total += n
			if level >= satisfied {
				fine += n
			}
			row = append(row, count(p, n))
		}
		share := percent(fine, total)
		c.add(name(id), []figure{{float64(share), p.T("page.figures.rated", "percent", share, "n", total)}}, append([]Cell{count(p, share)}, row...)...)
	}
	return c
}

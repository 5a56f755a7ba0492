package web

import (
	"net/http"
	"net/url"
	"strconv"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// showCalendars is /admin/calendars: which years are loaded, which are missing.
func (s *Server) showCalendars(w http.ResponseWriter, r *http.Request, who people.Who) error {
	page := tablePage{Shell: s.shell(w, r, "page.calendars.title")}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p)
	page.Lead = []string{p.T("page.calendars.lead")}
	page.Action = &Link{p.T("page.calendars.add"), "/admin/calendars/new"}
	states, err := s.Window.Calendars(r.Context(), who)
	if err != nil {
		return err
	}
	page.Table = Table{Caption: p.T("page.calendars.caption", "n", len(states)), Columns: columns(p, "page.calendars.", "name", "year", "state", "source", "by")}
	page.Table.link(r, paging{Limit: rowsPerFile}, 0)
	for _, c := range states {
		for _, y := range c.Years {
			page.Table.Rows = append(page.Table.Rows, calendarRow(p, c, y))
		}
	}
	return s.showTable(w, r, page)
}

func calendarRow(p *locale.Printer, c office.CalendarState, y office.CalendarYearState) []Cell {
	name := Cell{Text: p.Pick(c.Name.ZH, c.Name.EN)}
	if c.Extends != (civil.Name{}) {
		name.Note = p.T("page.calendars.extends", "name", p.Pick(c.Extends.ZH, c.Extends.EN))
	}
	year := Cell{Text: strconv.Itoa(y.Year), Number: true}
	by := Cell{}
	state := Tag{"", "clock", p.T("calendar.state.later")}
	switch {
	case y.Loaded:
		state = Tag{"ok", "check", p.T("calendar.state.loaded")}
		year.Href = "/admin/calendars/year?" + url.Values{"calendar": {string(c.ID)}, "year": {year.Text}}.Encode()
		by.Text = p.T("page.parameters.shipped")
	case y.Due:
		state = Tag{"warn", "warning", p.T("calendar.state.missing")}
	}
	if !y.AddedAt.IsZero() {
		by = Cell{Text: loaderText(p, y.AddedBy), Note: y.AddedAt.In(civil.Beijing).Format("2006-01-02 15:04")}
	}
	return []Cell{name, year, {Tag: state}, {Text: y.Source.Title, Note: y.Source.Checked}, by}
}

// showCalendarYear lists the days off and the make-up days of one year.
func (s *Server) showCalendarYear(w http.ResponseWriter, r *http.Request, who people.Who) error {
	states, err := s.Window.Calendars(r.Context(), who)
	if err != nil {
		return err
	}
	for _, c := range states {
		for _, y := range c.Years {
			if string(c.ID) != r.FormValue("calendar") || strconv.Itoa(y.Year) != r.FormValue("year") || !y.Loaded {
				continue
			}
			page := tablePage{Shell: s.shell(w, r, "page.calendar-year.title", "year", strconv.Itoa(y.Year))}
			p := page.Printer()
			page.Crumbs = adminCrumbs(p, Link{p.T("page.calendars.title"), "/admin/calendars"})
			page.Heading = p.Pick(c.Name.ZH, c.Name.EN) + " · " + strconv.Itoa(y.Year)
			page.Lead = []string{y.Source.Title}
			page.Table = Table{Caption: p.T("page.calendar-year.caption", "n", len(y.Holidays)), Empty: p.T("page.calendar-year.empty"),
				Columns: columns(p, "page.calendar-year.", "name", "from", "until", "made-up")}
			page.Table.link(r, paging{Limit: rowsPerFile}, 0)
			for _, h := range y.Holidays {
				made := ""
				for _, d := range h.MakeUp {
					made += d.String() + " "
				}
				page.Table.Rows = append(page.Table.Rows, []Cell{{Text: p.Pick(h.Name.ZH, h.Name.EN)},
					{Text: h.From.String(), Number: true}, {Text: h.Until.String(), Number: true}, {Text: made}})
			}
			return s.showTable(w, r, page)
		}
	}
	return fault.New(fault.NotFound, "fault.not-found")
}

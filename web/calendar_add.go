package web

import (
	"net/http"
	"strconv"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

func (s *Server) showAddCalendar(w http.ResponseWriter, r *http.Request, who people.Who) error {
	if _, err := s.Window.Calendars(r.Context(), who); err != nil {
		return err
	}
	return s.addCalendarPage(w, r, nil)
}

// addCalendarPage asks for a year of a calendar, or of a place's own days off.
func (s *Server) addCalendarPage(w http.ResponseWriter, r *http.Request, err error) error {
	page := formPage{Shell: s.shell(w, r, "page.calendar-add.title"), Action: "/admin/calendars/new"}
	p := page.Printer()
	page.Crumbs = adminCrumbs(p, Link{p.T("page.calendars.title"), "/admin/calendars"})
	page.Lead = []string{p.T("page.calendar-add.lead"), p.T("page.calendar-add.clocks")}
	which := Input{ID: "calendar", Type: "select", Label: p.T("page.calendar-add.calendar")}
	for _, c := range s.calendars().All() {
		which.Choices = append(which.Choices, Choice{Value: string(c.ID()), Label: p.Pick(c.Name().ZH, c.Name().EN)})
	}
	which.Choices = append(which.Choices, Choice{Value: "", Label: p.T("page.calendar-add.own")})
	page.Fields = filled(r, []Input{
		which,
		{ID: "place", Type: "text", Label: p.T("page.calendar-add.place"), Hint: p.T("page.calendar-add.place.hint")},
		{ID: "year", Type: "text", Label: p.T("page.calendar-add.year"), Mode: "numeric"},
		{ID: "title", Type: "text", Label: p.T("page.calendar-add.source"), Hint: p.T("page.calendar-add.source.hint")},
		{ID: "url", Type: "url", Label: p.T("page.calendar-add.url")},
		{ID: "days", Type: "textarea", Rows: 8, Label: p.T("page.calendar-add.days"), Hint: p.T("page.calendar-add.days.hint")},
	}, map[string][]string{"calendar": {string(s.Places.NationalCalendar())}, "year": {strconv.Itoa(yearOf(s.today()) + 1)}})
	page.Button = p.T("page.calendar-add.go")
	return s.showForm(w, page, err)
}

func yearOf(d civil.Date) int {
	year, _, _ := d.Civil()
	return year
}

func (s *Server) addCalendar(w http.ResponseWriter, r *http.Request, who people.Who) error {
	almanac, place, err := s.readAlmanac(r)
	if err == nil {
		_, err = s.Window.ImportCalendar(r.Context(), who, almanac, place)
	}
	if err != nil {
		return s.addCalendarPage(w, r, err)
	}
	http.Redirect(w, r, "/admin/calendars", http.StatusSeeOther)
	return nil
}

// readAlmanac reads the form as the almanac of one year. The domain checks that
// the days fit together; its complaint is shown at the days.
func (s *Server) readAlmanac(r *http.Request) (a civil.Almanac, place people.PlaceCode, err error) {
	a.Calendar = civil.CalendarID(r.PostFormValue("calendar"))
	if a.Calendar == "" {
		if place, err = s.readPlace(r.PostFormValue("place"), "place"); err != nil {
			return a, place, err
		}
		a.Calendar = "own"
	}
	year := civil.Year{Source: civil.Source{Title: strings.TrimSpace(r.PostFormValue("title")), URL: strings.TrimSpace(r.PostFormValue("url"))}}
	if year.Year, err = strconv.Atoi(strings.TrimSpace(r.PostFormValue("year"))); err != nil {
		return a, place, fault.New(fault.Invalid, "fault.form.number").WithPath("year").WithCause(err)
	}
	if year.Source.Title == "" {
		return a, place, fault.New(fault.Invalid, "fault.needed").WithPath("title")
	}
	n := 0
	for line := range strings.Lines(r.PostFormValue("days")) {
		if n++; strings.TrimSpace(line) == "" {
			continue
		}
		holiday, err := readHoliday(line)
		if err != nil {
			return a, place, fault.New(fault.Invalid, "fault.calendar.line", "n", n).WithPath("days").WithCause(err)
		}
		year.Holidays = append(year.Holidays, holiday)
	}
	a.Years = []civil.Year{year}
	if _, err := civil.NewCalendars(civil.Almanac{Calendar: a.Calendar, Name: civil.Name{ZH: "-", EN: "-"}, Years: a.Years}); err != nil {
		return a, place, fault.New(fault.Invalid, "fault.calendar.days", "why", err.Error()).WithPath("days").WithCause(err)
	}
	return a, place, nil
}

// readHoliday reads a line: names in Chinese and English, first and last day
// off, and the weekend days worked for it, separated by bars.
func readHoliday(line string) (h civil.Holiday, err error) {
	parts := strings.Split(line, "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if len(parts) < 4 || len(parts) > 5 {
		return h, fault.At("days", "want names, first and last day, and make-up days, separated by |")
	}
	h.Name = civil.Name{ZH: parts[0], EN: parts[1]}
	if h.From, err = civil.ParseDate(parts[2]); err != nil {
		return h, err
	}
	if h.Until, err = civil.ParseDate(parts[3]); err != nil {
		return h, err
	}
	if len(parts) == 5 {
		for text := range strings.FieldsSeq(parts[4]) {
			d, err := civil.ParseDate(text)
			if err != nil {
				return h, err
			}
			h.MakeUp = append(h.MakeUp, d)
		}
	}
	return h, nil
}

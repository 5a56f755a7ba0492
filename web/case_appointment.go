package web

import (
	"crypto/rand"
	"net/http"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// appointmentPage is for what people come to an office, and when.
type appointmentPage struct {
	Shell
	Number, Person string
	Problem        string
	Errands        []errandBlock
	Seen           int
	Key            string
}

// errandBlock is one reason to come: what is booked, or the times to choose from.
type errandBlock struct {
	ID, Name, Why, Bring  string
	Purpose, Office       string
	Where, Phone, Address string
	Booked, Rule          string // "" where nothing is booked
	MayChange             bool
	Days                  []Tab // days with free times
	Day                   string
	Times                 []Choice
	NoTimes               string
	MayBook               bool
}

func (s *Server) showAppointments(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.renderAppointments(w, r, who, nil)
}

func (s *Server) renderAppointments(w http.ResponseWriter, r *http.Request, who people.Who, failed error) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	page := appointmentPage{Shell: s.shell(w, r, "page.case.appointment.title", "number", string(c.Number)), Number: string(c.Number), Seen: c.Version, Key: rand.Text()}
	p := page.Printer()
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("crumb.cases"), "/my"}, {page.Number, "/case/" + page.Number}}
	if page.Person, err = s.partyName(r, c.Foreigner); err != nil {
		return err
	}
	errands, err := s.Window.Errands(r.Context(), who, c)
	if err != nil {
		return err
	}
	for _, e := range errands {
		block, err := s.errandBlock(r, p, who, c, e)
		if err != nil {
			return err
		}
		page.Errands = append(page.Errands, block)
	}
	status := http.StatusOK
	if failed != nil {
		page.Wrong, page.Problem, status = true, s.problemText(r, p, failed), statuses[fault.CodeOf(failed)]
	}
	return s.render(w, status, page.Lang, "case_appointment", page)
}

func (s *Server) errandBlock(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case, e office.Errand) (errandBlock, error) {
	b := errandBlock{
		ID: e.Purpose + "-" + string(e.Track), Purpose: e.Purpose, Office: string(e.Office.ID),
		Name: p.T("errand."+e.Purpose, "track", p.T("track."+string(e.Track))), Why: p.T("errand." + e.Purpose + ".why"), Bring: p.T("errand." + e.Purpose + ".bring"),
		Where: pick(p, e.Office.Name), Address: pick(p, e.Office.Address), Phone: e.Office.Phone,
		MayBook: who.May(people.Book, c.Subject(""), s.Now()) == nil,
	}
	if e.Booked != nil {
		b.Booked = p.T("page.case.appointment.at", "date", civil.DateOf(e.Booked.At), "time", clockTime(e.Booked.At))
		b.MayChange = b.MayBook && s.Now().Before(e.Until())
		b.Rule = p.T("page.case.appointment.rule", "date", civil.DateOf(e.Until()), "time", clockTime(e.Until()), "phone", e.Office.Phone)
		if r.URL.Query().Get("move") != b.ID {
			return b, nil
		}
	}
	free, err := s.Window.FreeTimes(r.Context(), e)
	if err != nil {
		return b, err
	}
	b.choose(p, r, free)
	if len(free) == 0 {
		b.NoTimes = p.T("page.case.appointment.none", "phone", e.Office.Phone)
	}
	return b, nil
}

// clockTime is a time of day in Beijing.
func clockTime(at time.Time) string { return at.In(civil.Beijing).Format("15:04") }

// daysShown is how many days with free times are offered at once.
const daysShown = 8

// choose offers the days that have free times, and the times of the chosen one.
func (b *errandBlock) choose(p *locale.Printer, r *http.Request, free []office.Free) {
	if b.Day = r.FormValue("day." + b.ID); b.Day == "" && len(free) > 0 {
		b.Day = civil.DateOf(free[0].From).String()
	}
	last := ""
	for _, f := range free {
		on := civil.DateOf(f.From)
		if day := on.String(); day != last {
			last = day
			if len(b.Days) < daysShown {
				b.Days = append(b.Days, Tab{Text: p.Date(on), Href: hrefWith(r.URL, "day."+b.ID, day) + "#" + b.ID, Current: day == b.Day})
			}
		}
		if last == b.Day {
			value := f.From.Format(time.RFC3339)
			b.Times = append(b.Times, Choice{ID: b.ID + "-" + f.From.In(civil.Beijing).Format("1504"), Value: value, Label: clockTime(f.From) + "–" + clockTime(f.Until), Chosen: r.PostFormValue("at") == value})
		}
	}
}

// bookAppointment books a time or moves the one that is booked.
func (s *Server) bookAppointment(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	at, err := time.Parse(time.RFC3339, r.PostFormValue("at"))
	if err != nil {
		return s.renderAppointments(w, r, who, fault.New(fault.Invalid, "fault.appointment.choose").WithPath("at"))
	}
	_, err = s.Window.Book(r.Context(), in, office.Wish{Purpose: r.PostFormValue("purpose"), Office: people.OfficeID(r.PostFormValue("office")), At: at})
	return s.afterBooking(w, r, who, in, err)
}

func (s *Server) cancelAppointment(w http.ResponseWriter, r *http.Request, who people.Who) error {
	in, err := writeOf(r, who)
	if err != nil {
		return err
	}
	_, err = s.Window.Unbook(r.Context(), in, r.PostFormValue("purpose"), people.OfficeID(r.PostFormValue("office")))
	return s.afterBooking(w, r, who, in, err)
}

func (s *Server) afterBooking(w http.ResponseWriter, r *http.Request, who people.Who, in office.Write, err error) error {
	switch code := fault.CodeOf(err); {
	case err == nil:
		http.Redirect(w, r, "/case/"+string(in.Number)+"/appointment", http.StatusSeeOther)
		return nil
	case code == fault.Invalid || code == fault.Conflict:
		return s.renderAppointments(w, r, who, err)
	}
	return err
}

// errandNotes say on the case page that somebody has to come, or when.
func (s *Server) errandNotes(r *http.Request, p *locale.Printer, who people.Who, c casefile.Case) ([]Row, error) {
	errands, err := s.Window.Errands(r.Context(), who, c)
	if err != nil {
		return nil, err
	}
	var rows []Row
	for _, e := range errands {
		row := Row{Name: p.T("errand."+e.Purpose, "track", p.T("track."+string(e.Track))), Notes: []string{pick(p, e.Office.Name)}}
		row.Tag = Tag{"", "", p.T("page.case.appointment.unbooked")}
		if e.Purpose == office.ForBiometrics {
			row.Tag = Tag{"warn", "person", p.T("page.case.appointment.needed")}
		}
		if e.Booked != nil {
			row.Tag = Tag{"ok", "clock", p.T("page.case.appointment.at", "date", civil.DateOf(e.Booked.At), "time", clockTime(e.Booked.At))}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

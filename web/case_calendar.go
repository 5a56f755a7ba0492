package web

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"yichuang/calendarfile"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
)

// sendCalendar answers with the last days of a case as a calendar file: what the
// office promised, what the applicant has to do, and booked appointments.
func (s *Server) sendCalendar(w http.ResponseWriter, r *http.Request, who people.Who) error {
	c, err := s.caseOf(r, who)
	if err != nil {
		return err
	}
	cal, ok := s.calendarOf(c)
	if !ok {
		return fault.New(fault.Unavailable, "fault.calendar.missing", "place", string(c.Place))
	}
	p := locale.For(languageOf(w, r))
	file := calendarfile.Calendar{Name: p.T("page.track.case", "number", string(c.Number)), Language: p.Language().Tag()}
	event := func(id, key string) calendarfile.Event {
		return calendarfile.Event{ID: string(c.Number) + "/" + id, Revision: c.Version, Written: c.ChangedAt,
			Title: p.T(key, "number", string(c.Number)), Alarms: calendarfile.BeforeDay()}
	}
	days := lastDays(c, cal, s.today())
	for _, id := range slices.Sorted(maps.Keys(days)) {
		e := event(string(id), "calendar.limit")
		e.Day = days[id]
		file.Events = append(file.Events, e)
	}
	if request := c.OpenRequest(); request != nil {
		e := event("correction", "calendar.correction")
		e.Day = request.Due
		file.Events = append(file.Events, e)
	}
	for _, a := range c.Appointments {
		e := event("appointment-"+strconv.Itoa(a.ID), "calendar.appointment")
		e.Start, e.End, e.Alarms = a.At, a.At.Add(appointmentLength), calendarfile.BeforeHour()
		e.Cancelled = a.State == "cancelled"
		file.Events = append(file.Events, e)
	}
	body, err := file.Bytes()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", calendarfile.MediaType)
	w.Header().Set("Content-Disposition", `attachment; filename="`+string(c.Number)+`.ics"`)
	_, _ = w.Write(body) // a reader that has gone away needs no answer
	return nil
}

// appointmentLength is how long an appointment takes in a calendar.
const appointmentLength = 30 * time.Minute

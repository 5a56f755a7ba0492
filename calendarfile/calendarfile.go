// Package calendarfile writes dates that people must not miss as an iCalendar
// file (RFC 5545) that telephones and office programs import: last days as
// all-day events, appointments with their hours, alarms before both. It knows no
// case: titles come in, bytes go out, and the same events give the same bytes.
package calendarfile

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"yichuang/civil"
	"yichuang/fault"
)

// Calendar is one file.
type Calendar struct {
	Name     string // shown by programs that list calendars
	Language string // of all texts: "zh-CN", "en-GB"
	Events   []Event
}

// Event is a last day or an appointment. ID and Revision let a program replace
// what it imported before: the same ID with a higher Revision takes its place.
type Event struct {
	ID          string     // stable and unique, such as "QD26-004172-R/permit@window.example"
	Revision    int        // 0 at first; the case's version serves
	Written     time.Time  // when the event was last changed
	Day         civil.Date // of an all-day event, counted in Asia/Shanghai; ignored when Start is set
	Start, End  time.Time  // of an appointment; End after Start
	Title       string
	Description string
	Location    string
	URL         string
	Cancelled   bool            // takes it out of calendars that have it
	Alarms      []time.Duration // before the start, which for a day is midnight in Beijing; each positive
}

// BeforeDay are the alarms of a last day: at nine in the morning two days before,
// and the day before.
func BeforeDay() []time.Duration { return []time.Duration{39 * time.Hour, 15 * time.Hour} }

// BeforeHour are the alarms of an appointment: a day and two hours before.
func BeforeHour() []time.Duration { return []time.Duration{24 * time.Hour, 2 * time.Hour} }

// MediaType is the value of the Content-Type header.
const MediaType = "text/calendar; charset=utf-8"

// Bytes writes the file. It refuses an event without id, title or time of
// writing, one that ends before it starts, and an alarm after the start.
func (c Calendar) Bytes() ([]byte, error) {
	var f file
	f.line("BEGIN:VCALENDAR")
	f.line("VERSION:2.0")
	f.line("PRODID:-//yichuang//one window//EN")
	f.line("CALSCALE:GREGORIAN")
	f.line("METHOD:PUBLISH")
	f.text("X-WR-CALNAME", c.Name)
	for i, e := range c.Events {
		if err := e.check(); err != nil {
			return nil, err.WithPath("events." + strconv.Itoa(i))
		}
		f.event(e, c.Language)
	}
	f.line("END:VCALENDAR")
	return []byte(f.String()), nil
}

func (e Event) check() *fault.Error {
	switch {
	case strings.TrimSpace(e.ID) == "" || strings.ContainsFunc(e.ID, isControl):
		return fault.At("", "an event needs an id of plain signs")
	case strings.TrimSpace(e.Title) == "":
		return fault.At("", "event %s has no title", e.ID)
	case e.Written.IsZero():
		return fault.At("", "event %s does not say when it was written", e.ID)
	case !e.Start.IsZero() && !e.End.After(e.Start):
		return fault.At("", "event %s ends before it starts", e.ID)
	case e.Start.IsZero() && e.Day == 0:
		return fault.At("", "event %s has no day", e.ID)
	case strings.ContainsFunc(e.URL, isControl):
		return fault.At("", "event %s has an address with control signs", e.ID)
	}
	for _, before := range e.Alarms {
		if before <= 0 || before%time.Minute != 0 {
			return fault.At("", "event %s has an alarm %v before its start: want whole minutes before", e.ID, before)
		}
	}
	return nil
}

// file gathers the lines of a calendar file.
type file struct{ strings.Builder }

func (f *file) event(e Event, language string) {
	f.line("BEGIN:VEVENT")
	f.line("UID:" + escape(e.ID))
	f.line("DTSTAMP:" + instant(e.Written))
	f.line("LAST-MODIFIED:" + instant(e.Written))
	f.line("SEQUENCE:" + strconv.Itoa(e.Revision))
	if e.Start.IsZero() {
		f.line("DTSTART;VALUE=DATE:" + compact(e.Day))
		f.line("DTEND;VALUE=DATE:" + compact(e.Day.AddDays(1))) // not included
		f.line("TRANSP:TRANSPARENT")                            // the day stays free for other things
	} else {
		f.line("DTSTART:" + instant(e.Start))
		f.line("DTEND:" + instant(e.End))
	}
	if e.Cancelled {
		f.line("STATUS:CANCELLED")
	} else {
		f.line("STATUS:CONFIRMED")
	}
	in := ""
	if language != "" {
		in = ";LANGUAGE=" + language
	}
	f.text("SUMMARY"+in, e.Title)
	f.text("DESCRIPTION"+in, e.Description)
	f.text("LOCATION"+in, e.Location)
	if e.URL != "" {
		f.line("URL:" + e.URL)
	}
	for _, before := range e.Alarms {
		f.line("BEGIN:VALARM")
		f.line("ACTION:DISPLAY")
		f.text("DESCRIPTION"+in, e.Title)
		f.line("TRIGGER:-" + duration(before))
		f.line("END:VALARM")
	}
	f.line("END:VEVENT")
}

// text writes a property of free text, or nothing where there is none.
func (f *file) text(name, text string) {
	if text != "" {
		f.line(name + ":" + escape(text))
	}
}

// mostOctets is the longest line without its end (RFC 5545, 3.1).
const mostOctets = 75

// line writes a content line, folded between signs where it is too long: the
// next line begins with a space, which counts.
func (f *file) line(text string) {
	room := mostOctets
	for len(text) > room {
		n := room
		for !utf8.RuneStart(text[n]) {
			n--
		}
		f.WriteString(text[:n] + "\r\n ")
		text, room = text[n:], mostOctets-1
	}
	f.WriteString(text + "\r\n")
}

var escaper = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// escape writes free text (RFC 5545, 3.3.11); other control signs are left out.
func escape(text string) string {
	return strings.Map(func(r rune) rune {
		if isControl(r) {
			return -1
		}
		return r
	}, escaper.Replace(strings.ToValidUTF8(text, "\ufffd")))
}

func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

// instant is a time in UTC, which needs no zone table.
func instant(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

func compact(d civil.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// duration is a length of whole minutes (RFC 5545, 3.3.6).
func duration(d time.Duration) string {
	minutes := int(d / time.Minute)
	hours, minutes := minutes/60, minutes%60
	if minutes == 0 {
		return fmt.Sprintf("PT%dH", hours)
	}
	return fmt.Sprintf("PT%dH%dM", hours, minutes)
}

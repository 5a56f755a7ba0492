package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"yichuang/civil"
	"yichuang/locale"
)

// writeDeadline prints a deadline for people: the due date first, what makes it
// uncertain next, then how it was counted.
func writeDeadline(w io.Writer, d deadline, p *locale.Printer) error {
	var b strings.Builder
	writeLine := func(text string) { b.WriteString(text + "\n") }
	writeLine(dayLine(d.Due, d.dueDay, p))
	for _, year := range d.Provisional {
		writeLine(p.T("deadline.provisional", "reason", year.Reason))
	}
	writeLine(p.T("deadline.counted", "n", int(d.WorkingDays), "from", d.From.String(), "calendar", nameIn(d.calendarName, p)))
	for _, list := range []struct {
		heading string
		days    []civil.Day
	}{
		{p.T("deadline.skipped", "n", len(d.Skipped)), d.Skipped},
		{p.T("deadline.made-up", "n", len(d.MadeUp)), d.MadeUp},
	} {
		if len(list.days) == 0 {
			continue
		}
		writeLine(list.heading)
		for _, day := range list.days {
			writeLine("  " + dayLine(day.Date, day, p))
		}
	}
	_, err := fmt.Fprint(w, b.String())
	return err
}

// dayLine is a date for sorting eyes, its weekday, and what is special about it.
func dayLine(date civil.Date, day civil.Day, p *locale.Printer) string {
	line := date.String() + "  " + p.T("date.weekday."+strconv.Itoa(int(date.Weekday())))
	switch day.Kind {
	case civil.Weekend:
		line += "  " + p.T("deadline.weekend")
	case civil.DayOff:
		line += "  " + nameIn(*day.Name, p)
	case civil.Regional:
		line += "  " + p.T("deadline.regional", "holiday", nameIn(*day.Name, p))
	case civil.MakeUp:
		line += "  " + p.T("deadline.worked-for", "holiday", nameIn(*day.Name, p))
	}
	return line
}

// unloadedText says which data is missing and what was done instead.
func unloadedText(m civil.Missing, p *locale.Printer) string {
	key := "deadline.unloaded.nation"
	if m.Regional {
		key = "deadline.unloaded.region"
	}
	return p.T(key, "calendar", nameIn(m.Name, p), "year", strconv.Itoa(m.Year))
}

func nameIn(n civil.Name, p *locale.Printer) string { return p.Pick(n.ZH, n.EN) }

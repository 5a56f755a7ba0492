package cli

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
)

// mostWorkingDays is far beyond every legal period; a longer one is a slip.
const mostWorkingDays = 10_000

// deadlineFlags is what the command line says, unchecked.
type deadlineFlags struct {
	from        string
	workingDays int
	place       string
	output      outputFlags
}

// deadline is a due date with what a person needs to check it, as JSON gives it.
type deadline struct {
	From        civil.Date        `json:"from"` // day 0
	WorkingDays civil.WorkingDays `json:"working_days"`
	Place       facts.PlaceCode   `json:"place,omitempty"`
	Calendar    civil.CalendarID  `json:"calendar"`
	Due         civil.Date        `json:"due"`
	Skipped     []civil.Day       `json:"skipped"`
	MadeUp      []civil.Day       `json:"make_up"`
	Provisional []unloadedYear    `json:"provisional"` // none: the date is certain

	calendarName civil.Name
	dueDay       civil.Day
}

// unloadedYear is a calendar year that the count needed and did not have.
type unloadedYear struct {
	Calendar civil.CalendarID `json:"calendar"`
	Year     int              `json:"year"`
	Reason   string           `json:"reason"` // in the language asked for

	missing civil.Missing
}

func (e *env) deadlineCommand() *cobra.Command {
	var flags deadlineFlags
	cmd := &cobra.Command{
		Use:     "deadline --from DATE --working-days N [--place CODE]",
		Short:   "count working days to a due date and say which days do not count",
		Example: "  yichuang deadline --from 2026-04-27 --working-days 7 --place 370200",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return e.deadline(flags) },
	}
	f := cmd.Flags()
	f.StringVar(&flags.from, "from", "", "day of the event, YYYY-MM-DD; it is day 0")
	f.IntVar(&flags.workingDays, "working-days", 0, "length of the period")
	f.StringVar(&flags.place, "place", "", "place whose calendar counts, such as 650100 or xpcc-12 (default: the nation's)")
	flags.output.register(f)
	for _, name := range []string{"from", "working-days"} {
		if err := cmd.MarkFlagRequired(name); err != nil {
			panic(err) // a flag that is not defined above
		}
	}
	return cmd
}

func (e *env) deadline(flags deadlineFlags) error {
	from, err := civil.ParseDate(flags.from)
	if err != nil {
		return fault.At("--from", "%v", err)
	}
	if flags.workingDays < 0 || flags.workingDays > mostWorkingDays {
		return fault.At("--working-days", "%d is out of range (0 to %d)", flags.workingDays, mostWorkingDays)
	}
	printer, err := flags.output.printer()
	if err != nil {
		return err
	}
	places, err := readPlaces()
	if err != nil {
		return err
	}
	calendars, err := readCalendars()
	if err != nil {
		return err
	}
	place := facts.PlaceCode(flags.place)
	calendar, err := calendarAt(place, places, calendars)
	if err != nil {
		return err
	}
	d := newDeadline(from, civil.WorkingDays(flags.workingDays), calendar)
	d.Place = place
	for i, year := range d.Provisional {
		d.Provisional[i].Reason = unloadedText(year.missing, printer)
	}
	if flags.output.json() {
		out := json.NewEncoder(e.stdout)
		out.SetIndent("", "  ")
		return out.Encode(d)
	}
	return writeDeadline(e.stdout, d, printer)
}

func newDeadline(from civil.Date, n civil.WorkingDays, calendar *civil.Calendar) deadline {
	result := calendar.AddWorkingDays(from, n)
	d := deadline{
		From: from, WorkingDays: n, Calendar: calendar.ID(), Due: result.Due,
		Skipped:      append([]civil.Day{}, result.Skipped...), // [] in JSON, never null
		MadeUp:       append([]civil.Day{}, result.MadeUp...),
		Provisional:  []unloadedYear{},
		calendarName: calendar.Name(),
		dueDay:       calendar.Day(result.Due),
	}
	for _, m := range result.Provisional {
		d.Provisional = append(d.Provisional, unloadedYear{Calendar: m.Calendar, Year: m.Year, missing: m})
	}
	return d
}

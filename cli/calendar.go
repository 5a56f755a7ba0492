package cli

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/office"
	"yichuang/people"
)

func (e *env) calendarCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "calendar", Short: "load and list working-day calendars", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(e.calendarImportCommand(), e.calendarListCommand())
	return c
}

func (e *env) calendarImportCommand() *cobra.Command {
	var f operatorFlags
	var place string
	c := f.command(e, &cobra.Command{
		Use:   "import FILE",
		Short: "load years of a calendar, or of a place's own days off; servers follow within seconds",
		Long: "import reads a calendar as the built-in ones are written (docs/guide-operators.md shows one) and loads all of\n" +
			"its years or none. With --place the days are those of the place alone, over the calendar of the place it\n" +
			"lies in. Running time limits whose last day moves are revised: the case keeps the old date, the new date\n" +
			"and the calendar as the cause. A file that is loaded already changes nothing.",
		Example: "  yichuang calendar import cn-2027.yaml --data /var/lib/yichuang\n" +
			"  yichuang calendar import eid-2027.yaml --place 650000 --data /var/lib/yichuang",
		Args: exactly(1),
	}, func(ctx context.Context, args []string) error {
		return f.with(ctx, e, func(w *office.Window, who people.Who) error {
			return e.calendarImport(ctx, w, who, args[0], place)
		})
	})
	c.Flags().StringVar(&place, "place", "", "code of the place whose offices keep these days (default: the calendar that the file names)")
	return c
}

func (e *env) calendarImport(ctx context.Context, w *office.Window, who people.Who, file, place string) error {
	document, err := os.ReadFile(file)
	if err != nil {
		return pathless(err)
	}
	almanac, err := civil.ReadAlmanac(document)
	if err != nil {
		return fault.At(file, "%v", err)
	}
	changes, err := w.ImportCalendar(ctx, who, almanac, people.PlaceCode(place))
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for _, c := range changes {
		word := "loaded"
		if !c.Changed {
			word = "unchanged"
		}
		fmt.Fprintf(e.stdout, "%s %d %s\n", c.Calendar, c.Year, word)
	}
	return nil
}

func (e *env) calendarListCommand() *cobra.Command {
	var f operatorFlags
	return f.command(e, &cobra.Command{
		Use: "list", Short: "list the calendars with their years and sources", Args: cobra.NoArgs,
	}, func(ctx context.Context, _ []string) error {
		return f.with(ctx, e, func(w *office.Window, who people.Who) error {
			states, err := w.Calendars(ctx, who)
			if err != nil {
				return err
			}
			out := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
			for _, c := range states {
				for _, y := range c.Years {
					note := y.Source.Title
					switch {
					case y.Due:
						note = "MISSING: load it with yichuang calendar import"
					case !y.Loaded:
						note = "not published yet"
					}
					fmt.Fprintf(out, "%s\t%d\t%s\n", c.ID, y.Year, note)
				}
			}
			return out.Flush()
		})
	})
}

package cli

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/office"
	"yichuang/people"
	"yichuang/policy"
)

func (e *env) parametersCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "parameters", Short: "load and list dated numbers, such as average wages", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(e.parametersSetCommand(), e.parametersImportCommand(), e.parametersListCommand())
	return c
}

// parameterFlags are one value as it is written on the command line.
type parameterFlags struct{ place, value, from, source, series string }

func (e *env) parametersSetCommand() *cobra.Command {
	var f operatorFlags
	var v parameterFlags
	c := f.command(e, &cobra.Command{
		Use:   "set ID --place CODE --value N --valid-from DATE --source TEXT",
		Short: "load one value; servers follow within seconds",
		Long: "set loads a value that answers from its first day on, over older ones; those stay, for the receipts that\n" +
			"name them. The record keeps who loaded it, when and from which source. Twice is once.",
		Example: "  yichuang parameters set average-wage --place 650100 --value 98765 --valid-from 2026-06-01 \\\n" +
			"    --series on-post --source \"Xinjiang statistical communiqué 2026\" --data /var/lib/yichuang",
		Args: exactly(1),
	}, func(ctx context.Context, args []string) error {
		setting, err := v.setting(args[0])
		if err != nil {
			return err
		}
		return f.with(ctx, e, func(w *office.Window, who people.Who) error { return e.setParameters(ctx, w, who, setting) })
	})
	c.Flags().StringVar(&v.place, "place", "", "code of the place; CN for the whole nation, where the number is the window's own")
	c.Flags().StringVar(&v.value, "value", "", "the number")
	c.Flags().StringVar(&v.from, "valid-from", "", "first day on which it answers, YYYY-MM-DD")
	c.Flags().StringVar(&v.source, "source", "", "where it was published")
	c.Flags().StringVar(&v.series, "series", "", "which of several published series, such as on-post")
	return c
}

func (v parameterFlags) setting(id string) (s office.Setting, err error) {
	s = office.Setting{ID: id, Place: people.PlaceCode(v.place), Series: v.series, Source: v.source}
	if s.Place == "" {
		return s, fault.At("--place", "name the place whose number it is")
	}
	if s.Source == "" {
		return s, fault.At("--source", "say where the number was published")
	}
	if s.Value, err = strconv.ParseFloat(v.value, 64); err != nil {
		return s, fault.At("--value", "%q is no number", v.value)
	}
	if s.ValidFrom, err = civil.ParseDate(v.from); err != nil {
		return s, fault.At("--valid-from", "%v", err)
	}
	return s, nil
}

func (e *env) setParameters(ctx context.Context, w *office.Window, who people.Who, settings ...office.Setting) error {
	added, err := w.SetParameters(ctx, who, settings...)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%d loaded, %d unchanged\n", added, len(settings)-added)
	return nil
}

func (e *env) parametersImportCommand() *cobra.Command {
	var f operatorFlags
	return f.command(e, &cobra.Command{
		Use:   "import FILE",
		Short: "load a YAML or JSON list of {id, place, value, valid_from, source}, all or none",
		Args:  exactly(1),
	}, func(ctx context.Context, args []string) error {
		document, err := os.ReadFile(args[0])
		if err != nil {
			return pathless(err)
		}
		values, err := policy.ReadParameters(args[0], document)
		if err != nil {
			return err
		}
		settings := make([]office.Setting, len(values))
		for i, v := range values {
			settings[i] = office.Setting{ID: v.ID, Place: people.PlaceCode(v.Place), Value: v.Value, ValidFrom: v.ValidFrom, Source: v.Source}
		}
		return f.with(ctx, e, func(w *office.Window, who people.Who) error { return e.setParameters(ctx, w, who, settings...) })
	})
}

func (e *env) parametersListCommand() *cobra.Command {
	var f operatorFlags
	return f.command(e, &cobra.Command{
		Use: "list", Short: "list the values with their state and source", Args: cobra.NoArgs,
	}, func(ctx context.Context, _ []string) error {
		return f.with(ctx, e, func(w *office.Window, who people.Who) error {
			rows, err := w.Parameters(ctx, who)
			if err != nil {
				return err
			}
			out := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
			for _, r := range rows {
				fmt.Fprintf(out, "%s\t%s\t%s\t%v\t%s\t%s\n", r.ID, r.Place, r.ValidFrom, r.Value, r.State, r.Source)
			}
			return out.Flush()
		})
	})
}

package cli

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"yichuang/fault"
	"yichuang/office"
	"yichuang/people"
)

func (e *env) permitsCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "permits", Short: "take existing permits over", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(e.permitsImportCommand())
	return c
}

// importFlags say how to import permits.
type importFlags struct {
	source  string
	partial bool
}

func (e *env) permitsImportCommand() *cobra.Command {
	var f operatorFlags
	var i importFlags
	c := f.command(e, &cobra.Command{
		Use:   "import FILE.csv",
		Short: "import permits that another system granted; nothing when a line is wrong",
		Long: "import reads a CSV file in UTF-8 whose first line names its columns: " + strings.Join(permitColumns(), ", ") + ".\n" +
			"number, holder, passport, birth_date, employer_code, place, class (of a work permit), valid_from and valid_until\n" +
			"are needed, employer_name where the employer is not registered yet. Every wrong line is printed with its number.\n" +
			"Unless --partial is given nothing is imported then (status 2); with it the right lines are, and the status is 1.\n" +
			"What is here already and says the same is left as it is, so that a file can be imported again.",
		Example: "  yichuang permits import permits.csv --source \"export of the former system, 2026-04-20\" --data /var/lib/yichuang",
		Args:    exactly(1),
	}, func(ctx context.Context, args []string) error {
		existing, err := readPermits(args[0])
		if err != nil {
			return err
		}
		return f.with(ctx, e, func(w *office.Window, who people.Who) error {
			return e.importPermits(ctx, w, who, args[0], i, existing)
		})
	})
	c.Flags().StringVar(&i.source, "source", "", "where the data come from, for the record (default: the name of the file)")
	c.Flags().BoolVar(&i.partial, "partial", false, "import the lines that are right, even if others are not")
	return c
}

func (e *env) importPermits(ctx context.Context, w *office.Window, who people.Who, file string, i importFlags, all []office.ExistingPermit) error {
	if i.source == "" {
		i.source = filepath.Base(file)
	}
	done, err := w.ImportPermits(ctx, who, i.source, i.partial, all)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for _, f := range done.Faults {
		fmt.Fprintf(e.stderr, "%s:%d: %v\n", file, f.Line, f.Err)
	}
	if len(done.Faults) > 0 && !i.partial {
		return fault.At(file, "%d of %d lines are wrong; nothing was imported (mend them, or use --partial)", len(done.Faults), len(all))
	}
	fmt.Fprintf(e.stdout, "%d imported, %d unchanged, %d wrong\n", done.Added, done.Unchanged, len(done.Faults))
	if len(done.Faults) > 0 {
		return errFailures
	}
	return nil
}

// permitFields are the columns of the file and where their values go.
var permitFields = []struct {
	name string
	at   func(*office.ExistingPermit) *string
}{
	{"number", func(p *office.ExistingPermit) *string { return &p.Number }},
	{"kind", func(p *office.ExistingPermit) *string { return &p.Kind }},
	{"holder", func(p *office.ExistingPermit) *string { return &p.Holder }},
	{"passport", func(p *office.ExistingPermit) *string { return &p.Passport }},
	{"birth_date", func(p *office.ExistingPermit) *string { return &p.BirthDate }},
	{"nationality", func(p *office.ExistingPermit) *string { return &p.Nationality }},
	{"employer_code", func(p *office.ExistingPermit) *string { return &p.EmployerCode }},
	{"employer_name", func(p *office.ExistingPermit) *string { return &p.EmployerName }},
	{"place", func(p *office.ExistingPermit) *string { return &p.Place }},
	{"class", func(p *office.ExistingPermit) *string { return &p.Class }},
	{"valid_from", func(p *office.ExistingPermit) *string { return &p.From }},
	{"valid_until", func(p *office.ExistingPermit) *string { return &p.Until }},
	{"occupation", func(p *office.ExistingPermit) *string { return &p.Occupation }},
	{"post", func(p *office.ExistingPermit) *string { return &p.Post }},
}

func permitColumns() []string {
	names := make([]string, len(permitFields))
	for i, f := range permitFields {
		names[i] = f.name
	}
	return names
}

// readPermits reads the file; a column that is none, or given twice, is an error,
// so that no value is silently left out.
func readPermits(file string) ([]office.ExistingPermit, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, pathless(err)
	}
	defer f.Close()
	text := bufio.NewReader(f)
	if mark, err := text.Peek(3); err == nil && string(mark) == "\xef\xbb\xbf" { // spreadsheets write it
		if _, err := text.Discard(3); err != nil {
			return nil, err
		}
	}
	in := csv.NewReader(text)
	in.TrimLeadingSpace = true
	head, err := in.Read()
	if err != nil {
		return nil, fault.At(file, "the first line has to name the columns: %v", err)
	}
	columns := make([]int, len(head))
	for i, name := range head {
		columns[i] = slices.Index(permitColumns(), strings.TrimSpace(name))
		if columns[i] < 0 || slices.Contains(columns[:i], columns[i]) {
			return nil, fault.At(file+":1", "%q is no column, or stands twice (columns: %s)", name, strings.Join(permitColumns(), ", "))
		}
	}
	var all []office.ExistingPermit
	for {
		values, err := in.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fault.At(file, "%v", err)
		}
		line, _ := in.FieldPos(0)
		p := office.ExistingPermit{Line: line}
		for i, value := range values {
			*permitFields[columns[i]].at(&p) = strings.TrimSpace(value)
		}
		all = append(all, p)
	}
}

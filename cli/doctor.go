package cli

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"yichuang/facts"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
	"yichuang/store"
)

func (e *env) doctorCommand() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "doctor",
		Short: "show the configuration with its sources, and check the installation",
		Long: "doctor takes the settings of serve. It shows each with where it comes from (command line, environment,\n" +
			"configuration file, default), checks what serve would need and warns of what cases still lack: a calendar\n" +
			"year, remedy texts, an office or its officers. Status 1: something is wrong; warnings alone give status 0.",
		Example: "  yichuang doctor --data /var/lib/yichuang",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			settings, err := e.settle(c.Flags())
			if err != nil {
				return err
			}
			return e.doctor(c.Context(), f, settings)
		},
	}
	f.add(c.Flags())
	return c
}

// finding is one check: what was looked at, and what is wrong with it.
type finding struct {
	what string
	err  error
	note string // where nothing is wrong
	warn bool   // note says what is missing, though the server runs without it
}

// word leads the finding's line.
func (f finding) word() string {
	switch {
	case f.err != nil:
		return "wrong"
	case f.warn:
		return "warn"
	}
	return "ok"
}

func (e *env) doctor(ctx context.Context, f serveFlags, settings []setting) error {
	out := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	for _, s := range settings {
		fmt.Fprintf(out, "%s\t%s\t%s\n", s.name, withoutPassword(s.value), s.source)
	}
	fmt.Fprintln(out)
	failed := false
	for _, c := range e.examine(ctx, f) {
		if c.err != nil {
			failed, c.note = true, c.err.Error()
		}
		fmt.Fprintf(out, "%s\t%s\t%s\n", c.word(), c.what, c.note)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if failed {
		return errFailures
	}
	return nil
}

// examine makes the checks in the order in which one builds on the other.
func (e *env) examine(ctx context.Context, f serveFlags) []finding {
	p, err := f.law.read()
	all := []finding{{what: "policies, places, calendars", err: err}}
	_, err = f.mail.sender(e.getenv)
	all = append(all, finding{what: "mail", err: err, note: map[bool]string{true: "no server: messages stay on the outbox page", false: f.mail.server}[f.mail.server == ""]})
	if f.data.data == "" {
		return append(all, finding{what: "cases", note: "no --data: serve informs and keeps no cases"})
	}
	keys, err := store.ReadKeys(f.data.keyFile())
	if err == nil {
		err = private(f.data.keyFile())
	}
	all = append(all, finding{what: "keys", err: err, note: "readable by their owner alone"})
	if keys == nil || p == nil {
		return all
	}
	w, err := e.window(ctx, f.data, p)
	all = append(all, finding{what: "database and attachments", err: err, note: "open; the schema is this program's"})
	if err != nil {
		return all
	}
	defer w.DB.Close()
	w.Address = f.public
	return append(all, e.lacking(ctx, w)...)
}

// lacking are the checks of what cases need: offices stand or nothing begins;
// everything else is warned of.
func (e *env) lacking(ctx context.Context, w *office.Window) []finding {
	offices, err := w.DB.Offices(ctx)
	if err == nil && len(offices) == 0 {
		err = fmt.Errorf("no office yet, so no case can begin; an administrator adds one at /admin/offices")
	}
	all := []finding{{what: "offices", err: err, note: fmt.Sprint(len(offices))}}
	lacks, err := w.Examine(ctx)
	if err != nil {
		return append(all, finding{what: "what cases need", err: err})
	}
	for _, lack := range lacks {
		if lack.Key != "no-office" { // said above
			all = append(all, finding{what: lack.Key, warn: true, note: lackText(w, lack)})
		}
	}
	waiting, err := w.DB.JobsWaiting(ctx)
	if err != nil {
		return append(all, finding{what: "work left for later", err: err})
	}
	for _, job := range waiting {
		if !job.GivenUpAt.IsZero() {
			all = append(all, finding{what: "work left for later", warn: true, note: fmt.Sprintf("%s was given up: %s", job.Kind, job.LastError)})
		}
	}
	return all
}

// lackText says in English what is missing.
func lackText(w *office.Window, lack office.Lack) string {
	args := slices.Clone(lack.Args)
	for i, arg := range args {
		switch arg := arg.(type) {
		case people.Words:
			args[i] = arg.EN
		case people.OfficeKind:
			args[i] = say(string(locale.English), "office.kind."+string(arg))
		case []people.PlaceCode:
			var names []string
			for _, code := range arg {
				if place, ok := w.Law().Places.Lookup(facts.PlaceCode(code)); ok {
					names = append(names, place.Name.EN)
				}
			}
			args[i] = locale.For(locale.English).List(names)
		}
	}
	return say(string(locale.English), "lack."+lack.Key, args...)
}

// private refuses a key file that others on the machine can read.
func private(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return fmt.Errorf("%s can be read by others (mode %o); run chmod 600", path, mode)
	}
	return nil
}

// withoutPassword hides the password of an address.
func withoutPassword(value string) string {
	if u, err := url.Parse(value); err == nil && u.User != nil {
		return u.Redacted()
	}
	return value
}

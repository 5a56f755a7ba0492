package cli

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"yichuang/store"
)

func (e *env) doctorCommand() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "doctor",
		Short: "show the configuration with its sources, and check the installation",
		Long: "doctor takes the settings of serve. It shows each with where it comes from (command line, environment,\n" +
			"configuration file, default) and checks what serve would need. Status 1: something is not right.",
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
			failed = true
			fmt.Fprintf(out, "wrong\t%s\t%v\n", c.what, c.err)
		} else {
			fmt.Fprintf(out, "ok\t%s\t%s\n", c.what, c.note)
		}
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
	all = append(all, finding{"mail", err, map[bool]string{true: "no server: messages stay on the outbox page", false: f.mail.server}[f.mail.server == ""]})
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
	offices, err := w.DB.Offices(ctx)
	if err == nil && len(offices) == 0 {
		err = fmt.Errorf("no office yet, so no case can begin")
	}
	return append(all, finding{what: "offices", err: err, note: fmt.Sprint(len(offices))})
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

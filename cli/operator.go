package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"yichuang/office"
	"yichuang/people"
)

// operatorFlags are what every command has that loads data into an installation,
// which may be serving meanwhile.
type operatorFlags struct {
	law  lawFlags
	data dataFlags
	by   string
}

// command is a command that takes the settings of the installation.
func (f *operatorFlags) command(e *env, c *cobra.Command, do func(ctx context.Context, args []string) error) *cobra.Command {
	c.RunE = func(c *cobra.Command, args []string) error {
		if _, err := e.settleKnown(c.Flags()); err != nil {
			return err
		}
		return do(c.Context(), args)
	}
	f.law.add(c.Flags())
	f.data.add(c.Flags())
	c.Flags().StringVar(&f.by, "by", "", "who loads it, for the record (default: the name of this machine's user)")
	return c
}

// open opens the installation; the caller closes its database.
func (f *operatorFlags) open(ctx context.Context, e *env) (*office.Window, error) {
	if err := f.data.check(); err != nil {
		return nil, err
	}
	p, err := f.law.read()
	if err != nil {
		return nil, err
	}
	return e.window(ctx, f.data, p)
}

// with opens the installation for one act.
func (f *operatorFlags) with(ctx context.Context, e *env, do func(*office.Window, people.Who) error) (err error) {
	w, err := f.open(ctx, e)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.DB.Close()) }()
	return do(w, f.who(e))
}

// who is the person at the terminal. Whoever can read the keys can do anything,
// so the name is what they say it is.
func (f *operatorFlags) who(e *env) people.Who {
	name := f.by
	for _, variable := range []string{"SUDO_USER", "USER", "LOGNAME"} {
		if name == "" {
			name = e.getenv(variable)
		}
	}
	if name == "" {
		name = "operator"
	}
	return people.Who{Account: people.PartyID(office.TerminalActor + name), Role: people.Operator}
}

package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// initFlags say what a new installation begins with.
type initFlags struct {
	data   dataFlags
	admin  string
	public string
}

func (e *env) initCommand() *cobra.Command {
	var f initFlags
	c := &cobra.Command{
		Use:   "init --data DIR [--admin LOGIN]",
		Short: "make a new installation: keys, schema, configuration, first administrator",
		Long: "init makes the data directory with its keys and a configuration file, brings the schema into the database and\n" +
			"prints, once, the link with which the first administrator chooses a password. It never touches an\n" +
			"installation that is there. Keep a copy of the keys in another place: nothing opens without them.",
		Example: "  yichuang init --data /var/lib/yichuang --admin admin@example.org --public-url https://window.example.org",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return e.init(c.Context(), f) },
	}
	f.data.add(c.Flags())
	c.Flags().StringVar(&f.admin, "admin", "admin", "login of the first administrator: an e-mail address or a staff number")
	c.Flags().StringVar(&f.public, "public-url", "", "address of the pages from outside, such as https://window.example.org")
	return c
}

func (e *env) init(ctx context.Context, f initFlags) error {
	if f.admin == "" {
		return fault.At("--admin", "name the first administrator's login")
	}
	if err := f.data.check(); err != nil {
		return err
	}
	if _, err := os.Stat(f.data.keyFile()); err == nil {
		return fault.At("--data", "%s holds an installation already; serve it, or name another directory", f.data.data)
	}
	if err := f.data.create(ctx); err != nil {
		return err
	}
	path, err := f.writeConfiguration()
	if err != nil {
		return err
	}
	code, err := e.firstAdministrator(ctx, f)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "keys           %s (keep a copy in another place)\n", f.data.keyFile())
	fmt.Fprintf(e.stdout, "configuration  %s\n", path)
	fmt.Fprintf(e.stdout, "administrator  %s chooses a password once, within 14 days, at\n", f.admin)
	fmt.Fprintf(e.stdout, "               %s/invitation/%s\n", strings.TrimSuffix(f.public, "/"), code)
	return nil
}

// firstAdministrator adds the account in whose name everything else is set up.
func (e *env) firstAdministrator(ctx context.Context, f initFlags) (code string, err error) {
	db, err := f.data.open(ctx)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	w := &office.Window{DB: db, Clock: e.now, Say: say, Address: f.public}
	installer := people.Who{Account: people.System, Role: people.Administrator}
	a, err := w.AddAccount(ctx, installer, office.Newcomer{
		Name: say(string(locale.Chinese), "role.administrator"), Login: f.admin,
		Roles: []people.Role{people.Administrator, people.Operator},
	})
	if err != nil {
		return "", err
	}
	return w.Invite(ctx, installer, a.ID)
}

// writeConfiguration writes the file that serve and doctor read, with what was
// told to init.
func (f initFlags) writeConfiguration() (path string, err error) {
	var text strings.Builder
	text.WriteString("# Settings of this installation: the flags of yichuang serve by their names. A flag on the command line\n" +
		"# wins over YICHUANG_<NAME> in the environment, and that over this file. yichuang doctor shows all of them.\n")
	for _, s := range [][2]string{{"database", f.data.database}, {"public-url", f.public}} {
		if s[1] == "" {
			fmt.Fprintf(&text, "# %s:\n", s[0])
		} else {
			fmt.Fprintf(&text, "%s: %q\n", s[0], s[1])
		}
	}
	text.WriteString("# mail-server: \"mail.example.org:587\"\n# mail-from: \"window@example.org\"\n")
	path = filepath.Join(f.data.data, configFile)
	return path, os.WriteFile(path, []byte(text.String()), 0o600)
}

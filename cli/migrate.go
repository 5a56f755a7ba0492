package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func (e *env) migrateCommand() *cobra.Command {
	var d dataFlags
	c := &cobra.Command{
		Use:     "migrate --data DIR",
		Short:   "bring the database's schema up to this program's",
		Example: "  yichuang migrate --data /var/lib/yichuang",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return e.migrate(c.Context(), d) },
	}
	d.add(c.Flags())
	return c
}

func (e *env) migrate(ctx context.Context, d dataFlags) error {
	db, err := d.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	before, program, err := db.Schema(ctx)
	if err != nil {
		return err
	}
	if before > program {
		return fmt.Errorf("the database has schema %d and this program knows %d; use a newer program", before, program)
	}
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "schema %d, was %d\n", program, before)
	return nil
}

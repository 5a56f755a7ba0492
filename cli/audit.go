package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"yichuang/fault"
	"yichuang/office"
	"yichuang/store"
)

// auditFlags say what to verify, and by which key.
type auditFlags struct {
	data dataFlags
	copy string // a copy of an SQLite database's file
	key  string
}

func (e *env) auditCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "audit", Short: "check the record of acts", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(e.auditVerifyCommand())
	return c
}

func (e *env) auditVerifyCommand() *cobra.Command {
	var f auditFlags
	c := &cobra.Command{
		Use:   "verify [COPY]",
		Short: "find the first entry that was changed, removed or put in",
		Long: "verify reads all events, case rows and signed checkpoints and names the first one that is not as it was\n" +
			"written. A copy of the database file needs --key alone; with the data directory every case is also\n" +
			"folded again from its events, every letter, determination, upload and commitment, every piece of evidence and every\n" +
			"register (offices, accounts, passwords and tokens, organisations, mandates, permits, filings, appointments, ratings,\n" +
			"sanctions, lists, policies, numbers, calendars) is compared with the record, and every attachment is opened.",
		Example: "  yichuang audit verify --data /var/lib/yichuang\n" +
			"  yichuang audit verify copy.db --key yichuang-audit+6d5a1c2f+AV…",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				f.copy = args[0]
			}
			return e.auditVerify(c.Context(), f)
		},
	}
	f.data.add(c.Flags())
	c.Flags().StringVar(&f.key, "key", "", "public key of the checkpoints, kept outside (default: the installation's own)")
	return c
}

func (e *env) auditVerify(ctx context.Context, f auditFlags) error {
	if f.copy != "" {
		return e.auditCopy(ctx, f)
	}
	db, err := f.data.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if f.key == "" {
		if f.key, err = db.Keys().AuditKey(); err != nil {
			return err
		}
	}
	failed := e.auditRecord(ctx, db, f.key)
	wrong, err := db.VerifyFolds(ctx)
	if err != nil {
		return err
	}
	for _, number := range wrong {
		fmt.Fprintf(e.stdout, "broken: case %s is not what its events fold to\n", number)
	}
	changed, err := office.VerifyRegisters(ctx, db)
	if err != nil {
		return err
	}
	for _, what := range changed {
		fmt.Fprintf(e.stdout, "broken: %s\n", what)
	}
	lost, err := e.auditFiles(ctx, f.data, db)
	if err != nil {
		return err
	}
	if failed == nil && (len(wrong)+len(changed) > 0 || lost > 0) {
		return errFailures
	}
	return failed
}

// auditCopy verifies a database file by itself.
func (e *env) auditCopy(ctx context.Context, f auditFlags) error {
	if f.key == "" {
		return fault.At("--key", "name the public key of the checkpoints; audit verify --data prints it")
	}
	db, err := store.Inspect(ctx, f.copy)
	if err != nil {
		return err
	}
	defer db.Close()
	return e.auditRecord(ctx, db, f.key)
}

// auditRecord prints what the record is, or its first broken entry.
func (e *env) auditRecord(ctx context.Context, db *store.DB, key string) error {
	report, err := db.VerifyAudit(ctx, key)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%d entries in %d chains, %d checkpoints, key %s\n", report.Entries, report.Chains, report.Checkpoints, key)
	if report.Broken != nil {
		fmt.Fprintf(e.stdout, "broken: %v\n", report.Broken)
		return errFailures
	}
	if report.LastDay != "" {
		fmt.Fprintf(e.stdout, "unbroken; sealed up to %s\n", report.LastDay)
	} else {
		fmt.Fprintln(e.stdout, "unbroken; not sealed yet")
	}
	return nil
}

// auditFiles opens every attachment and prints those that do not open.
func (e *env) auditFiles(ctx context.Context, d dataFlags, db *store.DB) (lost int, err error) {
	folder, err := d.folder(db.Keys())
	if err != nil {
		return 0, err
	}
	ids, err := db.Contents(ctx)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if why := folder.Verify([]string{id})[id]; why != nil {
			fmt.Fprintf(e.stdout, "broken: attachment %s: %v\n", id, why)
			lost++
		}
	}
	return lost, nil
}

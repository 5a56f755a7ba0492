package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"filippo.io/age"
	"github.com/spf13/cobra"

	"yichuang/fault"
	"yichuang/store"
)

// passphraseVariable holds the passphrase of backups. A flag would show it to
// everybody on the machine.
const passphraseVariable = "YICHUANG_BACKUP_PASSPHRASE"

// backupFlags say what to back up and who can open it.
type backupFlags struct {
	data dataFlags
	to   string
}

func (e *env) backupCommand() *cobra.Command {
	var f backupFlags
	c := &cobra.Command{
		Use:   "backup FILE",
		Short: "write database, keys and attachments to one encrypted file, while serving",
		Long: "backup writes everything as of one moment and reads it back. The file opens with the passphrase in\n" +
			passphraseVariable + ", or for the age recipient of --to. Keep the passphrase elsewhere: the file\n" +
			"holds the installation's keys.",
		Example: "  " + passphraseVariable + "=… yichuang backup --data /var/lib/yichuang /backup/yichuang-2026-04-27.age",
		Args:    exactly(1),
		RunE:    func(c *cobra.Command, args []string) error { return e.backup(c.Context(), f, args[0]) },
	}
	f.data.add(c.Flags())
	c.Flags().StringVar(&f.to, "to", "", "age recipient (age1…) instead of a passphrase")
	return c
}

func (e *env) backup(ctx context.Context, f backupFlags, path string) error {
	recipient, identity, err := e.lockOf(f.to)
	if err != nil {
		return err
	}
	db, err := f.data.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	folder, err := f.data.folder(db.Keys())
	if err != nil {
		return err
	}
	made, err := writeWhole(path, func(out *os.File) (store.Summary, error) {
		return db.Backup(ctx, out, e.now(), folder, recipient)
	})
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if identity != nil {
		if err := readBack(path, identity); err != nil {
			return fmt.Errorf("read back %s: %w", path, err)
		}
	}
	e.printSummary("backed up", path, made)
	for _, id := range made.Missing {
		fmt.Fprintf(e.stdout, "missing: attachment %s\n", id)
	}
	if len(made.Missing) > 0 {
		return errFailures
	}
	return nil
}

// lockOf is who can open a backup. The identity is nil where only somebody else
// can.
func (e *env) lockOf(to string) (age.Recipient, age.Identity, error) {
	if to != "" {
		recipient, err := age.ParseX25519Recipient(to)
		if err != nil {
			return nil, nil, fault.At("--to", "%v", err)
		}
		return recipient, nil, nil
	}
	passphrase := e.getenv(passphraseVariable)
	if passphrase == "" {
		return nil, nil, fmt.Errorf("set %s, or name a recipient with --to", passphraseVariable)
	}
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, nil, err
	}
	identity, err := age.NewScryptIdentity(passphrase)
	return recipient, identity, err
}

// writeWhole writes a new file that has its name only once it is complete and
// on disk.
func writeWhole(path string, write func(*os.File) (store.Summary, error)) (s store.Summary, err error) {
	if _, err := os.Stat(path); err == nil {
		return s, fmt.Errorf("%s is there already", path)
	}
	part := path + ".part"
	out, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return s, err
	}
	s, err = write(out)
	if err := errors.Join(err, out.Sync(), out.Close()); err != nil {
		return s, errors.Join(err, os.Remove(part))
	}
	return s, os.Rename(part, path)
}

func readBack(path string, identity age.Identity) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	_, err = store.CheckBackup(in, identity)
	return err
}

func (e *env) printSummary(done, path string, s store.Summary) {
	parts := []string{fmt.Sprintf("%d attachments", s.Files)}
	for _, table := range []string{"cases", "events", "letters", "permits"} {
		parts = append(parts, fmt.Sprintf("%d %s", s.Rows[table], table))
	}
	fmt.Fprintf(e.stdout, "%s %s, taken %s: %s\n", done, path, s.TakenAt.Format("2006-01-02 15:04:05Z"), strings.Join(parts, ", "))
}

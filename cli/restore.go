package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"filippo.io/age"
	"github.com/spf13/cobra"

	"yichuang/fault"
	"yichuang/store"
)

// restoreFlags say where to restore to and what opens the backup.
type restoreFlags struct {
	data     dataFlags
	identity string
	check    bool
}

func (e *env) restoreCommand() *cobra.Command {
	var f restoreFlags
	c := &cobra.Command{
		Use:   "restore FILE",
		Short: "bring a backup back into an empty data directory or database",
		Long: "restore reads a backup of either database into either, all or nothing, and verifies the audit record.\n" +
			"The backup opens with the passphrase in " + passphraseVariable + ", or the age identity file of --identity.",
		Example: "  " + passphraseVariable + "=… yichuang restore --data /var/lib/yichuang /backup/yichuang-2026-04-27.age",
		Args:    exactly(1),
		RunE:    func(c *cobra.Command, args []string) error { return e.restore(c.Context(), f, args[0]) },
	}
	f.data.add(c.Flags())
	c.Flags().StringVar(&f.identity, "identity", "", "file with the age identity that opens the backup")
	c.Flags().BoolVar(&f.check, "check", false, "read the backup to its end and restore nothing")
	return c
}

func (e *env) restore(ctx context.Context, f restoreFlags, path string) error {
	identities, err := e.keysTo(f.identity)
	if err != nil {
		return err
	}
	in, err := os.Open(path)
	if err != nil {
		return pathless(err)
	}
	defer in.Close()
	if f.check {
		s, err := store.CheckBackup(in, identities...)
		if err != nil {
			return err
		}
		e.printSummary("checked", path, s)
		return nil
	}
	if err := f.data.check(); err != nil {
		return err
	}
	if _, err := os.Stat(f.data.keyFile()); !errors.Is(err, os.ErrNotExist) {
		return fault.At("--data", "%s is there already; restore into an empty directory", f.data.keyFile())
	}
	s, err := store.Restore(ctx, in, e.now(), store.Target{
		Source: f.data.source(), KeysAt: f.data.keyFile(),
		Vault: func(k *store.Keys) (store.Vault, error) { return f.data.folder(k) },
	}, identities...)
	if err != nil {
		return err
	}
	e.printSummary("restored", path, s)
	fmt.Fprintf(e.stdout, "settings are not part of a backup: bring %s along, or give its flags to serve\n", configFile)
	return nil
}

// keysTo are the identities that open a backup.
func (e *env) keysTo(file string) ([]age.Identity, error) {
	if file == "" {
		passphrase := e.getenv(passphraseVariable)
		if passphrase == "" {
			return nil, fmt.Errorf("set %s, or name an identity file with --identity", passphraseVariable)
		}
		identity, err := age.NewScryptIdentity(passphrase)
		return []age.Identity{identity}, err
	}
	in, err := os.Open(file)
	if err != nil {
		return nil, fault.At("--identity", "%v", pathless(err))
	}
	defer in.Close()
	identities, err := age.ParseIdentities(in)
	if err != nil {
		return nil, fault.At("--identity", "%s: %v", file, err)
	}
	return identities, nil
}

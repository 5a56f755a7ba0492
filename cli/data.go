package cli

import (
	"context"
	"path/filepath"

	"github.com/spf13/pflag"

	"yichuang/fault"
	"yichuang/files"
	"yichuang/store"
)

// dataFlags say where an installation keeps its data. The data directory holds
// keys and attachments always, and the database unless another is named.
type dataFlags struct{ data, database string }

func (d *dataFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&d.data, "data", "", "data directory: keys, attachments and, without --database, the database")
	flags.StringVar(&d.database, "database", "", "postgres:// address of the database (default: SQLite in the data directory)")
}

// check asks for the data directory.
func (d *dataFlags) check() error {
	if d.data == "" {
		return fault.At("--data", "name the data directory")
	}
	return nil
}

func (d *dataFlags) keyFile() string { return filepath.Join(d.data, "keys.json") }

// source is what store.Open takes.
func (d *dataFlags) source() string {
	if d.database != "" {
		return d.database
	}
	return d.data
}

// open opens the database with the installation's keys; the caller closes it.
func (d *dataFlags) open(ctx context.Context) (*store.DB, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	keys, err := store.ReadKeys(d.keyFile())
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, d.source(), keys)
}

// folder opens the attachments.
func (d *dataFlags) folder(keys *store.Keys) (*files.Folder, error) {
	naming, identity := keys.Files()
	return files.Open(filepath.Join(d.data, "files"), naming, identity)
}

package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"yichuang/civil"
	"yichuang/lists"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/packs"
	"yichuang/store"
)

// window opens the database and the attachments of an installation and puts the
// window over them. A schema that is not the program's is refused.
func (e *env) window(ctx context.Context, d dataFlags, p *product) (*office.Window, error) {
	db, err := d.open(ctx)
	if err != nil {
		return nil, err
	}
	w, err := e.windowOver(db, d, p)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	database, program, err := db.Schema(ctx)
	if err == nil && database != program {
		err = fmt.Errorf("the database has schema %d and this program has %d; run yichuang migrate, or use the program that fits", database, program)
	}
	if err == nil {
		err = w.Reload(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return w, nil
}

// windowOver puts the window over an open database.
func (e *env) windowOver(db *store.DB, d dataFlags, p *product) (*office.Window, error) {
	folder, err := d.folder(db.Keys())
	if err != nil {
		return nil, err
	}
	documents, err := packs.Files(packs.FS, "lists", "*.yaml")
	if err != nil {
		return nil, err
	}
	kinds, err := lists.Read(documents)
	if err != nil {
		return nil, err
	}
	if documents, err = packs.Files(packs.FS, "parameters/defined", "*.yaml"); err != nil {
		return nil, err
	}
	settings, err := office.ReadParameterDefs(documents)
	if err != nil {
		return nil, err
	}
	book, err := office.NewLawbook(db, e.now, p.Program)
	if err != nil {
		return nil, err
	}
	return &office.Window{
		DB: db, Files: folder, Matters: p.matters, Catalog: p.papers, Lists: kinds, Settings: settings, Clock: e.now, Say: say,
		Law: book.Law, Reload: book.Refresh,
	}, nil
}

// say is a text of the catalogues in a language; Chinese where none is known.
func say(language, key string, args ...any) string {
	l, ok := locale.Parse(language)
	if !ok {
		l = locale.Chinese
	}
	return locale.For(l).T(key, args...)
}

// demoWindow makes an installation of its own in a temporary directory, with
// keys made on the fly, and plays the demo story in it. remove ends it.
func (e *env) demoWindow(ctx context.Context, p *product) (w *office.Window, story *office.Story, remove func() error, err error) {
	dir, err := os.MkdirTemp("", "yichuang-demo-")
	if err != nil {
		return nil, nil, nil, err
	}
	remove = func() error { return os.RemoveAll(dir) }
	defer func() {
		if err != nil {
			err = errors.Join(err, remove())
		}
	}()
	demo := *e
	demo.now = e.demoClock()
	d := dataFlags{data: dir}
	if err := d.create(ctx); err != nil {
		return nil, nil, nil, err
	}
	if w, err = demo.window(ctx, d, p); err != nil {
		return nil, nil, nil, err
	}
	remove = func() error { return errors.Join(w.DB.Close(), os.RemoveAll(dir)) }
	if story, err = readStory(); err != nil {
		return nil, nil, nil, err
	}
	w.Specimen = true // no letter of the demo is one
	return w, story, remove, story.Play(ctx, w)
}

// readStory reads the demo story that ships with the program.
func readStory() (*office.Story, error) {
	document, err := packs.FS.ReadFile("demo/story.yaml")
	if err != nil {
		return nil, err
	}
	sample, err := packs.FS.ReadFile("demo/sample.pdf")
	if err != nil {
		return nil, err
	}
	return office.ReadStory(document, sample)
}

// demoCalendars adds the days off that are invented for the story.
func demoCalendars(c *civil.Calendars) (*civil.Calendars, error) {
	document, err := packs.FS.ReadFile("demo/calendar.yaml")
	if err != nil {
		return nil, err
	}
	almanac, err := civil.ReadAlmanac(document)
	if err != nil {
		return nil, err
	}
	return c.With(almanac)
}

// create makes keys and schema of a new installation. It never touches keys
// that are there.
func (d *dataFlags) create(ctx context.Context) error {
	if err := d.check(); err != nil {
		return err
	}
	if err := os.MkdirAll(d.data, 0o700); err != nil {
		return fmt.Errorf("make data directory: %w", err)
	}
	keys, err := store.NewKeys()
	if err != nil {
		return err
	}
	if err := keys.Create(d.keyFile()); err != nil {
		return err
	}
	db, err := store.Open(ctx, d.source(), keys)
	if err != nil {
		return err
	}
	return errors.Join(db.Migrate(ctx), db.Close())
}

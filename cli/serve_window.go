package cli

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/office"
	"yichuang/packs"
	"yichuang/store"
	"yichuang/web"
)

// window is the casework behind the pages: where its data lies, and what ends it.
type window struct {
	*office.Window
	people []web.DemoPerson // of the demo story
	close  func() error
}

// openWindow opens the casework that the flags ask for: the demo story in a
// folder that is removed afterwards, the installation in --data, or none.
func (e *env) openWindow(ctx context.Context, p *product, f serveFlags, now func() time.Time) (*window, error) {
	if f.demo {
		return e.openStory(ctx, p, now)
	}
	if f.data.data == "" {
		return nil, nil
	}
	db, err := f.data.open(ctx)
	if err != nil {
		return nil, err
	}
	w, err := newWindow(db, p, now, f.data)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &window{Window: w, close: db.Close}, nil
}

func newWindow(db *store.DB, p *product, now func() time.Time, data dataFlags) (*office.Window, error) {
	folder, err := data.folder(db.Keys())
	if err != nil {
		return nil, err
	}
	documents, err := packs.Files(packs.FS, "matters", "*.yaml")
	if err != nil {
		return nil, err
	}
	matters, err := casefile.ReadMatters(documents)
	if err != nil {
		return nil, err
	}
	law := office.Law{Engine: p.engine, Places: p.places, Calendars: p.calendars}
	return &office.Window{DB: db, Files: folder, Law: func() office.Law { return law }, Matters: matters, Clock: now}, nil
}

// openStory plays the demo story into a data folder of its own, with keys made
// on the spot.
func (e *env) openStory(ctx context.Context, p *product, now func() time.Time) (*window, error) {
	dir, err := os.MkdirTemp("", "yichuang-demo-")
	if err != nil {
		return nil, err
	}
	data := dataFlags{data: dir}
	w, db, err := playStory(ctx, p, now, data)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	story, err := readStory()
	if err != nil {
		return nil, errors.Join(err, db.Close(), os.RemoveAll(dir))
	}
	return &window{
		Window: w, people: demoPeople(story),
		close: func() error { return errors.Join(db.Close(), os.RemoveAll(dir)) },
	}, nil
}

func playStory(ctx context.Context, p *product, now func() time.Time, data dataFlags) (*office.Window, *store.DB, error) {
	keys, err := store.NewKeys()
	if err != nil {
		return nil, nil, err
	}
	db, err := store.Open(ctx, data.source(), keys)
	if err != nil {
		return nil, nil, err
	}
	err = db.Migrate(ctx)
	if err == nil {
		var w *office.Window
		if w, err = newWindow(db, p, now, data); err == nil {
			var story *office.Story
			if story, err = readStory(); err == nil {
				if err = story.Play(ctx, w); err == nil {
					return w, db, nil
				}
			}
		}
	}
	return nil, nil, errors.Join(err, db.Close())
}

func readStory() (*office.Story, error) {
	document, err := fs.ReadFile(packs.FS, "demo/story.yaml")
	if err != nil {
		return nil, err
	}
	sample, err := fs.ReadFile(packs.FS, "demo/sample.pdf")
	if err != nil {
		return nil, err
	}
	return office.ReadStory(document, sample)
}

// demoCalendars adds the days off that are invented for the story.
func demoCalendars(c *civil.Calendars) (*civil.Calendars, error) {
	document, err := fs.ReadFile(packs.FS, "demo/calendar.yaml")
	if err != nil {
		return nil, err
	}
	almanac, err := civil.ReadAlmanac(document)
	if err != nil {
		return nil, err
	}
	return c.With(almanac)
}

// demoPeople are the story's accounts as the sign-in page lists them.
func demoPeople(s *office.Story) []web.DemoPerson {
	var out []web.DemoPerson
	for _, a := range s.Accounts {
		out = append(out, web.DemoPerson{Account: a.ID, Name: a.Name, Text: string(a.Roles[0])})
	}
	return out
}

// passEvery is how often the law is let act on open cases.
const passEvery = time.Minute

// runJobs lets the law act on open cases until ctx ends. Any number of servers
// may: each case is a transaction of its own.
func runJobs(ctx context.Context, w *office.Window, log *slog.Logger) {
	tick := time.NewTicker(passEvery)
	defer tick.Stop()
	for {
		if n, err := w.Pass(ctx); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "timed work", "cause", err)
		} else if n > 0 {
			log.InfoContext(ctx, "timed work", "events", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

package office

import (
	"context"
	"errors"
	"fmt"
	"io"

	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
	"yichuang/supervision"
)

// Evidence is a paper that was handed in with a contest or a repair.
type Evidence = store.Evidence

// Upload is a paper to be handed in: what the person calls it, and its content.
type Upload struct {
	Name    string
	Content io.Reader
}

// mostPapers can be handed in at once.
const mostPapers = 5

// examined puts papers on disk, each through the checks of every upload. Who may
// not read what they are about puts nothing there.
func (w *Window) examined(ctx context.Context, uploads []Upload) ([]store.Evidence, error) {
	if len(uploads) > mostPapers {
		return nil, fault.New(fault.Invalid, "fault.evidence.many", "most", mostPapers).WithPath("papers")
	}
	out := make([]store.Evidence, len(uploads))
	for i, u := range uploads {
		id, paper, err := w.Files.Put(ctx, u.Content)
		if f := (*fault.Error)(nil); errors.As(err, &f) {
			return nil, f.WithPath("papers")
		}
		if err != nil {
			return nil, err
		}
		out[i] = store.Evidence{File: string(id), Name: u.Name, MediaType: string(paper.Type), Size: paper.Size}
	}
	return out, nil
}

// received puts the papers that somebody hands in about a subject on disk, where
// the person may open those about it at all.
func (w *Window) received(ctx context.Context, who people.Who, kind, id string, uploads []Upload) ([]store.Evidence, error) {
	if err := w.openTo(ctx, who, kind, id); err != nil {
		return nil, err
	}
	return w.examined(ctx, uploads)
}

// handIn keeps examined papers about a subject and returns their ids.
func (o *oversight) handIn(ctx context.Context, subject string, papers []store.Evidence) ([]string, error) {
	var ids []string
	for _, e := range papers {
		e.ID, e.Subject, e.UploadedBy = store.NewID(), subject, string(o.by.Who.Account)
		if err := o.tx.AddEvidence(ctx, &e); err != nil {
			return nil, err
		}
		ids = append(ids, e.ID)
	}
	return ids, nil
}

// openTo reads the party and places of a subject, "integrity/…" or "sanction/…",
// for somebody who may open the papers about it.
func (w *Window) openTo(ctx context.Context, who people.Who, kind, id string) error {
	var party people.PartyID
	var places []people.PlaceCode
	switch kind {
	case "integrity":
		_, e, err := readEntry(ctx, &w.DB.Reader, who, id)
		if err != nil {
			return err
		}
		party, places = e.Party, []people.PlaceCode{people.PlaceCode(e.Place)}
	case "sanction":
		_, s, err := readSanction(ctx, &w.DB.Reader, who, id)
		if err != nil {
			return err
		}
		party, places = s.Party, s.Places
	default:
		return fmt.Errorf("papers about a %s", kind)
	}
	for _, place := range places {
		if supervision.MayOpen(who, party, place) {
			return nil
		}
	}
	return errNoPaper
}

var errNoPaper = fault.New(fault.NotFound, "fault.file.not-found")

// Papers lists what was handed in about an entry or a sanction; nothing to those
// who may not open it.
func (w *Window) Papers(ctx context.Context, who people.Who, kind, id string) ([]Evidence, error) {
	if err := w.openTo(ctx, who, kind, id); err != nil {
		if fault.Is(err, fault.NotFound) {
			return nil, nil
		}
		return nil, err
	}
	return w.DB.EvidenceOf(ctx, kind+"/"+id)
}

// OpenPaper reads a paper handed in about an entry or a sanction.
func (w *Window) OpenPaper(ctx context.Context, who people.Who, kind, id, paper string) (Evidence, []byte, error) {
	if err := w.openTo(ctx, who, kind, id); err != nil {
		return Evidence{}, nil, err
	}
	e, err := w.DB.Evidence(ctx, paper)
	if fault.Is(err, fault.NotFound) || err == nil && e.Subject != kind+"/"+id {
		return Evidence{}, nil, errNoPaper
	}
	if err != nil {
		return e, nil, err
	}
	content, err := w.Files.Get(fileID(e.File))
	return e, content, err
}

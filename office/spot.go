package office

import (
	"context"
	"slices"

	"yichuang/casefile"
	"yichuang/drawing"
	"yichuang/fault"
	"yichuang/people"
)

// How pages of uploads are looked at. Pages know the office, not what draws.
type (
	View  = drawing.View
	Point = drawing.Point
	Sheet = drawing.Sheet
)

// Unturned is the place on a page that a click on its turned view points at.
func Unturned(v View, s Sheet, x, y int) Point { return drawing.Unturned(v, s, x, y) }

// MarkSpot keeps a spot of an upload for the next request for corrections. It lies on
// a page that the upload has.
func (w *Window) MarkSpot(ctx context.Context, in Write, m casefile.Mark) (casefile.Case, error) {
	if _, err := w.Measure(ctx, in.Who, in.Number, m.Slot, m.Spot.File, View{Page: m.Page, Zoom: 100}); fault.Is(err, fault.NotFound) {
		return casefile.Case{}, err
	} // a paper that cannot be drawn can still be asked about
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.MarkSpot(s.by, m) })
}

// ClearSpot takes a mark back.
func (w *Window) ClearSpot(ctx context.Context, in Write, id int) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) { return s.file.ClearSpot(s.by, id) })
}

// Measure says how many pages an upload has and how large the view is drawn, to those
// who may read it.
func (w *Window) Measure(ctx context.Context, who people.Who, number casefile.CaseNumber, slot casefile.SlotID, file string, v View) (Sheet, error) {
	a, content, err := w.Upload(ctx, who, number, slot, file)
	if err != nil {
		return Sheet{}, err
	}
	return drawing.Measure(content, a.MediaType, v)
}

// DrawPage is the view of an upload's page as a PNG, for those who may read the upload.
func (w *Window) DrawPage(ctx context.Context, who people.Who, number casefile.CaseNumber, slot casefile.SlotID, file string, v View) ([]byte, error) {
	a, content, err := w.Upload(ctx, who, number, slot, file)
	if err != nil {
		return nil, err
	}
	return drawing.Draw(content, a.MediaType, v)
}

// Upload finds an upload by the hash of its content: one content can lie in several
// slots, and an empty slot stands for any that the reader sees.
func (w *Window) Upload(ctx context.Context, who people.Who, number casefile.CaseNumber, slot casefile.SlotID, file string) (Attachment, []byte, error) {
	all, err := w.Attachments(ctx, who, number)
	if err != nil {
		return Attachment{}, nil, err
	}
	i := slices.IndexFunc(all, func(a Attachment) bool { return a.File == file && (slot == "" || a.Slot == string(slot)) })
	if i < 0 {
		return Attachment{}, nil, fault.New(fault.NotFound, "fault.file.not-found")
	}
	return w.Paper(ctx, who, number, all[i].ID)
}

package casefile

import (
	"slices"
	"time"

	"yichuang/fault"
	"yichuang/people"
)

// Spot is a place on a page of an upload, as the page was handed in.
type Spot struct {
	File string `json:"file"` // hash of the upload
	X    int    `json:"x"`    // thousandths of the page's width, from the left
	Y    int    `json:"y"`    // thousandths of its height, from the top
}

// Area says where on the page the spot is, in ninths: "upper-left" to "lower-right",
// "centre" in the middle.
func (s Spot) Area() string { return Areas[3*third(s.Y)+third(s.X)] }

// Areas lists the ninths of a page, row by row.
var Areas = []string{
	"upper-left", "upper-middle", "upper-right",
	"middle-left", "centre", "middle-right",
	"lower-left", "lower-middle", "lower-right",
}

// SpotIn is the middle of an area of a page of the upload; ok is false where there is
// no such area.
func SpotIn(file, area string) (s Spot, ok bool) {
	i := slices.Index(Areas, area)
	if i < 0 {
		return Spot{}, false
	}
	middles := []int{167, 500, 833}
	return Spot{file, middles[i%3], middles[i/3]}, true
}

func third(at int) int { return min(2, max(0, at*3/1000)) }

// Mark is a spot that somebody who checks has marked, with what is wrong there: an
// item of the next request for corrections that is not sent yet.
type Mark struct {
	ID    int            `json:"id"` // version of the case that it made
	Slot  SlotID         `json:"slot"`
	Page  int            `json:"page"`
	Spot  Spot           `json:"spot"`
	Fault string         `json:"fault"`
	Fix   string         `json:"fix"`
	By    people.PartyID `json:"by"`
	At    time.Time      `json:"at"`
}

// asked reports whether the item is what the mark is about.
func (m Mark) asked(i CorrectionItem) bool {
	return i.Slot == m.Slot && i.Page == m.Page && i.Spot != nil && *i.Spot == m.Spot
}

// MarkSpot keeps a spot for the next request for corrections. Whoever may ask for
// corrections may mark, and reads the others' marks.
func (c Case) MarkSpot(by By, m Mark) ([]Event, error) {
	if err := c.begin(by, people.Correct, ""); err != nil {
		return nil, err
	}
	slot, ok := c.Slot(m.Slot)
	if !ok {
		return nil, fault.At("slot", "case %s has no slot %q", c.Number, m.Slot)
	}
	if err := slot.checkSpot(m.Page, m.Spot); err != nil {
		return nil, err
	}
	if m.Fault == "" {
		return nil, fault.New(fault.Invalid, "fault.spot.no-fault").WithPath("fault")
	}
	if m.Fix == "" {
		return nil, fault.New(fault.Invalid, "fault.spot.no-fix").WithPath("fix")
	}
	return c.emit(by, SpotMarked{Mark: m}), nil
}

// checkSpot asks that the spot lies on a page of an upload of the slot.
func (s Slot) checkSpot(page int, at Spot) error {
	switch {
	case !slices.ContainsFunc(s.Files, func(f File) bool { return f.Hash == at.File }):
		return fault.At("file", "paper %q has no upload %q", s.ID, at.File)
	case page < 1:
		return fault.At("page", "a spot lies on a page, counted from 1; got %d", page)
	case at.X < 0 || at.X > 1000 || at.Y < 0 || at.Y > 1000:
		return fault.At("spot", "%d, %d lies outside the page (0 to 1000)", at.X, at.Y)
	}
	return nil
}

// ClearSpot takes a mark back before it was asked about.
func (c Case) ClearSpot(by By, id int) ([]Event, error) {
	if err := c.begin(by, people.Correct, ""); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(c.Marks, func(m Mark) bool { return m.ID == id })
	if i < 0 {
		return nil, fault.New(fault.Conflict, "fault.spot.gone").WithDetail("case %s has no mark %d", c.Number, id)
	}
	return c.emit(by, SpotCleared{ID: id, Slot: c.Marks[i].Slot}), nil
}

// SpotMarked keeps a spot for the next request.
type SpotMarked struct {
	Mark Mark `json:"mark"`
}

// Kind is "spot-marked".
func (SpotMarked) Kind() Kind { return "spot-marked" }

func (b SpotMarked) fold(c *Case, e Event) {
	m := b.Mark
	m.ID, m.By, m.At = e.Version, e.Actor, e.At
	c.Marks = append(c.Marks, m)
}

// SpotCleared takes a mark back.
type SpotCleared struct {
	ID   int    `json:"id"`
	Slot SlotID `json:"slot"`
}

// Kind is "spot-cleared".
func (SpotCleared) Kind() Kind { return "spot-cleared" }

func (b SpotCleared) fold(c *Case, _ Event) {
	c.Marks = slices.DeleteFunc(c.Marks, func(m Mark) bool { return m.ID == b.ID })
}

// isNote reports whether the event is a note among those who check, which the
// applicant's side reads as an item of the request, once it is sent.
func isNote(e Event) bool {
	switch e.Body.(type) {
	case SpotMarked, SpotCleared:
		return true
	}
	return false
}

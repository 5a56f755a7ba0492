package casefile

import (
	"testing"

	"yichuang/people"
)

// marked is a case at the counter with a passport of which a spot is marked.
func marked(t *testing.T) *story {
	t.Helper()
	s := submitted(t)
	slot, _ := s.Slot("passport")
	s.must(s.MarkSpot(s.by(clerk), Mark{Slot: "passport", Page: 2, Spot: Spot{slot.Files[0].Hash, 900, 50}, Fault: "the number is covered", Fix: "scan the whole page"}))
	return s
}

// A mark waits for the next request, which takes it along and nothing else.
func TestMark_isAsked(t *testing.T) {
	s := marked(t)
	if len(s.Marks) != 1 || s.Marks[0].ID != s.Version || s.Marks[0].By != clerk.Account || s.Marks[0].Spot.Area() != "upper-right" {
		t.Fatalf("marks: %+v", s.Marks)
	}
	slot, _ := s.Slot("passport")
	spot, _ := SpotIn(slot.Files[0].Hash, "centre")
	s.must(s.MarkSpot(s.by(clerk), Mark{Slot: "passport", Page: 1, Spot: spot, Fault: "x", Fix: "y"}))
	first := s.Marks[0]
	r := correction("")
	r.Items = []CorrectionItem{{Slot: first.Slot, Page: first.Page, Spot: &first.Spot, Fault: "the number is covered by a thumb", Fix: first.Fix}}
	s.must(s.RequestCorrection(s.by(clerk), r))
	if item := s.OpenRequest().Items[0]; item.Spot == nil || *item.Spot != first.Spot || item.Page != 2 {
		t.Errorf("the item has lost its spot: %+v", item)
	}
	if len(s.Marks) != 1 || s.Marks[0].Spot != spot {
		t.Errorf("after the request %+v is left, want the mark that was not asked about", s.Marks)
	}
	s.must(s.ClearSpot(s.by(clerk), s.Marks[0].ID))
	if len(s.Marks) != 0 {
		t.Errorf("a mark taken back stays: %+v", s.Marks)
	}
}

// Marks are notes of those who check: the applicant's side reads the request.
func TestMark_isForStaff(t *testing.T) {
	s := marked(t)
	if seen := s.SeenBy(s.matter, hr); len(seen.Marks) != 0 {
		t.Errorf("the applicant's side reads %+v", seen.Marks)
	}
	e := Event{Case: s.Number, Version: s.Version, Body: SpotMarked{s.Marks[0]}}
	if _, ok := s.EventSeenBy(s.matter, hr, e); ok {
		t.Error("the applicant's side reads the event")
	}
	if _, ok := s.EventSeenBy(s.matter, clerk, e); !ok || len(s.SeenBy(s.matter, clerk).Marks) != 1 {
		t.Error("the counter does not read the mark")
	}
}

// TestMark_refuses what points at nothing or says nothing.
func TestMark_refuses(t *testing.T) {
	s := submitted(t)
	slot, _ := s.Slot("passport")
	good := Mark{Slot: "passport", Page: 1, Spot: Spot{slot.Files[0].Hash, 500, 500}, Fault: "x", Fix: "y"}
	for name, change := range map[string]func(*Mark){
		"no slot":         func(m *Mark) { m.Slot = "tea" },
		"another's file":  func(m *Mark) { m.Spot.File = "0000" },
		"no page":         func(m *Mark) { m.Page = 0 },
		"beside the page": func(m *Mark) { m.Spot.X = 1001 },
		"above the page":  func(m *Mark) { m.Spot.Y = -1 },
		"no fault":        func(m *Mark) { m.Fault = "" },
		"no cure":         func(m *Mark) { m.Fix = "" },
	} {
		m := good
		change(&m)
		if _, err := s.MarkSpot(s.by(clerk), m); err == nil {
			t.Errorf("%s: allowed", name)
		}
	}
	for _, who := range []people.Who{hr, approver} {
		if _, err := s.MarkSpot(s.by(who), good); err == nil {
			t.Errorf("%s marks", who.Role)
		}
	}
	if _, err := s.ClearSpot(s.by(clerk), 99); err == nil {
		t.Error("a mark that is not there is cleared")
	}
	r := correction("")
	r.Items = []CorrectionItem{{Slot: "passport", Page: 1, Spot: &Spot{"0000", 1, 1}, Fault: "x", Fix: "y"}}
	if _, err := s.RequestCorrection(s.by(clerk), r); err == nil {
		t.Error("a request asks about a spot on an upload that is not there")
	}
}

func TestSpot_area(t *testing.T) {
	for i, area := range Areas {
		s, ok := SpotIn("f", area)
		if !ok || s.Area() != area {
			t.Errorf("area %d: %+v is %q, want %q", i, s, s.Area(), area)
		}
	}
	if (Spot{"f", 0, 1000}).Area() != "lower-left" || (Spot{"f", 1000, 0}).Area() != "upper-right" {
		t.Error("the edges belong to no area")
	}
	if _, ok := SpotIn("f", "under the table"); ok {
		t.Error("an area that is not there")
	}
}

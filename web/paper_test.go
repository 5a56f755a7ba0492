package web

import (
	"image/png"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/office"
	"yichuang/people"
)

// submittedCase is a case of the story that waits at the counter, with one of its
// uploads, as the account reads it.
func (s *site) submittedCase(t *testing.T, account people.PartyID) (casefile.Case, casefile.Slot) {
	t.Helper()
	who, err := readStory(t).Who(account)
	must(t, err)
	rows, _, err := s.server.Window.Cases(t.Context(), who, office.CaseFilter{Labels: []string{string(casefile.LabelSubmitted), string(casefile.LabelAccepted), string(casefile.LabelReviewing)}})
	must(t, err)
	for _, row := range rows {
		c, err := s.server.Window.Case(t.Context(), who, casefile.CaseNumber(row.Number))
		must(t, err)
		for _, slot := range c.Slots {
			if len(slot.Files) > 0 && c.OpenRequest() == nil && c.Status.Allows(people.Correct) {
				return c, slot
			}
		}
	}
	t.Fatalf("%s has no case with an upload to be checked", account)
	return casefile.Case{}, casefile.Slot{}
}

// TestViewer: an officer leafs, enlarges, turns; a click marks a spot, which waits for
// the one notice and reaches the applicant with the page and the place.
func TestViewer(t *testing.T) {
	s, _ := newDemoSite(t)
	c, slot := s.submittedCase(t, "officer-zhang")
	file := slot.Files[0].Hash
	at := "/officer/" + string(c.Number) + paperPath(true, slot.ID, file)
	s.is("officer-zhang")
	s.mustShow(t, at, "Page 1 of ", "Turn left", "Mark a spot", "No spot is marked yet")
	s.mustShow(t, "/officer/"+string(c.Number)+"?tab=papers", at)
	got := s.get(at + "/page.png?page=1&zoom=50&turn=90")
	picture, err := png.Decode(strings.NewReader(got.body))
	if err != nil || got.header.Get("Content-Type") != "image/png" || picture.Bounds().Dy() != 360 {
		t.Fatalf("a page turned, at half its size: %v, %s, %v", err, got.header.Get("Content-Type"), picture.Bounds())
	}
	for _, absurd := range []string{"?page=x&zoom=7&turn=45", "?page=0&turn=-90"} {
		s.mustShow(t, at+absurd, "Page 1 of ")
	}
	if got := s.get(at + "?page=99"); got.status != http.StatusNotFound {
		t.Errorf("page 99: status %d, want 404", got.status)
	}

	clicked := s.get(at + "?page=1&zoom=100&at.x=700&at.y=20&lang=en")
	if !strings.Contains(clicked.body, "Marked: page 1, upper right") || !strings.Contains(clicked.body, `id="area-upper-right" name="area" value="upper-right" checked`) {
		t.Errorf("a click at the upper right:\n%s", mainOf(clicked.body))
	}
	form := url.Values{"seen": {strconv.Itoa(c.Version)}, "key": {"mark"}, "page": {"1"}, "zoom": {"100"}, "turn": {"0"}, "x": {"972"}, "y": {"19"}, "area": {"upper-right"}}
	if got := s.post(at+"?lang=en", form); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Write what is wrong there.") || !strings.Contains(got.body, "Marked: page 1, upper right") {
		t.Errorf("a mark without words: status %d\n%s", got.status, mainOf(got.body))
	}
	form.Set("fault", "The stamp is cut off.")
	form.Set("fix", "Scan the whole page.")
	if got := s.post(at, form); got.status != http.StatusOK || !strings.Contains(got.body, "The stamp is cut off.") {
		t.Fatalf("mark: status %d\n%s", got.status, mainOf(got.body))
	}
	intake := "/desk/" + string(c.Number) + "/intake"
	s.is("officer-zhang")
	s.mustShow(t, intake, "Ask about this place", "The stamp is cut off.")
	who, err := readStory(t).Who("officer-zhang")
	must(t, err)
	c, err = s.server.Window.Case(t.Context(), who, c.Number)
	must(t, err)
	id := strconv.Itoa(c.Marks[0].ID)
	notice := url.Values{"seen": {strconv.Itoa(c.Version)}, "key": {"notice"}, "due": {"2026-05-20"}, "again": {"x"}, "mark": {id}, "mark-fault." + id: {"The stamp is cut off at the edge."}, "mark-fix." + id: {"Scan the whole page."}}
	if got := s.post("/officer/"+string(c.Number)+"/correct", notice); got.status != http.StatusOK {
		t.Fatalf("the notice: status %d\n%s", got.status, mainOf(got.body))
	}
	c, err = s.server.Window.Case(t.Context(), who, c.Number)
	must(t, err)
	if item := c.OpenRequest().Items[0]; len(c.Marks) != 0 || item.Page != 1 || item.Spot == nil || item.Spot.X != 972 || item.Fault != "The stamp is cut off at the edge." {
		t.Fatalf("the notice asks %+v and leaves %+v", item, c.Marks)
	}
	s.is(c.Handlers[0])
	s.mustShow(t, "/case/"+string(c.Number)+"/fix", "page 1, upper right", "The stamp is cut off at the edge.", "with the place marked")
	if got := s.get("/case/" + string(c.Number) + paperPath(true, slot.ID, file) + "/page.png?page=1&zoom=50&x=972&y=19"); got.header.Get("Content-Type") != "image/png" {
		t.Errorf("the applicant's picture: status %d, %s", got.status, got.header.Get("Content-Type"))
	}
	if got := s.get(at); got.status != http.StatusNotFound {
		t.Errorf("the applicant's side opens the viewer: status %d", got.status)
	}
}

// TestViewer_police: the viewer shows to an office the uploads that its view of the
// case has, and no others.
func TestViewer_police(t *testing.T) {
	s, story := newDemoSite(t)
	whole, err := story.Who("officer-ur")
	must(t, err)
	police, err := story.Who("police-ur")
	must(t, err)
	rows, _, err := s.server.Window.Cases(t.Context(), police, office.CaseFilter{})
	must(t, err)
	s.is("police-ur")
	seen := 0
	for _, row := range rows {
		c, err := s.server.Window.Case(t.Context(), whole, casefile.CaseNumber(row.Number))
		if err != nil {
			continue
		}
		theirs, err := s.server.Window.Case(t.Context(), police, c.Number)
		must(t, err)
		for _, slot := range c.Slots {
			for _, f := range slot.Files {
				_, sees := theirs.Slot(slot.ID)
				for _, path := range []string{"", "/page.png"} {
					got := s.get("/officer/" + row.Number + paperPath(true, slot.ID, f.Hash) + path)
					if sees != (got.status == http.StatusOK) {
						t.Errorf("police at %s%s: status %d, sees it: %t", slot.ID, path, got.status, sees)
					}
				}
				if sees {
					seen++
				}
			}
		}
	}
	if seen == 0 {
		t.Error("the police see no upload at all")
	}
}

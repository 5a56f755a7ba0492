package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestFile_open: who has the file open stands on it and on the worklist, by name
// for colleagues and by office for the other agency; applicants never read it, and
// signing out ends it.
func TestFile_open(t *testing.T) {
	s, _ := newDemoSite(t)
	anna := s.numberOf(t, "officer-ur", "OBRAZTSOVA")
	const byName, byOffice = "has had this file open since 09:00", "one of its officers has had this file open since 09:00"
	s.is("officer-ur")
	if got := s.get("/officer/" + anna); got.status != http.StatusOK || strings.Contains(got.body, byName) {
		t.Errorf("the first to open it: status %d, or reads of somebody else", got.status)
	}
	s.get("/officer") // the list leaves no file
	s.is("approver-ur")
	s.mustShow(t, "/officer/"+anna, "徐示范 "+byName, "Nothing is locked")
	s.mustShow(t, "/officer/"+anna+"/letter/grant?track=permit", "徐示范 "+byName)
	s.mustShow(t, "/officer?tab=team", "Open with 徐示范 since 09:00")
	if got := s.get("/officer?tab=team&format=csv"); strings.Contains(got.body, "since 09:00") {
		t.Error("a file of the list holds who looks at it this minute")
	}
	s.is("police-ur")
	s.mustShow(t, "/police/"+anna, byOffice)
	if got := s.get("/police/" + anna + "?lang=en"); strings.Contains(mainOf(got.body), "徐示范 "+byName) {
		t.Error("the other agency reads the officer's name")
	}
	s.is("anna-account")
	if got := s.get("/case/" + anna + "?lang=en"); got.status != http.StatusOK || strings.Contains(got.body, "since 09:00") {
		t.Errorf("the foreigner: status %d, or reads who works on the case", got.status)
	}
	s.is("officer-ur")
	s.post("/signout", url.Values{})
	s.is("approver-ur")
	if got := s.get("/officer/" + anna + "?lang=en"); strings.Contains(mainOf(got.body), "徐示范 has had") {
		t.Error("who has signed out has the file open")
	}
}

package web

import (
	"net/http"
	"strconv"

	"yichuang/people"
)

// recordPage shows one thing that is kept: what it is, how it stands, what was
// said about it, and what the reader can do.
type recordPage struct {
	Shell
	Heading string
	State   Tag
	Lead    []string
	Case    *Link // the case that it is about
	Facts   []detailLine
	Chips   []Chip
	Parts   []recordPart
	Actions []Link // the first is the main one
	After   []Link
}

// recordPart is a part of the page: rows, a table, or the words that there is
// nothing.
type recordPart struct {
	ID, Title string
	Text      []string
	Rows      []Row
	Table     *Table
	Empty     string
}

// caseLink leads to a case by its number, to the page that the reader has of it.
func caseLink(who people.Who, number string) *Link {
	if who.Role.Staff() {
		return &Link{number, "/officer/" + number}
	}
	return &Link{number, "/case/" + number}
}

func (s *Server) showRecord(w http.ResponseWriter, page recordPage) error {
	for i := range page.Parts {
		page.Parts[i].ID = "part-" + strconv.Itoa(i+1)
	}
	return s.render(w, http.StatusOK, page.Lang, "record_page", page)
}

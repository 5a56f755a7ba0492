package web

import (
	"crypto/rand"
	"net/http"
)

// formPage is a page with one short form.
type formPage struct {
	Shell
	Heading string
	Lead    []string
	State   Tag          // how what the page speaks of stands, or none
	Details []detailLine // what the page speaks of
	Table   *Table       // and what it says in rows, or nil
	Chips   []Chip       // clauses that it rests on
	Errors  []FieldError
	Summary []orgRow // what the form is about, in names and values
	Filter  []Input  // of the choice that the form offers, sent by GET
	Keep    []Hidden // what the filter keeps of the address
	Pager   Table    // of that choice: the neighbouring pages
	Action  string
	Fields  []Input
	Chooser *Chooser // of the place, or nil
	Hidden  []Hidden
	Button  string
	Harm    bool        // the button does what cannot be undone
	Upload  bool        // the form sends a file
	Picture string      // address of a picture beside the form, or ""
	Secret  string      // what the picture says, for typing
	Players []demoGroup // of the demo: whom one can be, by a click
	After   []Link
}

// Hidden is a value that the form carries.
type Hidden struct{ Name, Value string }

// showForm answers with the page; err is what was wrong with what was sent. A
// form whose fault no field can show becomes the error page.
func (s *Server) showForm(w http.ResponseWriter, page formPage, err error) error {
	errs, err := mark(page.Printer(), page.Fields, err)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if errs = append(page.Errors, errs...); len(errs) > 0 {
		page.Errors, page.Wrong, status = errs, true, http.StatusUnprocessableEntity
	}
	if page.Heading == "" {
		page.Heading = page.Title
	}
	return s.render(w, status, page.Lang, "form_page", page)
}

// keyOf is the idempotency key of a form: fresh where it is shown first.
func keyOf(r *http.Request) string {
	if key := r.PostFormValue("key"); key != "" {
		return key
	}
	return rand.Text()
}

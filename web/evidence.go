package web

import (
	"errors"
	"io"
	"net/http"

	"yichuang/fault"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// withPapers reads a sent form that may carry papers, before its fields are filled.
func withPapers(w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodPost {
		return nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, longestUpload)
	if err := r.ParseMultipartForm(1 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return fault.New(fault.Invalid, "fault.file.too-large", "limit", office.MaxUpload>>20).WithCause(err)
	}
	return nil
}

// papersField is the field for papers that prove what a contest or a repair says.
func papersField(p *locale.Printer) Input {
	return Input{ID: "papers", Type: "file", Many: true, Label: p.T("page.evidence.field"), Hint: p.T("page.evidence.field.hint", "limit", office.MaxUpload>>20)}
}

// sentPapers are the papers that the form carries. done closes them.
func sentPapers(r *http.Request) (papers []office.Upload, done func(), err error) {
	var open []io.Closer
	done = func() {
		for _, f := range open {
			f.Close() // only read from: nothing is lost
		}
	}
	if r.MultipartForm == nil {
		return nil, done, nil
	}
	for _, header := range r.MultipartForm.File["papers"] {
		f, err := header.Open()
		if err != nil {
			done()
			return nil, func() {}, err
		}
		open = append(open, f)
		papers = append(papers, office.Upload{Name: plainText(header.Filename), Content: f})
	}
	return papers, done, nil
}

// handingIn runs do with the papers of the form.
func handingIn(r *http.Request, do func(papers []office.Upload) error) error {
	papers, done, err := sentPapers(r)
	if err != nil {
		return err
	}
	defer done()
	return do(papers)
}

// papersPart lists the papers handed in about an entry or a sanction, to those who
// may open them; without any there is no such part.
func (s *Server) papersPart(r *http.Request, p *locale.Printer, who people.Who, kind, id string) ([]recordPart, error) {
	papers, err := s.Window.Papers(r.Context(), who, kind, id)
	if err != nil || len(papers) == 0 {
		return nil, err
	}
	t := Table{Caption: p.T("page.evidence.handed-in"), Columns: columns(p, "page.evidence.column.", "name", "who", "time")}
	for _, e := range papers {
		t.Rows = append(t.Rows, []Cell{
			{Text: e.Name, Href: "/" + kind + "/" + id + "/papers/" + e.ID}, {Text: s.Window.AccountName(r.Context(), people.PartyID(e.UploadedBy))}, {Text: moment(p, e.CreatedAt)},
		})
	}
	return []recordPart{{Title: p.T("page.evidence.handed-in"), Table: &t}}, nil
}

// openEntryPaper and openSanctionPaper send a paper as a download that the browser
// neither runs nor sniffs.
func (s *Server) openEntryPaper(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.openPaper(w, r, who, "integrity")
}

func (s *Server) openSanctionPaper(w http.ResponseWriter, r *http.Request, who people.Who) error {
	return s.openPaper(w, r, who, "sanction")
}

func (s *Server) openPaper(w http.ResponseWriter, r *http.Request, who people.Who, kind string) error {
	e, content, err := s.Window.OpenPaper(r.Context(), who, kind, r.PathValue("id"), r.PathValue("paper"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", e.MediaType)
	w.Header().Set("Content-Disposition", "attachment")
	w.Header().Set("Cache-Control", "private, no-store")
	_, err = w.Write(content)
	return err
}

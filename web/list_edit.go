package web

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/lists"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// showRow is the form of one entry of a list.
func (s *Server) showRow(w http.ResponseWriter, r *http.Request, who people.Who) error {
	kept, err := s.listAsked(r, who)
	if err != nil {
		return err
	}
	return s.rowForm(w, r, kept, nil)
}

func (s *Server) rowForm(w http.ResponseWriter, r *http.Request, kept office.KeptList, problem error) error {
	page := formPage{Shell: s.shell(w, r, "page.list.row.new"), Action: listAddress(kept.Kind.ID, kept.Place, "/row")}
	p := page.Printer()
	row, known := kept.Rows.Find(r.FormValue("id"))
	if known {
		page.Title = p.T("page.list.row.change", "name", pick(p, kept.Kind.Name(row)))
		page.After = []Link{{p.T("page.list.row.remove"), listAddress(kept.Kind.ID, kept.Place, "/remove") + "&id=" + row.ID}}
	}
	page.Crumbs = listCrumbs(p, Link{pick(p, kept.Kind.Title), listAddress(kept.Kind.ID, kept.Place, "")})
	page.Lead = []string{s.placeName(p, facts.PlaceCode(kept.Place))}
	page.Hidden = []Hidden{{"id", row.ID}, {"seen", seenOf(r, kept)}, {"key", keyOf(r)}}
	values := map[string][]string{"source": {kept.Source}}
	for _, c := range kept.Kind.Columns() {
		page.Fields = append(page.Fields, columnInput(p, c))
		values[c.Name] = strings.Split(row.Cells[c.Name], ",")
		if c.Field.Type != lists.Choices {
			values[c.Name] = []string{row.Cells[c.Name]}
		}
	}
	page.Fields = filled(r, append(page.Fields, sourceInput(p)), values)
	page.Button = p.T("page.list.row.save")
	return s.showForm(w, page, problem)
}

// seenOf is the edition that the form was made from: what was sent is judged
// against what its sender saw.
func seenOf(r *http.Request, kept office.KeptList) string {
	if r.Method == http.MethodPost {
		return r.PostFormValue("seen")
	}
	return strconv.FormatInt(kept.Edition, 10)
}

func sourceInput(p *locale.Printer) Input {
	return Input{ID: "source", Type: "text", Label: p.T("page.list.source"), Hint: p.T("page.list.source.hint")}
}

// columnInput is the field of a form for a column.
func columnInput(p *locale.Printer, c lists.Column) Input {
	f := Input{ID: c.Name, Type: "text", Label: pick(p, c.Field.Title), Hint: pick(p, c.Field.Help)}
	if c.Lang != "" {
		f.Label, f.Lang = p.T("page.list.in."+c.Lang, "label", f.Label), map[string]string{"zh": "zh-CN", "en": "en"}[c.Lang]
	}
	if !c.Field.Required {
		f.Label = p.T("field.optional", "label", f.Label)
	}
	switch c.Field.Type {
	case lists.Day:
		f.Type = "date"
	case lists.Amount:
		f.Mode, f.Unit = "numeric", p.T("unit.fact.CNY")
	case lists.Number:
		f.Mode = "decimal"
	case lists.Yes:
		f.Type, f.Choices = "checks", []Choice{{Value: "yes", Label: p.T("answer.yes")}}
	case lists.Choices:
		f.Type = "checks"
	case lists.Choice:
		f.Type, f.Choices = "select", []Choice{{Value: "", Label: p.T("page.answers.open")}}
	}
	for _, o := range c.Field.Choices {
		f.Choices = append(f.Choices, Choice{Value: o.ID, Label: pick(p, o.Title)})
	}
	return f
}

// saveRow keeps one entry: a new edition of the list.
func (s *Server) saveRow(w http.ResponseWriter, r *http.Request, who people.Who) error {
	kept, err := s.listAsked(r, who)
	if err != nil {
		return err
	}
	given := map[string]string{}
	for _, c := range kept.Kind.Columns() {
		given[c.Name] = plainText(strings.Join(r.PostForm[c.Name], ","))
	}
	cells, err := kept.Kind.Check(given)
	if err != nil {
		return s.rowForm(w, r, kept, err)
	}
	rows, _ := kept.Rows.With(lists.Row{ID: r.PostFormValue("id"), Cells: cells})
	if err := s.keepList(r, who, kept, rows); err != nil {
		return s.rowForm(w, r, kept, err)
	}
	http.Redirect(w, r, listAddress(kept.Kind.ID, kept.Place, ""), http.StatusSeeOther)
	return nil
}

func (s *Server) keepList(r *http.Request, who people.Who, kept office.KeptList, rows lists.Rows) error {
	seen, err := seenIn(r, 0)
	if err != nil {
		return err
	}
	_, err = s.Window.KeepList(r.Context(), who, office.ListEdit{
		Kind: kept.Kind.ID, Place: kept.Place, Seen: seen, Rows: rows, Source: plainText(r.PostFormValue("source")),
		Key: r.PostFormValue("key"), Asked: asked(r),
	})
	return err
}

// askRemove asks before an entry goes.
func (s *Server) askRemove(w http.ResponseWriter, r *http.Request, who people.Who) error {
	kept, err := s.listAsked(r, who)
	if err != nil {
		return err
	}
	return s.removeForm(w, r, kept, nil)
}

func (s *Server) removeForm(w http.ResponseWriter, r *http.Request, kept office.KeptList, problem error) error {
	row, known := kept.Rows.Find(r.FormValue("id"))
	if !known {
		return fault.New(fault.NotFound, "fault.list.no-row")
	}
	page := formPage{Shell: s.shell(w, r, "page.list.remove.title"), Action: listAddress(kept.Kind.ID, kept.Place, "/remove"), Harm: true}
	p := page.Printer()
	page.Crumbs = listCrumbs(p, Link{pick(p, kept.Kind.Title), listAddress(kept.Kind.ID, kept.Place, "")})
	page.Heading = p.T("page.list.remove.heading", "name", pick(p, kept.Kind.Name(row)))
	page.Lead = []string{p.T("page.list.remove.lead")}
	page.Hidden = []Hidden{{"id", row.ID}, {"seen", seenOf(r, kept)}, {"key", keyOf(r)}}
	page.Fields = filled(r, []Input{sourceInput(p)}, nil)
	page.Button = p.T("page.list.row.remove")
	return s.showForm(w, page, problem)
}

func (s *Server) removeRow(w http.ResponseWriter, r *http.Request, who people.Who) error {
	kept, err := s.listAsked(r, who)
	if err != nil {
		return err
	}
	if err := s.keepList(r, who, kept, kept.Rows.Without(r.PostFormValue("id"))); err != nil {
		return s.removeForm(w, r, kept, err)
	}
	http.Redirect(w, r, listAddress(kept.Kind.ID, kept.Place, ""), http.StatusSeeOther)
	return nil
}

// longestList is the most that a list's file may hold, in bytes.
const longestList = 8 << 20

// askImport is the form for a whole list as a CSV file.
func (s *Server) askImport(w http.ResponseWriter, r *http.Request, who people.Who) error {
	kept, err := s.listAsked(r, who)
	if err != nil {
		return err
	}
	return s.importForm(w, r, kept, nil, nil)
}

func (s *Server) importForm(w http.ResponseWriter, r *http.Request, kept office.KeptList, wrong []lists.Wrong, problem error) error {
	page := formPage{Shell: s.shell(w, r, "page.list.import"), Action: listAddress(kept.Kind.ID, kept.Place, "/import"), Upload: true}
	p := page.Printer()
	page.Crumbs = listCrumbs(p, Link{pick(p, kept.Kind.Title), listAddress(kept.Kind.ID, kept.Place, "")})
	page.Lead = []string{p.T("page.list.import.lead", "list", pick(p, kept.Kind.Title), "place", s.placeName(p, facts.PlaceCode(kept.Place)), "n", len(kept.Rows))}
	page.Hidden = []Hidden{{"seen", seenOf(r, kept)}, {"key", keyOf(r)}}
	page.Fields = filled(r, []Input{{ID: "file", Type: "file", Label: p.T("page.list.import.file"), Hint: p.T("page.list.import.hint")}, sourceInput(p)}, nil)
	page.Button = p.T("page.list.import.go")
	page.After = []Link{{p.T("page.list.import.sample"), listAddress(kept.Kind.ID, kept.Place, "") + "&format=csv"}}
	for _, wr := range wrong {
		page.Errors = append(page.Errors, FieldError{"file", p.T("page.list.import.line", "line", wr.Line, "column", wr.Fault.Path, "problem", faultText(p, wr.Fault, "invalid"))})
	}
	return s.showForm(w, page, problem)
}

// importList reads a file and keeps it in the place of the list, all of it or
// nothing.
func (s *Server) importList(w http.ResponseWriter, r *http.Request, who people.Who) error {
	r.Body = http.MaxBytesReader(w, r.Body, longestList)
	tooLarge := r.ParseMultipartForm(1 << 20)
	kept, err := s.listAsked(r, who)
	if err != nil {
		return err
	}
	if tooLarge != nil {
		return s.importForm(w, r, kept, nil, fault.New(fault.Invalid, "fault.file.too-large", "limit", longestList>>20).WithPath("file").WithCause(tooLarge))
	}
	document, err := uploaded(r, "file")
	if err != nil {
		return s.importForm(w, r, kept, nil, err)
	}
	rows, wrong := kept.Kind.ReadCSV(document)
	if len(wrong) > 0 {
		return s.importForm(w, r, kept, wrong[:min(len(wrong), 20)], nil)
	}
	if err := s.keepList(r, who, kept, rows); err != nil {
		return s.importForm(w, r, kept, nil, err)
	}
	http.Redirect(w, r, listAddress(kept.Kind.ID, kept.Place, ""), http.StatusSeeOther)
	return nil
}

// uploaded is the content of a file that a form sent.
func uploaded(r *http.Request, name string) (document []byte, err error) {
	file, _, err := r.FormFile(name)
	if err != nil {
		return nil, fault.New(fault.Invalid, "fault.file.empty").WithPath(name).WithCause(err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return io.ReadAll(file)
}

// listHistory is every edition of a list.
func (s *Server) listHistory(w http.ResponseWriter, r *http.Request, who people.Who) error {
	kept, err := s.listAsked(r, who)
	if err != nil {
		return err
	}
	editions, err := s.Window.ListEditions(r.Context(), who, kept.Kind.ID, kept.Place)
	if err != nil {
		return err
	}
	page := tablePage{Shell: s.shell(w, r, "page.list.history")}
	p := page.Printer()
	page.Crumbs = listCrumbs(p, Link{pick(p, kept.Kind.Title), listAddress(kept.Kind.ID, kept.Place, "")})
	page.Lead = []string{p.T("page.list.history.lead", "list", pick(p, kept.Kind.Title), "place", s.placeName(p, facts.PlaceCode(kept.Place)))}
	page.Table = Table{Caption: p.T("page.list.history"), Columns: columns(p, "page.list.history.", "edition", "date", "name", "rows", "change", "source"), Empty: p.T("page.list.none")}
	for i, e := range editions {
		before := lists.Rows{}
		if i+1 < len(editions) {
			before = editions[i+1].Rows
		}
		change := lists.Difference(before, e.Rows)
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: p.Number(float64(e.Edition)), Number: true}, {Text: p.Date(civil.DateOf(e.At))}, {Text: s.handlerName(r, e.By)}, {Text: p.Number(float64(len(e.Rows)))},
			{Text: p.T("page.list.history.changed", "added", len(change.Added), "changed", len(change.Changed), "removed", len(change.Removed))}, {Text: e.Source},
		})
	}
	return s.showTable(w, r, page)
}

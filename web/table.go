package web

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"yichuang/locale"
)

// Table is a list as a page shows it and as a CSV file holds it: the same rows.
// The first cell of a row names the row.
type Table struct {
	Caption       string
	Columns       []Column
	Rows          [][]Cell
	Empty         string // said where there are no rows
	Before, After string // addresses of the neighbouring pages, or ""
	CSV           string // address of the list as CSV, or ""
}

// Column is a column. Sorted is "ascending" or "descending" where the rows
// stand in its order.
type Column struct {
	Name   string
	Sorted string
	Figure bool // numbers, set to the right
}

// Cell is a text, perhaps with an address, a state and a remark.
type Cell struct {
	Text, Href string
	Number     bool // a case number, a date: never broken, digits of one width
	Tag        Tag
	Note       string
}

// plain is the cell as CSV holds it. A text that a spreadsheet would compute is
// quoted, so that what people typed is never run.
func (c Cell) plain() string {
	text := strings.TrimSpace(strings.Join([]string{c.Text, c.Tag.Text, c.Note}, " "))
	if strings.HasPrefix(text, "=") || strings.HasPrefix(text, "+") || strings.HasPrefix(text, "@") {
		return "'" + text
	}
	return text
}

// rowsPerPage is the length of a list's page; rowsPerFile of a CSV file.
const (
	rowsPerPage = 25
	rowsPerFile = 50_000
)

// paging is which rows a request asks for.
type paging struct{ Limit, Offset, page int }

// pageOf reads which part of a list is asked for: a page, or the whole as CSV.
func pageOf(r *http.Request) paging {
	if asksCSV(r) {
		return paging{Limit: rowsPerFile}
	}
	n, err := strconv.Atoi(r.FormValue("page"))
	if err != nil || n < 1 {
		n = 1
	}
	return paging{Limit: rowsPerPage, Offset: (n - 1) * rowsPerPage, page: n}
}

// link writes the addresses of the neighbouring pages and of the CSV file.
func (t *Table) link(r *http.Request, at paging, total int64) {
	if at.page > 1 {
		t.Before = hrefWith(r.URL, "page", strconv.Itoa(at.page-1))
	}
	if int64(at.Offset+at.Limit) < total {
		t.After = hrefWith(r.URL, "page", strconv.Itoa(at.page+1))
	}
	t.CSV = hrefWith(r.URL, "format", "csv")
}

// columns are plain columns by their keys, page.<list>.<key>.
func columns(p *locale.Printer, prefix string, keys ...string) []Column {
	out := make([]Column, len(keys))
	for i, key := range keys {
		out[i] = Column{Name: p.T(prefix + key)}
	}
	return out
}

// tablePage is a page that is one list, with its filter and its one main action.
type tablePage struct {
	Shell
	Heading string
	Lead    []string
	Chips   []Chip   // clauses that it rests on
	Filter  []Input  // sent by GET; empty: none
	Keep    []Hidden // what the filter keeps of the address
	Action  *Link
	Tabs    []Tab
	Table   Table
	After   []Link
	Comfort []comfort // density and keys, where staff work by the list
}

// Tab is a view of a list; Current is the one shown.
type Tab struct {
	Text, Href string
	Current    bool
}

func asksCSV(r *http.Request) bool { return r.FormValue("format") == "csv" }

// showTable answers with the page, or with its table as a CSV file where the
// request asks for that.
func (s *Server) showTable(w http.ResponseWriter, r *http.Request, page tablePage) error {
	if page.Heading == "" {
		page.Heading = page.Title
	}
	if !asksCSV(r) {
		return s.render(w, http.StatusOK, page.Lang, "table_page", page)
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+strings.ReplaceAll(strings.Trim(r.URL.Path, "/"), "/", "-")+`.csv"`)
	out := csv.NewWriter(w)
	line := make([]string, len(page.Table.Columns))
	for i, c := range page.Table.Columns {
		line[i] = c.Name
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for _, row := range page.Table.Rows {
		for i, cell := range row {
			line[i] = cell.plain()
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

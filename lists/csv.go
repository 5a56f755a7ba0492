package lists

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"yichuang/fault"
)

// columnID is the column of a CSV file that holds the rows' ids.
const columnID = "id"

// mark is the byte order mark with which spreadsheets begin a file.
const mark = "\uFEFF"

// CSV writes the rows with their ids, columns named as in the data, so that a
// file that was written can be read again.
func (k Kind) CSV(to io.Writer, rows Rows) error {
	out := csv.NewWriter(to)
	head := []string{columnID}
	for _, c := range k.Columns() {
		head = append(head, c.Name)
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for _, row := range rows {
		line := []string{row.ID}
		for _, c := range k.Columns() {
			line = append(line, guarded(row.Cells[c.Name]))
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// guarded quotes a text that a spreadsheet would compute; plain takes it back.
func guarded(text string) string {
	if text != "" && strings.ContainsRune("=+@-'", rune(text[0])) {
		return "'" + text
	}
	return text
}

func plain(text string) string {
	if rest, quoted := strings.CutPrefix(text, "'"); quoted && rest != "" && strings.ContainsRune("=+@-'", rune(rest[0])) {
		return rest
	}
	return text
}

// Wrong is a line of a file that cannot be read, counted from 1 with the head.
type Wrong struct {
	Line  int
	Fault *fault.Error
}

// ReadCSV reads rows from a file with a head, in any order of columns. A line
// without an id is a new row. Every line that is wrong is named; where one is,
// no row comes back.
func (k Kind) ReadCSV(document []byte) (Rows, []Wrong) {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(document, []byte(mark))))
	reader.FieldsPerRecord, reader.TrimLeadingSpace = -1, true
	head, err := reader.Read()
	if err != nil {
		return nil, []Wrong{{1, fault.New(fault.Invalid, "fault.list.csv").WithPath("file").WithCause(err)}}
	}
	if missing := k.missing(head); missing != "" {
		return nil, []Wrong{{1, fault.New(fault.Invalid, "fault.list.head", "column", missing).WithPath("file").WithDetail("column %s is missing", missing)}}
	}
	var rows Rows
	var wrong []Wrong
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line := lineOf(reader, err)
		row, f := k.readLine(head, record, err, rows)
		if f != nil {
			wrong = append(wrong, Wrong{line, f})
			continue
		}
		rows = append(rows, row)
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return numbered(rows), nil
}

// lineOf is the line on which the record that was read begins.
func lineOf(reader *csv.Reader, failed error) int {
	var broken *csv.ParseError
	if errors.As(failed, &broken) {
		return broken.StartLine
	}
	line, _ := reader.FieldPos(0)
	return line
}

// missing is a required column that the head lacks, or "".
func (k Kind) missing(head []string) string {
	for _, c := range k.Columns() {
		if c.Field.Required && !slices.Contains(head, c.Name) {
			return c.Name
		}
	}
	return ""
}

func (k Kind) readLine(head, record []string, failed error, before Rows) (Row, *fault.Error) {
	if failed != nil || len(record) != len(head) {
		return Row{}, fault.New(fault.Invalid, "fault.list.csv").WithPath("file").WithCause(failed)
	}
	given := map[string]string{}
	for i, name := range head {
		given[strings.TrimSpace(name)] = plain(strings.TrimSpace(record[i]))
	}
	row := Row{ID: given[columnID]}
	delete(given, columnID)
	var f *fault.Error
	var err error
	if row.Cells, err = k.Check(given); errors.As(err, &f) {
		return row, f
	}
	if _, had := before.Find(row.ID); had && row.ID != "" {
		return row, fault.New(fault.Invalid, "fault.list.twice", "id", row.ID).WithPath(columnID)
	}
	if row.ID != "" && !plainID(row.ID) {
		return row, fault.New(fault.Invalid, "fault.list.id").WithPath(columnID)
	}
	return row, nil
}

// numbered gives the rows without an id the next ones.
func numbered(rows Rows) Rows {
	for i := range rows {
		if rows[i].ID == "" {
			rows[i].ID = rows.next()
		}
	}
	return rows
}

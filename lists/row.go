package lists

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// Row is one entry of a list. The id is its own for as long as the list is kept;
// cells are by column and hold nothing that is empty.
type Row struct {
	ID    string            `json:"id"`
	Cells map[string]string `json:"cells"`
}

// longest is the most letters that a cell holds.
const longest = 500

// Column is one cell of a row: a field, or one language of a field of words.
type Column struct {
	Name  string // "rent", "name.zh"
	Field Field
	Lang  string // "zh" or "en" of words, else ""
}

// Columns are the kind's columns in order.
func (k Kind) Columns() []Column {
	var out []Column
	for _, f := range k.Fields {
		if f.Type == Words {
			out = append(out, Column{f.ID + ".zh", f, "zh"}, Column{f.ID + ".en", f, "en"})
			continue
		}
		out = append(out, Column{f.ID, f, ""})
	}
	return out
}

// Check reads cells as they were typed or came in a file and returns them as
// they are kept. The fault names the column as its path.
func (k Kind) Check(given map[string]string) (map[string]string, error) {
	cells := map[string]string{}
	for _, c := range k.Columns() {
		text, err := c.read(given[c.Name])
		if err != nil {
			return nil, err
		}
		if text == "" && c.Field.Required {
			return nil, fault.New(fault.Invalid, "fault.needed").WithPath(c.Name).WithDetail("%s is empty", c.Name)
		}
		if text != "" {
			cells[c.Name] = text
		}
	}
	for name := range given {
		if !slices.ContainsFunc(k.Columns(), func(c Column) bool { return c.Name == name }) {
			return nil, fault.New(fault.Invalid, "fault.list.column", "column", name).WithPath(name).WithDetail("list %s has no column %q", k.ID, name)
		}
	}
	return cells, k.checkDays(cells)
}

// checkDays refuses a row that closes before it opens.
func (k Kind) checkDays(cells map[string]string) error {
	if k.Opens == "" || k.Closes == "" || cells[k.Opens] == "" || cells[k.Closes] == "" || cells[k.Opens] <= cells[k.Closes] {
		return nil
	}
	return fault.New(fault.Invalid, "fault.list.days").WithPath(k.Closes).
		WithDetail("%s %s lies before %s %s", k.Closes, cells[k.Closes], k.Opens, cells[k.Opens])
}

// read checks one cell.
func (c Column) read(text string) (string, error) {
	text = strings.TrimSpace(text)
	wrong := func(key string, args ...any) (string, error) {
		return "", fault.New(fault.Invalid, key, args...).WithPath(c.Name).WithDetail("%s: %q is no %s", c.Name, text, c.Field.Type)
	}
	if text == "" {
		return "", nil
	}
	switch c.Field.Type {
	case Day:
		on, err := civil.ParseDate(text)
		if err != nil {
			return wrong("fault.form.date")
		}
		return on.String(), nil
	case Amount:
		text = strings.ReplaceAll(text, ",", "")
		if strings.Trim(text, "0123456789") != "" || len(text) > 12 {
			return wrong("fault.form.amount")
		}
	case Number:
		if n, err := strconv.ParseFloat(text, 64); err != nil || !(n >= 0 && n < 1e12) {
			return wrong("fault.list.number")
		}
	case Yes:
		if text != "yes" {
			return wrong("fault.form.choice")
		}
	case Choice:
		if !c.Field.offers(text) {
			return wrong("fault.form.choice")
		}
	case Choices:
		return c.readChoices(text, wrong)
	default:
		if len([]rune(text)) > longest {
			return wrong("fault.form.long", "most", longest)
		}
	}
	return text, nil
}

// readChoices reads ids separated by commas or blanks and writes them in the
// field's order.
func (c Column) readChoices(text string, wrong func(string, ...any) (string, error)) (string, error) {
	given := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == ';' })
	for _, id := range given {
		if !c.Field.offers(id) {
			return wrong("fault.form.choice")
		}
	}
	var kept []string
	for _, o := range c.Field.Choices {
		if slices.Contains(given, o.ID) {
			kept = append(kept, o.ID)
		}
	}
	return strings.Join(kept, ","), nil
}

func (f Field) offers(id string) bool {
	return slices.ContainsFunc(f.Choices, func(o Option) bool { return o.ID == id })
}

// Says is what a row says in a field, in both languages: one text, or the titles
// of the choices. An empty field says nothing.
func (k Kind) Says(row Row, field string) []people.Words {
	f, _ := k.Field(field)
	var out []people.Words
	switch text := row.Cells[field]; {
	case f.Type == Words && row.Cells[field+".zh"]+row.Cells[field+".en"] != "":
		zh, en := row.Cells[field+".zh"], row.Cells[field+".en"]
		out = append(out, people.Words{ZH: cmp.Or(zh, en), EN: cmp.Or(en, zh)})
	case f.Type == Choice || f.Type == Choices:
		for _, o := range f.Choices {
			if row.Has(field, o.ID) {
				out = append(out, o.Title)
			}
		}
	case text != "":
		out = append(out, people.Words{ZH: text, EN: text})
	}
	return out
}

// Name is what people call the row; its id where it has no name.
func (k Kind) Name(row Row) people.Words {
	if says := k.Says(row, k.Fields[0].ID); len(says) > 0 {
		return says[0]
	}
	return people.Words{ZH: row.ID, EN: row.ID}
}

// Has reports whether a cell is the value, or has it among its choices.
func (r Row) Has(column, value string) bool {
	return value != "" && slices.Contains(strings.Split(r.Cells[column], ","), value)
}

// Holds reports whether every word of the text is somewhere in the row,
// whatever its case.
func (r Row) Holds(text string) bool {
	var all strings.Builder
	for _, cell := range r.Cells {
		all.WriteString(strings.ToLower(cell))
		all.WriteByte('\n')
	}
	for _, word := range strings.Fields(strings.ToLower(text)) {
		if !strings.Contains(all.String(), word) {
			return false
		}
	}
	return true
}

// Phase is where a row stands on a day.
type Phase string

// The phases of a row that can be chosen from a day, or until a day.
const (
	Coming Phase = "coming"
	Open   Phase = "open"
	Closed Phase = "closed"
)

// Phase says whether the row can be chosen on the day. Both its first and its
// last day are included.
func (k Kind) Phase(row Row, on civil.Date) Phase {
	if opens, err := civil.ParseDate(row.Cells[k.Opens]); err == nil && on < opens {
		return Coming
	}
	if closes, err := civil.ParseDate(row.Cells[k.Closes]); err == nil && on > closes {
		return Closed
	}
	return Open
}

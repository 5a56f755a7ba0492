package web

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yichuang/facts"
	"yichuang/locale"
)

// answerField is one fact of a case's form. Kind is text, date, select, place,
// checks or list. What is said of it beside the question: where an answer comes
// from, and what somebody else answered meanwhile.
type answerField struct {
	ID, Name, Label, Hint, Unit, Kind, Value, Error string
	Choices                                         []Choice
	Places                                          Chooser
	Rows                                            []ListItem
	NoneID, NoneLabel                               string // of a box that says that there is none
	None                                            bool
	Required                                        bool
	Complete                                        string     // autocomplete token
	Source                                          string     // where the answer shown comes from
	Firm                                            string     // the answer, where the window knows it itself and nobody types it
	Meanwhile                                       string     // what somebody else saved since the page was opened
	Named                                           *nameField // where lists settle what the answer, a name, means
}

// Described names the elements that describe the field.
func (f answerField) Described() string {
	var ids []string
	for _, part := range []struct{ text, suffix string }{{f.Hint, "-hint"}, {f.Source, "-source"}, {f.Meanwhile, "-meanwhile"}, {f.Error, "-error"}, {f.Named.note(), "-note"}} {
		if part.text != "" {
			ids = append(ids, f.ID+part.suffix)
		}
	}
	return strings.Join(ids, " ")
}

// target is the element that a line of the error summary leads to.
func (f answerField) target() string {
	switch {
	case f.Kind == "checks" && len(f.Choices) > 0:
		return f.Choices[0].ID
	case f.Kind == "list" && len(f.Rows) > 0:
		return f.Rows[0].Fields[0].ID
	}
	return f.ID
}

// noneOf is the name of the box that says that there is none of the fact.
func noneOf(path string) string { return path + ".none" }

// mostRows is how many rows of a list a form takes.
const mostRows = 30

// answerField builds the field from what is known, or from what was typed; more
// is how many empty rows a list shows.
func (s *Server) answerField(p *locale.Printer, field *facts.Field, known *facts.Facts, typed url.Values, more int) answerField {
	f := answerField{ID: "f-" + strings.ReplaceAll(field.Path, ".", "-"), Name: field.Path, Label: wording(p, field.Label), Unit: unit(p, field), Kind: "text"}
	f.Hint = hintForPeople(p, field)
	value := known.Get(field.Slot)
	given := plain(field, value)
	f.None = value.State == facts.None
	if typed != nil {
		given, f.None = typed[field.Path], typed.Get(noneOf(field.Path)) != ""
	}
	if field.NoneAllowed && field.Type == facts.Date {
		f.NoneID, f.NoneLabel = f.ID+"-none", p.T("page.check.none.date")
	}
	switch {
	case field.Type == facts.Bool:
		f.Kind, f.Choices = "select", []Choice{{Value: "true", Label: p.T("answer.yes")}, {Value: "false", Label: p.T("answer.no")}}
	case field.Type == facts.Enum, field.Type == facts.Set:
		place := facts.PlaceCode(s.fact(known, "place").S)
		f.words(p, field, func(word string) bool { return s.wordFits(field, word, place) })
	case field.Type == facts.Code:
		f.Kind, f.Places = "place", s.chooser(p, f.ID, field.Path, first(given))
	case field.Type == facts.Text && len(field.Words) > 0:
		f.Kind, f.Choices = "select", countries(p, field, first(given))
	case field.Type == facts.Date:
		f.Kind = "date"
		if typed == nil && value.State == facts.Known {
			given = []string{s.Vocabulary.FormatValue(field, value)}
		}
	case field.Type == facts.List:
		f.rows(p, field, known, typed, more)
	}
	f.retype(given)
	if field.Path == "applicant.birth_date" {
		f.Complete = "bday"
	}
	return f
}

// words are the choices of a closed list that can be meant.
func (f *answerField) words(p *locale.Printer, field *facts.Field, fits func(string) bool) {
	f.Kind = "select"
	for i, word := range field.Words {
		if !fits(word) {
			continue
		}
		f.Choices = append(f.Choices, Choice{ID: f.ID + "-" + word, Value: word, Label: wordLabel(p, field, i)})
	}
	if field.Type == facts.Set {
		f.Kind = "checks"
		f.Choices = append(f.Choices, Choice{ID: f.ID + "-none", Value: "none", Label: p.T("answer.none")})
	}
}

// rows are the items of a list, each a group of fields, with at least one empty.
func (f *answerField) rows(p *locale.Printer, field *facts.Field, known *facts.Facts, typed url.Values, more int) {
	f.Kind, f.NoneID, f.NoneLabel = "list", f.ID+"-none", p.T("page.check.none.list")
	items := known.Items(field.Slot)
	f.None = f.None || typed == nil && known.Get(field.Slot).State == facts.Known && len(items) == 0
	n := len(items)
	if typed != nil {
		n = typedRows(field, typed)
	}
	for i := range min(max(n+more, 1), mostRows) {
		row := ListItem{Heading: p.T("page.answers.row", "n", i+1)}
		for j := range field.Item {
			sub := &field.Item[j]
			given := typed[rowName(field, i, sub)]
			if typed == nil && i < len(items) {
				given = plainItem(sub, items[i][j])
			}
			cell := itemField(p, i, sub, first(given))
			cell.Name = rowName(field, i, sub)
			cell.ID = "f-" + strings.ReplaceAll(cell.Name, ".", "-")
			if sub.Type == facts.Int || sub.Type == facts.Number {
				cell.Hint = unit(p, sub)
			}
			row.Fields = append(row.Fields, cell)
		}
		f.Rows = append(f.Rows, row)
	}
}

// rowName names the input of a field of a list's row.
func rowName(field *facts.Field, i int, sub *facts.Field) string {
	return field.Path + "." + strconv.Itoa(i) + "." + sub.Path
}

// typedRows is how many rows the form sent, up to the last one with content.
func typedRows(field *facts.Field, form url.Values) int {
	last := 0
	for i := range mostRows {
		for j := range field.Item {
			if strings.TrimSpace(form.Get(rowName(field, i, &field.Item[j]))) != "" {
				last = i + 1
			}
		}
	}
	return last
}

func (f *answerField) retype(given []string) {
	f.Value = first(given)
	for i := range f.Choices {
		f.Choices[i].Chosen = slices.Contains(given, f.Choices[i].Value)
	}
}

// readField reads one fact out of a form as facts JSON: nil where nothing was
// answered. The problem is a sentence that says how to answer.
func (s *Server) readField(p *locale.Printer, field *facts.Field, form url.Values) (answer json.RawMessage, problem string) {
	if field.Type == facts.List {
		return s.readRows(p, field, form)
	}
	if field.NoneAllowed && form.Get(noneOf(field.Path)) != "" {
		return json.RawMessage(`"none"`), ""
	}
	given := form[field.Path]
	if field.Type == facts.Set && slices.Contains(given, "none") && len(given) > 1 {
		return nil, p.T("page.check.error.none")
	}
	text := strings.TrimSpace(strings.Join(given, ","))
	if text == "" {
		return nil, ""
	}
	if field.Type == facts.Int || field.Type == facts.Number {
		text = strings.NewReplacer(",", "", " ", "", "\u3001", "").Replace(narrow(text))
	}
	value, err := s.Vocabulary.ParseValue(field, text)
	if err != nil {
		return nil, advice(p, field)
	}
	return s.Vocabulary.ValueJSON(field, value), ""
}

// readRows reads a list: rows of which nothing is said are left out, and the box
// says that there are none.
func (s *Server) readRows(p *locale.Printer, field *facts.Field, form url.Values) (json.RawMessage, string) {
	var items []map[string]json.RawMessage
	for i := range typedRows(field, form) {
		item := map[string]json.RawMessage{}
		for j := range field.Item {
			sub := &field.Item[j]
			text := narrow(form.Get(rowName(field, i, sub)))
			if text == "" {
				continue
			}
			value, err := s.Vocabulary.ParseValue(sub, text)
			if err != nil {
				return nil, p.T("page.answers.error.row", "n", i+1, "fact", wording(p, sub.Label), "advice", advice(p, sub))
			}
			item[sub.Path] = s.Vocabulary.ValueJSON(sub, value)
		}
		if len(item) > 0 {
			items = append(items, item)
		}
	}
	none := form.Get(noneOf(field.Path)) != ""
	switch {
	case none && len(items) > 0:
		return nil, p.T("page.check.error.none")
	case none:
		return json.RawMessage("[]"), ""
	case items == nil:
		return nil, ""
	}
	body, err := json.Marshal(items)
	if err != nil {
		return nil, advice(p, field)
	}
	return body, ""
}

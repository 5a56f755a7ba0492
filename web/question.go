package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/locale"
)

// Question is one question as a form shows it. Kind is place, country, number,
// text, date, list, radio or checkbox; the first four have a single input whose
// label is the heading, the others a fieldset.
type Question struct {
	ID, Kind      string
	Heading, Hint string
	Error         string
	Single        bool
	Described     string // ids of hint and error
	Value, Unit   string
	Choices       []Choice
	Places        Chooser
	Parts         []DatePart
	Items         []ListItem
	NoneLabel     string
	None          bool
	Named         *nameField // asked beside, where lists settle the fact by a name
}

// Choice is a radio button, a check box or an option.
type Choice struct {
	ID, Value, Label string
	Chosen           bool
	Fixed            bool   // chosen by what a list says: shown and not changed
	Lang             string // of Label, where it is not the page's
	Hint             string
}

// ChoiceGroup are choices under a heading of their own.
type ChoiceGroup struct {
	Name    string
	Choices []Choice
}

// DatePart is one of the three fields of a date. Complete is its autocomplete word.
type DatePart struct{ ID, Name, Label, Value, Complete string }

// ListItem is one row of fields of a list.
type ListItem struct {
	Heading string
	Fields  []ItemField
}

// ItemField is a field of a list item; with choices it is a select.
type ItemField struct {
	ID, Name, Label, Hint, Value string
	Choices                      []Choice
}

// shownItems is how many items of a list can be given in the self-check.
const shownItems = 3

// target is the element that a line of the error summary leads to.
func (q *Question) target() string {
	switch {
	case q.Kind == "date":
		return q.Parts[0].ID
	case q.Kind == "list":
		return q.Items[0].Fields[0].ID
	case len(q.Choices) > 0 && !q.Single:
		return q.Choices[0].ID
	}
	return q.ID
}

// fail shows the error at the field in the words of the summary.
func (q *Question) fail(problem string) {
	q.Error = problem
	q.Described = strings.TrimSpace(q.Described + " " + q.ID + "-error")
}

// question builds the form of a field from what is known, or from what was
// typed last and could not be taken.
func (s *Server) question(p *locale.Printer, a answers, field *facts.Field, typed url.Values) Question {
	q := Question{ID: "answer", Heading: wording(p, field.Question), Unit: unit(p, field)}
	if q.Hint = hintForPeople(p, field); q.Hint != "" {
		q.Described = q.ID + "-hint"
	}
	value := a.known.Get(field.Slot)
	given := typed["value"]
	if typed == nil {
		given = plain(field, value)
	}
	q.None = typed.Get("none") != "" || typed == nil && value.State == facts.None
	switch {
	case field.Type == facts.Code:
		q.Kind, q.Single = "place", true
		q.Places = s.chooser(p, q.ID, "value", first(given))
		q.Places.Described = q.Described
	case field.Type == facts.Text && len(field.Words) > 0:
		q.Kind, q.Single, q.Choices = "country", true, countries(p, field, first(given))
	case field.Type == facts.Int || field.Type == facts.Number:
		q.Kind, q.Single, q.Value = "number", true, first(given)
	case field.Type == facts.Text:
		q.Kind, q.Single, q.Value = "text", true, first(given)
	case field.Type == facts.Date:
		q.Kind, q.Parts = "date", dateParts(p, field, value, typed)
		if field.NoneAllowed {
			q.NoneLabel = p.T("page.check.none.date")
		}
	case field.Type == facts.List:
		q.Kind, q.NoneLabel = "list", p.T("page.check.none.list")
		q.Items = listItems(p, field, a.known.Items(field.Slot), typed)
		q.None = q.None || typed == nil && value.State == facts.Known && len(a.known.Items(field.Slot)) == 0
	default:
		q.Kind, q.Choices = s.choices(p, a, field, given)
	}
	return q
}

// hintForPeople: the help of codes, and of facts that can be absent, tells
// programs how to write them; people get a list or a button. Of a country they are
// told which to choose.
func hintForPeople(p *locale.Printer, field *facts.Field) string {
	switch {
	case field.Help.En == "" || field.NoneAllowed || field.Type == facts.Set || field.Type == facts.List || field.Type == facts.Code:
		return ""
	case field.Type == facts.Text && len(field.Words) > 0:
		return p.T("page.check.hint.country")
	}
	return wording(p, field.Help)
}

func first(given []string) string {
	if len(given) == 0 {
		return ""
	}
	return given[0]
}

// plain is a known value as a form sends it.
func plain(field *facts.Field, value facts.Value) []string {
	if value.State != facts.Known {
		return nil
	}
	switch field.Type {
	case facts.Bool:
		return []string{strconv.FormatBool(value.N != 0)}
	case facts.Int:
		return []string{strconv.FormatInt(value.N, 10)}
	case facts.Number:
		return []string{strconv.FormatFloat(value.F, 'f', -1, 64)}
	case facts.Enum:
		return []string{field.Words[value.N]}
	case facts.Set:
		if value.N == 0 {
			return []string{"none"}
		}
		var words []string
		for i, word := range field.Words {
			if value.N&(1<<i) != 0 {
				words = append(words, word)
			}
		}
		return words
	}
	return []string{value.S}
}

// choices are the buttons of a yes-or-no question, a closed list or a set.
func (s *Server) choices(p *locale.Printer, a answers, field *facts.Field, given []string) (kind string, choices []Choice) {
	add := func(value, label string) {
		choices = append(choices, Choice{ID: "answer-" + value, Value: value, Label: label, Chosen: slices.Contains(given, value)})
	}
	if field.Type == facts.Bool {
		add("true", p.T("answer.yes"))
		add("false", p.T("answer.no"))
		return "radio", choices
	}
	place, _ := s.place(a)
	for i, word := range field.Words {
		if !s.wordFits(field, word, place.Code) {
			continue
		}
		add(word, wordLabel(p, field, i))
	}
	if field.Type == facts.Enum {
		return "radio", choices
	}
	add("none", p.T("page.check.none.set"))
	return "checkbox", choices
}

// wordFits reports whether the word can be meant at the place: a zone that does
// not lie there cannot.
func (s *Server) wordFits(field *facts.Field, word string, place facts.PlaceCode) bool {
	return field.Path != "zone" || s.Places.ZoneIn(facts.ZoneID(word), place)
}

func wordLabel(p *locale.Printer, field *facts.Field, i int) string {
	if i < len(field.WordLabels) {
		return wording(p, field.WordLabels[i])
	}
	return field.Words[i]
}

// countries are the closed list of a nationality, by name in the language.
func countries(p *locale.Printer, field *facts.Field, chosen string) []Choice {
	choices := make([]Choice, 0, len(field.Words))
	for _, code := range field.Words {
		choices = append(choices, Choice{Value: code, Label: p.Country(code), Chosen: code == chosen})
	}
	slices.SortStableFunc(choices, locale.Compare(p, func(c Choice) string { return c.Label }))
	return choices
}

func dateParts(p *locale.Printer, field *facts.Field, value facts.Value, typed url.Values) []DatePart {
	parts := []DatePart{
		{ID: "answer-year", Name: "year", Label: p.T("date.field.year"), Value: typed.Get("year")},
		{ID: "answer-month", Name: "month", Label: p.T("date.field.month"), Value: typed.Get("month")},
		{ID: "answer-day", Name: "day", Label: p.T("date.field.day"), Value: typed.Get("day")},
	}
	if typed == nil && value.State == facts.Known {
		year, month, day := civil.Date(value.N).Civil()
		parts[0].Value, parts[1].Value, parts[2].Value = yearText(year), strconv.Itoa(int(month)), strconv.Itoa(day)
	}
	if strings.HasSuffix(field.Path, "applicant.birth_date") {
		parts[0].Complete, parts[1].Complete, parts[2].Complete = "bday-year", "bday-month", "bday-day"
	}
	return parts
}

func listItems(p *locale.Printer, field *facts.Field, known [][]facts.Value, typed url.Values) []ListItem {
	items := make([]ListItem, shownItems)
	for i := range items {
		items[i].Heading = p.T("page.check.item", "n", i+1)
		for j := range field.Item {
			sub := &field.Item[j]
			given := typed[itemName(i, sub)]
			if typed == nil && i < len(known) {
				given = plainItem(sub, known[i][j])
			}
			items[i].Fields = append(items[i].Fields, itemField(p, i, sub, first(given)))
		}
	}
	return items
}

// plainItem is plain with dates as ISO text, for the single input of an item.
func plainItem(field *facts.Field, value facts.Value) []string {
	if field.Type == facts.Date && value.State == facts.Known {
		return []string{civil.Date(value.N).String()}
	}
	return plain(field, value)
}

func itemField(p *locale.Printer, i int, field *facts.Field, given string) ItemField {
	name := itemName(i, field)
	f := ItemField{ID: "answer-" + strings.ReplaceAll(name, ".", "-"), Name: name, Label: wording(p, field.Label), Value: given}
	switch field.Type {
	case facts.Bool:
		f.Choices = []Choice{
			{Value: "true", Label: p.T("answer.yes"), Chosen: given == "true"},
			{Value: "false", Label: p.T("answer.no"), Chosen: given == "false"},
		}
	case facts.Enum:
		for k, word := range field.Words {
			f.Choices = append(f.Choices, Choice{Value: word, Label: wordLabel(p, field, k), Chosen: given == word})
		}
	case facts.Date:
		f.Hint = p.T("page.check.hint.date")
	}
	return f
}

// unit is what stands behind a number's input.
func unit(p *locale.Printer, field *facts.Field) string {
	if field.Unit == "" {
		return ""
	}
	return p.T(unitKey("unit.fact", field))
}

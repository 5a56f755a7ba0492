package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"yichuang/facts"
	"yichuang/fault"
	"yichuang/locale"
)

// answerQuestion keeps one answer and goes on.
func (s *Server) answerQuestion(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "fault.form").WithCause(err)
	}
	a := s.readAnswers(r)
	field, remaining, err := s.nextField(a, r.PostForm.Get("ask"))
	if err != nil {
		return err
	}
	if field == nil {
		return fault.New(fault.Invalid, "fault.form").WithDetail("no question %q", r.PostForm.Get("ask"))
	}
	before := a
	before.known, before.declined = a.known.Clone(), slices.Clone(a.declined)
	p := locale.For(languageOf(w, r))
	form, problem, err := s.takeNamed(r, &a, field, p)
	if err != nil {
		return err
	}
	if problem == "" {
		problem = s.take(&a, field, form, p)
	}
	if problem != "" {
		return s.showQuestion(w, r, before, field, remaining, r.PostForm, problem)
	}
	if err := s.writeAnswers(w, r, a); err != nil {
		return err
	}
	http.Redirect(w, r, "/check", http.StatusSeeOther)
	return nil
}

// take puts the answer of a form into a. The problem is a sentence for people
// that says how to answer; "" when the answer is taken.
func (s *Server) take(a *answers, field *facts.Field, form url.Values, p *locale.Printer) (problem string) {
	if form.Get("act") == "unknown" {
		a.set(field, facts.Value{})
		return ""
	}
	switch {
	case field.Type == facts.List:
		return s.takeList(a, field, form, p)
	case field.Path == "place":
		if s.movePlace(a, form.Get("value")) != nil {
			return p.T("page.check.error.place")
		}
		return ""
	}
	text, problem := typed(field, form, p)
	if problem != "" {
		return problem
	}
	value := facts.Value{State: facts.Known} // the empty set
	if field.Type != facts.Set || text != "none" {
		var err error
		if value, err = s.Vocabulary.ParseValue(field, text); err != nil {
			return advice(p, field)
		}
	}
	a.set(field, value)
	return s.disagreement(a, p)
}

// disagreement says which answers cannot both be true.
func (s *Server) disagreement(a *answers, p *locale.Printer) string {
	var f *fault.Error
	if err := s.Vocabulary.Check(s.asked(*a), s.Places); errors.As(err, &f) {
		return p.T("page.check.error.conflict", "fact", s.label(p, f.Path))
	}
	return ""
}

// typed is what the form says, in the spelling of ParseValue. Full-width digits
// and separators of thousands are what people type, not mistakes.
func typed(field *facts.Field, form url.Values, p *locale.Printer) (text, problem string) {
	if form.Get("none") != "" {
		return "none", ""
	}
	switch field.Type {
	case facts.Date:
		return typedDate(form), missing(typedDate(form) == "", p, "page.check.error.date")
	case facts.Set:
		words := form["value"]
		if slices.Contains(words, "none") && len(words) > 1 {
			return "", p.T("page.check.error.none")
		}
		return strings.Join(words, ","), missing(len(words) == 0, p, "page.check.error.choose")
	case facts.Int, facts.Number:
		text = strings.NewReplacer(",", "", " ", "", "\u3001", "").Replace(narrow(form.Get("value")))
	default:
		text = strings.TrimSpace(form.Get("value"))
	}
	return text, missing(text == "", p, adviceKey(field))
}

func missing(is bool, p *locale.Printer, key string) string {
	if is {
		return p.T(key)
	}
	return ""
}

func narrow(text string) string { return strings.TrimSpace(width.Narrow.String(text)) }

// typedDate joins the three fields; "" when all are empty. Parts that are no
// numbers stay as they are and are refused with the date.
func typedDate(form url.Values) string {
	year, month, day := narrow(form.Get("year")), narrow(form.Get("month")), narrow(form.Get("day"))
	if year+month+day == "" {
		return ""
	}
	return year + "-" + twoDigits(month) + "-" + twoDigits(day)
}

func twoDigits(text string) string {
	if len(text) == 1 {
		return "0" + text
	}
	return text
}

// advice says how the field wants to be answered.
func advice(p *locale.Printer, field *facts.Field) string {
	return p.T(adviceKey(field), "min", field.Min, "max", field.Max)
}

func adviceKey(field *facts.Field) string {
	switch field.Type {
	case facts.Date:
		return "page.check.error.date"
	case facts.Int, facts.Number:
		if field.HasRange && field.Max < unboundedFrom {
			return "page.check.error.number.range"
		}
		return "page.check.error.number"
	case facts.Bool, facts.Enum, facts.Set, facts.Code:
		return "page.check.error.choose"
	}
	return "page.check.error.text"
}

// unboundedFrom is a maximum that says nothing to people: sums of money.
const unboundedFrom = 100_000

// takeList reads the items of a list, each with the fields "<i>.<key>". Items
// of which nothing is said are left out.
func (s *Server) takeList(a *answers, field *facts.Field, form url.Values, p *locale.Printer) (problem string) {
	var items [][]facts.Value
	for i := range shownItems {
		item := make([]facts.Value, len(field.Item))
		said := false
		for j := range field.Item {
			value, err := s.Vocabulary.ParseValue(&field.Item[j], narrow(form.Get(itemName(i, &field.Item[j]))))
			if err != nil {
				return p.T("page.check.error.item", "fact", wording(p, field.Item[j].Label), "advice", advice(p, &field.Item[j]))
			}
			item[j] = value
			said = said || value.State != facts.Unknown
		}
		if said {
			items = append(items, item)
		}
	}
	if len(items) == 0 && form.Get("none") == "" {
		return p.T("page.check.error.list")
	}
	a.set(field, facts.Value{State: facts.Known})
	a.known.SetItems(field.Slot, items)
	return s.disagreement(a, p)
}

// itemName names the input of a list item's field.
func itemName(i int, field *facts.Field) string { return strconv.Itoa(i) + "." + field.Path }

// clearAnswers forgets everything but the place.
func (s *Server) clearAnswers(w http.ResponseWriter, r *http.Request) error {
	place, ok := s.place(s.readAnswers(r))
	a := answers{known: s.Vocabulary.New()}
	if ok {
		if err := s.movePlace(&a, string(place.Code)); err != nil {
			return err
		}
	}
	if err := s.writeAnswers(w, r, a); err != nil {
		return err
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

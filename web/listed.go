package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/lists"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/people"
)

// nameField asks for the name that lists settle a fact by, beside the fact: the
// names on the lists to choose from, any other to type.
type nameField struct {
	ID, Label, Hint, Value string
	Names                  []Choice // value and what tells it from others
	Lists                  []Link   // where the lists can be read
	Note                   string   // what the lists say of the name
}

// note is what the lists say of the name that stands in the field.
func (f *nameField) note() string {
	if f == nil {
		return ""
	}
	return f.Note
}

// nameInput is the form's name of the name, in the self-check.
const nameInput = "named"

// looked looks a name up in the lists that settle the fact at the place; nothing
// where the window keeps none.
func (s *Server) looked(r *http.Request, place facts.PlaceCode, fact, name string) ([]office.Looked, error) {
	if s.Window == nil || place == "" {
		return nil, nil
	}
	return s.Window.LookUp(r.Context(), people.PlaceCode(place), fact, name)
}

// nameOf is the fact that holds the name.
func (s *Server) nameOf(l []office.Looked) (*facts.Field, bool) {
	if len(l) == 0 {
		return nil, false
	}
	return s.Vocabulary.Lookup(l[0].Kind.Settles.Name)
}

// settledFact is the fact beside which a name is asked, else the path itself.
func (s *Server) settledFact(path string) string {
	if s.Window != nil {
		for _, kind := range s.Window.Lists.NamedBy(path) {
			return kind.Settles.Fact
		}
	}
	return path
}

// named builds the field of a name; nil where no list has an entry.
func (s *Server) named(p *locale.Printer, id, name string, found []office.Looked) *nameField {
	field, ok := s.nameOf(found)
	if !ok {
		return nil
	}
	f := &nameField{ID: id, Label: wording(p, field.Label), Hint: wording(p, field.Help), Value: name}
	for _, l := range found {
		if l.Kind.Public {
			f.Lists = append(f.Lists, Link{pick(p, l.Kind.Title), "/lists/" + string(l.Kind.ID)})
		}
		for _, row := range l.Rows {
			own := pick(p, l.Kind.Name(row))
			choice := Choice{Value: own, Label: strings.Join(s.otherNames(p, l, row.ID, own), " \u00b7 ")}
			if !slices.ContainsFunc(f.Names, func(c Choice) bool { return c.Value == own }) {
				f.Names = append(f.Names, choice)
			}
		}
	}
	if strings.TrimSpace(name) != "" {
		f.Note = lookedText(p, name, found)
	}
	return f
}

// otherNames are what the other fields of an entry say, to tell it from others.
func (s *Server) otherNames(p *locale.Printer, l office.Looked, id, own string) []string {
	row, _ := l.Rows.Find(id)
	var out []string
	for _, field := range l.Kind.Fields {
		for _, words := range l.Kind.Says(row, field.ID) {
			for _, text := range []string{words.ZH, words.EN} {
				if text != own && !slices.Contains(out, text) && (field.ID == l.Kind.Fields[0].ID || text == pick(p, words)) {
					out = append(out, text)
				}
			}
		}
	}
	return out
}

// lookedText says which lists have the name and which lack it.
func lookedText(p *locale.Printer, name string, found []office.Looked) string {
	var said []string
	for _, l := range found {
		key := "listed.absent"
		if l.Found {
			key = "listed.found"
		}
		said = append(said, p.T(key, "name", name, "entry", pick(p, l.Kind.Name(l.Row)), "list", pick(p, l.Kind.Title), "edition", l.Edition, "date", civil.DateOf(l.At)))
	}
	return inTurn(p, said)
}

// inTurn puts one sentence behind the other, as the language spaces them.
func inTurn(p *locale.Printer, said []string) string {
	text := ""
	for i, next := range said {
		if i == 0 {
			text = next
			continue
		}
		text = p.T("listed.both", "before", text, "text", next)
	}
	return text
}

// knownFrom says where the window knows an answer from, in the words of the area.
func (s *Server) knownFrom(p *locale.Printer, area string, k casefile.Known) string {
	if len(k.Listed) == 0 {
		return p.T(area+string(k.From), "ref", k.Ref)
	}
	var said []string
	for _, l := range k.Listed {
		kind, _ := s.Window.Lists.Find(lists.ID(l.List))
		said = append(said, p.T(area+string(k.From), "list", pick(p, kind.Title), "entry", pick(p, l.Name), "edition", l.Edition, "date", l.On))
	}
	return inTurn(p, said)
}

// takeNamed reads the name that stands beside a question and answers the question
// with what lists say of it. A name that no list has, with nothing said beside
// it, comes back once with what that means; whoever then does not know leaves it
// to the office.
func (s *Server) takeNamed(r *http.Request, a *answers, field *facts.Field, p *locale.Printer) (form url.Values, problem string, err error) {
	place, _ := s.place(*a)
	name := strings.TrimSpace(r.PostForm.Get(nameInput))
	found, err := s.looked(r, place.Code, field.Path, name)
	by, ok := s.nameOf(found)
	if err != nil || !ok {
		return r.PostForm, "", err
	}
	a.forget(by)
	if name == "" {
		return r.PostForm, "", nil
	}
	value, err := s.Vocabulary.ParseValue(by, name)
	if err != nil {
		return r.PostForm, advice(p, by), nil
	}
	a.set(by, value)
	form = url.Values{"act": {r.PostForm.Get("act")}, "value": slices.Clone(r.PostForm["value"])}
	listed := false
	for _, l := range found {
		if l.Found {
			listed = true
			form["value"] = append(form["value"], l.Kind.Settles.Words...)
		}
	}
	switch {
	case listed:
		form.Set("act", "continue")
		form["value"] = slices.DeleteFunc(form["value"], func(word string) bool { return word == "none" })
	case len(form["value"]) == 0 && form.Get("act") != "unknown":
		return form, p.T("listed.undecided", "text", lookedText(p, name, found), "unknown", p.T("page.check.unknown")), nil
	}
	return form, "", nil
}

// listings are what the lists say of a name that the case gives: those that had it
// when it was read, with their edition, and those that lack it now, of which the
// officer decides.
func (s *Server) listings(r *http.Request, p *locale.Printer, c casefile.Case, f *facts.Facts) ([]string, error) {
	var said, told []string
	for _, kind := range s.Window.Lists {
		if kind.Settles == nil || slices.Contains(told, kind.Settles.Fact) {
			continue
		}
		told = append(told, kind.Settles.Fact)
		name := s.fact(f, kind.Settles.Name).S
		if name == "" {
			continue
		}
		known, _ := c.KnownAs(kind.Settles.Fact)
		for _, l := range known.Listed {
			from, _ := s.Window.Lists.Find(lists.ID(l.List))
			said = append(said, p.T("listed.found", "name", name, "entry", pick(p, l.Name), "list", pick(p, from.Title), "edition", l.Edition, "date", l.On))
		}
		found, err := s.Window.LookUp(r.Context(), c.Place, kind.Settles.Fact, name)
		if err != nil {
			return nil, err
		}
		for _, l := range found {
			had := slices.ContainsFunc(known.Listed, func(k casefile.Listed) bool { return k.List == string(l.Kind.ID) })
			if !l.Found && !had {
				said = append(said, inTurn(p, []string{lookedText(p, name, []office.Looked{l}), p.T("listed.decide")}))
			}
		}
	}
	return said, nil
}

// askName puts the field of a name beside a question of the self-check, and ticks
// what the lists say of the name.
func (s *Server) askName(r *http.Request, p *locale.Printer, a answers, field *facts.Field, typed url.Values, q *Question) error {
	place, _ := s.place(a)
	found, err := s.looked(r, place.Code, field.Path, "")
	by, ok := s.nameOf(found)
	if err != nil || !ok {
		return err
	}
	name := s.fact(a.known, by.Path).S
	if typed != nil {
		name = strings.TrimSpace(typed.Get(nameInput))
	}
	if found, err = s.looked(r, place.Code, field.Path, name); err != nil {
		return err
	}
	q.Named = s.named(p, q.ID+"-"+nameInput, name, found)
	return nil
}

// askedByLists reports whether a fact of a case's form is asked: a name that lists
// read is, where one of them has entries or the name was given already.
func (s *Server) askedByLists(r *http.Request, c casefile.Case, path string) (bool, error) {
	fact := s.settledFact(path)
	if _, answered := c.Answers[path]; fact == path || answered {
		return true, nil
	}
	found, err := s.looked(r, facts.PlaceCode(c.Place), fact, "")
	return len(found) > 0, err
}

// caseName is what a case's form shows with the field of a name.
func (s *Server) caseName(r *http.Request, p *locale.Printer, c casefile.Case, f answerField) (*nameField, error) {
	fact := s.settledFact(f.Name)
	if fact == f.Name {
		return nil, nil
	}
	found, err := s.looked(r, facts.PlaceCode(c.Place), fact, strings.TrimSpace(f.Value))
	if err != nil {
		return nil, err
	}
	return s.named(p, f.ID, f.Value, found), nil
}

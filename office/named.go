package office

import (
	"context"
	"encoding/json"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/lists"
	"yichuang/people"
	"yichuang/store"
)

// Looked is a list in which a name was looked up, and the entry that bears it.
type Looked struct {
	KeptList
	Row   lists.Row
	Found bool
}

// entry is the entry as a case keeps it.
func (l Looked) entry() casefile.Listed {
	return casefile.Listed{
		List: string(l.Kind.ID), Place: l.Place, Edition: l.Edition, On: civil.DateOf(l.At),
		Row: l.Row.ID, Name: l.Kind.Name(l.Row), Words: l.Kind.Settles.Words,
	}
}

// LookUp looks the name up in every list of the place that settles the fact and
// has entries. A list without any says nothing of anybody.
func (w *Window) LookUp(ctx context.Context, place people.PlaceCode, fact, name string) ([]Looked, error) {
	return w.lookUp(ctx, &w.DB.Reader, place, fact, name)
}

func (w *Window) lookUp(ctx context.Context, r *store.Reader, place people.PlaceCode, fact, name string) ([]Looked, error) {
	var out []Looked
	for _, kind := range w.Lists.Settling(fact) {
		kept, err := w.list(ctx, r, kind.ID, place)
		if err != nil {
			return nil, err
		}
		if len(kept.Rows) == 0 {
			continue
		}
		row, found := kind.Called(kept.Rows, name)
		out = append(out, Looked{KeptList: kept, Row: row, Found: found})
	}
	return out, nil
}

// namedBy are the facts that are settled by lists, with the fact that is the name.
func (w *Window) namedBy() map[string]string {
	out := map[string]string{}
	for _, kind := range w.Lists {
		if kind.Settles != nil {
			out[kind.Settles.Fact] = kind.Settles.Name
		}
	}
	return out
}

// listed are facts that a name on a list settles, with the entries that say so.
func (k *knowing) listed(ctx context.Context) error {
	for fact, by := range k.window.namedBy() {
		entries, err := k.window.entries(ctx, k.Reader, k.c.Place, fact, k.c.Answers[by])
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			continue
		}
		value, err := k.window.withWords(fact, k.c.Answers[fact], nil, entries)
		if err != nil {
			return err
		}
		if err := k.add(fact, value, casefile.FromList, "", false); err != nil {
			return err
		}
		if i := slices.IndexFunc(k.found, func(f casefile.Known) bool { return f.Path == fact && f.From == casefile.FromList }); i >= 0 {
			k.found[i].Listed = entries
		}
	}
	return nil
}

// entries are the entries of lists that bear the name, as it was answered.
func (w *Window) entries(ctx context.Context, r *store.Reader, place people.PlaceCode, fact string, answer json.RawMessage) ([]casefile.Listed, error) {
	var name string
	if len(answer) == 0 || json.Unmarshal(answer, &name) != nil || name == "" {
		return nil, nil
	}
	looked, err := w.lookUp(ctx, r, place, fact, name)
	if err != nil {
		return nil, err
	}
	var out []casefile.Listed
	for _, l := range looked {
		if l.Found {
			out = append(out, l.entry())
		}
	}
	return out, nil
}

// settled adds to the answers what lists say of a name among them: the words of
// the entries that bear it, in the place of those that bore the name before.
// What else was answered of the fact stays the person's own.
func (s *step) settled(ctx context.Context, set map[string]json.RawMessage) (named bool, err error) {
	for fact, by := range s.namedBy() {
		name, given := set[by]
		answer, told := set[fact]
		if !given && !told {
			continue
		}
		if !given {
			name = s.file.Answers[by]
		}
		if !told {
			answer = s.file.Answers[fact]
		}
		before, _ := s.file.KnownAs(fact)
		after, err := s.entries(ctx, &s.tx.Reader, s.file.Place, fact, name)
		if err != nil {
			return named, err
		}
		named = named || given
		if len(before.Listed)+len(after) == 0 {
			continue
		}
		if set[fact], err = s.withWords(fact, answer, before.Listed, after); err != nil {
			return named, err
		}
	}
	return named, nil
}

// withWords is the answer to a set without the words of some entries and with
// those of others; null where nothing is left that anybody said.
func (w *Window) withWords(fact string, answer json.RawMessage, without, with []casefile.Listed) (json.RawMessage, error) {
	vocabulary := w.Law().Engine.Policies.Vocabulary()
	field, ok := vocabulary.Lookup(fact)
	if !ok || field.Type != facts.Set {
		return answer, nil
	}
	words := wordsOf(answer)
	for _, entry := range without {
		words = slices.DeleteFunc(words, func(word string) bool { return slices.Contains(entry.Words, word) })
	}
	for _, entry := range with {
		words = append(words, entry.Words...)
	}
	if len(words) == 0 {
		return json.RawMessage("null"), nil
	}
	// In the order of the vocabulary, so that the same answer is the same bytes.
	ordered := slices.DeleteFunc(slices.Clone(field.Words), func(word string) bool { return !slices.Contains(words, word) })
	return json.Marshal(ordered)
}

// wordsOf reads a set as it is answered: several words, or one.
func wordsOf(answer json.RawMessage) []string {
	var many []string
	if json.Unmarshal(answer, &many) == nil {
		return many
	}
	var one string
	if json.Unmarshal(answer, &one) == nil && one != "" && one != "none" {
		return []string{one}
	}
	return nil
}

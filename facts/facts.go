package facts

import "slices"

// State says how much is known of a fact. The zero State is Unknown.
type State uint8

// The states. None is known absence of a date ("no end date"); absence in other
// types is a value: the word "none", an empty set or list, 0.
const (
	Unknown State = iota
	None
	Known
)

// Value is one fact. Which part holds it depends on the type of the field.
type Value struct {
	State State
	N     int64   // bool 0 or 1; int; civil.Date; ordinal of an enum; bit mask of a set over Words
	F     float64 // number; int too
	S     string  // text and code
}

// Facts is what is known, a value for every field of a vocabulary. It is made
// by Vocabulary.New and may be used again after Reset. Not for concurrent writing.
type Facts struct {
	vocabulary *Vocabulary
	values     []Value     // by slot
	lists      [][][]Value // by Field.list: items, each by item slot
	seen       []uint64    // nodes read so far, while parsing
	scratch    []byte      // unescaped text, while parsing
}

// New returns facts of which nothing is known.
func (v *Vocabulary) New() *Facts {
	return &Facts{
		vocabulary: v,
		values:     make([]Value, len(v.fields)),
		lists:      make([][][]Value, v.lists),
		seen:       make([]uint64, v.root.size/64+1),
	}
}

// Reset makes every fact unknown and keeps the memory.
func (f *Facts) Reset() {
	clear(f.values)
	for i := range f.lists {
		f.lists[i] = f.lists[i][:0]
	}
}

// Get returns the value of a slot; of a list only its state.
func (f *Facts) Get(slot int) Value { return f.values[slot] }

// At is Get without the copy: the value must not be written to, nor kept.
func (f *Facts) At(slot int) *Value { return &f.values[slot] }

// Set replaces the value of a slot. It trusts the caller: values come from
// ParseValue or follow the field's type. Lists are set by SetItems.
func (f *Facts) Set(slot int, value Value) { f.values[slot] = value }

// Items returns the items of a list, each by item slot; nil when the list is
// unknown. The slices are valid until the facts change; do not write to them.
func (f *Facts) Items(slot int) [][]Value {
	if f.values[slot].State != Known {
		return nil
	}
	return f.lists[f.vocabulary.fields[slot].list]
}

// SetItems makes a list known with a copy of the items; none is an empty list.
func (f *Facts) SetItems(slot int, items [][]Value) {
	f.values[slot] = Value{State: Known}
	f.lists[f.vocabulary.fields[slot].list] = cloneItems(items)
}

// Clone returns a copy that shares nothing that changes.
func (f *Facts) Clone() *Facts {
	c := f.vocabulary.New()
	copy(c.values, f.values)
	for i, items := range f.lists {
		c.lists[i] = cloneItems(items)
	}
	return c
}

// Shadow makes f read like o, whatever it held before, so that values can be
// tried without touching o. The lists stay o's own: f lasts until o changes and
// must not be parsed into.
func (f *Facts) Shadow(o *Facts) {
	copy(f.values, o.values)
	copy(f.lists, o.lists)
}

func cloneItems(items [][]Value) [][]Value {
	copied := make([][]Value, len(items))
	for i, item := range items {
		copied[i] = slices.Clone(item)
	}
	return copied
}

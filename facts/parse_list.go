package facts

import (
	"fmt"

	"yichuang/fault"
)

// list reads the items of a list, into the memory of the items read before.
// Null leaves the list unknown; an item is always an object.
func (r *reader) list(field *Field) error {
	if r.word("null") {
		return nil
	}
	if !r.take('[') {
		return fault.At(field.Path, "must be a list, not %s", kindOf(r.peek()))
	}
	items := r.facts.lists[field.list][:0]
	for first := true; ; first = false {
		done, problem := r.next(first, ']')
		if problem != "" {
			return fault.At(field.Path, "%s", problem)
		}
		if done {
			break
		}
		items = extend(items, len(field.Item))
		if err := r.item(field, len(items)-1, items[len(items)-1]); err != nil {
			return err
		}
	}
	r.facts.lists[field.list] = items
	r.facts.values[field.Slot] = Value{State: Known}
	return nil
}

// extend appends an item of unknown values, reusing one that lies beyond the length.
func extend(items [][]Value, size int) [][]Value {
	n := len(items)
	if n == cap(items) || len(items[:n+1][n]) != size {
		return append(items, make([]Value, size))
	}
	items = items[:n+1]
	clear(items[n])
	return items
}

// item reads the object at an index of a list.
func (r *reader) item(field *Field, index int, values []Value) error {
	at := func(key, format string, args ...any) error {
		return fault.At(join(fmt.Sprintf("%s[%d]", field.Path, index), key), format, args...)
	}
	if !r.take('{') {
		return fault.At(fmt.Sprintf("%s[%d]", field.Path, index), "must be an object, not %s", kindOf(r.peek()))
	}
	var seen uint64
	next := 0
	for first := true; ; first = false {
		key, done, problem := r.member(first)
		if problem != "" {
			return fault.At(fmt.Sprintf("%s[%d]", field.Path, index), "%s", problem)
		}
		if done {
			return nil
		}
		child, known := field.item.find(key, next)
		if !known {
			return at(written(string(key)), "%s", unknownItemField(field, string(key)))
		}
		if seen&(1<<child.id) != 0 {
			return at(child.key, "stands twice")
		}
		seen |= 1 << child.id
		next = child.place + 1
		if problem := r.value(child.field, &values[child.field.Slot]); problem != "" {
			return at(child.key, "%s", problem)
		}
	}
}

func unknownItemField(field *Field, key string) string {
	keys := make([]string, len(field.Item))
	for i := range field.Item {
		keys[i] = field.Item[i].Path
	}
	if suggestion, ok := nearest(key, keys); ok {
		return fmt.Sprintf("unknown field (did you mean %s?)", suggestion)
	}
	return "unknown field"
}

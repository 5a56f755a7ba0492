package store

import (
	"strconv"
	"strings"

	"yichuang/civil"
)

// conditions builds a WHERE clause and its arguments. Values go in as
// arguments only; the texts around them are constants of this package.
type conditions struct {
	all  []string
	args []any
}

// and adds a condition.
func (w *conditions) and(condition string) { w.all = append(w.all, condition) }

// arg adds an argument and returns its mark.
func (w *conditions) arg(value any) string {
	w.args = append(w.args, value)
	return "$" + strconv.Itoa(len(w.args))
}

// equal adds that a column has a value; an empty value is no condition.
func (w *conditions) equal(column, value string) {
	if value != "" {
		w.and(column + " = " + w.arg(value))
	}
}

// in adds that a column is one of values; no values is no condition.
func (w *conditions) in(column string, values []string) {
	if len(values) > 0 {
		w.and(column + " IN (" + list(w, values) + ")")
	}
}

// list adds arguments and returns their marks, separated by commas.
func list[S ~string](w *conditions, values []S) string {
	marks := make([]string, len(values))
	for i, v := range values {
		marks[i] = w.arg(string(v))
	}
	return strings.Join(marks, ", ")
}

// String is the clause, empty without conditions.
func (w *conditions) String() string {
	if len(w.all) == 0 {
		return ""
	}
	return "WHERE " + strings.Join(w.all, " AND ")
}

// heldOn adds that a day lies from valid_from to valid_until, both included.
func (w *conditions) heldOn(on *civil.Date) {
	if on != nil {
		day := w.arg(on.String())
		w.and("valid_from <= " + day + " AND (valid_until IS NULL OR valid_until >= " + day + ")")
	}
}

// alternatives builds a condition of which one part must hold.
type alternatives []string

func (a *alternatives) or(condition string) { *a = append(*a, condition) }

// String is the condition; without parts nothing meets it.
func (a alternatives) String() string {
	if len(a) == 0 {
		return "1 = 0"
	}
	return "(" + strings.Join(a, " OR ") + ")"
}

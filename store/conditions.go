package store

import (
	"strconv"
	"strings"
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

package lists

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"yichuang/fault"
)

// Rows are the entries of a list in their order.
type Rows []Row

// Find returns the row with the id.
func (rs Rows) Find(id string) (row Row, ok bool) {
	i := slices.IndexFunc(rs, func(r Row) bool { return r.ID == id })
	if i < 0 {
		return row, false
	}
	return rs[i], true
}

// With returns the rows with one put in the place of that with its id, or at the
// end. A row without an id gets the next one.
func (rs Rows) With(row Row) (Rows, string) {
	if row.ID == "" {
		row.ID = rs.next()
	}
	out := slices.Clone(rs)
	if i := slices.IndexFunc(rs, func(r Row) bool { return r.ID == row.ID }); i >= 0 {
		out[i] = row
		return out, row.ID
	}
	return append(out, row), row.ID
}

// Without returns the rows without the one with the id.
func (rs Rows) Without(id string) Rows {
	return slices.DeleteFunc(slices.Clone(rs), func(r Row) bool { return r.ID == id })
}

// next is the number after the highest that is an id.
func (rs Rows) next() string {
	highest := 0
	for _, r := range rs {
		if n, err := strconv.Atoi(r.ID); err == nil {
			highest = max(highest, n)
		}
	}
	return strconv.Itoa(highest + 1)
}

// Checked checks every row. The fault's path is the number of the row, from 1,
// and the column.
func (k Kind) Checked(rows Rows) (Rows, error) {
	out := make(Rows, len(rows))
	for i, row := range rows {
		cells, err := k.Check(row.Cells)
		if err != nil {
			return nil, at(err, i+1)
		}
		switch {
		case !plainID(row.ID):
			return nil, fault.New(fault.Invalid, "fault.list.id").WithPath(fmt.Sprintf("%d.id", i+1)).WithDetail("row %d: %q is no id", i+1, row.ID)
		case slices.ContainsFunc(out[:i], func(r Row) bool { return r.ID == row.ID }):
			return nil, fault.New(fault.Invalid, "fault.list.twice", "id", row.ID).WithPath(fmt.Sprintf("%d.id", i+1)).WithDetail("row %d: the id %s stands twice", i+1, row.ID)
		}
		out[i] = Row{ID: row.ID, Cells: cells}
	}
	return out, nil
}

// at puts the row's number before the path of a fault.
func at(err error, row int) error {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.WithPath(fmt.Sprintf("%d.%s", row, f.Path))
	}
	return err
}

// Change is what an edition changed, by the rows' ids.
type Change struct {
	Added   []string `json:"added,omitempty"`
	Changed []string `json:"changed,omitempty"`
	Removed []string `json:"removed,omitempty"`
}

// Empty reports whether nothing changed.
func (c Change) Empty() bool { return len(c.Added)+len(c.Changed)+len(c.Removed) == 0 }

// Difference says what leads from before to after.
func Difference(before, after Rows) Change {
	var c Change
	for _, row := range after {
		old, had := before.Find(row.ID)
		switch {
		case !had:
			c.Added = append(c.Added, row.ID)
		case !maps.Equal(old.Cells, row.Cells):
			c.Changed = append(c.Changed, row.ID)
		}
	}
	for _, row := range before {
		if _, has := after.Find(row.ID); !has {
			c.Removed = append(c.Removed, row.ID)
		}
	}
	return c
}

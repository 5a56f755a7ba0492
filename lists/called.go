package lists

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Settling are the kinds whose entries settle the fact.
func (ks Kinds) Settling(fact string) Kinds {
	return slices.DeleteFunc(slices.Clone(ks), func(k Kind) bool { return k.Settles == nil || k.Settles.Fact != fact })
}

// NamedBy are the kinds that read the fact as the name of an entry.
func (ks Kinds) NamedBy(fact string) Kinds {
	return slices.DeleteFunc(slices.Clone(ks), func(k Kind) bool { return k.Settles == nil || k.Settles.Name != fact })
}

// Called returns the row that bears the name, in any of its languages, whatever
// its case, accents, blanks and punctuation. A cell may hold several names,
// parted by commas or semicolons.
func (k Kind) Called(rows Rows, name string) (row Row, ok bool) {
	asked := folded(name)
	if k.Settles == nil || asked == "" {
		return row, false
	}
	i := slices.IndexFunc(rows, func(r Row) bool {
		for _, c := range k.Columns() {
			if slices.Contains(k.Settles.Called, c.Field.ID) && bears(r.Cells[c.Name], asked) {
				return true
			}
		}
		return false
	})
	if i < 0 {
		return row, false
	}
	return rows[i], true
}

// bears reports whether the cell is the name, or one of the names in it is.
func bears(cell, asked string) bool {
	parts := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",;\uFF0C\uFF1B\u3001", r) })
	return folded(cell) == asked || slices.ContainsFunc(parts, func(part string) bool { return folded(part) == asked })
}

// folded is what of a name is compared: its letters and digits, in lower case,
// without accents, wide forms as narrow ones.
func folded(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(name))
}

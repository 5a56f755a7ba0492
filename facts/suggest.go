package facts

import (
	"fmt"
	"strings"
)

// Suggest returns the path of the field or group that somebody who wrote path
// most likely meant, and whether one is near enough to say so.
func (v *Vocabulary) Suggest(path string) (string, bool) {
	candidates := make([]string, 0, len(v.fields)+len(v.groups))
	for _, g := range v.groups {
		candidates = append(candidates, g.Path)
	}
	for i := range v.fields {
		candidates = append(candidates, v.fields[i].Path)
	}
	return nearest(path, candidates)
}

// strange says that a word is not in the closed list of the field.
func (field *Field) strange(word string) string {
	words := field.Words
	if field.NoneAllowed {
		words = append([]string{none}, words...)
	}
	text := fmt.Sprintf("%q is no word of its list", shorten([]byte(word)))
	if len(words) <= maxWords {
		text = fmt.Sprintf("%q is none of %s", shorten([]byte(word)), strings.Join(words, ", "))
	}
	if near, ok := nearest(word, words); ok {
		text += fmt.Sprintf(" (did you mean %s?)", near)
	}
	return text
}

// longestTypo is the longest text compared with the candidates; nobody mistypes more.
const longestTypo = 80

// nearest returns the candidate at the least distance, the first of equals, and
// whether it is near: at most one slip for every three letters, none in one letter.
func nearest(typed string, candidates []string) (best string, found bool) {
	if len(typed) > longestTypo {
		return "", false
	}
	_, last := split(typed)
	least := (len(last)+1)/3 + 1
	for _, candidate := range candidates {
		if d := pathDistance(strings.ToLower(typed), strings.ToLower(candidate)); d < least {
			least, best, found = d, candidate, true
		}
	}
	return best, found
}

// pathDistance is the least of three readings of a mistake: letters mistyped
// anywhere; the last part right or nearly so, but in a wrong group; one word of
// the last part (salary for annual_salary).
func pathDistance(typed, candidate string) int {
	parent, last := split(typed)
	group, name := split(candidate)
	elsewhere := 0
	if parent != group {
		elsewhere = 1
	}
	d := min(distance(typed, candidate), elsewhere+distance(last, name))
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '-' }) {
		if len(word) > 3 && word != name {
			d = min(d, elsewhere+1+distance(last, word))
		}
	}
	return d
}

func split(path string) (parent, last string) {
	i := strings.LastIndexByte(path, '.')
	return path[:max(i, 0)], path[i+1:]
}

// distance counts the letters to insert, delete, replace or exchange with their
// neighbour (optimal string alignment).
func distance(a, b string) int {
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next[0] = i + 1
		for j := range len(b) {
			if a[i] == b[j] {
				next[j+1] = row[j]
				continue
			}
			next[j+1] = 1 + min(row[j], row[j+1], next[j])
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], 1+before[j-1])
			}
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}

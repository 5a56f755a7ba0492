package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one fault in a pack, with its place and, where there is one, the
// line itself. Line and Col count from 1; 0 means the whole file.
type Problem struct {
	File      string
	Line, Col int
	Text      string
	Source    string
}

// String prints file:line:column: text, then the line and a caret below it.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", p.Line, p.Col)
	}
	b.WriteString(": " + p.Text)
	if p.Source != "" && p.Line > 0 {
		pad := []rune(p.Source)
		pad = pad[:min(max(p.Col-1, 0), len(pad))]
		for i, r := range pad {
			if r != '\t' {
				pad[i] = ' '
			}
		}
		fmt.Fprintf(&b, "\n    %s\n    %s^", p.Source, string(pad))
	}
	return b.String()
}

// Problems is everything that is wrong with some packs. As an error it prints
// them all.
type Problems []Problem

func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Line is the first problem without its source, and how many more there are: all
// on one line, for a command that only reads the file in passing.
func (ps Problems) Line() string {
	first := ps[0]
	first.Source = ""
	if len(ps) == 1 {
		return first.String()
	}
	return fmt.Sprintf("%s (and %d more)", first, len(ps)-1)
}

// Sort orders the problems by place.
func (ps Problems) Sort() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col), cmp.Compare(a.Text, b.Text))
	})
}

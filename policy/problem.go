package policy

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Problem is one fault in a pack, with its place and, where there is one, the
// line itself. Line and Col count from 1; 0 means the whole file.
type Problem struct {
	File      string
	Line, Col int
	Text      string
	Source    string

	// Format and Args are what Text was made of, for whoever says it in another
	// language; empty where it is another program's text.
	Format string
	Args   []any
}

// problemAt is a problem whose text is made of a format.
func problemAt(file string, line, col int, format string, args ...any) Problem {
	return Problem{File: file, Line: line, Col: col, Text: fmt.Sprintf(format, args...), Format: format, Args: args}
}

// ProblemIn is a problem of a whole file.
func ProblemIn(file, format string, args ...any) Problem {
	return problemAt(file, 0, 0, format, args...)
}

var (
	verbs      = regexp.MustCompile(`%[sqdv]`)
	notALetter = regexp.MustCompile(`[^a-z0-9]+`)
)

// Key names the format among messages: its words joined by hyphens, and how many
// arguments it takes. "" where there is no format but that of another text.
func (p Problem) Key() string {
	words := notALetter.ReplaceAllString(strings.ToLower(verbs.ReplaceAllString(p.Format, "")), "-")
	if words = strings.Trim(words, "-"); words == "" {
		return ""
	}
	return words + "." + strconv.Itoa(len(verbs.FindAllString(p.Format, -1)))
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

package letter

import (
	"strings"
	"unicode"
)

// Signs that no line begins with, and signs that no line ends with, by the rules
// of Chinese typesetting (GB/T 15834, 5.1).
const (
	notFirst = ",.:;!?%)]}\u00b7\u2014\u2019\u201d\u2026\u2030\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u3015\u3017" +
		"\uff01\uff05\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3d\uff5d\uff5e"
	notLast = "([{\u2018\u201c\u3008\u300a\u300c\u300e\u3010\u3014\u3016\uff08\uff3b\uff5b"
)

// lines breaks a text into lines of at most the width, the first one shorter by
// the indent. A line break that somebody typed stays.
func (s setter) lines(text string, size, width, indent float64) (lines [][]glyph, err error) {
	for part := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		glyphs, err := s.glyphs(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		for len(glyphs) > 0 {
			n := fitting(glyphs, size, width-indent)
			lines = append(lines, trim(glyphs[:n]))
			glyphs, indent = trimLeft(glyphs[n:]), 0
		}
	}
	return lines, nil
}

// fitting returns how many glyphs make the next line: as many as fit up to the
// last place where a line may end, or, where there is none, as many as fit at
// all; at least one.
func fitting(glyphs []glyph, size, width float64) int {
	used, good := 0.0, 0
	for i, g := range glyphs {
		if i > 0 {
			used += gap(glyphs[i-1], g) * size
			if mayBreak(glyphs, i) {
				good = i
			}
		}
		used += g.width * size
		if used > width+0.01 && g.sign != ' ' {
			if good > 0 {
				return good
			}
			return max(i, 1)
		}
	}
	return len(glyphs)
}

// mayBreak reports whether a line may end before glyphs[i].
func mayBreak(glyphs []glyph, i int) bool {
	before, b := trim(glyphs[:i]), glyphs[i]
	switch {
	case len(before) == 0, b.sign == ' ':
		return false
	case strings.ContainsRune(notFirst, b.sign), strings.ContainsRune(notLast, before[len(before)-1].sign):
		return false
	}
	a := glyphs[i-1]
	return a.sign == ' ' || a.font == hanFont || b.font == hanFont
}

func trim(line []glyph) []glyph {
	for len(line) > 0 && unicode.IsSpace(line[len(line)-1].sign) {
		line = line[:len(line)-1]
	}
	return line
}

func trimLeft(line []glyph) []glyph {
	for len(line) > 0 && line[0].sign == ' ' {
		line = line[1:]
	}
	return line
}

// spread is the space added after every glyph so that a line fills the width;
// nothing where that would tear the line apart.
func spread(line []glyph, size, width float64) float64 {
	missing := width - widthOf(line, size)
	if len(line) < 2 || missing <= 0 || missing > 3*size {
		return 0
	}
	return missing / float64(len(line)-1)
}

package letter

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"yichuang/locale"
)

func shown(t *testing.T, g glyph) string {
	t.Helper()
	return string(charmap.Windows1252.DecodeByte(byte(g.code)))
}

func signs(line []glyph) string {
	var b strings.Builder
	for _, g := range line {
		b.WriteRune(g.sign)
	}
	return b.String()
}

// TestLines_keepTheRules: whatever the text, no line is too wide, no sign is
// lost, and a line begins or ends wrongly only where there is no other way.
func TestLines_keepTheRules(t *testing.T) {
	piece := rapid.SampledFrom([]string{"样", "例", "许可", "，", "。", "（", "）", "“", "”", "《", "》", "、", "——", "……", "A", "word ", "QD26-004172-R", " ", "12", "%", "\n"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 1, 80).Draw(t, "text"), "")
		width := float64(rapid.IntRange(40, 400).Draw(t, "width"))
		s := setter{lang: locale.Chinese}
		lines, err := s.lines(text, 16, width, 0)
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for i, line := range lines {
			all.WriteString(signs(line))
			if widthOf(line, 16) > width+0.1 && len(line) > 1 {
				t.Fatalf("line %q is %v wide, want at most %v", signs(line), widthOf(line, 16), width)
			}
			if i > 0 && !strings.Contains(text, "\n") && forced(lines[i-1], line[0]) {
				t.Fatalf("%q is followed by %q", signs(lines[i-1]), signs(line))
			}
		}
		if got, want := squeeze(all.String()), squeeze(text); got != want {
			t.Fatalf("lines say %q, want %q", got, want)
		}
	})
}

// forced tells whether a line breaks where none may, though it could have broken
// earlier.
func forced(line []glyph, next glyph) bool {
	last := line[len(line)-1]
	wrong := strings.ContainsRune(notFirst, next.sign) || strings.ContainsRune(notLast, last.sign)
	for i := 1; i < len(line) && wrong; i++ {
		if mayBreak(line, i) {
			return true
		}
	}
	return false
}

func TestLines_table(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64 // in signs
		want  []string
	}{
		{"一二三四，五", 4, []string{"一二三", "四，五"}},
		{"一二三（四五）", 4, []string{"一二三", "（四五）"}},
		{"one two three", 4, []string{"one two", "three"}},
		{"第一行\n第二行", 10, []string{"第一行", "第二行"}},
		{"ABCDEFGHIJKLMNOP", 4, []string{"ABCDE", "FGHIJK", "LMNOP"}},
		{" ", 4, nil},
	} {
		lines, err := setter{lang: locale.Chinese}.lines(c.text, 16, c.width*16, 0)
		must(t, err)
		var got []string
		for _, line := range lines {
			got = append(got, signs(line))
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%q in %v: got %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

func TestPaginate_keepsTogetherWhatBelongsTogether(t *testing.T) {
	line := func(keep, breaks bool) row { return row{height: textHeight / 4, keep: keep, breaks: breaks} }
	for name, c := range map[string]struct {
		rows []row
		want []int // rows on each page
	}{
		"fill":             {[]row{line(false, false), line(false, false), line(false, false), line(false, false), line(false, false)}, []int{4, 1}},
		"heading moves":    {[]row{line(false, false), line(false, false), line(false, false), line(true, false), line(false, false)}, []int{3, 2}},
		"annex":            {[]row{line(false, false), line(false, true), line(false, false)}, []int{1, 2}},
		"more than a page": {[]row{line(true, false), line(true, false), line(true, false), line(true, false), line(true, false), line(false, false)}, []int{4, 2}},
		"keep at the end":  {[]row{line(true, false)}, []int{1}},
	} {
		var got []int
		for _, page := range paginate(c.rows) {
			got = append(got, len(page))
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: got pages of %v rows, want %v", name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: got pages of %v rows, want %v", name, got, c.want)
			}
		}
	}
}

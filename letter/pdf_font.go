package letter

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"

	"yichuang/fault"
	"yichuang/locale"
)

// font is one of the two fonts of a letter, by its name in the file.
type font string

const (
	hanFont   font = "F1" // STSong-Light, two bytes a sign
	latinFont font = "F2" // Helvetica in Windows-1252, one byte
)

// glyph is a sign in the font that has it.
type glyph struct {
	sign  rune
	font  font
	code  uint16
	width float64 // in ems
}

// helvetica are the widths of Helvetica for the codes 32 to 255 of Windows-1252,
// in thousandths of an em (Adobe's core font metrics).
var helvetica = [224]int{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, 350,
	556, 350, 222, 556, 333, 1000, 556, 556, 333, 1000, 667, 333, 1000, 350, 611, 350,
	350, 222, 222, 333, 333, 350, 556, 1000, 333, 1000, 500, 333, 944, 350, 500, 667,
	278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 333,
	400, 584, 333, 333, 333, 556, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611,
	667, 667, 667, 667, 667, 667, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278,
	722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
	556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278, 278, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 584, 611, 556, 556, 556, 556, 500, 556, 500,
}

// fullWidth are the marks that Chinese writes as wide as an ideograph and other
// languages narrow, though they are the same signs.
const fullWidth = "\u2014\u2018\u2019\u201c\u201d\u2026"

// plain are Latin letters that decomposition does not reduce to those the font has.
var plain = map[rune]rune{
	'\u0141': 'L', '\u0142': 'l', '\u0110': 'D', '\u0111': 'd', '\u0126': 'H', '\u0127': 'h', '\u0131': 'i',
}

// glyphs finds every sign of the text in a font. A Latin letter with a mark that
// Helvetica lacks loses the mark, as in a passport's machine zone.
func (s setter) glyphs(text string) ([]glyph, error) {
	var glyphs []glyph
	for _, r := range norm.NFC.String(text) {
		if unicode.Is(unicode.Cf, r) {
			continue // joiners and direction marks have no shape
		}
		g, ok := s.glyph(r)
		if !ok {
			g, ok = s.glyph(unmarked(r))
		}
		if !ok {
			return nil, fault.New(fault.Invalid, "fault.letter.sign", "sign", string(r)).
				WithDetail("no letter font has %q (%U): use the machine zone's spelling or Chinese", r, r)
		}
		glyphs = append(glyphs, g)
	}
	return glyphs, nil
}

func (s setter) glyph(r rune) (glyph, bool) {
	if unicode.IsSpace(r) && r != '\u3000' {
		r = ' '
	}
	if s.lang == locale.Chinese && strings.ContainsRune(fullWidth, r) {
		return glyph{r, hanFont, uint16(r), 1}, true
	}
	if code, ok := charmap.Windows1252.EncodeRune(r); ok && code >= ' ' {
		return glyph{r, latinFont, uint16(code), float64(helvetica[code-' ']) / 1000}, true
	}
	if inGB(r) {
		return glyph{r, hanFont, uint16(r), 1}, true
	}
	return glyph{}, false
}

// inGB reports whether the character collection Adobe-GB1 has the sign: GBK and
// extension A of the ideographs.
func inGB(r rune) bool {
	if 0x3400 <= r && r <= 0x4db5 {
		return true
	}
	if r > 0xffff || r < 0x80 {
		return false
	}
	_, err := simplifiedchinese.GBK.NewEncoder().String(string(r))
	return err == nil
}

func unmarked(r rune) rune {
	if base, ok := plain[r]; ok {
		return base
	}
	for _, base := range norm.NFD.String(string(r)) {
		return base
	}
	return r
}

// autospace is the gap between Chinese and other letters, in ems. Nobody types it.
const autospace = 0.2

// gap is the space before b after a, in ems.
func gap(a, b glyph) float64 {
	if ideograph(a) && latin(b) || latin(a) && ideograph(b) {
		return autospace
	}
	return 0
}

func ideograph(g glyph) bool { return unicode.Is(unicode.Han, g.sign) }

func latin(g glyph) bool {
	return g.font == latinFont && (unicode.IsLetter(g.sign) || unicode.IsDigit(g.sign))
}

// widthOf is the width of a line at a size.
func widthOf(line []glyph, size float64) float64 {
	ems := 0.0
	for i, g := range line {
		ems += g.width
		if i > 0 {
			ems += gap(line[i-1], g)
		}
	}
	return ems * size
}

package letter

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// canvas gathers the drawing operators of one page (ISO 32000-1, 8 and 9).
type canvas struct{ strings.Builder }

// number writes a length as PDF reads it: two decimals, none where it is whole.
func number(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}

func (c *canvas) op(operator string, operands ...float64) {
	for _, v := range operands {
		c.WriteString(number(v) + " ")
	}
	c.WriteString(operator + "\n")
}

// text writes a line from x on its baseline y; extra space follows every glyph.
func (c *canvas) text(x, y, size float64, line []glyph, extra float64) {
	c.WriteString("BT\n")
	c.op("Tc", extra)
	for start := 0; start < len(line); {
		end := start + 1
		for end < len(line) && line[end].font == line[start].font && gap(line[end-1], line[end]) == 0 {
			end++
		}
		fmt.Fprintf(c, "/%s %s Tf\n", line[start].font, number(size))
		c.op("Tm", 1, 0, 0, 1, x, y)
		fmt.Fprintf(c, "<%s> Tj\n", codes(line[start:end]))
		x += widthOf(line[start:end], size) + float64(end-start)*extra
		if end < len(line) {
			x += gap(line[end-1], line[end]) * size
		}
		start = end
	}
	c.WriteString("ET\n")
}

// strong writes a line as text does, with a thin outline that makes it heavier:
// neither font has a bold that every viewer knows.
func (c *canvas) strong(x, y, size float64, line []glyph) {
	c.WriteString("q\n2 Tr\n")
	c.op("w", size/40)
	c.text(x, y, size, line, 0)
	c.WriteString("Q\n")
}

// codes are the codes of glyphs of one font in hexadecimal.
func codes(line []glyph) string {
	var b strings.Builder
	for _, g := range line {
		if g.font == hanFont {
			fmt.Fprintf(&b, "%04X", g.code)
		} else {
			fmt.Fprintf(&b, "%02X", g.code)
		}
	}
	return b.String()
}

// across writes a pale line through the point, rising by thirty degrees.
func (c *canvas) across(x, y, size float64, line []glyph) {
	const angle = math.Pi / 6
	sin, cos := math.Sin(angle), math.Cos(angle)
	fmt.Fprintf(c, "q\n0.9 g\n%.4f %.4f %.4f %.4f %s %s cm\n", cos, sin, -sin, cos, number(x), number(y))
	c.text(-widthOf(line, size)/2, -size/3, size, line, 0)
	c.WriteString("Q\n")
}

// rule draws a thin grey line to the right; line draws one from point to point.
func (c *canvas) rule(x, y, to float64) { c.line(x, y, to, y) }

func (c *canvas) line(x, y, toX, toY float64) {
	c.WriteString("q\n0.45 G\n0.6 w\n")
	c.op("m", x, y)
	c.op("l", toX, toY)
	c.WriteString("S\nQ\n")
}

// ring draws a dashed circle from four curves.
func (c *canvas) ring(x, y, radius float64) {
	const handle = 0.5522847 // of the radius: the curve nearest to a quarter circle
	k := handle * radius
	c.WriteString("q\n0.45 G\n0.6 w\n[3 2] 0 d\n")
	c.op("m", x+radius, y)
	c.op("c", x+radius, y+k, x+k, y+radius, x, y+radius)
	c.op("c", x-k, y+radius, x-radius, y+k, x-radius, y)
	c.op("c", x-radius, y-k, x-k, y-radius, x, y-radius)
	c.op("c", x+k, y-radius, x+radius, y-k, x+radius, y)
	c.WriteString("S\nQ\n")
}

// code draws a QR code in squares, its upper left corner at x, y.
func (c *canvas) code(x, y, width float64, q drawn) {
	unit := width / float64(q.size)
	fmt.Fprintf(c, "q\n%.5f 0 0 %.5f %s %s cm\n", unit, -unit, number(x), number(y))
	for _, b := range q.bars {
		fmt.Fprintf(c, "%d %d %d 1 re\n", b.x, b.y, b.width)
	}
	c.WriteString("f\nQ\n")
}

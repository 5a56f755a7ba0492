package letter

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"github.com/skip2/go-qrcode"

	"yichuang/fault"
)

// mostQR is the longest content that still prints in squares of a third of a
// millimetre on 40 mm, which every telephone reads.
const mostQR = 600

// QR is a QR code at the medium level of correction, without its quiet zone.
// It is drawn only where it is shown: that costs a hundred times reading a letter.
type QR struct {
	Content string
	Title   string // says to people what it is
}

// NewQR makes the code of a content of 1 to 600 bytes.
func NewQR(content, title string) (QR, error) {
	if n := len(content); n == 0 || n > mostQR {
		return QR{}, fault.At("qr", "%d bytes do not fit in a readable QR code (1 to %d): shorten the certificate", n, mostQR)
	}
	return QR{Content: content, Title: title}, nil
}

// drawn is a code as bars on a square of size small squares.
type drawn struct {
	size int
	bars []bar
}

// bar is a horizontal run of dark squares.
type bar struct{ x, y, width int }

// draw joins dark squares that are neighbours in a row.
func (q QR) draw() (drawn, error) {
	code, err := qrcode.New(q.Content, qrcode.Medium)
	if err != nil {
		return drawn{}, fmt.Errorf("draw QR code: %w", err)
	}
	code.DisableBorder = true
	rows := code.Bitmap()
	d := drawn{size: len(rows)}
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			start := x
			for x < len(row) && row[x] {
				x++
			}
			if x > start {
				d.bars = append(d.bars, bar{start, y, x - start})
			}
		}
	}
	return d, nil
}

// quiet is the width in squares of the empty border that readers need.
const quiet = 4

// SVG draws the code with its quiet zone, three pixels a square where no stylesheet
// says otherwise: squares of uneven widths are hard to read. It has a title for
// people who do not see it.
func (q QR) SVG() (template.HTML, error) {
	d, err := q.draw()
	if err != nil {
		return "", err
	}
	var path strings.Builder
	for _, b := range d.bars {
		fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", b.x+quiet, b.y+quiet, b.width, b.width)
	}
	side, pixels := strconv.Itoa(d.size+2*quiet), strconv.Itoa(3*(d.size+2*quiet))
	return template.HTML(`<svg class="qr" xmlns="http://www.w3.org/2000/svg" width="` + pixels + `" height="` + pixels + `" viewBox="0 0 ` + side + ` ` + side +
		`" role="img" shape-rendering="crispEdges"><title>` + template.HTMLEscapeString(q.Title) +
		`</title><path fill="#fff" d="M0 0h` + side + `v` + side + `H0z"/><path d="` + path.String() + `"/></svg>`), nil
}

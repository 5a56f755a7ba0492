package letter

import (
	"encoding/json"
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
type QR struct {
	Content string
	Title   string   // says to people what it is
	Dark    [][]bool `json:"-"` // rows from the top; made again from Content when read
}

// UnmarshalJSON reads what is kept of a code and draws it again.
func (q *QR) UnmarshalJSON(b []byte) error {
	var kept struct{ Content, Title string }
	if err := json.Unmarshal(b, &kept); err != nil {
		return err
	}
	code, err := NewQR(kept.Content, kept.Title)
	*q = code
	return err
}

// NewQR makes the code of a content of at most 600 bytes.
func NewQR(content, title string) (QR, error) {
	if len(content) > mostQR {
		return QR{}, fault.At("qr", "%d bytes do not fit in a readable QR code (at most %d): shorten the certificate", len(content), mostQR)
	}
	code, err := qrcode.New(content, qrcode.Medium)
	if err != nil {
		return QR{}, fmt.Errorf("make QR code: %w", err)
	}
	code.DisableBorder = true
	return QR{Content: content, Title: title, Dark: code.Bitmap()}, nil
}

// bar is a horizontal run of dark squares.
type bar struct{ x, y, width int }

// bars are the dark squares, neighbours in a row joined.
func (q QR) bars() (bars []bar) {
	for y, row := range q.Dark {
		for x := 0; x < len(row); x++ {
			start := x
			for x < len(row) && row[x] {
				x++
			}
			if x > start {
				bars = append(bars, bar{start, y, x - start})
			}
		}
	}
	return bars
}

// quiet is the width in squares of the empty border that readers need.
const quiet = 4

// SVG draws the code with its quiet zone. It has a title for people who do not
// see it, and scales to the width that a stylesheet gives it.
func (q QR) SVG() template.HTML {
	var path strings.Builder
	for _, b := range q.bars() {
		fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", b.x+quiet, b.y+quiet, b.width, b.width)
	}
	size := strconv.Itoa(len(q.Dark) + 2*quiet)
	return template.HTML(`<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ` + size + ` ` + size +
		`" role="img" shape-rendering="crispEdges"><title>` + template.HTMLEscapeString(q.Title) +
		`</title><path fill="#fff" d="M0 0h` + size + `v` + size + `H0z"/><path d="` + path.String() + `"/></svg>`)
}

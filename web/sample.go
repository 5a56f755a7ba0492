package web

import (
	"yichuang/casefile"
	"yichuang/locale"
)

// sampleDrawing is a schematic drawing of a paper: an outline with what stands on
// it, numbered; Points says in words what each number points at, so that the
// picture adds nothing that cannot be read.
type sampleDrawing struct {
	ID, Title     string
	Width, Height int
	Left          int // of the outline
	Marks         []sampleMark
	Numbers       []sampleNumber
	Points        []string
}

// sampleMark is a stroke of the drawing. Kind is "rect", "line", "ring" or
// "head"; a line runs from X, Y by W, H.
type sampleMark struct {
	Kind       string
	X, Y, W, H int
}

type sampleNumber struct{ N, Y, Text int }

// Sizes of the drawing, in its own units.
const (
	sampleLeft = 30 // room for the numbers
	samplePad  = 14
	sampleGap  = 12
)

var sampleWidths = map[string]int{"sheet": 180, "book": 230, "card": 230, "portrait": 130}

// sampleHeights of the parts, and the least of a shape.
var (
	sampleHeights = map[string]int{"title": 14, "lines": 34, "table": 44, "photo": 74, "dates": 14, "signature": 28, "seal": 58, "stamp": 48, "code": 20}
	sampleLeast   = map[string]int{"sheet": 200, "book": 150, "card": 140, "portrait": 150}
)

// drawSample draws the sample of a paper under an id of its own on the page.
func drawSample(p *locale.Printer, id, title string, s casefile.Sample) *sampleDrawing {
	if len(s.Parts) == 0 {
		return nil
	}
	d := &sampleDrawing{ID: "sample-" + id, Title: p.T("sample.title", "paper", title), Left: sampleLeft}
	inner := sampleWidths[s.Shape] - 2*samplePad
	y := samplePad
	for i, part := range s.Parts {
		height := sampleHeights[part.Part]
		d.draw(part.Part, sampleLeft+samplePad, y, inner, height)
		d.Numbers = append(d.Numbers, sampleNumber{i + 1, y + height/2, y + height/2 + 5})
		d.Points = append(d.Points, p.Pick(part.ZH, part.EN))
		y += height + sampleGap
	}
	d.Width, d.Height = sampleLeft+sampleWidths[s.Shape], max(y-sampleGap+samplePad, sampleLeast[s.Shape])
	return d
}

// draw adds the strokes of a part that fills a box.
func (d *sampleDrawing) draw(part string, x, y, w, h int) {
	add := func(kind string, x, y, w, h int) { d.Marks = append(d.Marks, sampleMark{kind, x, y, w, h}) }
	switch part {
	case "title":
		add("rect", x+w/6, y+2, w*2/3, h-4)
	case "lines":
		for i := range 3 {
			add("line", x, y+5+i*12, w-(i%2)*w/4, 0)
		}
	case "dates":
		add("line", x, y+h/2, w*2/5, 0)
		add("line", x+w/2, y+h/2, w*2/5, 0)
	case "table":
		for i := range 4 {
			add("line", x, y+i*h/3, w, 0)
		}
		for _, at := range []int{0, w / 3, w} {
			add("line", x+at, y, 0, h)
		}
	case "photo":
		add("frame", x, y, 58, h)
		add("ring", x+29, y+h/3+2, 13, 0)
		add("head", x+8, y+h-4, 42, 22)
		if w > 120 {
			add("line", x+72, y+14, w-84, 0)
			add("line", x+72, y+30, w-100, 0)
			add("line", x+72, y+46, w-84, 0)
		}
	case "signature":
		add("hand", x+w/3, y+h-10, w/2, 0)
		add("line", x+w/3, y+h-4, w/2, 0)
	case "seal":
		add("seal", x+w-h/2-4, y+h/2, h/2-2, 0)
		add("line", x, y+h/3, w/3, 0)
		add("line", x, y+h*2/3, w/4, 0)
	case "stamp":
		add("frame", x+w/8, y, w/2, h)
		add("line", x+w/8+8, y+h/3, w/2-16, 0)
		add("line", x+w/8+8, y+h*2/3, w/3, 0)
	case "code":
		add("bars", x, y+5, w, 0)
		add("bars", x, y+h-4, w, 0)
	}
}

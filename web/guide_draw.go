package web

import (
	"fmt"
	"strings"
	"unicode"

	"yichuang/locale"
)

// flowDrawing is the picture of a way: boxes from top to bottom, tracks side by
// side. It says nothing that the text beside it does not.
type flowDrawing struct {
	Title         string
	Width, Height int
	Boxes         []flowBox
	Lines         []flowLine
}

type flowBox struct {
	N, X, Y, W, H int
	Texts         []flowText
}

type flowText struct {
	X, Y int
	Text string
	Soft bool
}

// arrow leads from the foot of a box to the head of another.
func arrow(from, to flowBox) flowLine {
	x1, y1, x2, y2 := from.X+from.W/2, from.Y+from.H, to.X+to.W/2, to.Y
	middle := (y1 + y2) / 2
	return flowLine{fmt.Sprintf("M%d %dV%dH%dV%dm-4 -5l4 5l4 -5", x1, y1, middle, x2, y2-1)}
}

// flowLine is an arrow from one box to the next, as a path.
type flowLine struct{ Path string }

// Sizes of the picture, in its own units, which are pixels.
const (
	flowWidth  = 336
	flowGap    = 26
	flowPad    = 10
	flowRow    = 19
	flowSize   = 14 // of the letters
	numberRoom = 24
)

// drawFlow draws steps that flowOf made.
func drawFlow(p *locale.Printer, title string, steps []guideStep) *flowDrawing {
	d := &flowDrawing{Title: p.T("guide.flow.picture", "matter", title), Width: flowWidth}
	y := 2
	var above []flowBox // the boxes that lead to the next row
	for i := 0; i < len(steps); {
		row := []guideStep{steps[i]}
		for i++; steps[i-1].Lane != commonLane && i < len(steps) && steps[i].Lane != commonLane; i++ {
			row = append(row, steps[i])
		}
		boxes, height := boxesOf(row, y)
		for _, from := range above {
			for _, to := range boxes {
				d.Lines = append(d.Lines, arrow(from, to))
			}
		}
		d.Boxes = append(d.Boxes, boxes...)
		above, y = boxes, y+height+flowGap
	}
	d.Height = y - flowGap + 2
	return d
}

// boxesOf places steps side by side; all are as high as the highest.
func boxesOf(row []guideStep, y int) ([]flowBox, int) {
	const between = 12
	width := (flowWidth - 4 - between*(len(row)-1)) / len(row)
	boxes := make([]flowBox, len(row))
	height := 0
	for i, s := range row {
		b := flowBox{N: s.N, X: 2 + i*(width+between), Y: y, W: width}
		at := y + flowPad + flowSize
		add := func(text string, soft bool) {
			for _, line := range wrap(text, width-2*flowPad-numberRoom) {
				b.Texts = append(b.Texts, flowText{b.X + flowPad + numberRoom, at, line, soft})
				at += flowRow
			}
		}
		add(s.Name, false)
		if s.Chip != "" {
			add(s.Chip, true)
		}
		b.H = at - y - flowSize + flowPad - 4
		height = max(height, b.H)
		boxes[i] = b
	}
	for i := range boxes {
		boxes[i].H = height
	}
	return boxes, height
}

// wrap breaks a text into lines of a width: between words, or between Chinese
// characters.
func wrap(text string, width int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range breakable(text) {
		w := wide(word)
		if used > 0 && used+w > width {
			lines, line, used = append(lines, strings.TrimSpace(line)), "", 0
		}
		line, used = line+word, used+w
	}
	return append(lines, strings.TrimSpace(line))
}

// breakable splits a text where a line may end.
func breakable(text string) (words []string) {
	start := 0
	for i, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			if i > start {
				words = append(words, text[start:i])
			}
			start = i
		case r == ' ':
			words, start = append(words, text[start:i+1]), i+1
		}
	}
	return append(words, text[start:])
}

// wide is about how wide letters of flowSize are.
func wide(text string) (width int) {
	for _, r := range text {
		if r > 0x2E80 {
			width += flowSize
		} else {
			width += flowSize * 55 / 100
		}
	}
	return width
}

package letter

import "slices"

// Sizes on paper that both languages share.
const (
	codeWidth  = 40 * millimetre // of the QR code
	sealRadius = 17 * millimetre
	labelShare = 0.34 // of a table's width
	cellPad    = 5
)

// rows sets the whole letter.
func (s setter) rows(d Document) ([]row, error) {
	rows, err := s.head(d)
	if err != nil {
		return nil, err
	}
	for _, block := range d.Blocks {
		more, err := s.block(d, block)
		if err != nil {
			return nil, err
		}
		if block.Kind == Closing {
			keepLast(rows)
		}
		rows = append(rows, more...)
	}
	return rows, nil
}

// keepLast keeps the last lines with what follows: no page holds the office and
// the date alone, where somebody could put them under another text.
func keepLast(rows []row) {
	const least = 3
	for i := max(0, len(rows)-least); i < len(rows); i++ {
		rows[i].keep = true
	}
}

// head sets what stands above the body.
func (s setter) head(d Document) ([]row, error) {
	var rows []row
	if d.Notice != "" {
		lines, err := s.lines(d.Notice, s.small, textWidth, 0)
		if err != nil {
			return nil, err
		}
		rows = append(rows, s.strips(lines, s.small, s.smallLeading, place{})...)
		rows = append(rows, space(s.smallLeading))
	}
	for _, line := range []struct {
		text string
		at   place
		size float64
		lead float64
	}{
		{d.Letterhead, place{centred: true}, s.title, s.titleLeading},
		{d.Number, place{right: true, ruled: true}, s.body, s.bodyLeading},
		{d.Title, place{centred: true, strong: true}, s.title, s.titleLeading},
		{d.Addressee, place{}, s.body, s.bodyLeading},
	} {
		lines, err := s.lines(line.text, line.size, textWidth, 0)
		if err != nil {
			return nil, err
		}
		rows = append(rows, s.strips(lines, line.size, line.lead, line.at)...)
		if !line.at.centred || line.at.strong {
			rows = append(rows, space(s.bodyLeading/2))
		}
	}
	return slices.Clip(rows), nil
}

// block sets one block of the body.
func (s setter) block(d Document, b Block) ([]row, error) {
	switch b.Kind {
	case Heading:
		return s.run(b.Text, place{strong: true, keep: true})
	case Annex:
		lines, err := s.lines(b.Text, s.title, textWidth, 0)
		if err != nil {
			return nil, err
		}
		rows := s.strips(lines, s.title, s.titleLeading, place{centred: true, strong: true, keep: true})
		rows[0].breaks = true
		return append(rows, space(s.bodyLeading/2)), nil
	case Table:
		return s.table(b.Rows)
	case Item:
		return s.item(b)
	case Certified:
		return s.certified(b)
	case Closing:
		return s.closing(d)
	}
	rows, err := s.run(b.Text, place{indent: s.indent, justified: s.justified})
	return append(rows, space(s.after)), err
}

// run sets a text of the body's size over the whole width.
func (s setter) run(text string, at place) ([]row, error) {
	lines, err := s.lines(text, s.body, textWidth-at.left, at.indent)
	if err != nil {
		return nil, err
	}
	return s.strips(lines, s.body, s.bodyLeading, at), nil
}

// place says where in the text's width a run of lines stands.
type place struct {
	left, indent   float64 // of all lines, of the first one beyond that
	centred, right bool
	justified      bool
	strong         bool
	ruled          bool    // a line stands above
	keep           bool    // the last line stays with what follows
	number         []glyph // stands left of the first line
}

// strips makes a row of every line. The first two and the last two of a run stay
// together, so that no line is left alone.
func (s setter) strips(lines [][]glyph, size, leading float64, at place) []row {
	rows := make([]row, 0, len(lines))
	for i, line := range lines {
		first, last := i == 0, i == len(lines)-1
		x := marginLeft + at.left
		if first {
			x += at.indent
		}
		free := marginLeft + textWidth - x
		extra := 0.0
		switch {
		case at.centred:
			x += (free - widthOf(line, size)) / 2
		case at.right:
			x += free - widthOf(line, size)
		case at.justified && !last:
			extra = spread(line, size, free)
		}
		rows = append(rows, row{
			height: leading,
			keep:   last && at.keep || first && !last || i == len(lines)-2,
			draw: func(c *canvas, top float64) {
				y := s.baseline(top, size, leading)
				if first && at.ruled {
					c.rule(marginLeft, top, marginLeft+textWidth)
				}
				if first && at.number != nil {
					c.text(x-at.indent-2*size, y, size, at.number, 0)
				}
				if at.strong {
					c.strong(x, y, size, line)
				} else {
					c.text(x, y, size, line, extra)
				}
			},
		})
	}
	return rows
}

func space(height float64) row { return row{height: height, draw: func(*canvas, float64) {}} }

// item sets a numbered item; its lines stand under each other.
func (s setter) item(b Block) (rows []row, err error) {
	number, err := s.glyphs(b.Number)
	if err != nil {
		return nil, err
	}
	for i, text := range b.Lines {
		at := place{left: s.indent + 2*s.body, keep: i < len(b.Lines)-1}
		if i == 0 {
			at.number = number
		}
		more, err := s.run(text, at)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return append(rows, space(s.after)), nil
}

// certified sets the QR code with its caption beside it.
func (s setter) certified(b Block) ([]row, error) {
	left := codeWidth + s.body
	caption, err := s.lines(b.Text, s.small, textWidth-left, 0)
	if err != nil {
		return nil, err
	}
	code, err := b.QR.draw()
	if err != nil {
		return nil, err
	}
	return []row{space(s.bodyLeading / 2), {height: codeWidth + s.body, draw: func(c *canvas, top float64) {
		c.code(marginLeft, top, codeWidth, code)
		for i, line := range caption {
			y := s.baseline(top-codeWidth/3-float64(i)*s.smallLeading, s.small, s.smallLeading)
			c.text(marginLeft+left, y, s.small, line, 0)
		}
	}}}, nil
}

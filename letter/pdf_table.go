package letter

// table sets labelled fields. Every line is a row of its own, so that a long
// field may go on over the page.
func (s setter) table(fields []Row) ([]row, error) {
	split := textWidth * labelShare
	rows := []row{space(cellPad)}
	for i, field := range fields {
		label, err := s.lines(field.Label, s.body, split-2*cellPad, 0)
		if err != nil {
			return nil, err
		}
		value, err := s.lines(field.Text, s.body, textWidth-split-2*cellPad, 0)
		if err != nil {
			return nil, err
		}
		n := max(len(label), len(value))
		for j := range n {
			rows = append(rows, row{
				height: s.bodyLeading,
				keep:   j < n-1 && n <= 3, // short fields stay whole
				draw: func(c *canvas, top float64) {
					s.cells(c, top, split, lineAt(label, j), lineAt(value, j))
					if j == 0 {
						c.rule(marginLeft, top, marginLeft+textWidth)
					}
					if i == len(fields)-1 && j == n-1 {
						c.rule(marginLeft, top-s.bodyLeading, marginLeft+textWidth)
					}
				},
			})
		}
	}
	return append(rows, space(cellPad)), nil
}

func lineAt(lines [][]glyph, i int) []glyph {
	if i < len(lines) {
		return lines[i]
	}
	return nil
}

// cells draws a line of both columns and the upright lines around them.
func (s setter) cells(c *canvas, top, split float64, label, value []glyph) {
	y := s.baseline(top, s.body, s.bodyLeading)
	c.text(marginLeft+cellPad, y, s.body, label, 0)
	c.text(marginLeft+split+cellPad, y, s.body, value, 0)
	for _, x := range []float64{0, split, textWidth} {
		c.line(marginLeft+x, top, marginLeft+x, top-s.bodyLeading)
	}
}

// closing sets the office and the date at the right, centred on each other, and
// the ring where the seal goes to their left.
func (s setter) closing(d Document) ([]row, error) {
	const right = 4 // ems that stay free at the right
	office, err := s.lines(d.Office, s.body, textWidth-2*sealRadius-(right+2)*s.body, 0)
	if err != nil {
		return nil, err
	}
	date, err := s.glyphs(d.Date)
	if err != nil {
		return nil, err
	}
	seal, err := s.lines(d.Seal, s.small, 1.6*sealRadius, 0)
	if err != nil {
		return nil, err
	}
	lines := append(office, date)
	widest := 0.0
	for _, line := range lines {
		widest = max(widest, widthOf(line, s.body))
	}
	height := max(2*sealRadius, float64(len(lines))*s.bodyLeading)
	axis := marginLeft + textWidth - right*s.body - widest/2
	return []row{{height: s.bodyLeading, keep: true, draw: func(*canvas, float64) {}}, {height: height, draw: func(c *canvas, top float64) {
		ring := max(axis-widest/2-sealRadius-s.body, marginLeft+sealRadius)
		c.ring(ring, top-height/2, sealRadius)
		s.centred(c, ring, top-height/2, s.small, s.smallLeading, seal)
		s.centred(c, axis, top-height/2, s.body, s.bodyLeading, lines)
	}}}, nil
}

// centred draws lines around a point.
func (s setter) centred(c *canvas, x, y, size, leading float64, lines [][]glyph) {
	top := y + float64(len(lines))*leading/2
	for i, line := range lines {
		c.text(x-widthOf(line, size)/2, s.baseline(top-float64(i)*leading, size, leading), size, line, 0)
	}
}

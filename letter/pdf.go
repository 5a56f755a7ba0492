package letter

import (
	"yichuang/civil"
	"yichuang/locale"
)

// PDF sets the letter on A4 pages. Chinese stands in STSong-Light by the CMap
// UniGB-UTF16-H, everything else in Helvetica; both are named, not embedded, so
// that a letter has a few kilobytes and its look depends a little on the viewer.
// The same letter gives the same bytes. It refuses a text with a sign that
// neither font has: a blank in a name would go unseen.
func (d Document) PDF() ([]byte, error) {
	set := setter{measure: measureOf(d.Language), lang: d.Language}
	rows, err := set.rows(d)
	if err != nil {
		return nil, err
	}
	sheets := paginate(rows)
	file := pdfFile{
		title: d.Summary, author: d.Office, language: d.Language.Tag(), on: d.On,
	}
	for i, sheet := range sheets {
		page, err := set.page(d, sheet, i+1, len(sheets))
		if err != nil {
			return nil, err
		}
		file.pages = append(file.pages, page)
	}
	return file.bytes()
}

// Lengths on paper are in points, 72 to the inch, from the lower left corner.
const (
	millimetre = 72 / 25.4
	pageWidth  = 210 * millimetre
	pageHeight = 297 * millimetre

	// The margins of official letters (GB/T 9704): 37 mm above, 28 mm left.
	marginTop    = 37 * millimetre
	marginLeft   = 28 * millimetre
	marginRight  = 26 * millimetre
	marginBottom = 35 * millimetre
	textWidth    = pageWidth - marginLeft - marginRight
	textHeight   = pageHeight - marginTop - marginBottom
)

// measure is the size of a language's type. Leading is from line to line.
type measure struct {
	body, title, small                      float64
	bodyLeading, titleLeading, smallLeading float64
	indent                                  float64 // of a paragraph's first line
	after                                   float64 // space under a paragraph
	justified                               bool
}

// measureOf returns 16 on 28 points and two signs of indent for the Chinese
// letter, smaller type for a copy.
func measureOf(lang locale.Language) measure {
	m := measure{body: 12, bodyLeading: 18, title: 17, titleLeading: 26, small: 9, smallLeading: 13, after: 6}
	if lang == locale.Chinese {
		m.body, m.bodyLeading, m.title, m.titleLeading = 16, 28, 22, 36
		m.indent, m.after, m.justified = 32, 0, true
	}
	return m
}

// setter turns a document into rows and pages.
type setter struct {
	measure
	lang locale.Language
}

// row is a strip of a page that is not divided. Draw gets its upper edge.
type row struct {
	height float64
	keep   bool // stays on the page of the row after it
	breaks bool // begins a page
	draw   func(c *canvas, top float64)
}

// paginate fills pages with rows from the top. Rows that keep with the next one
// move together, unless they alone would fill a page.
func paginate(rows []row) (pages [][]row) {
	var page []row
	used := 0.0
	flush := func() {
		if len(page) > 0 {
			pages = append(pages, page)
		}
		page, used = nil, 0
	}
	for start := 0; start < len(rows); {
		end := start
		height := rows[start].height
		for rows[end].keep && end+1 < len(rows) {
			end++
			height += rows[end].height
		}
		if rows[start].breaks || used+height > textHeight && height <= textHeight {
			flush()
		}
		for _, r := range rows[start : end+1] {
			if used+r.height > textHeight {
				flush()
			}
			page = append(page, r)
			used += r.height
		}
		start = end + 1
	}
	flush()
	return pages
}

// mostFootLines is what fits under the rule of the foot. A longer address is cut:
// it stands in the letter too where the letter needs it.
const mostFootLines = 3

// page draws one page: the specimen mark under everything, the rows, the foot.
func (s setter) page(d Document, rows []row, n, of int) (string, error) {
	c := &canvas{}
	if err := s.drawSpecimen(c, d.Specimen); err != nil {
		return "", err
	}
	top := pageHeight - marginTop
	for _, r := range rows {
		r.draw(c, top)
		top -= r.height
	}
	p := locale.For(s.lang)
	count, err := s.glyphs(p.T("letter.foot.page", "page", n, "pages", of))
	if err != nil {
		return "", err
	}
	foot, err := s.lines(d.Foot, s.small, textWidth-widthOf(count, s.small)-2*s.small, 0)
	if err != nil {
		return "", err
	}
	foot = foot[:min(len(foot), mostFootLines)]
	top = marginBottom - 6*millimetre
	c.rule(marginLeft, top+4, marginLeft+textWidth)
	for i, l := range foot {
		c.text(marginLeft, s.baseline(top-float64(i)*s.smallLeading, s.small, s.smallLeading), s.small, l, 0)
	}
	c.text(marginLeft+textWidth-widthOf(count, s.small), s.baseline(top, s.small, s.smallLeading), s.small, count, 0)
	return c.String(), nil
}

// drawSpecimen writes the mark across the page, pale enough to read through.
func (s setter) drawSpecimen(c *canvas, mark string) error {
	if mark == "" {
		return nil
	}
	const size = 54
	glyphs, err := s.glyphs(mark)
	if err != nil {
		return err
	}
	c.across(pageWidth/2, pageHeight/2, size, glyphs)
	return nil
}

// baseline is where a line of the size stands in a strip of the leading.
func (s setter) baseline(top, size, leading float64) float64 {
	const ascent = 0.86 // of the ideographs' box
	return top - (leading-size)/2 - ascent*size
}

// midnight writes the letter's day as a PDF date in Beijing time.
func midnight(d civil.Date) string { return "D:" + d.Time().Format("20060102") + "000000+08'00'" }

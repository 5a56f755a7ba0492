// Package drawing makes a page of an upload a picture to look at: at a size, turned,
// with a spot marked. What is drawn comes from strangers: PDFs are drawn by PDFium
// within WebAssembly, with bounds on time and memory, and what reaches a browser is
// always a PNG. It knows no case and keeps nothing.
package drawing

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // decoders for image.Decode
	"image/png"

	"golang.org/x/image/draw"

	"yichuang/fault"
)

// Width is how wide a page is drawn at 100 percent, in pixels.
const Width = 720

// maxPixels bounds a drawn page, however long it is.
const maxPixels = 16_000_000

const pdf = "application/pdf"

// View is how to look at a page.
type View struct {
	Page int    // from 1
	Zoom int    // percent
	Turn int    // 0, 90, 180 or 270 degrees clockwise
	Spot *Point // marked, where there is one
}

// Point is a place on the page as it was handed in, before any turning: thousandths
// of its width from the left and of its height from the top.
type Point struct{ X, Y int }

// Sheet is how a page stands in its paper, and how large a view of it is drawn.
type Sheet struct{ Pages, Width, Height int }

// Measure says how many pages a paper has and how large the view is drawn. A page
// that it does not have is NotFound.
func Measure(content []byte, mediaType string, v View) (Sheet, error) {
	var pages int
	var width, height float64
	if mediaType == pdf {
		err := withPDF(content, func(d document) (err error) {
			if pages, err = d.pages(); err == nil && v.Page >= 1 && v.Page <= pages {
				width, height, err = d.size(v.Page)
			}
			return err
		})
		if err != nil {
			return Sheet{}, err
		}
	} else {
		c, _, err := image.DecodeConfig(bytes.NewReader(content))
		if err != nil {
			return Sheet{}, fmt.Errorf("measure picture: %w", err)
		}
		pages, width, height = 1, float64(c.Width), float64(c.Height)
	}
	if v.Page < 1 || v.Page > pages {
		return Sheet{}, fault.New(fault.NotFound, "fault.file.no-page", "n", v.Page).WithPath("page")
	}
	w, h := fit(width, height, v.Zoom)
	if v.Turn%180 != 0 {
		w, h = h, w
	}
	return Sheet{pages, w, h}, nil
}

// Draw returns the view as a PNG.
func Draw(content []byte, mediaType string, v View) ([]byte, error) {
	page, err := drawn(content, mediaType, v)
	if err != nil {
		return nil, err
	}
	if v.Spot != nil {
		ring(page, v.Spot.X*page.Bounds().Dx()/1000, v.Spot.Y*page.Bounds().Dy()/1000)
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, turned(page, v.Turn)); err != nil {
		return nil, fmt.Errorf("write picture: %w", err)
	}
	return out.Bytes(), nil
}

// drawn is the page at its size, not yet turned.
func drawn(content []byte, mediaType string, v View) (*image.RGBA, error) {
	sheet, err := Measure(content, mediaType, View{Page: v.Page, Zoom: v.Zoom})
	if err != nil {
		return nil, err
	}
	page := image.NewRGBA(image.Rect(0, 0, sheet.Width, sheet.Height))
	draw.Draw(page, page.Bounds(), image.White, image.Point{}, draw.Src)
	if mediaType == pdf {
		err := withPDF(content, func(d document) error { return d.draw(page, v.Page) })
		return page, err
	}
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	draw.CatmullRom.Scale(page, page.Bounds(), picture, picture.Bounds(), draw.Over, nil)
	return page, nil
}

// fit is the size at which a page is drawn: as wide as asked for, but no more
// pixels than there may be.
func fit(width, height float64, zoom int) (w, h int) {
	if width <= 0 || height <= 0 {
		return Width, Width
	}
	scale := Width * float64(zoom) / 100 / width
	for width*scale*height*scale > maxPixels {
		scale *= 0.9
	}
	return max(1, int(width*scale)), max(1, int(height*scale))
}

// Unturned is the place on the page that a click on its turned view points at.
func Unturned(v View, s Sheet, x, y int) Point {
	px, py := part(x, s.Width), part(y, s.Height)
	switch v.Turn {
	case 90:
		return Point{py, 1000 - px}
	case 180:
		return Point{1000 - px, 1000 - py}
	case 270:
		return Point{1000 - py, px}
	}
	return Point{px, py}
}

func part(at, of int) int { return min(1000, max(0, at*1000/max(1, of))) }

// turned turns a picture clockwise.
func turned(p *image.RGBA, degrees int) *image.RGBA {
	if degrees == 0 {
		return p
	}
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	size := image.Rect(0, 0, w, h)
	if degrees != 180 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			tx, ty := w-1-x, h-1-y // 180
			switch degrees {
			case 90:
				tx, ty = h-1-y, x
			case 270:
				tx, ty = y, w-1-x
			}
			out.SetRGBA(tx, ty, p.RGBAAt(x, y))
		}
	}
	return out
}

// The ring around a spot: dark red between two white lines, to be seen on print and
// on photographs, whatever colours the eye tells apart.
const (
	ringRadius = 26
	ringWidth  = 5
	ringEdge   = 2
)

var ringColour = color.RGBA{0xb4, 0x23, 0x18, 0xff}

func ring(p *image.RGBA, cx, cy int) {
	const inner, outer = ringRadius - ringEdge, ringRadius + ringWidth + ringEdge
	for y := cy - outer; y <= cy+outer; y++ {
		for x := cx - outer; x <= cx+outer; x++ {
			at := (x-cx)*(x-cx) + (y-cy)*(y-cy)
			switch {
			case at < inner*inner || at > outer*outer || !(image.Point{X: x, Y: y}).In(p.Bounds()):
			case at >= ringRadius*ringRadius && at <= (ringRadius+ringWidth)*(ringRadius+ringWidth):
				p.SetRGBA(x, y, ringColour)
			default:
				p.SetRGBA(x, y, color.RGBA{0xff, 0xff, 0xff, 0xff})
			}
		}
	}
}

package drawing

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"testing"

	"yichuang/fault"
)

// picture is 400 × 200 pixels, black at the upper left.
func picture(t *testing.T) []byte {
	t.Helper()
	p := image.NewGray(image.Rect(0, 0, 400, 200))
	for y := range 200 {
		for x := range 400 {
			if x >= 100 || y >= 50 {
				p.SetGray(x, y, color.Gray{255})
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func drawnAs(t *testing.T, content []byte, mediaType string, v View) image.Image {
	t.Helper()
	out, err := Draw(content, mediaType, v)
	if err != nil {
		t.Fatal(err)
	}
	p, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// isDark reports whether a thousandth point of the picture is dark.
func isDark(p image.Image, x, y int) bool {
	r, _, _, _ := p.At(x*p.Bounds().Dx()/1000, y*p.Bounds().Dy()/1000).RGBA()
	return r < 0x8000
}

// A picture is turned clockwise, and a click on the turned view points at the same
// place of the page.
func TestDraw_turns(t *testing.T) {
	content := picture(t)
	dark := map[int]image.Point{0: {100, 100}, 90: {900, 100}, 180: {900, 900}, 270: {100, 900}}
	for turn, at := range dark {
		v := View{Page: 1, Zoom: 50, Turn: turn}
		p := drawnAs(t, content, "image/png", v)
		sheet, err := Measure(content, "image/png", v)
		if err != nil {
			t.Fatal(err)
		}
		if sheet.Pages != 1 || p.Bounds().Dx() != sheet.Width || p.Bounds().Dy() != sheet.Height {
			t.Errorf("turn %d: drawn %v, measured %+v", turn, p.Bounds(), sheet)
		}
		if !isDark(p, at.X, at.Y) || isDark(p, 500, 500) {
			t.Errorf("turn %d: the dark corner is not at %v", turn, at)
		}
		if got := Unturned(v, sheet, at.X*sheet.Width/1000, at.Y*sheet.Height/1000); max(got.X-100, 100-got.X, got.Y-100, 100-got.Y) > 10 {
			t.Errorf("turn %d: a click at %v points at %v of the page, want 100, 100", turn, at, got)
		}
	}
}

// The spot is drawn around the place, not over it, and stays on the page at its edge.
func TestDraw_marksASpot(t *testing.T) {
	content := picture(t)
	plain := drawnAs(t, content, "image/png", View{Page: 1, Zoom: 100})
	for _, spot := range []Point{{700, 700}, {0, 0}, {1000, 1000}} {
		marked := drawnAs(t, content, "image/png", View{Page: 1, Zoom: 100, Spot: &spot})
		if marked.Bounds() != plain.Bounds() {
			t.Errorf("spot %v changes the size to %v", spot, marked.Bounds())
		}
		red := 0
		for y := range marked.Bounds().Dy() {
			for x := range marked.Bounds().Dx() {
				if c := color.RGBAModel.Convert(marked.At(x, y)); c == ringColour {
					red++
				}
			}
		}
		if red < 100 {
			t.Errorf("spot %v: %d pixels are marked", spot, red)
		}
	}
}

// A PDF is drawn page by page; what it does not have or what cannot be read is a
// fault for people, and a long page does not fill the memory.
func TestDraw_pdf(t *testing.T) {
	sample, err := os.ReadFile("../packs/demo/sample.pdf")
	if err != nil {
		t.Fatal(err)
	}
	v := View{Page: 1, Zoom: 100}
	p := drawnAs(t, sample, pdf, v)
	dark := 0
	for y := range 1000 {
		for x := range 1000 {
			if isDark(p, x, y) {
				dark++
			}
		}
	}
	if p.Bounds().Dx() != Width || dark == 0 {
		t.Errorf("the sample is drawn %v with %d dark points", p.Bounds(), dark)
	}
	if _, err := Measure(sample, pdf, View{Page: 99, Zoom: 100}); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("page 99: %v, want NotFound", err)
	}
	if _, err := Draw([]byte("%PDF-1.7\n%%EOF\n"), pdf, v); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("no document: %v, want Invalid", err)
	}
	if w, h := fit(1, 100_000, 300); w*h > maxPixels {
		t.Errorf("a strip of paper is drawn %d × %d", w, h)
	}
}

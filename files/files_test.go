package files

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"encoding/binary"

	"yichuang/fault"
)

// page draws something like a page of print, blurred by averaging over a square
// of 2*blur+1 pixels.
func page(width, height, blur int) *image.Gray {
	r := rand.New(rand.NewPCG(1, 2))
	sharp := image.NewGray(image.Rect(0, 0, width, height))
	for i := range sharp.Pix {
		sharp.Pix[i] = 255
	}
	for line := 60; line < height-60; line += 28 {
		for x := 60; x < width-60; x += 4 + r.IntN(14) {
			for y := line; y < line+6+r.IntN(10); y++ {
				sharp.SetGray(x, y, color.Gray{20})
				sharp.SetGray(x+1, y, color.Gray{20})
			}
		}
	}
	if blur == 0 {
		return sharp
	}
	return average(average(sharp, blur, 1, 0), blur, 0, 1)
}

func average(from *image.Gray, blur, dx, dy int) *image.Gray {
	to := image.NewGray(from.Rect)
	for y := range from.Rect.Dy() {
		for x := range from.Rect.Dx() {
			sum, n := 0, 0
			for k := -blur; k <= blur; k++ {
				if p := image.Pt(x+k*dx, y+k*dy); p.In(from.Rect) {
					sum += int(from.GrayAt(p.X, p.Y).Y)
					n++
				}
			}
			to.SetGray(x, y, color.Gray{uint8(sum / n)})
		}
	}
	return to
}

func asJPEG(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: 85}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func goodPDF(more string) []byte {
	return []byte("%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Kids [3 0 R 4 0 R] /Count 2>> endobj\n" +
		"3 0 obj <</Type /Page /Parent 2 0 R>> endobj\n4 0 obj <</Type/Page /Parent 2 0 R>> endobj\n" + more +
		"\ntrailer <</Root 1 0 R>>\n%%EOF\n")
}

func deflated(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

func stream(dictionary, data string) string {
	return "9 0 obj <<" + dictionary + ">>\nstream\n" + data + "\nendstream endobj"
}

// pngChunk makes a chunk with its checksum.
func pngChunk(kind, data string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(b, kind+data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// insert puts bytes into a copy.
func insert(b []byte, at int, more []byte) []byte {
	return append(append(append([]byte{}, b[:at]...), more...), b[at:]...)
}

func TestExamine_good(t *testing.T) {
	picture := page(1240, 1754, 0)
	for name, c := range map[string]struct {
		content []byte
		want    Paper
	}{
		"jpeg":                {asJPEG(t, picture), Paper{Type: JPEG, Pages: 1, Width: 1240, Height: 1754}},
		"png":                 {asPNG(t, picture), Paper{Type: PNG, Pages: 1, Width: 1240, Height: 1754}},
		"pdf":                 {goodPDF(""), Paper{Type: PDF, Pages: 2}},
		"pdf, object stream":  {goodPDF(stream("/Type /ObjStm /Filter /FlateDecode", deflated("<</Type /Page>>"))), Paper{Type: PDF, Pages: 3}},
		"pdf, content stream": {goodPDF(stream("/Filter /FlateDecode", deflated("BT (JavaScript) Tj ET"))), Paper{Type: PDF, Pages: 2}},
	} {
		got, content, err := Examine(c.content)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.Size != int64(len(content)) || !bytes.Equal(content, c.content) {
			t.Errorf("%s: the content was changed", name)
		}
		got.Size, got.Sharpness, got.Contrast = 0, 0, 0
		if got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

func TestExamine_refused(t *testing.T) {
	picture := page(200, 300, 0)
	j, p := asJPEG(t, picture), asPNG(t, picture)
	comment := func(s string) []byte {
		return append(binary.BigEndian.AppendUint16([]byte{0xff, 0xfe}, uint16(len(s)+2)), s...)
	}
	// The header claims a picture of 60,000 × 60,000 pixels in a few bytes.
	huge := insert(p[:8], 8, append(pngChunk("IHDR", "\x00\x00\xea\x60\x00\x00\xea\x60\x08\x00\x00\x00\x00"), pngChunk("IDAT", deflated("x"))...))
	huge = append(huge, pngChunk("IEND", "")...)
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"empty":                    {nil, "empty"},
		"too large":                {append([]byte("%PDF-"), make([]byte, MaxSize)...), "too-large"},
		"html":                     {[]byte("<html><script>alert(1)</script></html>"), "type"},
		"svg":                      {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "type"},
		"zip":                      {[]byte("PK\x03\x04rest"), "type"},
		"gif":                      {[]byte("GIF89a/*<script>*/"), "type"},
		"program":                  {[]byte("\x7fELF\x02"), "type"},
		"pdf not at the start":     {append([]byte("<html>"), goodPDF("")...), "type"},
		"jpeg header only":         {[]byte("\xff\xd8\xff\xe0<html>"), "broken"},
		"jpeg cut off":             {j[:len(j)/2], "broken"},
		"jpeg and zip":             {append(append([]byte{}, j...), "PK\x03\x04 payload"...), "mixed"},
		"jpeg and script":          {append(append([]byte{}, j...), "<SCRIPT>alert(1)</SCRIPT>"...), "mixed"},
		"script in jpeg comment":   {insert(j, 2, comment("*/ <script>alert(1)</script>")), "mixed"},
		"pdf in jpeg comment":      {insert(j, 2, comment("%PDF-1.4 1 0 obj")), "mixed"},
		"png cut off":              {p[:len(p)-5], "broken"},
		"png with wrong checksum":  {append(append([]byte{}, p[:40]...), append([]byte{p[40] ^ 1}, p[41:]...)...), "broken"},
		"html in png text":         {insert(p, 33, pngChunk("tEXt", "Comment\x00<html><body>")), "mixed"},
		"png and pdf":              {append(append([]byte{}, p...), goodPDF("")...), "mixed"},
		"png bomb":                 {huge, "pixels"},
		"pdf with script":          {goodPDF("5 0 obj <</S /JavaScript /JS (app.alert(1))>> endobj"), "active"},
		"pdf with escaped script":  {goodPDF("5 0 obj <</S /J#61v#61Script>> endobj"), "active"},
		"pdf with packed script":   {goodPDF(stream("/Type /ObjStm /Filter /FlateDecode", deflated("<</S /JavaScript>>"))), "active"},
		"pdf with hidden packing":  {goodPDF(stream("/Type /Obj#53tm /Filter /Fl#61teDecode", deflated("<</S /JavaScript>>"))), "active"},
		"pdf with unusual packing": {goodPDF(stream("/Type /ObjStm /Filter /LZWDecode", "xx")), "active"},
		"pdf with launch":          {goodPDF("5 0 obj <</S/Launch /F (cmd.exe)>> endobj"), "active"},
		"pdf with file":            {goodPDF("5 0 obj <</Type /EmbeddedFile>> endobj"), "active"},
		"pdf with form program":    {goodPDF("5 0 obj <</XFA 6 0 R>> endobj"), "active"},
		"pdf encrypted":            {goodPDF("trailer <</Encrypt 7 0 R>>"), "encrypted"},
		"pdf bomb":                 {goodPDF(stream("/Filter /FlateDecode", deflated(strings.Repeat("\x00", maxStream+1)))), "pixels"},
		"pdf and zip":              {append(goodPDF(""), "PK\x03\x04"...), "mixed"},
		"pdf cut off":              {goodPDF("")[:100], "broken"},
		"pdf without page":         {[]byte("%PDF-1.4\n%%EOF"), "broken"},
	} {
		_, content, err := Examine(c.content)
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != fault.Invalid || f.Key != "fault.file."+c.want || content != nil {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

// Telephones append previews and notes behind a picture; they are cut off.
func TestExamine_cutsWhatFollowsAPicture(t *testing.T) {
	for name, picture := range map[string][]byte{"jpeg": asJPEG(t, page(200, 300, 0)), "png": asPNG(t, page(200, 300, 0))} {
		p, content, err := Examine(append(append([]byte{}, picture...), "SEFH\x00\x01 preview"...))
		if err != nil || !bytes.Equal(content, picture) || p.Size != int64(len(picture)) {
			t.Errorf("%s: got %d bytes, %v; want the %d of the picture", name, len(content), err, len(picture))
		}
	}
}

func TestPaper_Flaws(t *testing.T) {
	blank := image.NewGray(image.Rect(0, 0, 1240, 1754))
	for name, c := range map[string]struct {
		picture image.Image
		want    string
	}{
		"sharp":           {page(1240, 1754, 0), "[]"},
		"sharp and finer": {page(2480, 3508, 0), "[]"},
		"a little soft":   {page(1240, 1754, 1), "[]"},
		"blurred":         {page(1240, 1754, 5), "[blurred]"},
		"blank":           {blank, "[blank]"},
		"small":           {page(300, 420, 0), "[too-small]"},
	} {
		p, _, err := Examine(asJPEG(t, c.picture))
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: sharpness %.0f, contrast %.0f", name, p.Sharpness, p.Contrast)
		if got := fmt.Sprint(p.Flaws(DocumentPixels)); got != c.want {
			t.Errorf("%s: got %s (sharpness %.1f, contrast %.1f), want %s", name, got, p.Sharpness, p.Contrast, c.want)
		}
	}
}

// Whatever comes in, Examine does not panic, and what it lets through it lets
// through again, unchanged.
func FuzzExamine(f *testing.F) {
	f.Add(goodPDF(stream("/Type /ObjStm /Filter /FlateDecode", deflated("<</Type /Page>>"))))
	f.Add(asJPEG(f, page(40, 60, 0)))
	f.Add(asPNG(f, page(40, 60, 0)))
	f.Fuzz(func(t *testing.T, content []byte) {
		p, kept, err := Examine(content)
		if err != nil {
			return
		}
		again, kept2, err := Examine(kept)
		if err != nil || again != p || !bytes.Equal(kept, kept2) {
			t.Errorf("examined again: got %+v, %v; want %+v", again, err, p)
		}
	})
}

func BenchmarkExamine(b *testing.B) {
	content := asJPEG(b, page(2480, 3508, 0)) // A4 at 300 dpi
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Examine(content); err != nil {
			b.Fatal(err)
		}
	}
}

package files

import (
	"bytes"

	"yichuang/fault"
)

// Type is a media type that is let in.
type Type string

// The types, recognised by what the content begins with and by reading it;
// what the browser or the name claims plays no part.
const (
	PDF  Type = "application/pdf"
	JPEG Type = "image/jpeg"
	PNG  Type = "image/png"
)

// Limits of an upload.
const (
	MaxSize   = 20 << 20   // bytes
	MaxPixels = 40_000_000 // of a picture: A4 at 600 dpi is 35 million
)

// Paper is what an upload was found to be.
type Paper struct {
	Type   Type
	Size   int64 // bytes that are stored
	Pages  int   // 1 for a picture; a page of a PDF that was replaced in place counts twice
	Width  int   // pixels; 0 for a PDF
	Height int

	// Sharpness is the variance of the Laplacian of the picture's luminance at
	// 1000 pixels of the longer side, and Contrast the standard deviation of
	// the luminance (0 to 127); both 0 for a PDF.
	Sharpness float64
	Contrast  float64
}

// Flaw is a reason why a readable upload is not good enough. People can fix it,
// so it is said kindly and the upload is kept.
type Flaw string

// The flaws.
const (
	Blurred  Flaw = "blurred"
	Blank    Flaw = "blank"
	TooSmall Flaw = "too-small"
)

// The least length of a picture's longer side, in pixels.
const (
	DocumentPixels = 1000 // a page of A4 at 85 dpi: print is just readable
	PhotoPixels    = 350  // a portrait of 33 mm × 48 mm as asked for visas
)

// Below these a picture is blurred or blank. A sharp page of print measures
// some thousands and a portrait some hundreds; a page blurred by five pixels, 40.
const (
	leastSharpness = 60
	leastContrast  = 3
)

// Flaws lists what is not good enough; least is the least longer side in
// pixels. A PDF's pages are not looked at.
func (p Paper) Flaws(least int) (flaws []Flaw) {
	if p.Type == PDF {
		return nil
	}
	if max(p.Width, p.Height) < least {
		flaws = append(flaws, TooSmall)
	}
	if p.Contrast < leastContrast {
		return append(flaws, Blank)
	}
	if p.Sharpness < leastSharpness {
		flaws = append(flaws, Blurred)
	}
	return flaws
}

// Examine finds out what content is, or refuses it with one of the faults
// fault.file.empty, too-large, type, broken, encrypted, active, mixed, pixels
// (all Invalid). It returns the bytes to store: cameras append previews behind
// a picture, and what follows a picture's end is cut off.
func Examine(content []byte) (Paper, []byte, error) {
	switch {
	case len(content) == 0:
		return Paper{}, nil, refuse("empty", "the file is empty")
	case len(content) > MaxSize:
		return Paper{}, nil, fault.New(fault.Invalid, "fault.file.too-large", "limit", MaxSize>>20).
			WithDetail("more than %d bytes", MaxSize)
	}
	var p Paper
	var err error
	switch {
	case bytes.HasPrefix(content, []byte("%PDF-")):
		p, err = examinePDF(content)
	case bytes.HasPrefix(content, []byte("\xff\xd8\xff")):
		p, content, err = examinePicture(content, JPEG, jpegEnd)
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		p, content, err = examinePicture(content, PNG, pngEnd)
	default:
		err = refuse("type", "neither PDF nor JPEG nor PNG")
	}
	if err != nil {
		return Paper{}, nil, err
	}
	p.Size = int64(len(content))
	return p, content, nil
}

func refuse(reason, format string, args ...any) error {
	return fault.New(fault.Invalid, "fault.file."+reason).WithDetail(format, args...)
}

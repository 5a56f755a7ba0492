package files

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	_ "image/jpeg" // decoders for image.Decode
	_ "image/png"
)

// foreign are beginnings of other kinds of content, in lower case. None of them
// belongs beside or behind a picture: a file that is two things at once is made
// to be taken for the other one somewhere.
var foreign = [][]byte{
	[]byte("%pdf-"), []byte("pk\x03\x04"), []byte("<script"), []byte("<html"), []byte("<!doctype"),
	[]byte("<svg"), []byte("<?php"), []byte("<iframe"), []byte("javascript:"), []byte("#!/"),
}

func holdsForeign(b []byte) bool {
	lower := bytes.ToLower(b)
	for _, f := range foreign {
		if bytes.Contains(lower, f) {
			return true
		}
	}
	return false
}

// examinePicture reads a picture whole. end finds where it ends and refuses
// what its metadata hides.
func examinePicture(content []byte, t Type, end func([]byte) (int, error)) (Paper, []byte, error) {
	n, err := end(content)
	if err != nil {
		return Paper{}, nil, err
	}
	if holdsForeign(content[n:]) {
		return Paper{}, nil, refuse("mixed", "something else follows the picture")
	}
	content = content[:n]
	size, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return Paper{}, nil, refuse("broken", "read picture: %v", err)
	}
	if size.Width < 1 || size.Height < 1 || size.Width > MaxPixels/size.Height {
		return Paper{}, nil, refuse("pixels", "%d × %d pixels are more than %d", size.Width, size.Height, MaxPixels)
	}
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return Paper{}, nil, refuse("broken", "read picture: %v", err)
	}
	p := Paper{Type: t, Pages: 1, Width: size.Width, Height: size.Height}
	p.Sharpness, p.Contrast = measure(picture)
	return p, content, nil
}

// pngEnd walks the chunks to IEND (PNG, third edition, 5).
func pngEnd(b []byte) (int, error) {
	at := 8
	for at+12 <= len(b) {
		length := int(binary.BigEndian.Uint32(b[at:]))
		if length < 0 || length > len(b)-at-12 {
			break
		}
		kind, data := string(b[at+4:at+8]), b[at+8:at+8+length]
		if crc32.ChecksumIEEE(b[at+4:at+8+length]) != binary.BigEndian.Uint32(b[at+8+length:]) {
			return 0, refuse("broken", "chunk %q at %d has a wrong checksum", kind, at)
		}
		if kind != "IDAT" && holdsForeign(data) {
			return 0, refuse("mixed", "chunk %q at %d holds something else", kind, at)
		}
		at += 12 + length
		if kind == "IEND" {
			return at, nil
		}
	}
	return 0, refuse("broken", "the picture breaks off")
}

// jpegEnd walks the segments to the end of the image (ITU T.81, annex B).
func jpegEnd(b []byte) (int, error) {
	const (
		endOfImage  = 0xd9
		startOfScan = 0xda
	)
	at := 2
	for at+4 <= len(b) {
		if b[at] != 0xff {
			return 0, refuse("broken", "no segment at %d", at)
		}
		kind := b[at+1]
		if kind == 0xff { // fill byte
			at++
			continue
		}
		length := int(binary.BigEndian.Uint16(b[at+2:]))
		if length < 2 || at+2+length > len(b) {
			break
		}
		if kind >= 0xe0 && holdsForeign(b[at+4:at+2+length]) { // application data, comments
			return 0, refuse("mixed", "segment %#x at %d holds something else", kind, at)
		}
		at += 2 + length
		if kind == startOfScan {
			at = scanEnd(b, at)
		}
		if at+2 <= len(b) && b[at] == 0xff && b[at+1] == endOfImage {
			return at + 2, nil
		}
	}
	return 0, refuse("broken", "the picture breaks off")
}

// scanEnd skips entropy-coded data to the next marker that is neither a stuffed
// zero nor a restart.
func scanEnd(b []byte, at int) int {
	for ; at+1 < len(b); at++ {
		if b[at] == 0xff && b[at+1] != 0 && (b[at+1] < 0xd0 || b[at+1] > 0xd7) {
			return at
		}
	}
	return at
}

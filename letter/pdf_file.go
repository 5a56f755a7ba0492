package letter

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"strings"
	"unicode/utf16"

	"yichuang/civil"
)

// pdfFile is a PDF 1.7 file of pages that are drawn already.
type pdfFile struct {
	title, author, language string
	on                      civil.Date
	pages                   []string // drawing operators
}

// The objects before the pages. Both fonts are known to every viewer by name.
const (
	catalogObject = 1 + iota
	pagesObject
	infoObject
	hanObject
	descendantObject
	descriptorObject
	latinObject
	firstPage
)

// bytes writes the file. Page i is object firstPage+2i, its drawing the next one.
func (f pdfFile) bytes() ([]byte, error) {
	kids := make([]string, len(f.pages))
	for i := range f.pages {
		kids[i] = fmt.Sprintf("%d 0 R", firstPage+2*i)
	}
	objects := []string{
		fmt.Sprintf("<</Type/Catalog/Pages %d 0 R/Lang(%s)/ViewerPreferences<</DisplayDocTitle true>>>>", pagesObject, f.language),
		fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(kids), strings.Join(kids, " ")),
		fmt.Sprintf("<</Title%s/Author%s/Producer(yichuang)/CreationDate(%s)/ModDate(%s)>>", textString(f.title), textString(f.author), midnight(f.on), midnight(f.on)),
		fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/STSong-Light-UniGB-UTF16-H/Encoding/UniGB-UTF16-H/DescendantFonts[%d 0 R]>>", descendantObject),
		fmt.Sprintf("<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/FontDescriptor %d 0 R>>", descriptorObject),
		"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
		fmt.Sprintf("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 255/Widths%s>>", strings.ReplaceAll(fmt.Sprint(helvetica), ",", "")),
	}
	for i, page := range f.pages {
		objects = append(objects, fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Resources<</Font<</%s %d 0 R/%s %d 0 R>>>>/Contents %d 0 R>>",
			pagesObject, number(pageWidth), number(pageHeight), hanFont, hanObject, latinFont, latinObject, firstPage+2*i+1))
		packed, err := pack(page)
		if err != nil {
			return nil, err
		}
		objects = append(objects, packed)
	}
	return assemble(objects), nil
}

// assemble numbers the objects from 1 and writes the table that finds them. The
// file's identifier is a hash of what it holds.
func assemble(objects []string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe4\xb8\x80\xe7\xaa\x97\n") // bytes above 127: this is no text file
	offsets := make([]int, len(objects))
	for i, object := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := b.Len()
	identifier := sha256.Sum256(b.Bytes())
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, catalogObject, infoObject, identifier[:16], identifier[:16], table)
	return b.Bytes()
}

// pack compresses a drawing into a stream object.
func pack(content string) (string, error) {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write([]byte(content)); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return fmt.Sprintf("<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", b.Len(), b.String()), nil
}

// textString is a text as PDF keeps it in its information: UTF-16 in hexadecimal.
func textString(text string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return b.String() + ">"
}

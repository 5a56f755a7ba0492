package files

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"slices"
	"strconv"
)

// activeNames are PDF names (ISO 32000-1) of what acts, embeds or runs. A paper
// needs none of them.
var activeNames = []string{
	"JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA", "ImportData", "SubmitForm", "GoToE",
}

// Limits of what a PDF's streams unfold to, in bytes. A page of A4 at 600 dpi
// in colour is 105 MB.
const (
	maxStream = 128 << 20
	maxPDF    = 1 << 30
)

// examinePDF reads a PDF's structure without drawing it: its names, in the file
// itself and in compressed object streams.
func examinePDF(b []byte) (Paper, error) {
	end := bytes.LastIndex(b, []byte("%%EOF"))
	if end < 0 {
		return Paper{}, refuse("broken", "the document breaks off")
	}
	if rest := bytes.Trim(b[end+len("%%EOF"):], "\r\n\t \x00"); len(rest) > 0 {
		return Paper{}, refuse("mixed", "%d bytes follow the document's end", len(rest))
	}
	r := pdfReader{}
	if err := r.names(b); err != nil {
		return Paper{}, err
	}
	if err := r.streams(b); err != nil {
		return Paper{}, err
	}
	if r.pages == 0 {
		return Paper{}, refuse("broken", "the document has no page")
	}
	return Paper{Type: PDF, Pages: r.pages}, nil
}

type pdfReader struct {
	pages    int
	unfolded int64 // bytes of all streams so far
}

// names reads all names in a piece of the document, whatever else it holds, and
// counts the pages. Looking inside strings and pictures too refuses a little
// too much and lets nothing hide.
func (r *pdfReader) names(b []byte) error {
	before := ""
	for at := bytes.IndexByte(b, '/'); at >= 0 && at < len(b); {
		name, next := pdfName(b, at+1)
		switch {
		case name == "Encrypt":
			return refuse("encrypted", "the document is encrypted")
		case slices.Contains(activeNames, name):
			return refuse("active", "the document holds /%s", name)
		case before == "Type" && name == "Page":
			r.pages++
		}
		before = name
		skip := bytes.IndexByte(b[next:], '/')
		if skip < 0 {
			return nil
		}
		at = next + skip
	}
	return nil
}

// longestName is enough for every name that is looked for, however written.
const longestName = 64

// pdfName reads a name after its slash; #xx stands for a byte.
func pdfName(b []byte, at int) (name string, next int) {
	var n []byte
	for at < len(b) && len(n) < longestName && !bytes.ContainsRune([]byte("\x00\t\n\f\r ()<>[]{}/%"), rune(b[at])) {
		if b[at] == '#' && at+2 < len(b) {
			if x, err := strconv.ParseUint(string(b[at+1:at+3]), 16, 8); err == nil {
				n, at = append(n, byte(x)), at+3
				continue
			}
		}
		n, at = append(n, b[at]), at+1
	}
	return string(n), at
}

// streams unfolds every deflated stream, to refuse bombs, and reads the names in
// those that hold objects.
func (r *pdfReader) streams(b []byte) error {
	dictionary := 0 // where the object before the stream began
	for at := 0; ; {
		start := bytes.Index(b[at:], []byte("stream"))
		if start < 0 {
			return nil
		}
		start += at
		if bytes.HasSuffix(b[:start], []byte("end")) {
			at, dictionary = start+len("stream"), start
			continue
		}
		described := namesIn(b[max(dictionary, start-8192):start])
		at = start + len("stream")
		data := bytes.TrimPrefix(bytes.TrimPrefix(b[at:], []byte("\r")), []byte("\n"))
		if err := r.stream(data, described); err != nil {
			return err
		}
	}
}

func (r *pdfReader) stream(data []byte, described []string) error {
	objects := slices.Contains(described, "ObjStm")
	if !slices.Contains(described, "FlateDecode") && !slices.Contains(described, "Fl") {
		if objects && slices.Contains(described, "Filter") {
			return refuse("active", "objects are hidden by an unusual filter")
		}
		return nil // not folded: names has read it
	}
	folded, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil // not a stream after all, or another filter comes first
	}
	var into bytes.Buffer
	var sink io.Writer = io.Discard
	if objects {
		sink = &into
	}
	n, err := io.Copy(sink, io.LimitReader(folded, maxStream+1))
	r.unfolded += n
	if n > maxStream || r.unfolded > maxPDF {
		return refuse("pixels", "a stream unfolds to more than %d bytes", maxStream)
	}
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && objects {
		return refuse("broken", "read objects: %v", err)
	}
	return r.names(into.Bytes())
}

// namesIn lists the names in a dictionary.
func namesIn(b []byte) (names []string) {
	for {
		at := bytes.IndexByte(b, '/')
		if at < 0 {
			return names
		}
		name, next := pdfName(b, at+1)
		names, b = append(names, name), b[next:]
	}
}

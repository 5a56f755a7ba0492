package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed static
var staticFiles embed.FS

// static serves the embedded files under names that carry a hash of their
// content, so that browsers keep them for ever and never use an old one.
type static struct {
	urls  map[string]string // "app.css" -> "/static/app.1a2b3c4d.css"
	files map[string]asset  // "app.1a2b3c4d.css" -> content
}

type asset struct {
	content     []byte
	contentType string
}

// hashLength is how many hexadecimal digits of the content's SHA-256 a name carries.
const hashLength = 12

func readStatic() (static, error) {
	s := static{urls: make(map[string]string), files: make(map[string]asset)}
	entries, err := fs.ReadDir(staticFiles, "static")
	if err != nil {
		return s, err
	}
	for _, entry := range entries {
		content, err := staticFiles.ReadFile("static/" + entry.Name())
		if err != nil {
			return s, err
		}
		sum := sha256.Sum256(content)
		extension := path.Ext(entry.Name())
		name := strings.TrimSuffix(entry.Name(), extension) + "." + hex.EncodeToString(sum[:])[:hashLength] + extension
		s.urls[entry.Name()] = "/static/" + name
		s.files[name] = asset{content, mime.TypeByExtension(extension)}
	}
	return s, nil
}

// ServeHTTP answers with a file; an unknown name, such as one of an earlier
// version, is not found.
func (s static) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	file, ok := s.files[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", file.contentType)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(file.content) // a reader that has gone away needs no answer
}

package web

import (
	"errors"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"yichuang/fault"
	"yichuang/people"
	"yichuang/policy"
)

// What can be uploaded at once: a pack is far below.
const (
	maxArchive = 4 << 20 // bytes as sent
	maxPack    = 8 << 20 // bytes unpacked
	maxFiles   = 2000
)

// putFiles puts uploaded files into the draft.
func (s *Server) putFiles(w http.ResponseWriter, r *http.Request, who people.Who) error {
	sent, err := sentFiles(w, r)
	if err != nil {
		return s.showDraftEdit(w, r, who, err)
	}
	in, err := draftWrite(r, who)
	if err != nil {
		return err
	}
	files, err := packIn(sent)
	if err == nil {
		err = s.Window.PutFiles(r.Context(), in, files)
	}
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		return s.showDraftEdit(w, r, who, err)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/rules/"+in.ID+"/edit", http.StatusSeeOther)
	return nil
}

func archiveFault(key string, cause error) error {
	return fault.New(fault.Invalid, key).WithPath("archive").WithCause(cause)
}

// sentFiles reads a form with files; the form's other fields can be read after it.
func sentFiles(w http.ResponseWriter, r *http.Request) ([]*multipart.FileHeader, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxArchive+64<<10)
	if err := r.ParseMultipartForm(maxArchive); err != nil {
		return nil, archiveFault("fault.policy.archive-large", err)
	}
	sent := r.MultipartForm.File["archive"]
	if len(sent) == 0 {
		return nil, archiveFault("fault.policy.archive-none", nil)
	}
	return sent, nil
}

// packIn gathers what was uploaded: archives (.zip, .txtar) of a pack's files, in
// its folder or without it, and single files of it, which lie where their kind
// belongs: pack.yaml and names.yaml on top, clauses (.yaml), scenarios (.txtar).
func packIn(sent []*multipart.FileHeader) (policy.Files, error) {
	all := gathered{files: policy.Files{}}
	for _, header := range sent {
		data, err := contentOf(header)
		if err != nil {
			return nil, err
		}
		base := path.Base(strings.ReplaceAll(header.Filename, "\\", "/"))
		if err := all.take(base, data); err != nil {
			return nil, err
		}
	}
	if len(all.files) == 0 {
		return nil, archiveFault("fault.policy.archive-none", nil)
	}
	return all.files, nil
}

func contentOf(header *multipart.FileHeader) ([]byte, error) {
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

// gathered are the files of a pack while they are gathered, no name twice.
type gathered struct {
	files policy.Files
	size  int // of all texts, in bytes
}

// take adds one uploaded file.
func (g *gathered) take(base string, data []byte) error {
	ext := path.Ext(base)
	if ext == ".zip" {
		return g.unzip(data)
	}
	if !utf8.Valid(data) {
		return archiveFault("fault.policy.archive-kind", errors.New(base+" is no text"))
	}
	switch {
	case base == "pack.yaml" || base == "names.yaml":
		return g.put(base, data)
	case ext == ".yaml":
		return g.put("clauses/"+base, data)
	case ext != ".txtar":
		return archiveFault("fault.policy.archive-kind", errors.New(base))
	}
	if _, err := policy.ParseScenario(base, data); err == nil {
		return g.put("scenarios/"+base, data)
	}
	archive := txtar.Parse(data)
	if len(archive.Files) == 0 {
		return archiveFault("fault.policy.archive-kind", errors.New(base))
	}
	names := make([]string, len(archive.Files))
	for i, f := range archive.Files {
		names[i] = f.Name
	}
	inside, err := inPack(names)
	for i := 0; err == nil && i < len(names); i++ {
		err = g.put(inside[i], archive.Files[i].Data)
	}
	return err
}

func (g *gathered) put(name string, data []byte) error {
	if !fs.ValidPath(name) {
		return fileNameFault(name)
	}
	if _, twice := g.files[name]; twice {
		return fault.New(fault.Invalid, "fault.policy.file-twice", "name", name).WithPath("archive")
	}
	if len(g.files) == maxFiles {
		return archiveFault("fault.policy.archive-large", nil)
	}
	if g.size += len(data); g.size > maxPack {
		return archiveFault("fault.policy.archive-large", nil)
	}
	g.files[name] = string(data)
	return nil
}

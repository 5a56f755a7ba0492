package web

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"yichuang/fault"
	"yichuang/people"
	"yichuang/policy"
)

// What an uploaded archive may hold: a pack is far below.
const (
	maxArchive = 4 << 20 // bytes as sent
	maxPack    = 8 << 20 // bytes unpacked
	maxFiles   = 2000
)

// putFiles puts the files of an uploaded archive into the draft.
func (s *Server) putFiles(w http.ResponseWriter, r *http.Request, who people.Who) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxArchive+64<<10)
	if err := r.ParseMultipartForm(maxArchive); err != nil {
		return s.showDraftEdit(w, r, who, archiveFault("fault.policy.archive-large", err))
	}
	in, err := draftWrite(r, who)
	if err != nil {
		return err
	}
	file, header, err := r.FormFile("archive")
	if err != nil {
		return s.showDraftEdit(w, r, who, archiveFault("fault.policy.archive-none", err))
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	files, err := unpack(header.Filename, data)
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

// unpack reads what was uploaded: a .zip or a .txtar of a pack's files, in its
// folder or without it; one scenario (.txtar); or one clause, pack.yaml or
// names.yaml (.yaml).
func unpack(name string, data []byte) (policy.Files, error) {
	if !utf8.Valid(data) && !strings.HasSuffix(name, ".zip") {
		return nil, archiveFault("fault.policy.archive-kind", errors.New("no text"))
	}
	base := path.Base(strings.ReplaceAll(name, "\\", "/"))
	switch path.Ext(base) {
	case ".zip":
		return unzip(data)
	case ".yaml":
		if base == "pack.yaml" || base == "names.yaml" {
			return nil, archiveFault("fault.policy.archive-kind", errors.New("a pack's own page comes with its pack"))
		}
		return policy.Files{"clauses/" + base: string(data)}, nil
	case ".txtar":
		if _, err := policy.ParseScenario(base, data); err == nil {
			return policy.Files{"scenarios/" + base: string(data)}, nil
		}
		files := policy.Files{}
		for _, f := range txtar.Parse(data).Files {
			files[inPack(f.Name)] = string(f.Data)
		}
		if len(files) > 0 {
			return files, nil
		}
	}
	return nil, archiveFault("fault.policy.archive-kind", nil)
}

func unzip(data []byte) (policy.Files, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, archiveFault("fault.policy.archive-kind", err)
	}
	files, total := policy.Files{}, 0
	for _, entry := range archive.File {
		if entry.FileInfo().IsDir() {
			continue
		}
		if len(files) == maxFiles {
			return nil, archiveFault("fault.policy.archive-large", nil)
		}
		content, err := entry.Open()
		if err != nil {
			return nil, archiveFault("fault.policy.archive-kind", err)
		}
		text, err := io.ReadAll(io.LimitReader(content, int64(maxPack-total)+1))
		content.Close()
		if err != nil {
			return nil, archiveFault("fault.policy.archive-kind", err)
		}
		if total += len(text); total > maxPack {
			return nil, archiveFault("fault.policy.archive-large", nil)
		}
		if !utf8.Valid(text) {
			return nil, archiveFault("fault.policy.archive-kind", errors.New(entry.Name+" is no text"))
		}
		files[inPack(entry.Name)] = string(text)
	}
	if len(files) == 0 {
		return nil, archiveFault("fault.policy.archive-none", nil)
	}
	return files, nil
}

// inPack is a file's name within the pack: archives often hold the folder too.
func inPack(name string) string {
	parts := strings.Split(name, "/")
	known := func(i int) bool {
		return i < len(parts) && (parts[i] == "clauses" || parts[i] == "scenarios" || parts[i] == "pack.yaml" || parts[i] == "names.yaml")
	}
	if !known(0) && known(1) {
		return strings.Join(parts[1:], "/")
	}
	return name
}

package policy

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/tools/txtar"
)

// Files are the texts of a pack by their names in its folder: "pack.yaml",
// "clauses/U1.yaml". They read as the folder they come from, with the same hash.
type Files map[string]string

// FilesIn reads the files of a pack's folder.
func FilesIn(fsys fs.FS, dir string) (Files, error) {
	files := Files{}
	err := fs.WalkDir(fsys, dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		if !utf8.Valid(data) {
			return fmt.Errorf("%s is no text", name)
		}
		files[strings.TrimPrefix(strings.TrimPrefix(name, dir), "/")] = string(data)
		return nil
	})
	return files, err
}

// With are the files with others in their place; an empty text removes one.
func (f Files) With(changes Files) Files {
	out := maps.Clone(f)
	for name, text := range changes {
		if text == "" {
			delete(out, name)
		} else {
			out[name] = text
		}
	}
	return out
}

// Changes are the files of g that differ from f; a file that g lacks is empty.
func (f Files) Changes(g Files) Files {
	out := Files{}
	for name, text := range g {
		if f[name] != text {
			out[name] = text
		}
	}
	for name := range f {
		if _, kept := g[name]; !kept {
			out[name] = ""
		}
	}
	return out
}

// Head reads pack.yaml alone: what a pack is called, where and when it speaks,
// whatever is wrong with its clauses.
func (l *Language) Head(files Files) (*Pack, Problems) {
	var problems Problems
	r := &reader{Language: l, problems: &problems, defines: map[string]*Expr{}, result: &Pack{}}
	if m := parseMapping("pack.yaml", []byte(files["pack.yaml"]), &problems); m != nil {
		r.head(m)
	}
	problems.Sort()
	if len(problems) > 0 {
		return nil, problems
	}
	return r.result, nil
}

// ReadFiles reads a pack from its files. Problems name them as files of the
// pack's folder.
func (l *Language) ReadFiles(id string, files Files) (*Pack, Problems) {
	var archive txtar.Archive
	for _, name := range slices.Sorted(maps.Keys(files)) {
		archive.Files = append(archive.Files, txtar.File{Name: path.Join(id, name), Data: []byte(files[name])})
	}
	tree, err := txtar.FS(&archive)
	if err != nil {
		return nil, Problems{{File: id, Text: err.Error()}}
	}
	return l.Read(tree, id)
}

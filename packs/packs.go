// Package packs holds the data that ships with the program: policy packs, and
// the calendars, places and parameters under them. It hands out bytes and knows
// none of their meaning; the packages that own a kind of data read it.
package packs

import (
	"embed"
	"io/fs"
	"path"
)

// FS holds everything in the folders here. A new folder is embedded by being
// there; the pattern leaves the sources of this package out.
//
//go:embed */*
var FS embed.FS

// Files returns the contents of the files in a folder of fsys whose names match
// the pattern (as in path.Match), by name. A folder that is not there has none.
func Files(fsys fs.FS, folder, pattern string) (map[string][]byte, error) {
	names, err := fs.Glob(fsys, path.Join(folder, pattern))
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte, len(names))
	for _, name := range names {
		if files[path.Base(name)], err = fs.ReadFile(fsys, name); err != nil {
			return nil, err
		}
	}
	return files, nil
}

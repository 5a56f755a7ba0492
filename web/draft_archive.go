package web

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"yichuang/fault"
	"yichuang/policy"
)

// unzip adds the files of an archive that somebody else made: nothing in it is
// trusted. It reads no more than a pack may be, however small the archive is, and
// only plain files whose names stay inside the pack.
func (g *gathered) unzip(data []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return archiveFault("fault.policy.archive-kind", err)
	}
	if len(archive.File) > 2*maxFiles { // folders are entries too
		return archiveFault("fault.policy.archive-large", nil)
	}
	var entries []*zip.File
	var names []string
	for _, entry := range archive.File {
		if entry.FileInfo().IsDir() || leftByMac(entry.Name) {
			continue
		}
		if !entry.Mode().IsRegular() {
			return fileNameFault(entry.Name)
		}
		entries, names = append(entries, entry), append(names, entry.Name)
	}
	if names, err = inPack(names); err != nil {
		return err
	}
	for i, entry := range entries {
		text, err := unpacked(entry, maxPack-g.size)
		if err == nil {
			err = g.put(names[i], text)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// unpacked reads an entry, and of one that is larger than most one byte more, so
// that it counts as too large.
func unpacked(entry *zip.File, most int) ([]byte, error) {
	content, err := entry.Open()
	if err != nil {
		return nil, archiveFault("fault.policy.archive-kind", err)
	}
	defer content.Close()
	text, err := io.ReadAll(io.LimitReader(content, int64(most)+1))
	switch {
	case len(text) > most:
		return text, nil
	case err != nil:
		return nil, archiveFault("fault.policy.archive-kind", err)
	case !utf8.Valid(text):
		return nil, archiveFault("fault.policy.archive-kind", errors.New(entry.Name+" is no text"))
	}
	return text, nil
}

// leftByMac reports whether the entry is one that macOS adds to every archive.
func leftByMac(name string) bool {
	return strings.HasPrefix(name, "__MACOSX/") || path.Base(name) == ".DS_Store"
}

// inPack are the names within the pack: archives often hold the folder around it
// too. The folder is where pack.yaml lies, else the one in front of all others. A
// name that leads out of the archive is refused.
func inPack(names []string) ([]string, error) {
	folder, packs := "", 0
	for _, name := range names {
		if !fs.ValidPath(name) || strings.Contains(name, "\\") {
			return nil, fileNameFault(name)
		}
		if path.Base(name) == "pack.yaml" {
			folder = path.Dir(name)
			packs++
		}
	}
	switch packs {
	case 0:
		folder = aboveParts(names)
	case 1:
	default:
		return nil, archiveFault("fault.policy.archive-packs", nil)
	}
	if folder == "." || folder == "" {
		return names, nil
	}
	out := make([]string, len(names))
	for i, name := range names {
		inside, ok := strings.CutPrefix(name, folder+"/")
		if !ok {
			return nil, fileNameFault(name)
		}
		out[i] = inside
	}
	return out, nil
}

// aboveParts is the folder in front of the first clauses or scenarios.
func aboveParts(names []string) string {
	for _, name := range names {
		parts := strings.Split(name, "/")
		for i, part := range parts[:len(parts)-1] {
			if part == "clauses" || part == "scenarios" {
				return strings.Join(parts[:i], "/")
			}
		}
	}
	return ""
}

// fileNameFault refuses a name, shortened where it is long.
func fileNameFault(name string) error {
	name = strings.ToValidUTF8(name, "\ufffd")
	if short := []rune(name); len(short) > 80 {
		name = string(short[:80]) + "…"
	}
	return fault.New(fault.Invalid, "fault.policy.file-name", "name", name).WithPath("archive")
}

// zipped is an archive of the files in a folder of the pack's name.
func zipped(id string, files policy.Files) ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, name := range slices.SortedFunc(maps.Keys(files), policy.NaturalCompare) {
		entry, err := archive.Create(id + "/" + name)
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(entry, files[name]); err != nil {
			return nil, err
		}
	}
	err := archive.Close()
	return out.Bytes(), err
}

package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// notMapped are folders that are made, fetched or self-explaining.
var notMapped = []string{".git", ".github", "bin", "out", "data", "tmp", "node_modules", "testdata"}

// mapped are the folders that docs/map.md names: `policy/`, or `packs/<id>/`
// with <id> for any name, or `docs/decisions/…` for all that lies below too.
func mapped(t *testing.T) (patterns []string) {
	t.Helper()
	text, err := os.ReadFile("docs/map.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, match := range regexp.MustCompile("`([a-z.<][^` ]*)/(…?)`").FindAllStringSubmatch(string(text), -1) {
		pattern := regexp.MustCompile(`<[a-z]+>`).ReplaceAllString(match[1], "*")
		patterns = append(patterns, pattern+match[2])
	}
	return patterns
}

// covers tells whether a pattern of mapped names the folder, all that lies
// around it, or a folder below it.
func covers(pattern, folder string) bool {
	base, whole := strings.CutSuffix(pattern, "…")
	want, got := strings.Split(strings.TrimSuffix(base, "/"), "/"), strings.Split(folder, "/")
	if len(got) > len(want) && !whole {
		return false
	}
	shared := min(len(want), len(got))
	matched, _ := path.Match(strings.Join(want[:shared], "/"), strings.Join(got[:shared], "/"))
	return matched
}

func folders(t *testing.T) (all []string) {
	t.Helper()
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() || file == "." {
			return err
		}
		if slices.Contains(notMapped, entry.Name()) {
			return fs.SkipDir
		}
		all = append(all, filepath.ToSlash(file))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestMapNamesEveryFolder(t *testing.T) {
	patterns, all := mapped(t), folders(t)
	for _, folder := range all {
		if !slices.ContainsFunc(patterns, func(pattern string) bool { return covers(pattern, folder) }) {
			t.Errorf("docs/map.md does not name `%s/`; say there what the folder holds", folder)
		}
	}
}

// TestMainDrawsEveryPackage holds the one drawing of the flow to the layout.
func TestMainDrawsEveryPackage(t *testing.T) {
	text, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	drawing, _, _ := strings.Cut(string(text), "\npackage main")
	for _, s := range productSources(t) {
		top, _, _ := strings.Cut(s.pkg(), "/")
		if top != "." && !regexp.MustCompile(`\b`+top+`\b`).MatchString(drawing) {
			t.Errorf("main.go's comment does not show package %s", top)
		}
	}
}

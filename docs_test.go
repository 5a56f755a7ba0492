package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// documents returns the text of every Markdown file of the tree by its path.
func documents(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains(notMapped, entry.Name()) {
			return fs.SkipDir
		}
		if strings.HasSuffix(file, ".md") {
			text, err := os.ReadFile(file)
			texts[file] = string(text)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestDocumentsLinkToWhatIsThere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#: ]+)(#[^)]*)?\)`)
	for file, text := range documents(t) {
		for _, match := range link.FindAllStringSubmatch(text, -1) {
			target := filepath.Join(filepath.Dir(file), match[1])
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s, which is not there", file, match[1])
			}
		}
	}
}

// TestReadmesSayTheSame holds the two languages to the same commands, links
// and sections.
func TestReadmesSayTheSame(t *testing.T) {
	texts := documents(t)
	count := func(file, pattern string) int {
		return len(regexp.MustCompile(pattern).FindAllString(texts[file], -1))
	}
	for _, pattern := range []string{`(?m)^## `, `(?m)^\| `, `\]\(docs/`, `go run \. `, `make check`, `(?m)^!\[`} {
		if en, zh := count("README.md", pattern), count("README.zh.md", pattern); en != zh {
			t.Errorf("%q stands %d times in README.md and %d times in README.zh.md", pattern, en, zh)
		}
	}
}

// TestMakeTargetsInDocumentsExist catches a renamed target.
func TestMakeTargetsInDocumentsExist(t *testing.T) {
	makefile, err := os.ReadFile("Makefile")
	if err != nil {
		t.Fatal(err)
	}
	for file, text := range documents(t) {
		for _, match := range regexp.MustCompile("(?m)(?:`|^)make ([a-z-]+)").FindAllStringSubmatch(text, -1) {
			if !strings.Contains(string(makefile), "\n"+match[1]+":") {
				t.Errorf("%s says 'make %s', a target that the Makefile does not have", file, match[1])
			}
		}
	}
}

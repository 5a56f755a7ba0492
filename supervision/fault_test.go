package supervision

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"yichuang/locale"
)

// TestFaults_haveTexts: every message key that people, permits, cases or
// supervision can return has its text in both languages.
func TestFaults_haveTexts(t *testing.T) {
	key := regexp.MustCompile(`"(fault\.[a-z-]+\.[a-z-]+)"`)
	keys := 0
	for _, folder := range []string{"../people", "../permit", "../casefile", "."} {
		names, err := filepath.Glob(folder + "/*.go")
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: got sources %v, %v", folder, names, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range key.FindAllStringSubmatch(string(source), -1) {
				keys++
				for _, language := range locale.Languages() {
					if !locale.For(language).Has(match[1]) {
						t.Errorf("%s returns %s, which has no text in %s", name, match[1], language)
					}
				}
			}
		}
	}
	if keys == 0 {
		t.Error("no key was found")
	}
}

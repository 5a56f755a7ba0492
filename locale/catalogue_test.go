package locale

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var placeholder = regexp.MustCompile(`\{[a-z_-]+\}`)

func TestCatalogues_haveTheSameKeysAndPlaceholders(t *testing.T) {
	zh, en := catalogues()[Chinese], catalogues()[English]
	for key := range zh {
		if _, ok := en[key]; !ok {
			t.Errorf("%s: English is missing", key)
		}
	}
	for key, english := range en {
		chinese, ok := zh[key]
		if !ok {
			t.Errorf("%s: Chinese is missing", key)
			continue
		}
		if strings.TrimSpace(chinese.other) == "" || strings.TrimSpace(english.other) == "" {
			t.Errorf("%s: empty text", key)
		}
		want := placeholders(chinese.other)
		for _, text := range []string{english.one, english.other} {
			if text != "" && !slices.Equal(placeholders(text), want) {
				t.Errorf("%s: placeholders %v in Chinese, %v in English", key, want, placeholders(text))
			}
		}
		if chinese.one != "" {
			t.Errorf("%s: Chinese has one form for every number", key)
		}
		if english.one != "" && !slices.Contains(want, "{n}") {
			t.Errorf("%s: a counted text without {n}", key)
		}
	}
}

func placeholders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestCatalogues_areSorted(t *testing.T) {
	names, err := filepath.Glob("*/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no catalogues: %v", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		last := ""
		for line := range strings.Lines(string(text)) {
			key, _, _ := strings.Cut(line, ":")
			if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
				continue
			}
			if key <= last {
				t.Errorf("%s: %s stands after %s", name, key, last)
			}
			last = key
		}
	}
}

// users are the packages whose sources and templates ask for texts.
var users = []string{".", "../web", "../letter", "../cli", "../office", "../casefile", "../supervision", "../permit", "../people", "../facts", "../store", "../mail", "../files"}

var (
	quoted = regexp.MustCompile(`"([a-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9_-]+)*\.?)"`)
	asked  = regexp.MustCompile(`(?:\{\{-? ?(?:if |else )?\(?t |\(t |\.T\()"([a-z][A-Za-z0-9.-]+[^."])"`)
)

// TestCatalogues_areUsed finds texts that nobody asks for and keys that nobody
// has written. A literal that ends in a dot, such as "class.", is the beginning
// of keys whose rest is computed.
func TestCatalogues_areUsed(t *testing.T) {
	literals := make(map[string]bool)
	for _, folder := range users {
		_ = filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || strings.HasSuffix(name, "_test.go") {
				return nil
			}
			if ext := filepath.Ext(name); ext != ".go" && ext != ".html" {
				return nil
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range quoted.FindAllStringSubmatch(string(text), -1) {
				literals[match[1]] = true
			}
			for _, match := range asked.FindAllStringSubmatch(string(text), -1) {
				if key := match[1]; !For(English).Has(key) {
					t.Errorf("%s asks for %s, which no catalogue has", name, key)
				}
			}
			return nil
		})
	}
	for _, key := range slices.Sorted(maps.Keys(catalogues()[English])) {
		if !isUsed(key, literals) {
			t.Errorf("nobody asks for %s", key)
		}
	}
}

func isUsed(key string, literals map[string]bool) bool {
	if literals[key] {
		return true
	}
	for i := range key {
		if key[i] == '.' && (literals[key[:i+1]] || literals[key[:i]] && unitPrefix(key[:i])) {
			return true
		}
	}
	return false
}

// unitPrefix are the beginnings that unitKey joins with a unit.
func unitPrefix(prefix string) bool {
	return slices.Contains([]string{"answer.money", "answer.unit", "unit.fact"}, prefix)
}

package web

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"yichuang/locale"
	"yichuang/policy"
)

// reported finds the formats with which the check reports problems.
var reported = regexp.MustCompile(`(?:\.at|\.problem|\.fault|\.fail|problemAt|ProblemIn)\([^"\n]*?(?:"/[a-z.]+"[^"\n]*?|"pack\.yaml"[^"\n]*?|"vocabulary\.yaml"[^"\n]*?|\["[a-z]+"\][^"\n]*?)?"((?:[^"\\]|\\.)*)"`)

// TestProblems_inWords: every problem that the check can report has its words in
// both languages, and they name the arguments that the format takes.
func TestProblems_inWords(t *testing.T) {
	found := 0
	for _, pattern := range []string{"../policy/*.go", "../determination/*.go", "../office/draft*.go"} {
		files, err := filepath.Glob(pattern)
		must(t, err)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			source, err := os.ReadFile(file)
			must(t, err)
			for _, m := range reported.FindAllStringSubmatch(string(source), -1) {
				problem := policy.Problem{Format: m[1]}
				if problem.Key() == "" || strings.HasSuffix(m[1], "scenario ") {
					continue
				}
				found++
				for _, lang := range locale.Languages() {
					if !locale.For(lang).Has("problem." + problem.Key()) {
						t.Errorf("%s: %q has no words in %s (problem.%s)", file, m[1], lang, problem.Key())
					}
				}
			}
		}
	}
	if found < 70 {
		t.Errorf("only %d formats found: the sources are written otherwise now", found)
	}
	zh := locale.For(locale.Chinese)
	for _, c := range []struct {
		problem policy.Problem
		want    string
	}{
		{policy.ProblemIn("f", "unknown key %s%s", "whn", " (did you mean when?)"), "未知的键whn（是否应为when？）"},
		{policy.ProblemIn("f", "want %s here", policy.NumType), "此处须为数值"},
	} {
		if got, lang := problemText(zh, c.problem); got != c.want || lang != "" {
			t.Errorf("%q: %q, want %q", c.problem.Text, got, c.want)
		}
	}
	if got, lang := problemText(zh, policy.Problem{Text: "Syntax error"}); got != "Syntax error" || lang != "en" {
		t.Errorf("another program's text: %q in %q", got, lang)
	}
}

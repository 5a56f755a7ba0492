package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"
)

// source is one Go file of the tree.
type source struct {
	file   string // from the root, with slashes
	text   string
	syntax *ast.File
}

// positions belongs to every source's syntax.
var positions = token.NewFileSet()

// sources reads and parses all Go files once for all tests.
var sources = sync.OnceValues(func() (all []source, err error) {
	err = filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, ".go") {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		syntax, err := parser.ParseFile(positions, file, text, parser.ParseComments|parser.SkipObjectResolution)
		all = append(all, source{file: filepath.ToSlash(file), text: string(text), syntax: syntax})
		return err
	})
	return all, err
})

// productSources are the sources that can reach the binary: no tests and no
// test support.
func productSources(t *testing.T) (product []source) {
	t.Helper()
	all, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if !strings.HasSuffix(s.file, "_test.go") && !strings.HasSuffix(s.pkg(), "test") {
			product = append(product, s)
		}
	}
	if len(product) == 0 {
		t.Fatal("no sources found; the test does not run at the root")
	}
	return product
}

func (s source) pkg() string { return path.Dir(s.file) }

func TestPackagesSayWhatTheyAre(t *testing.T) {
	all, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	comments := map[string]int{}
	for _, s := range all {
		if strings.HasSuffix(s.file, "_test.go") {
			continue
		}
		comments[s.pkg()] += 0
		if s.syntax.Doc == nil {
			continue
		}
		comments[s.pkg()]++
		opening := "Package " + s.syntax.Name.Name + " "
		if s.syntax.Name.Name == "main" {
			opening = "Command "
		}
		if !strings.HasPrefix(s.syntax.Doc.Text(), opening) {
			t.Errorf("%s: the package comment does not begin with %q", s.file, opening)
		}
	}
	for pkg, n := range comments {
		if n != 1 {
			t.Errorf("package %s has %d package comments, want one: what it holds, promises and leaves to others", pkg, n)
		}
	}
}

// TestClockIsReadInCliOnly keeps everything else a function of the moment it
// is given: --demo and a receipt run again in ten years depend on it.
func TestClockIsReadInCliOnly(t *testing.T) {
	for _, s := range productSources(t) {
		if s.pkg() == "cli" {
			continue
		}
		ast.Inspect(s.syntax, func(node ast.Node) bool {
			selector, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := selector.X.(*ast.Ident)
			if ok && pkg.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, selector.Sel.Name) {
				t.Errorf("%s: time.%s outside cli; take the moment as an argument", positions.Position(node.Pos()), selector.Sel.Name)
			}
			return true
		})
	}
}

// TestTextsAreData: what people read stands in catalogues, packs and
// templates, where translators find both languages side by side.
func TestTextsAreData(t *testing.T) {
	chinese := []*unicode.RangeTable{unicode.Han, {R16: []unicode.Range16{
		{Lo: 0x3000, Hi: 0x303f, Stride: 1}, // punctuation
		{Lo: 0xff00, Hi: 0xffef, Stride: 1}, // full-width forms
	}}}
	for _, s := range productSources(t) {
		for i, line := range strings.Split(s.text, "\n") {
			if strings.ContainsFunc(line, func(r rune) bool { return unicode.IsOneOf(chinese, r) }) {
				t.Errorf("%s:%d: Chinese text in Go; move it to a catalogue, a pack or a template", s.file, i+1)
			}
		}
	}
}

// TestPoliciesAreData: a new city is a folder, so no code may know a pack or a
// clause. Comments may cite them, and examples in a command's help may use them.
func TestPoliciesAreData(t *testing.T) {
	pack := regexp.MustCompile(`\bcn-\d+`)
	clause := regexp.MustCompile("^[\"`](U\\d+|S\\d(\\.\\d)?)[\"`]$")
	for _, s := range productSources(t) {
		ast.Inspect(s.syntax, func(node ast.Node) bool {
			if field, ok := node.(*ast.KeyValueExpr); ok {
				if name, ok := field.Key.(*ast.Ident); ok && name.Name == "Example" {
					return false
				}
			}
			literal, ok := node.(*ast.BasicLit)
			if ok && literal.Kind == token.STRING && (pack.MatchString(literal.Value) || clause.MatchString(literal.Value)) {
				t.Errorf("%s: %s names a pack or a clause; say it in the pack's data", positions.Position(node.Pos()), literal.Value)
			}
			return true
		})
	}
}

// longFiles may have more than 400 lines, each for one reason.
var longFiles = map[string]string{}

func TestFilesStayShort(t *testing.T) {
	const limit = 400
	for _, s := range productSources(t) {
		if lines := strings.Count(s.text, "\n"); lines > limit && longFiles[s.file] == "" {
			t.Errorf("%s has %d lines: split it, or give its one reason in longFiles", s.file, lines)
		}
	}
}

func TestNothingIsPromised(t *testing.T) {
	promise := regexp.MustCompile(`\b(TODO|FIXME|XXX)\b`)
	for _, s := range productSources(t) {
		for _, group := range s.syntax.Comments {
			if promise.MatchString(group.Text()) {
				t.Errorf("%s: do it, file an issue or delete the note", positions.Position(group.Pos()))
			}
		}
	}
}

// TestNothingIsSkipped: a test that cannot run here fails and says what to
// install, or a green run means nothing.
func TestNothingIsSkipped(t *testing.T) {
	all, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		ast.Inspect(s.syntax, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			method, ok := call.Fun.(*ast.SelectorExpr)
			if ok && slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, method.Sel.Name) {
				t.Errorf("%s: a skipped test; return from a fuzz target, fail where something is missing", positions.Position(node.Pos()))
			}
			return true
		})
	}
}

func TestMainHasALicence(t *testing.T) {
	text, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(text), "// SPDX-License-Identifier: Apache-2.0\n") {
		t.Error("main.go does not begin with its SPDX licence line")
	}
}

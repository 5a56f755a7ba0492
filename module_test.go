package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
)

// TestModuleStandsAlone: go install from a clean clone ignores nothing and
// finds nothing but released versions.
func TestModuleStandsAlone(t *testing.T) {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	module, err := modfile.Parse("go.mod", text, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(module.Replace)+len(module.Exclude)+len(module.Tool) > 0 {
		t.Error("go.mod has a replace, an exclude or a tool directive; pin a version that works, install tools into bin with make")
	}
}

// TestBinaryHasNoTestCode asks the go command, because test code also comes
// through dependencies of dependencies.
func TestBinaryHasNoTestCode(t *testing.T) {
	if _, err := sources(); err != nil { // reading them all makes the cached result depend on them
		t.Fatal(err)
	}
	output, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	forbidden := regexp.MustCompile(`^(testing(/.*)?|.*/httptest|yichuang/.*test|.*chromedp.*|.*gozxing.*|.*/rapid)$`)
	for _, pkg := range strings.Fields(string(output)) {
		if forbidden.MatchString(pkg) {
			t.Errorf("the binary contains %s; 'go list -deps' and 'go mod why' tell how it got in", pkg)
		}
	}
}

package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// TestGuide holds the operator's guide to the program: its settings are those of
// serve, its calendar can be loaded, its commands exist.
func TestGuide(t *testing.T) {
	text, err := os.ReadFile("../docs/guide-operators.md")
	if err != nil {
		t.Fatal(err)
	}
	guide := string(text)
	named := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `--([a-z-]+)` \\|").FindAllStringSubmatch(guide, -1) {
		named[m[1]] = true
	}
	e := &env{}
	e.serveCommand().Flags().VisitAll(func(f *pflag.Flag) {
		if !named[f.Name] && f.Name != "help" {
			t.Errorf("the guide does not name --%s", f.Name)
		}
		delete(named, f.Name)
	})
	for name := range named {
		t.Errorf("the guide names --%s, which serve has not", name)
	}
	for _, m := range regexp.MustCompile("(?m)^(?:YICHUANG_[A-Z_]+=… )?yichuang ([a-z]+)(?: ([a-z]+))?").FindAllStringSubmatch(guide, -1) {
		command, rest, err := e.root().Find([]string{m[1], m[2]})
		if err != nil || command == e.root() || command.HasSubCommands() {
			t.Errorf("the guide runs yichuang %s %s: %v %v", m[1], m[2], rest, err)
		}
	}
	for _, link := range regexp.MustCompile(`\]\((operating/[^)]+)\)`).FindAllStringSubmatch(guide, -1) {
		if _, err := os.Stat(filepath.Join("../docs", link[1])); err != nil {
			t.Error(err)
		}
	}
	_, example, found := strings.Cut(guide, "```yaml\n")
	example, _, _ = strings.Cut(example, "```")
	dir, file := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "cn.yaml")
	if err := os.WriteFile(file, []byte(example), 0o600); err != nil || !found {
		t.Fatal(err, found)
	}
	if status, _, complaint := operate("init", "--data", dir); status != exitDone {
		t.Fatal(complaint)
	}
	if status, out, complaint := operate("calendar", "import", file, "--data", dir); status != exitDone || !strings.Contains(out, "cn 2027 loaded") {
		t.Errorf("the guide's calendar: %d, %q, %q", status, out, complaint)
	}
}

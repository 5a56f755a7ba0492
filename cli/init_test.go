package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestInit makes an installation that doctor finds right but for the offices,
// with keys that others cannot read, and never touches one that is there.
func TestInit(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	status, out, complaint := operate("init", "--data", dir, "--admin", "admin@example.org", "--public-url", "https://window.example.org")
	if status != exitDone || !strings.Contains(out, "https://window.example.org/invitation/") {
		t.Fatalf("got %d, %q, %q", status, out, complaint)
	}
	keys := filepath.Join(dir, "keys.json")
	if info, err := os.Stat(keys); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("keys have mode %v, %v", info.Mode(), err)
	}
	before, err := os.ReadFile(keys)
	if err != nil {
		t.Fatal(err)
	}
	if status, _, complaint := operate("init", "--data", dir, "--admin", "other"); status != exitBadInput || !strings.Contains(complaint, "holds an installation already") {
		t.Errorf("a second init: %d, %q", status, complaint)
	}
	if after, err := os.ReadFile(keys); err != nil || string(after) != string(before) {
		t.Errorf("the second init touched the keys (%v)", err)
	}
	status, out, _ = operate("doctor", "--data", dir, "--place", "650100")
	for _, want := range []string{
		"public-url", "https://window.example.org", filepath.Join(dir, configFile), "command line", "default",
		"wrong  offices", "ok     keys", "ok     database and attachments", "warn   calendar",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("doctor does not say %q:\n%s", want, out)
		}
	}
	if status != exitFailures {
		t.Errorf("doctor ends with %d while there is no office", status)
	}
	if err := os.Chmod(keys, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, out, _ := operate("doctor", "--data", dir); !strings.Contains(out, "can be read by others") {
		t.Errorf("doctor lets open keys pass:\n%s", out)
	}
}

func TestInit_refuses(t *testing.T) {
	for want, args := range map[string][]string{
		"--data": {"init", "--admin", "a"},
	} {
		if status, _, complaint := operate(args...); status != exitBadInput || !strings.Contains(complaint, want) {
			t.Errorf("%v: %d, %q", args, status, complaint)
		}
	}
}

// TestServe_refusesWithoutKeys: casework needs an installation.
func TestServe_refusesWithoutKeys(t *testing.T) {
	if status, _, complaint := operate("serve", "--data", t.TempDir(), "--addr", "127.0.0.1:0"); status != exitBadInput || !strings.Contains(complaint, "yichuang init") {
		t.Errorf("got %d, %q", status, complaint)
	}
}

// TestSettle: the command line wins over the environment, that over the file.
func TestSettle(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, configFile), []byte("place: 650100\naddr: \":1\"\npublic-url: \"https://file\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	e := &env{getenv: func(name string) string {
		return map[string]string{"YICHUANG_DATA": dir, "YICHUANG_ADDR": ":2", "YICHUANG_PUBLIC_URL": "https://environment"}[name]
	}}
	c := e.doctorCommand()
	if err := c.Flags().Parse([]string{"--public-url", "https://line"}); err != nil {
		t.Fatal(err)
	}
	settings, err := e.settle(c.Flags())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]setting{}
	for _, s := range settings {
		got[s.name] = s
	}
	for _, want := range []setting{
		{"public-url", "https://line", "command line"}, {"addr", ":2", "YICHUANG_ADDR"},
		{"place", "650100", filepath.Join(dir, configFile)}, {"demo", "false", "default"},
	} {
		if got[want.name] != want {
			t.Errorf("got %+v, want %+v", got[want.name], want)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, configFile), []byte("adress: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c = e.doctorCommand()
	if _, err := e.settle(c.Flags()); err == nil || !strings.Contains(err.Error(), "adress") {
		t.Errorf("a name that is none: %v", err)
	}
}

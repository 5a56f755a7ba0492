package cli

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yichuang/packs"
)

// planted copies a shipped pack and replaces a text in one of its files.
func planted(t *testing.T, pack, file, old, new string) string {
	t.Helper()
	tree, err := fs.Sub(packs.FS, "policies/"+pack)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), pack)
	if err := os.CopyFS(dir, tree); err != nil {
		t.Fatal(err)
	}
	if file == "" {
		return filepath.Dir(dir)
	}
	path := filepath.Join(dir, file)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), old, new, 1)
	if changed == string(text) {
		t.Fatalf("%s does not say %q", file, old)
	}
	if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	return filepath.Dir(dir)
}

// ran runs the command line as people do.
func ran(t *testing.T, args ...string) (status int, out, problems string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	at := time.Date(2026, time.April, 27, 9, 0, 0, 0, time.UTC)
	e := &env{stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, now: func() time.Time { return at }, getenv: func(string) string { return "" }}
	status = e.run(context.Background(), args)
	return status, stdout.String(), stderr.String()
}

// TestPolicyCheck_findsPlantedFaults: every kind of fault is named with its
// place; a conflict with a person for whom both rules hold.
func TestPolicyCheck_findsPlantedFaults(t *testing.T) {
	const pack = "cn-650100-2024"
	for what, c := range map[string]struct{ file, old, new, want string }{
		"conflict": {
			"clauses/U12.yaml", ", replaces: [cn-650100-2024/U12-residence]", "",
			"conflict on deadline residence-permit with cn-650100-2024/U12-residence",
		},
		"dead rule": {
			"clauses/U12.yaml", `new_permit && class == "A"`, `new_permit && class == "A" && age > 70.0 && age < 60.0`,
			"clauses/U12.yaml:11:1: deadline work-permit can never be met",
		},
		"dangling replaces": {"clauses/U3.yaml", "cn-2017/TERM]", "cn-2017/TRM]", "did you mean cn-2017/TERM?"},
		"wrong unit":        {"clauses/U12.yaml", "unit: working-days", "unit: workdays", "workdays is none of working-days"},
		"missing language":  {"clauses/U12.yaml", "\n  en: ", "\n  fr: ", "want both zh and en"},
		"contradiction":     {"clauses/U3.yaml", "months: 60", "months: 48", "term.months: got 48, want 60"},
		"unknown fact":      {"clauses/U3.yaml", "applicant.passport_expires", "applicant.pasport_expires", "did you mean applicant.passport_expires?"},
		"wrong type":        {"clauses/U3.yaml", `class == "A"`, `class == 3`, "clauses/U3.yaml:8:"},
	} {
		t.Run(what, func(t *testing.T) {
			status, out, problems := ran(t, "policy", "check", planted(t, pack, c.file, c.old, c.new))
			if status != exitFailures || !strings.Contains(problems, c.want) {
				t.Errorf("got status %d, %s; want %q", status, problems, c.want)
			}
			if out != "" {
				t.Errorf("got %q on standard output, want nothing", out)
			}
			if what == "conflict" && !strings.Contains(problems, "both hold for {") {
				t.Errorf("no witness in %s", problems)
			}
		})
	}
}

// TestPolicyCheck_passes a copy of a shipped pack.
func TestPolicyCheck_passes(t *testing.T) {
	status, out, problems := ran(t, "policy", "check", planted(t, "cn-650100-2024", "", "", ""))
	if status != exitDone || !strings.Contains(out, "no problem") {
		t.Errorf("got status %d, %s, %s", status, out, problems)
	}
}

// TestPolicyDiff names the change and the scenarios that it changes.
func TestPolicyDiff(t *testing.T) {
	dir := planted(t, "cn-370000-2023", "clauses/S4.yaml", "value: 10", "value: 5")
	status, out, problems := ran(t, "policy", "diff", "cn-370000-2023", filepath.Join(dir, "cn-370000-2023"))
	if status != exitDone || !strings.Contains(out, "S4 rule 1") || !strings.Contains(out, "scenario cn-370000-2023/scenarios/S4-kim.txtar changes: points") {
		t.Errorf("got status %d, %s, %s", status, out, problems)
	}
}

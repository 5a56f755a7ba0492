package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yichuang/civil"
)

// commanded runs a command line on 22 November 2026 with stdin.
func commanded(stdin string, args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	e := &env{stdin: strings.NewReader(stdin), stdout: &out, stderr: &errs, getenv: os.Getenv,
		now: func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }}
	status = e.run(context.Background(), args)
	return status, out.String(), errs.String()
}

// Wrong use and bad input end with status 2, nothing on standard output and one
// line on standard error that names what is wrong.
func TestBadInput_oneLine(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	notANumber := write("value.json", `[{"id":"average-wage","place":"650100","value":"x","valid_from":"2024-06-41"}]`)
	noPlace := write("place.json", `[{"id":"average-wage","place":"999999","value":1,"valid_from":"2024-06-01"}]`)
	noParameter := write("id.yaml", `- {id: average-wag, place: "650100", value: 1, valid_from: 2024-06-01}`)
	person := `{"place":"650100"}`
	for _, c := range []struct {
		name, stdin, names string
		args               []string
	}{
		{"no such date", `{"place":"650100","applicant":{"birth_date":"1990-02-30"}}`, "applicant.birth_date: 1990-02-30 is no date", []string{"assess", "-"}},
		{"missing file", "", "nosuch.json", []string{"assess", "nosuch.json"}},
		{"unknown flag", person, "--foo", []string{"assess", "-", "--foo"}},
		{"unknown format", person, "--format", []string{"assess", "-", "--format", "xml"}},
		{"unknown command", "", "nosuch", []string{"nosuch"}},
		{"unknown command of policy", "", "nosuch", []string{"policy", "nosuch"}},
		{"unknown command of audit", "", "nosuch", []string{"audit", "nosuch"}},
		{"unknown clause", "", "cn-2017/Z9", []string{"policy", "show", "cn-2017/Z9"}},
		{"no folder to check", "", "nosuch", []string{"policy", "check", "nosuch"}},
		{"no folder to test", "", "nosuch", []string{"policy", "test", "nosuch"}},
		{"parameter is no number", person, "value.json:1:48", []string{"assess", "-", "--parameters", notANumber}},
		{"parameter of no place", person, "[0].place", []string{"assess", "-", "--parameters", noPlace}},
		{"parameter of no pack", person, "[0].id", []string{"assess", "-", "--parameters", noParameter}},
		{"no argument", "", "yichuang assess FILE|-", []string{"assess"}},
		{"a word for a number", "", `--working-days: "x" is no whole number`, []string{"deadline", "--from", "2026-04-27", "--working-days", "x"}},
		{"folder without a pack", "", "no pack there", []string{"policy", "check", dir}},
		{"batch onto its input", "", "--out", []string{"batch", notANumber, "-o", notANumber}},
		{"batch of nothing", "", "nosuch.jsonl", []string{"batch", "nosuch.jsonl"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, stdout, stderr := commanded(c.stdin, c.args...)
			if status != exitBadInput || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, c.names) {
				t.Errorf("status %d, stdout %q, stderr %q; want status 2 and one line with %q", status, stdout, stderr, c.names)
			}
		})
	}
}

func TestBatch_emptyFile(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.jsonl")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if status, stdout, stderr := commanded("", "batch", empty); status != exitDone || stdout != "" || stderr != "" {
		t.Errorf("status %d, stdout %q, stderr %q; want nothing and status 0", status, stdout, stderr)
	}
}

// TestBatch_advice: with --advice a line is byte for byte what assess prints, without
// it the same but the advice.
func TestBatch_advice(t *testing.T) {
	const person = `{"on":"2026-04-27","place":"370200","applicant":{"birth_date":"1990-01-01","hsk":1}}`
	_, assessed, _ := commanded(person, "assess", "-", "--format", "json")
	_, advised, _ := commanded(person, "batch", "-", "--advice")
	_, plain, _ := commanded(person, "batch", "-")
	bare, _, cut := strings.Cut(assessed, `,"advice":`)
	if assessed == "" || advised != assessed || !cut || plain != bare+"}\n" {
		t.Errorf("assess %d bytes, batch --advice %d, batch %d; want the same answer", len(assessed), len(advised), len(plain))
	}
}

// TestOneLine: what the YAML library draws below its error is left out.
func TestOneLine(t *testing.T) {
	_, err := civil.ReadAlmanac([]byte("calendar: x\nfoo: 1\n"))
	if got := oneLine(err); got != `read almanac: [2:1] unknown field "foo"` {
		t.Errorf("got %q; want the error alone", got)
	}
}

// TestAssess_byteOrderMark: what some editors write in front of a text is not its text.
func TestAssess_byteOrderMark(t *testing.T) {
	const person = "\ufeff{\"on\":\"2026-04-27\",\"place\":\"650100\"}\n"
	for _, args := range [][]string{{"assess", "-", "--format", "json"}, {"batch", "-"}} {
		if status, stdout, stderr := commanded(person, args...); status != exitDone || !strings.HasPrefix(stdout, `{"on":"2026-04-27"`) {
			t.Errorf("%v: status %d, %q; want the determination", args, status, stderr)
		}
	}
}

func TestPolicyCheck_shipped(t *testing.T) {
	if status, stdout, stderr := commanded("", "policy", "check"); status != exitDone || stderr != "" {
		t.Errorf("status %d, stdout %q, stderr %q; the shipped packs have no problem", status, stdout, stderr)
	}
}

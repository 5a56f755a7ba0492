package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// started runs serve on a free port until the test ends and returns its address.
func started(t *testing.T, f serveFlags) (url string, stop func() error) {
	t.Helper()
	read, write := io.Pipe()
	e := &env{stdout: write, stderr: io.Discard, now: time.Now, getenv: func(string) string { return "" }}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	f.address = "127.0.0.1:0"
	go func() {
		err := e.serve(ctx, f)
		_ = write.CloseWithError(io.EOF)
		done <- err
	}()
	line := make([]byte, 200)
	n, err := read.Read(line)
	if err != nil {
		t.Fatalf("serve printed nothing: %v", <-done)
	}
	url, ok := strings.CutPrefix(strings.TrimSpace(string(line[:n])), "listening on ")
	if !ok {
		t.Fatalf("serve printed %q", line[:n])
	}
	return url, func() error { cancel(); return <-done }
}

func fetch(t *testing.T, url string) (status int, body string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func TestServe_answersAndEndsCleanly(t *testing.T) {
	url, stop := started(t, serveFlags{demo: true})
	for path, want := range map[string]string{
		"/healthz": "ok", "/readyz": "ok", "/openapi.json": `"openapi": "3.1.0"`, "/?lang=en": "Mon 27 April 2026",
		"/metrics": "go_goroutines",
	} {
		if status, body := fetch(t, url+path); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: status %d, want 200 with %q", path, status, want)
		}
	}
	response, err := http.Post(url+"/api/v1/assessments", "application/json", strings.NewReader(`{"place":"650100"}`))
	if err != nil {
		t.Fatal(err)
	}
	var answer struct{ On string }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || answer.On != "2026-04-27" {
		t.Errorf("assessment on %q (%v), want the demo's day", answer.On, err)
	}
	response.Body.Close()
	counted := func() bool { // a request is counted after its answer has gone
		_, body := fetch(t, url+"/metrics")
		return strings.Contains(body, `yichuang_determinations_total{verdict="unknown"}`) &&
			strings.Contains(body, `route="POST /api/v1/assessments",status="200"`)
	}
	for end := time.Now().Add(5 * time.Second); !counted(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the metrics do not count the assessment by verdict and route")
		}
	}
	if err := stop(); err != nil {
		t.Errorf("serve ends with %v", err)
	}
	if _, err := http.Get(url + "/healthz"); err == nil {
		t.Error("the address still answers after the end")
	}
}

func TestServe_refusesToStart(t *testing.T) {
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "pack.yaml"), []byte("id: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, want string
		args       []string
	}{
		{"no such folder", "no folder of policy packs", []string{"serve", "--policies", filepath.Join(broken, "none")}},
		{"broken pack", "pack has no clauses", []string{"serve", "--policies", broken}},
		{"bad address", "--addr", []string{"serve", "--addr", "256.0.0.1:http"}},
		{"unknown place", "--place", []string{"serve", "--place", "999999"}},
		{"argument", "unknown command", []string{"serve", "now"}},
	} {
		var stdout, stderr bytes.Buffer
		e := &env{stdout: &stdout, stderr: &stderr, now: time.Now, getenv: func(string) string { return "" }}
		if status := e.run(t.Context(), c.args); status != exitBadInput || !strings.Contains(stderr.String(), c.want) {
			t.Errorf("%s: status %d, %q; want 2 with %q", c.name, status, stderr.String(), c.want)
		}
		if stdout.Len() > 0 {
			t.Errorf("%s: standard output says %q", c.name, stdout.String())
		}
	}
}

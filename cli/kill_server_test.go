package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yichuang/people"
)

// serving says what a server process serves. Its clock stands in a file.
type serving struct{ Data, Database, Clock, Mail string }

// mortal is an installation whose servers are killed.
type mortal struct {
	t       *testing.T
	data    dataFlags
	people  map[string]*person
	server  *process
	starts  int
	number  string   // of the case, once it is known
	kinds   []string // of its events, as they stood after the last step
	between int      // kills that came before the answer
}

func newMortal(t *testing.T, database string) *mortal {
	return &mortal{t: t, data: dataFlags{data: filepath.Join(t.TempDir(), "data"), database: database}, people: map[string]*person{}}
}

// serveUntilKilled is the server.
func serveUntilKilled(t *testing.T, task string) {
	var s serving
	check(t, json.Unmarshal([]byte(task), &s))
	e := &env{stdout: os.Stdout, stderr: os.Stderr, getenv: func(string) string { return "" }, now: func() time.Time {
		text, err := os.ReadFile(s.Clock)
		if err != nil {
			panic(err)
		}
		now, err := time.Parse(time.RFC3339, string(text))
		if err != nil {
			panic(err)
		}
		return now
	}}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	f := serveFlags{data: dataFlags{data: s.Data, database: s.Database}, address: "127.0.0.1:0", plainHTTP: true}
	if s.Mail != "" {
		f.mail = mailFlags{server: s.Mail, encryption: "none", from: "window@example.org"}
	}
	check(t, e.serve(ctx, f))
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// install makes an installation with the people and offices of the story, with its
// cases or without, and invites some of them.
func (m *mortal) install(cases bool, accounts ...people.PartyID) map[people.PartyID]string {
	m.t.Helper()
	ctx := m.t.Context()
	check(m.t, m.data.create(ctx))
	e := &env{stdout: os.Stdout, stderr: os.Stderr, now: demoNow, getenv: func(string) string { return "" }}
	p, err := (&lawFlags{}).read()
	check(m.t, err)
	w, err := e.window(ctx, m.data, p)
	check(m.t, err)
	defer w.DB.Close()
	story, err := readStory()
	check(m.t, err)
	if !cases {
		story.Cases, story.Findings = nil, nil
	}
	check(m.t, story.Play(ctx, w))
	codes := map[people.PartyID]string{}
	for _, account := range accounts {
		codes[account], err = w.Invite(ctx, people.Who{Account: "admin-qian", Role: people.Administrator}, account)
		check(m.t, err)
	}
	return codes
}

// now is the servers' clock: ten seconds later with every start.
func (m *mortal) now() time.Time { return demoTime.Add(time.Duration(m.starts) * 10 * time.Second) }

// setClock tells all servers what time it is, in one stroke.
func (m *mortal) setClock(now time.Time) (file string) {
	m.t.Helper()
	file = filepath.Join(m.data.data, "clock")
	check(m.t, os.WriteFile(file+".new", []byte(now.Format(time.RFC3339)), 0o600))
	check(m.t, os.Rename(file+".new", file))
	return file
}

// process is a server of its own.
type process struct {
	url     string
	command *exec.Cmd
}

// run starts a server that sends mail to an SMTP server, if one is named.
func (m *mortal) run(smtp string) *process {
	m.t.Helper()
	m.starts++
	task, err := json.Marshal(serving{m.data.data, m.data.database, m.setClock(m.now()), smtp})
	check(m.t, err)
	p := &process{command: exec.Command(os.Args[0], "-test.run=^TestKill_overHTTP$")}
	p.command.Env = append(os.Environ(), servedVariable+"="+string(task))
	var complaints bytes.Buffer
	p.command.Stderr = &complaints
	output, err := p.command.StdoutPipe()
	check(m.t, err)
	check(m.t, p.command.Start())
	m.t.Cleanup(p.kill)
	for lines := bufio.NewScanner(output); lines.Scan(); {
		var ok bool
		if p.url, ok = strings.CutPrefix(lines.Text(), "listening on "); ok {
			return p
		}
	}
	m.t.Fatalf("the server does not start: %s", complaints.String())
	return nil
}

// kill is kill -9; how the process ended says nothing.
func (p *process) kill() {
	if err := p.command.Process.Kill(); err == nil {
		p.command.Wait()
	}
}

// start starts the one server that everybody uses.
func (m *mortal) start() {
	m.t.Helper()
	m.server = m.run("")
	for _, p := range m.people {
		p.url = m.server.url
	}
}

package cli

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yichuang/casefile"
	"yichuang/mail/mailtest"
	"yichuang/people"
	"yichuang/store"
	"yichuang/store/storetest"
)

// loaded is somebody who writes note after note in one case, through whichever
// server answers.
type loaded struct {
	as, number string
	servers    []string
	notes      []string // acknowledged
	repeated   int      // sent again because no answer came
}

// TestKill_twoServersUnderLoad: two server processes on one PostgreSQL answer four
// writers and deliver the mail of what they do; one is killed in the middle of it.
// The writers go on at the other one and send what got no answer again. Every
// acknowledged note stands in its case exactly once, and everything in the outbox
// was mailed: nothing twice, but at most the one message that the killed server had
// handed to the mail server and not yet settled, under the same Message-ID.
func TestKill_twoServersUnderLoad(t *testing.T) {
	t.Parallel()
	m := newMortal(t, storetest.Postgres(t))
	invitations := m.install(true, "clerk-cd", "clerk-ur", "clerk-li", "officer-zhang")
	m.start() // without mail: what the story tells waits for the two
	m.signIn(invitations)
	m.server.kill()
	smtp := mailtest.Start(t)
	first, second := m.run(smtp.Address()), m.run(smtp.Address())

	var ended atomic.Bool
	var acknowledged atomic.Int64
	var running sync.WaitGroup
	taken := map[string]bool{}
	var writers []*loaded
	for account := range invitations {
		w := &loaded{as: string(account), number: m.handled(account, taken), servers: []string{first.url, second.url}}
		if len(writers)%2 == 1 {
			slices.Reverse(w.servers)
		}
		writers = append(writers, w)
		running.Go(func() { m.write(w, &ended, &acknowledged) })
	}
	waitFor(t, "mail and notes under way", func() bool { return len(smtp.Messages()) >= 25 && acknowledged.Load() >= 8 })
	first.kill()
	atDeath := acknowledged.Load()
	waitFor(t, "notes after the death", func() bool { return acknowledged.Load() >= atDeath+40 })
	ended.Store(true)
	running.Wait()

	db, err := m.data.open(t.Context())
	check(t, err)
	defer db.Close()
	repeated := 0
	for _, w := range writers {
		m.mustStandOnce(db, w)
		repeated += w.repeated
	}
	leased, err := db.Messages(t.Context(), store.MessageFilter{Waiting: true, Limit: 1000})
	check(t, err)
	m.setClock(m.now().Add(11 * time.Minute)) // the leases of the dead end
	waitFor(t, "the other server to deliver what is left", func() bool {
		left, err := db.Messages(t.Context(), store.MessageFilter{Waiting: true, Limit: 1})
		check(t, err)
		return len(left) == 0
	})
	times, twice := map[string]int{}, 0
	for _, sent := range smtp.Messages() {
		id := regexp.MustCompile(`(?im)^Message-ID: <([^@]+)@`).FindStringSubmatch(string(sent.Data))[1]
		if times[id]++; times[id] > 1 {
			twice++
		}
	}
	told, err := db.Messages(t.Context(), store.MessageFilter{Limit: 100000})
	check(t, err)
	for _, message := range told {
		if message.Recipient != "" && times[message.ID] == 0 {
			t.Errorf("message %s (%s) was never mailed", message.ID, message.Kind)
		}
	}
	if twice > 1 {
		t.Errorf("%d messages were mailed twice, want at most the one in the dead server's hand", twice)
	}
	status, out, _ := operate("audit", "verify", "--data", m.data.data, "--database", m.data.database)
	if status != exitDone {
		t.Errorf("audit verify: status %d\n%s", status, out)
	}
	t.Logf("%d notes, %d before the death, %d sent again; %d messages mailed, %d twice, %d still waiting when the leases ended",
		acknowledged.Load(), atDeath, repeated, len(times), twice, len(leased))
}

// handled is a case that the account may write in and nobody else writes in.
func (m *mortal) handled(account people.PartyID, taken map[string]bool) string {
	m.t.Helper()
	db, err := m.data.open(m.t.Context())
	check(m.t, err)
	defer db.Close()
	story, err := readStory()
	check(m.t, err)
	who, err := story.Who(account)
	check(m.t, err)
	rows, err := db.Cases(m.t.Context(), store.CaseFilter{Scope: who.Scope(demoTime), Statuses: []string{string(casefile.StatusAccepted), string(casefile.StatusDeciding)}})
	check(m.t, err)
	for _, row := range rows {
		if !taken[row.Number] {
			taken[row.Number] = true
			return row.Number
		}
	}
	m.t.Fatalf("%s has no case to write in", account)
	return ""
}

// write writes notes until it is told to end. It runs beside the test and reports
// what goes wrong without ending it.
func (m *mortal) write(w *loaded, ended *atomic.Bool, acknowledged *atomic.Int64) {
	client := m.people[w.as].client
	seenIn := regexp.MustCompile(`name="seen" value="(\d+)"`)
	for n := 0; !ended.Load(); n++ {
		base := w.servers[n%len(w.servers)]
		status, page := ask(client, base+"/officer/"+w.number, nil)
		if status == 0 { // that server is gone
			w.servers = slices.DeleteFunc(w.servers, func(s string) bool { return s == base })
			continue
		}
		seen := seenIn.FindStringSubmatch(page)
		if status != http.StatusOK || seen == nil {
			m.t.Errorf("%s reads %s: status %d", w.as, w.number, status)
			return
		}
		note := fmt.Sprintf("note %d of %s", n, w.as)
		form := url.Values{"seen": {seen[1]}, "key": {note}, "text": {note}}
		status, page = ask(client, base+"/officer/"+w.number+"/message", form)
		for status == 0 && len(w.servers) > 1 { // no answer: the same form, at the other server
			w.repeated++
			w.servers = slices.DeleteFunc(w.servers, func(s string) bool { return s == base })
			status, page = ask(client, w.servers[0]+"/officer/"+w.number+"/message", form)
		}
		if status != http.StatusOK {
			_, main, _ := strings.Cut(page, "<main")
			m.t.Errorf("%s writes %q: status %d\n%s", w.as, note, status, main)
			return
		}
		w.notes = append(w.notes, note)
		acknowledged.Add(1)
	}
}

// ask gets a page, or sends a form; status 0 is no answer.
func ask(client *http.Client, address string, form url.Values) (status int, body string) {
	send := func() (*http.Response, error) { return client.PostForm(address, form) }
	if form == nil {
		send = func() (*http.Response, error) { return client.Get(address) }
	}
	response, err := send()
	if err != nil {
		return 0, ""
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, ""
	}
	return response.StatusCode, string(text)
}

// mustStandOnce fails where an acknowledged note is not in the case, or twice, or
// where one is there that nobody wrote.
func (m *mortal) mustStandOnce(db *store.DB, w *loaded) {
	m.t.Helper()
	rows, err := db.Cases(m.t.Context(), store.CaseFilter{Scope: people.Scope{Account: "test", Places: []people.PlaceCode{people.Nation}, AnyOffice: true}, Text: w.number})
	check(m.t, err)
	events, err := db.Events(m.t.Context(), store.CaseChain(rows[0].ID), 0)
	check(m.t, err)
	var stand []string
	for _, e := range events {
		if found := regexp.MustCompile(`note \d+ of [a-z-]+`).FindString(string(e.Body)); found != "" {
			stand = append(stand, found)
		}
	}
	if !slices.Equal(stand, w.notes) {
		m.t.Errorf("case %s holds %d notes, %d were acknowledged:\n%q\n%q", w.number, len(stand), len(w.notes), stand, w.notes)
	}
}

// waitFor waits for something that has to happen within a minute.
func waitFor(t *testing.T, what string, happened func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !happened(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

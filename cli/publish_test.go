package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"yichuang/civil"
	"yichuang/office"
	"yichuang/people"
	"yichuang/store/storetest"
)

// assessed is the answer of the API to facts.
type assessed struct {
	Policies []struct {
		ID      string `json:"id"`
		InForce bool   `json:"in_force"`
	}
	Points  struct{ Total *int }
	Receipt struct {
		Packs []struct{ ID, Hash string }
	}
}

func assess(t *testing.T, url, facts string) assessed {
	t.Helper()
	response, err := http.Post(url+"/api/v1/assessments", "application/json", strings.NewReader(facts))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var out assessed
	if err := json.NewDecoder(response.Body).Decode(&out); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("status %d, %v", response.StatusCode, err)
	}
	return out
}

// inForceFor is the local policy that answers facts, or "".
func inForceFor(t *testing.T, url, facts string) string {
	t.Helper()
	for _, p := range assess(t, url, facts).Policies {
		if p.InForce && p.ID != "cn-2017" {
			return p.ID
		}
	}
	return ""
}

// TestPublish_underLoad: while two servers on one PostgreSQL answer assessments
// without a pause, a renewal is published. No request fails, every answer names
// exactly one text of the policy, and within seconds both servers give the new one.
func TestPublish_underLoad(t *testing.T) {
	e := &env{stdout: io.Discard, stderr: io.Discard, now: time.Now, getenv: func(string) string { return "" }}
	data := dataFlags{data: t.TempDir(), database: storetest.Postgres(t)}
	if err := data.create(t.Context()); err != nil {
		t.Fatal(err)
	}
	first, stopFirst := started(t, serveFlags{data: data, plainHTTP: true})
	second, stopSecond := started(t, serveFlags{data: data, plainHTTP: true})
	today := civil.DateOf(time.Now())
	facts := fmt.Sprintf(`{"on":%q,"place":"650100","applicant":{"postdoc":"china","birth_date":"1990-01-01"}}`, today)

	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	var mu sync.Mutex
	seen, failed := map[string]map[string]int{first: {}, second: {}}, 0
	for _, url := range []string{first, first, second, second} {
		running.Go(func() {
			for ctx.Err() == nil {
				status, named := textNamed(url, facts)
				mu.Lock()
				seen[url][named]++
				if status != http.StatusOK || strings.Contains(named, "and") {
					failed++
				}
				mu.Unlock()
			}
		})
	}
	hash := publishRenewal(t, e, data, today)
	for end := time.Now().Add(5 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		_, a := textNamed(first, facts)
		_, b := textNamed(second, facts)
		if a == hash && b == hash {
			break
		}
		if time.Now().After(end) {
			t.Errorf("five seconds after the publication the servers answer by %q and %q, want %q", a, b, hash)
			break
		}
	}
	time.Sleep(200 * time.Millisecond)
	stop()
	running.Wait()
	t.Logf("answers by text: %v", seen)
	for url, texts := range seen {
		if len(texts) != 2 || texts[""] == 0 || texts[hash] == 0 {
			t.Errorf("%s answered by %v; want the national rules before and the one new text after", url, texts)
		}
	}
	if failed > 0 {
		t.Errorf("%d requests failed or named two texts", failed)
	}
	for _, stop := range []func() error{stopFirst, stopSecond} {
		if err := stop(); err != nil {
			t.Error(err)
		}
	}
}

// textNamed asks a server and returns which text of Urumqi's measures the answer
// rests on; "" where none. An answer that contradicts itself names two.
func textNamed(url, facts string) (status int, hash string) {
	response, err := http.Post(url+"/api/v1/assessments", "application/json", strings.NewReader(facts))
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close()
	var out assessed
	if err := json.NewDecoder(response.Body).Decode(&out); err != nil {
		return response.StatusCode, err.Error()
	}
	for _, p := range out.Receipt.Packs {
		if p.ID == "cn-650100-2024" {
			hash = p.Hash
		}
	}
	for _, p := range out.Policies {
		if p.ID == "cn-650100-2024" && p.InForce != (hash != "") {
			hash += " and another"
		}
	}
	return response.StatusCode, hash
}

// publishRenewal renews the measures of Urumqi from today, as two persons of the
// policy desk at a third server would.
func publishRenewal(t *testing.T, e *env, data dataFlags, today civil.Date) (hash string) {
	t.Helper()
	ctx := t.Context()
	p, err := (&lawFlags{}).read()
	if err != nil {
		t.Fatal(err)
	}
	w, err := e.window(ctx, data, p)
	if err != nil {
		t.Fatal(err)
	}
	defer w.DB.Close()
	if err := w.Reload(ctx); err != nil {
		t.Fatal(err)
	}
	zhou := people.Who{Account: "zhou", Role: people.PolicyStaff, Office: "desk", Places: []people.PlaceCode{"650100", "xpcc-12"}}
	feng := zhou
	feng.Account = "feng"
	id, err := w.RenewPolicy(ctx, zhou, "renew", office.Renewal{Pack: "cn-650100-2024", From: today, Until: today + 700, Source: "demo"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.AskSecond(ctx, office.DraftWrite{Who: zhou, ID: id, Seen: 1, Key: "ask"}); err != nil {
		t.Fatal(err)
	}
	if err := w.PublishDraft(ctx, office.DraftWrite{Who: feng, ID: id, Seen: 2, Key: "publish"}); err != nil {
		t.Fatal(err)
	}
	rows, err := w.DB.Policies(ctx)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d publications, %v; want one", len(rows), err)
	}
	return rows[0].Digest
}

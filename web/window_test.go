package web

import (
	"context"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2/memstore"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/files"
	"yichuang/lists"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/packs"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/policy"
	"yichuang/store"
)

// newStorySite serves a window in which the demo story was played, at a moment
// that the test may move. The story is played once, at inForce, for all tests;
// each works on a copy of its own.
func newStorySite(t *testing.T, now *time.Time) *site {
	t.Helper()
	played, err := playedStory()
	must(t, err)
	dir := filepath.Join(t.TempDir(), "window")
	must(t, os.CopyFS(dir, os.DirFS(played.dir)))
	window, err := windowIn(t.Context(), dir, played.keys, func() time.Time { return *now })
	must(t, err)
	t.Cleanup(func() { window.DB.Close() })
	return newSite(t, *now, func(c *Config) {
		c.Window, c.Sessions, c.PlainHTTP, c.Now = window, memstore.New(), true, window.Clock
		c.Demo, c.People = true, []DemoPerson{{Account: "anna-account"}, {Account: "hr-wang"}}
	})
}

// playedStory is a closed window in which the demo story was played.
var playedStory = sync.OnceValues(func() (played struct {
	dir  string
	keys *store.Keys
}, err error) {
	if played.keys, err = store.NewKeys(); err != nil {
		return played, err
	}
	if played.dir, err = os.MkdirTemp("", "yichuang-story-"); err != nil {
		return played, err
	}
	ctx := context.Background()
	window, err := windowIn(ctx, played.dir, played.keys, func() time.Time { return inForce })
	if err != nil {
		return played, err
	}
	document, err := fs.ReadFile(packs.FS, "demo/story.yaml")
	if err != nil {
		return played, err
	}
	sample, err := fs.ReadFile(packs.FS, "demo/sample.pdf")
	if err != nil {
		return played, err
	}
	story, err := office.ReadStory(document, sample)
	if err != nil {
		return played, err
	}
	if err := story.Play(ctx, window); err != nil {
		return played, err
	}
	return played, window.DB.Close()
})

// TestMain takes the played story away again.
func TestMain(m *testing.M) {
	code := m.Run()
	if played, err := playedStory(); err == nil {
		os.RemoveAll(played.dir)
	}
	os.Exit(code)
}

// windowIn opens the window whose database and files stand in a folder.
func windowIn(ctx context.Context, dir string, keys *store.Keys, clock func() time.Time) (*office.Window, error) {
	config, err := shipped()
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, dir, keys)
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx); err != nil {
		return nil, err
	}
	naming, identity := keys.Files()
	folder, err := files.Open(filepath.Join(dir, "files"), naming, identity)
	if err != nil {
		return nil, err
	}
	window := &office.Window{DB: db, Files: folder, Clock: clock, Say: func(language, key string, args ...any) string {
		return locale.For(locale.Language(language)).T(key, args...)
	}}
	for _, read := range []struct {
		folder string
		into   func(map[string][]byte) error
	}{
		{"matters", func(d map[string][]byte) (err error) { window.Matters, err = casefile.ReadMatters(d); return err }},
		{"papers", func(d map[string][]byte) (err error) { window.Catalog, err = casefile.ReadPapers(d); return err }},
		{"lists", func(d map[string][]byte) (err error) { window.Lists, err = lists.Read(d); return err }},
		{"parameters/defined", func(d map[string][]byte) (err error) { window.Settings, err = office.ReadParameterDefs(d); return err }},
	} {
		documents, err := packs.Files(packs.FS, read.folder, "*.yaml")
		if err != nil {
			return nil, err
		}
		if err := read.into(documents); err != nil {
			return nil, err
		}
	}
	engine := config.Engine.(shippedLaw).Engine
	tree, err := fs.Sub(packs.FS, "policies")
	if err != nil {
		return nil, err
	}
	texts := map[string]policy.Files{}
	for _, pack := range engine.Policies.Packs {
		if texts[pack.Hash], err = policy.FilesIn(tree, pack.ID); err != nil {
			return nil, err
		}
	}
	book, err := office.NewLawbook(db, clock, office.Program{
		Language: engine.Policies.Language, Base: engine.Policies.Packs, Texts: texts, Places: config.Places, Calendars: config.Calendars,
	})
	if err != nil {
		return nil, err
	}
	window.Law, window.Reload = book.Law, book.Refresh
	return window, nil
}

func readStory(t *testing.T) *office.Story {
	t.Helper()
	document, err := fs.ReadFile(packs.FS, "demo/story.yaml")
	must(t, err)
	sample, err := fs.ReadFile(packs.FS, "demo/sample.pdf")
	must(t, err)
	story, err := office.ReadStory(document, sample)
	must(t, err)
	return story
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// sentCase is a case of the story's person that was sent.
func (s *site) sentCase(t *testing.T, person people.PartyID) string {
	t.Helper()
	who, err := readStory(t).Who(person)
	must(t, err)
	rows, _, err := s.server.Window.Cases(t.Context(), who, office.CaseFilter{})
	must(t, err)
	for _, row := range rows {
		if row.Status != string(casefile.StatusDraft) {
			return row.Number
		}
	}
	t.Fatalf("%s has no case that was sent", person)
	return ""
}

func TestTrack_slowsDown(t *testing.T) {
	now := inForce
	s := newStorySite(t, &now)
	s.server.Demo = false // the demo's clock stands still and nothing waits
	number := s.sentCase(t, "anna")
	right := url.Values{"number": {strings.ToLower(number)}, "born": {"1989-08-19"}, "passport": {"3651"}}
	got := s.post("/track?lang=en", right)
	if got.status != http.StatusOK || !strings.Contains(got.body, number) || strings.Contains(got.body, "Anna") {
		t.Fatalf("status %d, want 200 with the number and no name\n%s", got.status, got.body)
	}
	mustBeWhole(t, "/track", got.body)
	wrong := url.Values{"number": {number}, "born": {"1989-08-20"}, "passport": {"3651"}}
	for range freeTries {
		if got = s.post("/track", wrong); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "No case fits") {
			t.Fatalf("status %d, want 422 with the message for all", got.status)
		}
	}
	unknown := s.post("/track", url.Values{"number": {"QD26-999999-Z"}, "born": {"1989-08-20"}, "passport": {"3651"}})
	for _, got := range []answer{unknown, s.post("/track", right)} {
		if !strings.Contains(got.body, "wait 1 minute ") {
			t.Errorf("after %d wrong tries: status %d, want to wait a minute", freeTries, got.status)
		}
	}
	now = now.Add(firstWait)
	if got = s.post("/track", right); got.status != http.StatusOK {
		t.Errorf("after the wait: status %d, want 200", got.status)
	}
}

func TestVerify_page(t *testing.T) {
	now := inForce.Add(5 * 24 * time.Hour)
	s := newStorySite(t, &now)
	p, err := permit.Issue(permit.Permit{
		Number: "W-650100-26000001", Kind: permit.Work, Holder: "anna", Employer: "ur-storage", Place: "650100", Class: "A",
		Term: permit.Term{From: civil.DateOf(inForce), Until: civil.DateOf(now), Caps: []permit.Cap{{Binding: permit.PolicyCap, Until: civil.DateOf(now)}}},
	}, permit.Granted, permit.By{At: now})
	must(t, err)
	state, err := json.Marshal(p)
	must(t, err)
	must(t, s.server.Window.DB.Do(t.Context(), now, func(tx *store.Tx) error {
		return tx.AddPermit(t.Context(), &store.PermitRow{ID: store.NewID(), Code: "demo-code", Kind: "work", Number: string(p.Number), Holder: "anna",
			Employer: "ur-storage", Place: "650100", Class: "A", Status: "active", ValidFrom: p.Term.From, ValidUntil: p.Term.Until, State: state})
	}))
	for _, lang := range []string{"zh", "en"} {
		got := s.get("/verify/demo-code?lang=" + lang)
		if got.status != http.StatusOK || !strings.Contains(got.body, "O\u2022\u2022\u2022\u2022 A") || strings.Contains(got.body, string(p.Number)) {
			t.Errorf("%s: status %d, want the masked name and no number\n%s", lang, got.status, got.body)
		}
		mustBeWhole(t, "/verify", got.body)
	}
	if got := s.get("/verify/no-such-code"); got.status != http.StatusNotFound {
		t.Errorf("an unknown code: status %d, want 404", got.status)
	}
}

func TestTrack_withoutWindow(t *testing.T) {
	s := newSite(t, inForce)
	for _, path := range []string{"/track", "/verify/code"} {
		got := s.get(path + "?lang=en")
		if got.status != http.StatusOK || !strings.Contains(got.body, "keeps no cases") {
			t.Errorf("%s: status %d, want a plain explanation", path, got.status)
		}
		mustBeWhole(t, path, got.body)
	}
}

// TestTries_double: each wrong try after the free ones rests twice as long, and
// an hour at most.
func TestTries_double(t *testing.T) {
	var tried tries
	at := civil.MustParseDate("2026-04-27").Time()
	for range freeTries - 1 {
		tried.fail(at, "a")
	}
	for i, want := range []time.Duration{0, 1, 2, 4, 8, 16, 32, 60, 60} {
		if got := tried.wait(at, "a", "b"); got != want*time.Minute {
			t.Errorf("after %d wrong tries: wait %v, want %v minutes", freeTries-1+i, got, int(want))
		}
		tried.fail(at, "a")
	}
	if got := tried.wait(at.Add(forgetAfter), "a"); got != 0 {
		t.Errorf("forgotten tries still wait %v", got)
	}
}

// TestLetter_page: whoever reads the case reads its letters, as a page and as a
// file, and finds the last days in the calendar; others find nothing.
func TestLetter_page(t *testing.T) {
	now := inForce
	s := newStorySite(t, &now)
	number := s.sentCase(t, "anna")
	s.enterAs(t, "anna-account")
	page := s.get("/case/" + number + "?lang=en")
	link := regexp.MustCompile(`href="(/case/[^"]*/letter/[^".?]*)"`).FindStringSubmatch(page.body)
	if link == nil {
		t.Fatalf("the case shows no letter: %d\n%s", page.status, page.body)
	}
	if copied, binding := strings.Index(page.body, `href="`+link[1]+`?copy=en"`), strings.Index(page.body, `href="`+link[1]+`"`); copied < 0 || copied > binding {
		t.Error("who reads English does not get the English copy first, and the Chinese text beside it")
	}
	if zh := s.get("/case/" + number + "?lang=zh").body; strings.Contains(zh, "copy=en") {
		t.Error("who reads Chinese is sent to the copy")
	}
	for path, want := range map[string]string{link[1]: "lang=\"zh-CN\"", link[1] + "?copy=en": "lang=\"en", link[1] + ".pdf": "%PDF-"} {
		got := s.get(path)
		if got.status != http.StatusOK || !strings.Contains(got.body, want) {
			t.Errorf("%s: status %d without %s", path, got.status, want)
		}
		if policy := got.header.Get("Content-Security-Policy"); strings.Contains(policy, "unsafe") || !strings.HasSuffix(path, ".pdf") && !strings.Contains(policy, "'sha256-") {
			t.Errorf("%s: policy %q, want the hash of the letter's own style", path, policy)
		}
	}
	if got := s.get("/case/" + number + "/calendar.ics"); !strings.Contains(got.body, "BEGIN:VEVENT") {
		t.Errorf("the calendar has no day: status %d\n%s", got.status, got.body)
	}
	s.enterAs(t, "hr-wang")
	for _, path := range []string{link[1], link[1] + ".pdf", "/case/" + number + "/calendar.ics"} {
		if got := s.get(path); got.status != http.StatusNotFound {
			t.Errorf("another firm: %s has status %d, want 404", path, got.status)
		}
	}
}

// enterAs signs in as somebody of the story.
func (s *site) enterAs(t *testing.T, account people.PartyID) {
	t.Helper()
	if got := s.post("/signin/demo", url.Values{"account": {string(account)}}); got.status != http.StatusOK {
		t.Fatalf("sign in as %s: status %d\n%s", account, got.status, got.body)
	}
}

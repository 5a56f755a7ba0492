package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"yichuang/packs"
	"yichuang/people"
	"yichuang/store"
	"yichuang/store/storetest"
)

// servedVariable makes a process of this test a server that is killed: a serving.
const servedVariable = "YICHUANG_TEST_SERVED"

// TestKill_overHTTP walks one case from its beginning to two permits by the forms
// of the pages, against a server process that is killed at every step: either
// right after its answer or while the request is under way. The server is started
// again, and the same form is sent again with the same key, as a browser does that
// got no answer. What was acknowledged is there, nothing is there twice, everybody
// is still signed in, and the record verifies. On both databases.
func TestKill_overHTTP(t *testing.T) {
	if task := os.Getenv(servedVariable); task != "" {
		serveUntilKilled(t, task)
		return
	}
	t.Parallel()
	for name, source := range map[string]func(testing.TB) string{
		"sqlite":   func(testing.TB) string { return "" },
		"postgres": storetest.Postgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMortal(t, source(t))
			invitations := m.install(false, "hr-cd", "clerk-cd", "officer-cd", "approver-cd", "police-cd", "police2-cd")
			m.start()
			m.signIn(invitations)
			m.walk()
			m.prove()
		})
	}
}

const mortalPassword = "four quiet words here"

// signIn takes invitations: password, second factor, post.
func (m *mortal) signIn(invitations map[people.PartyID]string) {
	m.t.Helper()
	for account, code := range invitations {
		jar, err := cookiejar.New(nil)
		check(m.t, err)
		p := &person{t: m.t, url: m.server.url, client: &http.Client{Jar: jar}}
		m.people[string(account)] = p
		_, _, body := p.send("/invitation/"+code, "password", mortalPassword)
		secret := regexp.MustCompile(`[A-Z2-7]{4}( [A-Z2-7]{4}){7}`).FindString(body)
		p.send("/signin/factor", "code", appCode(m.t, secret, m.now()))
		if status, at, _ := p.send("/role?next=/account"); status != http.StatusOK || at != "/account" {
			m.t.Fatalf("%s is not signed in: %d at %s", account, status, at)
		}
	}
}

// form is what the page asks to be sent, as it stands there.
func (m *mortal) form(as, page string) url.Values {
	m.t.Helper()
	status, at, body := m.people[as].send(page)
	if status != http.StatusOK || at != page {
		m.t.Fatalf("%s opens %s: %d at %s", as, page, status, at)
	}
	form := url.Values{}
	for _, input := range regexp.MustCompile(`<input [^>]*>`).FindAllString(body, -1) {
		name, value := attribute(input, "name"), attribute(input, "value")
		if box := strings.Contains(input, `type="checkbox"`) || strings.Contains(input, `type="radio"`); !box && name != "" && form.Get(name) == "" {
			form.Set(name, value)
		}
	}
	if form.Get("key") == "" {
		m.t.Fatalf("%s has no form", page)
	}
	return form
}

func attribute(tag, name string) string {
	if found := regexp.MustCompile(` ` + name + `="([^"]*)"`).FindStringSubmatch(tag); found != nil {
		return html.UnescapeString(found[1])
	}
	return ""
}

// step sends what a page asks for, with what is given in pairs. The server is
// killed after its answer, or before it; then it is started, and sent the same.
func (m *mortal) step(as, page, to string, pairs ...string) {
	m.t.Helper()
	form := m.form(as, page)
	for i := 0; i < len(pairs); i += 2 {
		if i == 0 || pairs[i] != pairs[i-2] {
			form.Del(pairs[i])
		}
		form.Add(pairs[i], pairs[i+1])
	}
	m.survive(as, to, "application/x-www-form-urlencoded", []byte(form.Encode()))
}

// upload is a step that hands a paper in.
func (m *mortal) upload(as, page, to, slot string) {
	m.t.Helper()
	form := m.form(as, page)
	sample, err := packs.FS.ReadFile("demo/sample.pdf")
	check(m.t, err)
	var body bytes.Buffer
	writer := multipart.NewWriter(&body)
	for name, value := range map[string]string{"seen": form.Get("seen"), "key": form.Get("key") + slot, "slot": slot} {
		check(m.t, writer.WriteField(name, value))
	}
	file, err := writer.CreateFormFile("paper", slot+".pdf")
	check(m.t, err)
	_, err = file.Write(sample)
	check(m.t, err)
	check(m.t, writer.Close())
	m.survive(as, to, writer.FormDataContentType(), body.Bytes())
}

func (m *mortal) survive(as, to, contentType string, body []byte) {
	m.t.Helper()
	p := m.people[as]
	answered := make(chan error, 1)
	send := func() error {
		response, err := p.client.Post(p.url+to, contentType, bytes.NewReader(body))
		if err != nil {
			return err
		}
		defer response.Body.Close()
		var page bytes.Buffer
		if _, err := page.ReadFrom(response.Body); err != nil {
			return err
		}
		if response.StatusCode != http.StatusOK {
			_, main, _ := strings.Cut(page.String(), "<main")
			m.t.Errorf("%s sends %s: status %d at %s\n%s", as, to, response.StatusCode, response.Request.URL, main)
		}
		if rest, ok := strings.CutPrefix(response.Request.URL.Path, "/case/"); ok && m.number == "" {
			m.number, _, _ = strings.Cut(rest, "/")
		}
		return nil
	}
	go func() { answered <- send() }()
	acknowledged := false
	if m.starts%2 == 0 {
		time.Sleep(time.Duration(rand.IntN(12_000)) * time.Microsecond)
		m.server.kill()
		acknowledged = <-answered == nil
	} else {
		check(m.t, <-answered)
		m.server.kill()
		acknowledged = true
	}
	if !acknowledged {
		m.between++
	}
	before := m.kinds
	if m.number != "" {
		m.kinds = m.events()
	}
	if kept := len(m.kinds) > len(before); acknowledged && !kept || !slices.Equal(before, m.kinds[:len(before)]) {
		m.t.Fatalf("after %s the case has the events %v; before, %v", to, m.kinds, before)
	}
	m.start()
	check(m.t, send())
	if m.t.Failed() {
		m.t.FailNow()
	}
	m.kinds = m.events()
}

// events are the kinds of the case's events, read while no server runs or one does.
func (m *mortal) events() (kinds []string) {
	m.t.Helper()
	ctx := m.t.Context()
	db, err := m.data.open(ctx)
	check(m.t, err)
	defer db.Close()
	rows, err := db.Cases(ctx, store.CaseFilter{Scope: people.Scope{Account: "hr-cd", Principals: []people.PartyID{"cd-tools"}}, Text: m.number})
	check(m.t, err)
	if len(rows) != 1 {
		m.t.Fatalf("%d cases have the number %s, want 1", len(rows), m.number)
	}
	all, err := db.Events(ctx, store.CaseChain(rows[0].ID), 0)
	check(m.t, err)
	for _, e := range all {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

// answers are the facts of a scenario as a form has them.
func (m *mortal) answers(scenario string) (pairs []string) {
	m.t.Helper()
	var tree map[string]any
	decoder := json.NewDecoder(strings.NewReader(factsText(m.t, scenario)))
	decoder.UseNumber()
	check(m.t, decoder.Decode(&tree))
	return asPairs("", tree)
}

func asPairs(prefix string, tree map[string]any) (pairs []string) {
	for name, value := range tree {
		path := prefix + name
		switch value := value.(type) {
		case map[string]any:
			pairs = append(pairs, asPairs(path+".", value)...)
		case []any:
			if len(value) == 0 {
				pairs = append(pairs, path+".none", "yes", path, "none")
			}
			for _, one := range value {
				pairs = append(pairs, path, fmt.Sprint(one))
			}
		default:
			pairs = append(pairs, path, fmt.Sprint(value))
		}
	}
	return pairs
}

// walk is the case: a person of class B in a city with the national rules alone.
func (m *mortal) walk() {
	const hr, clerk, officer, approver, cop, second = "hr-cd", "clerk-cd", "officer-cd", "approver-cd", "police-cd", "police2-cd"
	m.step(hr, "/apply?place=510100", "/apply", "matter", "work-permit-first", "employer", "cd-tools", "name", "EXAMPLE-STEADY Karl",
		"passport", "DEMO24680", "birth_date", "1985-02-03", "nationality", "DEU")
	at := "/case/" + m.number
	given := append(m.answers("cn-650100-2024/scenarios/U2-person-anna.txtar"),
		"applicant.birth_date", "1985-02-03", "applicant.nationality", "DEU", "applicant.visa", "M", "applicant.stay_until", "2026-07-20",
		"applicant.degree.level", "bachelor", "applicant.degree.awarded_on", "2008-06-30", "applicant.postdoc", "none", "own.contract-pay", "200000", "then", "next")
	for _, topic := range []string{"person", "job", "experience", "employer", "before"} {
		m.step(hr, at+"/task/"+topic, at+"/task/"+topic, given...)
	}
	_, _, body := m.people[hr].send(at)
	var slots []string
	for _, found := range regexp.MustCompile(`name="slot" value="([^"]+)"`).FindAllStringSubmatch(body, -1) {
		if !slices.Contains(slots, found[1]) {
			slots = append(slots, found[1])
		}
	}
	for _, slot := range slots {
		m.upload(hr, at, at+"/paper", slot)
	}
	m.step(hr, at+"/check", at+"/send", "declared", "yes")

	file, intake := "/officer/"+m.number, "/desk/"+m.number+"/intake"
	m.step(clerk, intake, file+"/correct", "due", "2026-05-15", "fault.photo", "The photo is older than six months", "fix.photo", "Send a new one")
	m.upload(hr, at+"/fix", at+"/paper?back=fix", "photo")
	m.step(hr, at+"/fix", at+"/answer", "done", "0")
	var seen []string
	for _, slot := range slots {
		seen = append(seen, "original", slot)
	}
	m.step(clerk, intake, file+"/judge-all", seen...)
	m.step(clerk, intake, file+"/accept")
	m.step(officer, file, file+"/review")
	m.step(cop, "/police/"+m.number, file+"/review")
	m.step(officer, file, file+"/find", "condition", "limit:age", "found", "met", "reason", "41 years old")
	for _, track := range []struct{ id, drafter, page, signer string }{{"permit", officer, file, approver}, {"residence", cop, "/police/" + m.number, second}} {
		desk := "/letter/grant?track=" + track.id
		m.step(track.drafter, file+desk, file+"/letter/grant", "track", track.id, "reason", "As the papers show", "do", "issue")
		m.step(track.signer, "/approve/"+m.number, file+"/approve", "track", track.id, "confirm", mortalPassword)
	}
	m.step(clerk, intake, file+"/hand-over", "to", "Karl")
}

// prove looks at what is left when nobody kills any more.
func (m *mortal) prove() {
	m.t.Helper()
	if got := runs(m.kinds); got != wantHistory {
		m.t.Errorf("the case's history is\n%s\nwant\n%s", got, wantHistory)
	}
	hr := m.people["hr-cd"]
	_, _, body := hr.send("/case/" + m.number)
	letters := regexp.MustCompile(`href="(/case/[^"]+/letter/[^".]+)"`).FindAllStringSubmatch(body, -1)
	for _, letter := range letters {
		if status, _, text := hr.send(letter[1]); status != http.StatusOK || !strings.Contains(text, m.number) {
			m.t.Errorf("%s: status %d, or it does not name the case", letter[1], status)
		}
	}
	if issued := slices.DeleteFunc(slices.Clone(m.kinds), func(k string) bool { return k != "letter-issued" }); len(letters) != len(issued) {
		m.t.Errorf("the case shows %d letters, want %d", len(letters), len(issued))
	}
	if _, _, mine := hr.send("/my?format=csv"); strings.Count(mine, "EXAMPLE-STEADY") != 1 {
		m.t.Errorf("the employer's list shows the case %d times, want once", strings.Count(mine, "EXAMPLE-STEADY"))
	}
	if _, _, permits := hr.send("/permits?format=csv"); strings.Count(permits, "EXAMPLE-STEADY") != 2 {
		m.t.Errorf("the employer's permits are\n%s\nwant the work permit and the residence permit", permits)
	}
	status, out, complaints := operate("audit", "verify", "--data", m.data.data, "--database", m.data.database)
	if status != exitDone || !strings.Contains(out, "unbroken") || strings.Contains(out, "broken:") {
		m.t.Errorf("audit verify: status %d\n%s%s", status, out, complaints)
	}
	m.t.Logf("%d starts, %d kills before the answer, %d letters, %d events", m.starts, m.between, len(letters), len(m.kinds))
	if m.between == 0 {
		m.t.Error("no request was killed before its answer")
	}
}

// wantHistory is the case as nobody killed it.
const wantHistory = "opened register-read determined answers-saved determined answers-saved determined answers-saved determined " +

	"answers-saved determined answers-saved determined paper-supplied×9 determined submitted letter-issued correction-requested letter-issued " +
	"paper-supplied correction-answered paper-judged×9 accepted letter-issued review-part-passed×2 joint-review-passed finding-recorded " +
	"decision-drafted decision-taken letter-issued decision-drafted decision-taken letter-issued letter-delivered×5 closed letter-issued"

// runs writes kinds with how often each comes in a row.
func runs(kinds []string) string {
	var out []string
	for i := 0; i < len(kinds); {
		n := 1
		for i+n < len(kinds) && kinds[i+n] == kinds[i] {
			n++
		}
		word := kinds[i]
		if n > 1 {
			word += fmt.Sprintf("×%d", n)
		}
		out = append(out, word)
		i += n
	}
	return strings.Join(out, " ")
}

package cli

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/packs"
	"yichuang/people"
	"yichuang/web/browsertest"
)

// complete fills a draft in as its applicant does: every topic page by hand, with
// what an earlier case answered and what is new; a file for every paper that is
// asked; every promise on its page by the foreigner. Then it is checked and sent.
func (l *life) complete(number string, account people.PartyID, earlier casefile.Case, further map[string]string) casefile.Case {
	l.t.Helper()
	wanted := maps.Clone(earlier.Answers)
	for path, value := range further {
		wanted[path] = json.RawMessage(value)
	}
	page := l.be(string(account), "en")
	l.fill(page, number, wanted)
	promised := l.promise(page, number)
	page.Go(l.url + "/case/" + number)
	l.supply(page, promised)
	page.Go(l.url + "/case/" + number + "/check")
	if !page.Has("#declared") {
		l.t.Fatalf("%s cannot be sent: %s", number, page.Text("main"))
	}
	page.Click("#declared")
	l.send(page, `form[action$="/send"] button.main`)
	c, err := l.work.window.Case(l.t.Context(), l.who(account), casefile.CaseNumber(number))
	if err != nil {
		l.t.Fatal(err)
	}
	return c
}

// fill answers every topic page of a draft, and shows its task list.
func (l *life) fill(page *browsertest.Page, number string, wanted map[string]json.RawMessage) {
	l.t.Helper()
	page.Go(l.url + "/case/" + number)
	topics := strings.Fields(page.Eval(`[...new Set([...document.querySelectorAll('a[href^="/case/` + number + `/task/"], a[href="/case/` + number + `/answers"]')].map(a => a.getAttribute("href")))].join(" ")`))
	for _, topic := range topics {
		page.Go(l.url + topic)
		l.answer(page, wanted)
		l.send(page, `form.sheet .actions button.main`)
	}
	page.Go(l.url + "/case/" + number)
}

// factsOf are the facts of a scenario as answers of a form, with what is other.
func (l *life) factsOf(scenario string, other map[string]string) map[string]json.RawMessage {
	l.t.Helper()
	facts := factsText(l.t, scenario)
	out := map[string]json.RawMessage{}
	var spread func(at string, object []byte)
	spread = func(at string, object []byte) {
		var members map[string]json.RawMessage
		if json.Unmarshal(object, &members) != nil {
			out[at] = object
			return
		}
		for name, member := range members {
			spread(strings.TrimPrefix(at+"."+name, "."), member)
		}
	}
	spread("", []byte(facts))
	for path, value := range other {
		out[path] = json.RawMessage(value)
	}
	return out
}

// answer types into every field of a topic page what is wanted there.
func (l *life) answer(page *browsertest.Page, wanted map[string]json.RawMessage) {
	l.t.Helper()
	fields := strings.Fields(page.Eval(`[...new Set([...document.querySelectorAll("form.sheet [name]")].map(i => i.name))].join(" ")`))
	for _, name := range fields {
		field := `form.sheet [name="` + name + `"]`
		for _, text := range texts(l, wanted[name]) {
			switch {
			case text == "none" && page.Has(`input[name="`+name+`.none"]:not(:checked)`):
				page.Click(`input[name="` + name + `.none"]`)
			case page.Has(`select[name="` + name + `"]`):
				page.Choose(`select[name="`+name+`"]`, text)
			case page.Has(`input[type="checkbox"][name="` + name + `"]`):
				if page.Has(field + `[value="` + text + `"]:not(:checked)`) {
					page.Click(field + `[value="` + text + `"]`)
				}
			default:
				page.Fill(field, text)
			}
		}
	}
}

// texts are what a person types for an answer: one text, or one for each word of
// a set. An empty set or list is none.
func texts(l *life, answer json.RawMessage) []string {
	l.t.Helper()
	if answer == nil {
		return nil
	}
	var value any
	if err := json.Unmarshal(answer, &value); err != nil {
		l.t.Fatal(err)
	}
	switch value := value.(type) {
	case string:
		return []string{value}
	case bool:
		return []string{strconv.FormatBool(value)}
	case float64:
		return []string{strconv.FormatFloat(value, 'f', -1, 64)}
	case []any:
		var words []string
		for _, word := range value {
			if text, ok := word.(string); ok {
				words = append(words, text)
			}
		}
		if len(value) == 0 {
			words = []string{"none"}
		}
		return words
	}
	return nil
}

// supply hands a scan in for every paper that is asked, not there yet and not
// promised.
func (l *life) supply(page *browsertest.Page, promised []string) {
	l.t.Helper()
	sample, err := packs.FS.ReadFile("demo/sample.pdf")
	if err != nil {
		l.t.Fatal(err)
	}
	scan := paper(l.t, "scan.pdf", sample)
	missing := page.Eval(`[...document.querySelectorAll('li[id^="at-"] details[open] input[type="file"]')].map(i => i.id).join(" ")`)
	for _, id := range strings.Fields(missing) {
		slot := strings.TrimPrefix(id, "paper-")
		if !slices.Contains(promised, slot) {
			page.Upload("#"+id, scan)
			l.send(page, "li#at-"+slot+" form[enctype] button")
		}
	}
}

// promise signs what may be promised, on its page, as the foreigner, and returns
// for which papers.
func (l *life) promise(page *browsertest.Page, number string) (promised []string) {
	l.t.Helper()
	links := strings.Fields(page.Eval(`[...new Set([...document.querySelectorAll('a[href^="/case/` + number + `/promise/"]')].map(a => a.getAttribute("href")))].join(" ")`))
	if len(links) == 0 {
		return nil
	}
	c, err := l.work.window.DB.CaseFile(l.t.Context(), casefile.CaseNumber(number))
	if err != nil {
		l.t.Fatal(err)
	}
	foreigner := l.be(string(c.Foreigner)+"-account", "en")
	for _, link := range links {
		if status := foreigner.Go(l.url + link); status != http.StatusOK {
			l.t.Fatalf("%s: status %d", link, status)
		}
		if !foreigner.Has("#name") {
			continue // signed already, or for somebody else to sign
		}
		if foreigner.Value("#name") == "" {
			foreigner.Fill("#name", "EXAMPLE")
		}
		l.send(foreigner, `form[action$="/promise"] button.main`)
		promised = append(promised, link[strings.LastIndex(link, "/")+1:])
	}
	return promised
}

// factsText is the facts of a scenario as they stand in its file.
func factsText(t testing.TB, scenario string) string {
	t.Helper()
	document, err := packs.FS.ReadFile("policies/" + scenario)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, from := strings.Cut(string(document), "-- facts.json --")
	text, _, to := strings.Cut(rest, "-- expect.json --")
	if !from || !to {
		t.Fatalf("%s has no facts.json before its expect.json", scenario)
	}
	return text
}

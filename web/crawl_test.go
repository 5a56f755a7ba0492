package web

import (
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"yichuang/locale"
	"yichuang/people"
)

// most is how many addresses of a route each reader opens: two cases, one of
// everything else.
func most(route string) int {
	if strings.HasSuffix(route, "{number}") {
		return 2
	}
	return 1
}

// TestCrawl_everyPage lets every account of the story, and a stranger, follow the
// links of all pages, in both languages. No page
// shows a key, an id of the rules, or a passage in a language that it does not
// declare.
func TestCrawl_everyPage(t *testing.T) {
	s, story := newDemoSite(t)
	var names []string
	readers := []people.PartyID{""}
	for _, a := range story.Accounts {
		names, readers = append(names, a.Name), append(readers, a.ID)
	}
	for _, p := range story.Parties {
		names = append(names, p.Name, p.ChineseName)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == "" })
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	s.server.People = slices.DeleteFunc(s.server.People, func(p DemoPerson) bool { return p.Name == "" }) // those of newStorySite
	opened := 0
	for _, lang := range locale.Languages() {
		for _, who := range readers {
			if who != "" {
				s.is(who)
			}
			c := crawler{site: s, lang: lang, who: who, names: names, opened: map[string]int{}, seen: map[string]bool{}}
			c.follow("/?lang=" + string(lang))
			c.follow("/my")
			opened += len(c.seen)
		}
	}
	if opened < 1000 {
		t.Errorf("%d pages opened, want many hundreds: are the links followed?", opened)
	}
	t.Logf("%d pages", opened)
}

// crawler follows the links of pages for one reader in one language.
type crawler struct {
	*site
	lang   locale.Language
	who    people.PartyID
	names  []string
	opened map[string]int // by route
	seen   map[string]bool
	each   func(path string, got answer) // does something else with each page than judge its texts
}

// standsSomewhere: the menu says where the page stands, or a way leads back.
var standsSomewhere = regexp.MustCompile(`class="crumbs"|<a href="[^"]*" aria-current="(page|true)">`)

// follow opens a page and what it leads to, nearest first.
func (c *crawler) follow(start string) {
	for next := []string{start}; len(next) > 0; next = next[1:] {
		path := next[0]
		r, err := http.NewRequest(http.MethodGet, c.url+path, nil)
		must(c.t, err)
		_, route := c.server.mux.Handler(r)
		letter := strings.HasSuffix(route, "/letter") || strings.HasSuffix(route, "/letter/{letter}") && c.each == nil // a paper in a language of its own
		if c.seen[path] || c.opened[route] >= most(route) || route == "/" || letter || strings.HasPrefix(route, "GET /static") {
			continue
		}
		c.seen[path] = true
		got := c.get(path)
		if !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
			continue
		}
		c.opened[route]++
		if got.status == http.StatusForbidden && route == "GET /begin/{matter}" {
			continue // guides say to everybody where those who may apply begin
		}
		if got.status != http.StatusOK {
			c.t.Errorf("%s %s leads to %s: status %d", c.who, c.lang, path, got.status)
			continue
		}
		if strings.Contains(got.body, `<nav class="menu"`) && !standsSomewhere.MatchString(got.body) {
			c.t.Errorf("%s %s: %s has no entry of the menu marked and no way back", c.who, c.lang, path)
		}
		if c.each != nil {
			c.each(path, got)
		}
		next = append(next, c.read(path, got.body)...)
	}
}

// What no text of a page may hold.
var (
	ruleID   = regexp.MustCompile(`\b(cn|demo)(-[0-9]{4,6})?-20[0-9]{2}/`)
	textKey  = regexp.MustCompile(`\b(page|fault|message|event|slot|outcome|track|answer|field|status|label|role|ending|menu|crumb)\.[a-z-]{2,}\b`)
	han      = regexp.MustCompile(`\p{Han}`)
	latin    = regexp.MustCompile(`\b[A-Za-z]*[a-z]{2,},? [a-z]{2,}\b`)
	command  = regexp.MustCompile(`yichuang [a-z ]+`)
	notProse = []string{"script", "style", "pre", "code", "textarea"}
)

// read judges a page's texts and returns where it leads.
func (c *crawler) read(path, body string) (links []string) {
	name := string(c.who) + " " + string(c.lang) + " " + path
	if c.each == nil {
		mustBeWhole(c.t, name, body)
	}
	d := xml.NewDecoder(strings.NewReader(body))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	langs, quiet := []string{""}, 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return links
		}
		if err != nil {
			c.t.Errorf("%s cannot be read: %v", name, err)
			return links
		}
		switch e := token.(type) {
		case xml.StartElement:
			lang := langs[len(langs)-1]
			for _, a := range e.Attr {
				switch {
				case a.Name.Local == "lang":
					lang = a.Value
				case a.Name.Local == "href" && strings.HasPrefix(a.Value, "/"):
					address, _, _ := strings.Cut(a.Value, "#")
					if !strings.Contains(address, "lang=") && !strings.Contains(address, "size=") {
						links = append(links, address)
					}
				}
			}
			if e.Name.Local == "html" && lang != c.lang.Tag() {
				c.t.Errorf("%s is in %q, want %q", name, lang, c.lang.Tag())
			}
			langs = append(langs, lang)
			for _, a := range e.Attr {
				if a.Name.Local == "aria-label" || a.Name.Local == "title" || a.Name.Local == "alt" {
					c.judge(name, lang, a.Value)
				}
			}
			if slices.Contains(notProse, e.Name.Local) {
				quiet++
			}
		case xml.EndElement:
			langs = langs[:len(langs)-1]
			if slices.Contains(notProse, e.Name.Local) {
				quiet--
			}
		case xml.CharData:
			if quiet == 0 {
				c.judge(name, langs[len(langs)-1], string(e))
			}
		}
	}
}

// judge fails for a text that shows the inside of the program, or is not in the
// language that it declares. Names stay as they are.
func (c *crawler) judge(page, lang, text string) {
	if c.each != nil {
		return
	}
	text = strings.TrimFunc(text, unicode.IsSpace)
	for _, wrong := range []*regexp.Regexp{ruleID, textKey} {
		if found := wrong.FindString(text); found != "" {
			c.t.Errorf("%s shows %q in %q", page, found, text)
		}
	}
	text = command.ReplaceAllString(text, "N")
	for _, name := range c.names {
		text = strings.ReplaceAll(text, name, "N")
	}
	foreign := han
	if strings.HasPrefix(lang, "zh") {
		foreign = latin
	}
	if lang == c.lang.Tag() && foreign.MatchString(text) {
		c.t.Errorf("%s: not marked as foreign in %s: %q", page, lang, text)
	}
}

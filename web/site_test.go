package web

import (
	"bytes"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/packs"
	"yichuang/policy"
)

// shippedLaw is the engine over the built-in packs.
type shippedLaw struct{ *determination.Engine }

func (l shippedLaw) Packs() []*policy.Pack { return l.Policies.Packs }

func (l shippedLaw) Clause(ref string, on civil.Date) (*policy.Clause, bool) {
	return l.Policies.Clause(ref, on)
}

func (l shippedLaw) Name(kind, id string) (facts.Wording, bool) { return l.Policies.Name(kind, id) }

// shipped reads what ships with the program, once for all tests.
var shipped = sync.OnceValues(func() (config Config, err error) {
	language, err := policy.NewLanguage(facts.Default())
	if err != nil {
		return config, err
	}
	folder, err := fs.Sub(packs.FS, "policies")
	if err != nil {
		return config, err
	}
	read, problems := language.ReadAll(folder)
	if len(problems) > 0 {
		return config, problems
	}
	set, err := policy.NewSet(language, read)
	if err != nil {
		return config, err
	}
	codes, err := fs.ReadFile(packs.FS, "places/gb2260.csv")
	if err != nil {
		return config, err
	}
	gazetteers, err := packs.Files(packs.FS, "places", "*.yaml")
	if err != nil {
		return config, err
	}
	places, err := facts.ReadPlaces(codes, sorted(gazetteers)...)
	if err != nil {
		return config, err
	}
	documents, err := packs.Files(packs.FS, "calendars", "*.yaml")
	if err != nil {
		return config, err
	}
	var almanacs []civil.Almanac
	for _, document := range sorted(documents) {
		almanac, err := civil.ReadAlmanac(document)
		if err != nil {
			return config, err
		}
		almanacs = append(almanacs, almanac)
	}
	calendars, err := civil.NewCalendars(almanacs...)
	if err != nil {
		return config, err
	}
	matters, err := packs.Files(packs.FS, "matters", "*.yaml")
	if err != nil {
		return config, err
	}
	if config.Matters, err = casefile.ReadMatters(matters); err != nil {
		return config, err
	}
	papers, err := packs.Files(packs.FS, "papers", "*.yaml")
	if err != nil {
		return config, err
	}
	if config.Papers, err = casefile.ReadPapers(papers); err != nil {
		return config, err
	}
	law := shippedLaw{determination.New(set, places, nil)}
	config.Engine, config.Vocabulary, config.Places, config.Calendars = law, facts.Default(), places, calendars
	return config, err
})

func sorted(files map[string][]byte) (contents [][]byte) {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		contents = append(contents, files[name])
	}
	return contents
}

// The days on which pages are tested: in the life of both local policies, and
// after it.
var (
	inForce = time.Date(2026, time.April, 27, 9, 0, 0, 0, civil.Beijing)
	lapsed  = time.Date(2026, time.November, 22, 9, 0, 0, 0, civil.Beijing)
)

// newSite serves the pages at a moment.
func newSite(t *testing.T, now time.Time, change ...func(*Config)) *site {
	t.Helper()
	config, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	config.Now, config.Log = func() time.Time { return now }, slog.New(slog.NewTextHandler(&log, nil))
	for _, c := range change {
		c(&config)
	}
	server, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	running := httptest.NewServer(server)
	t.Cleanup(running.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &site{t: t, url: running.URL, server: server, log: &log, client: &http.Client{Jar: jar}}
}

// site is a browser without JavaScript before the pages.
type site struct {
	t      *testing.T
	url    string
	server *Server
	log    *bytes.Buffer
	client *http.Client
}

// answer is a page as it came.
type answer struct {
	status  int
	address string
	header  http.Header
	body    string
}

func (s *site) get(path string) answer {
	s.t.Helper()
	r, err := http.NewRequest(http.MethodGet, s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.do(r)
}

func (s *site) post(path string, form url.Values) answer {
	s.t.Helper()
	r, err := http.NewRequest(http.MethodPost, s.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.do(r)
}

func (s *site) do(r *http.Request) answer {
	s.t.Helper()
	response, err := s.client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(response.Body); err != nil {
		s.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Request.URL.RequestURI(), response.Header, body.String()}
}

// tell gives answers as the forms send them, whatever is asked.
func (s *site) tell(told ...string) {
	s.t.Helper()
	for i := 0; i < len(told); i += 2 {
		form := url.Values{"ask": {told[i]}, "act": {"continue"}}
		if year, rest, isDate := strings.Cut(told[i+1], "-"); isDate && len(year) == 4 {
			month, day, _ := strings.Cut(rest, "-")
			form.Set("year", year)
			form.Set("month", month)
			form.Set("day", day)
		}
		form["value"] = strings.Split(told[i+1], ",")
		if got := s.post("/check", form); got.status != http.StatusOK {
			s.t.Fatalf("answer %s=%s: status %d\n%s", told[i], told[i+1], got.status, got.body)
		}
	}
}

// kim is the person of the demo story, in Qingdao.
var kim = []string{"place", "370200", "applicant.birth_date", "1978-09-15", "applicant.nationality", "KOR",
	"applicant.degree.level", "none", "applicant.vocational_certificate", "senior-worker", "applicant.experience_years", "8",
	"applicant.hsk", "1", "job.annual_salary", "140000", "job.months_per_year", "12", "job.researcher", "true",
	"employer.platform", "high-tech", "employer.genuine_need", "true", "applicant.claims", "none"}

var (
	heading = regexp.MustCompile(`<h([1-6])[ >]`)
	id      = regexp.MustCompile(` id="([^"]*)"`)
)

// mustBeWhole fails for what no page may have: an unknown key, a template's
// fault, headings out of order, an id that stands twice.
func mustBeWhole(t *testing.T, name, body string) {
	t.Helper()
	for _, wrong := range []string{"‹", "ZgotmplZ", "%!", "<no value>", "&lt;nil&gt;", "{{", "] [", "{ok "} { // the last two: a struct printed as it is
		if at := strings.Index(body, wrong); at >= 0 {
			t.Errorf("%s holds %q: …%s…", name, wrong, body[max(0, at-80):min(len(body), at+80)])
		}
	}
	last, ones := 0, 0
	for _, match := range heading.FindAllStringSubmatch(body, -1) {
		level := int(match[1][0] - '0')
		if level == 1 {
			ones++
		}
		if level > last+1 {
			t.Errorf("%s: h%d follows h%d", name, level, last)
		}
		last = level
	}
	if ones != 1 {
		t.Errorf("%s has %d h1, want one", name, ones)
	}
	seen := map[string]bool{}
	for _, match := range id.FindAllStringSubmatch(body, -1) {
		if seen[match[1]] {
			t.Errorf("%s: id %q stands twice", name, match[1])
		}
		seen[match[1]] = true
	}
	if !strings.HasSuffix(strings.TrimSpace(body), "</html>") {
		t.Errorf("%s ends early", name)
	}
	if t.Failed() {
		t.Logf("%d bytes", len(body))
	}
}

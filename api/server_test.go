package api

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/packs"
	"yichuang/policy"
)

// newServer serves the built-in packs on a day in the life of both local
// policies, with an example that holds for that day.
func newServer(t *testing.T) *Server {
	t.Helper()
	language, err := policy.NewLanguage(facts.Default())
	if err != nil {
		t.Fatal(err)
	}
	folder, err := fs.Sub(packs.FS, "policies")
	if err != nil {
		t.Fatal(err)
	}
	read, problems := language.ReadAll(folder)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	set, err := policy.NewSet(language, read)
	if err != nil {
		t.Fatal(err)
	}
	codes, err := fs.ReadFile(packs.FS, "places/gb2260.csv")
	if err != nil {
		t.Fatal(err)
	}
	gazetteers, err := packs.Files(packs.FS, "places", "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	places, err := facts.ReadPlaces(codes, gazetteers["places.yaml"], gazetteers["zones.yaml"])
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(Config{
		Engine: determination.New(set, places, nil), Vocabulary: facts.Default(), Places: places,
		Now:     func() time.Time { return time.Date(2026, time.April, 27, 9, 0, 0, 0, civil.Beijing) },
		Example: []byte(`{"on":"2026-04-27","place":"370200","applicant":{"hsk":1},"job":{"annual_salary":140000}}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// post sends facts as JSON.
func post(s *Server, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/api/v1/assessments", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestAssess_answersWithADetermination(t *testing.T) {
	s := newServer(t)
	w := post(s, `{"place":"650100","applicant":{"birth_date":"1990-03-01"}}`)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" {
		t.Fatalf("status %d, %s: %s", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	var got struct {
		On, Place, Verdict string
		Unknown            []string
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.On != "2026-04-27" || got.Place != "650100" || got.Verdict != "unknown" || len(got.Unknown) == 0 {
		t.Errorf("got %+v: without a date today counts, and unknown facts stay unknown", got)
	}
}

func TestAssess_sameBytesAsTheEngine(t *testing.T) {
	s := newServer(t)
	first, second := post(s, string(s.Example)), post(s, string(s.Example))
	if !bytes.Equal(first.Body.Bytes(), second.Body.Bytes()) {
		t.Error("the same facts give other bytes")
	}
	f := s.Vocabulary.New()
	if err := s.Vocabulary.Parse(s.Example, f); err != nil {
		t.Fatal(err)
	}
	d, advice, err := s.Engine.Answer(f)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.TrimSpace(first.Body.String()), string(d.AppendAnswer(nil, advice)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAssess_refuses(t *testing.T) {
	s := newServer(t)
	for _, c := range []struct {
		name, body string
		status     int
		path       string
	}{
		{"no such day", `{"place":"650100","applicant":{"birth_date":"1990-02-30"}}`, 422, "applicant.birth_date"},
		{"unknown field", `{"place":"650100","job":{"salry":1}}`, 422, "job.salry"},
		{"wrong type", `{"place":"650100","applicant":{"hsk":"3"}}`, 422, "applicant.hsk"},
		{"twice", `{"place":"650100","place":"370200"}`, 422, "place"},
		{"no place", `{}`, 422, "place"},
		{"no such place", `{"place":"999999"}`, 422, "place"},
		{"zone elsewhere", `{"place":"650100","zone":"sd-ftz"}`, 422, "zone"},
		{"no JSON", `place=650100`, 422, "facts"},
		{"nothing", ``, 422, "facts"},
		{"too large", `{"place":"650100"}` + strings.Repeat(" ", maxFacts), 413, ""},
	} {
		w := post(s, c.body)
		var got problem
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Errorf("%s: %v: %s", c.name, err, w.Body)
			continue
		}
		if w.Code != c.status || got.Status != c.status || got.Path != c.path || got.Detail == "" {
			t.Errorf("%s: status %d, %+v; want %d at %q", c.name, w.Code, got, c.status, c.path)
		}
		if w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: content type %s", c.name, w.Header().Get("Content-Type"))
		}
	}
}

func TestAssess_takesJSONOnly(t *testing.T) {
	s := newServer(t)
	for _, contentType := range []string{"", "text/plain", "application/x-www-form-urlencoded", "application/json-patch+json"} {
		r := httptest.NewRequest(http.MethodPost, "/api/v1/assessments", strings.NewReader(`{"place":"650100"}`))
		r.Header.Set("Content-Type", contentType)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusUnsupportedMediaType {
			t.Errorf("%q: status %d, want 415", contentType, w.Code)
		}
	}
}

func TestServer_otherAddresses(t *testing.T) {
	s := newServer(t)
	for request, want := range map[string]int{"GET /api/v1/assessments": http.StatusMethodNotAllowed, "GET /api/v1/nothing": http.StatusNotFound} {
		method, path, _ := strings.Cut(request, " ")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(method, path, nil))
		if w.Code != want {
			t.Errorf("%s: status %d, want %d", request, w.Code, want)
		}
	}
}

// TestDescription_holdsItsExamples compiles both schemas of the description and
// holds its own examples, and other answers, to them.
func TestDescription_holdsItsExamples(t *testing.T) {
	s := newServer(t)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/openapi.json", nil))
	document, err := jsonschema.UnmarshalJSON(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got := at(t, document, "openapi"); got != "3.1.0" {
		t.Errorf("openapi is %v", got)
	}
	schemas := at(t, document, "components", "schemas").(map[string]any)
	operation := at(t, document, "paths", "/api/v1/assessments", "post")
	request := at(t, operation, "requestBody", "content", "application/json", "example")
	response := at(t, operation, "responses", "200", "content", "application/json", "example")
	holds(t, schemas["Facts"], request)
	holds(t, schemas["Determination"], response)
	for _, facts := range []string{
		`{"place":"650100"}`, `{"place":"110000","on":"2017-01-01"}`,
		`{"place":"650100","service":"part-time-filing"}`, `{"place":"370200","applicant":{"visa":"R"}}`,
		`{"place":"370200","applicant":{"claims":["talent-plan"],"birth_date":"1980-01-01","in_china":false}}`,
		`{"place":"650100","zone":"xj-ftz-urumqi","applicant":{"claims":["talent-plan","leading-talent"],"scarce_talent":true,"in_china":true,"visa":"M"}}`,
		`{"place":"370100","applicant":{"claims":["quota"]},"application":"extension","previous_permit":{"class":"C","valid":true}}`,
	} {
		w := post(s, facts)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %s", facts, w.Body)
			continue
		}
		answer, err := jsonschema.UnmarshalJSON(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		holds(t, schemas["Determination"], answer)
	}
}

func at(t *testing.T, document any, path ...string) any {
	t.Helper()
	for _, key := range path {
		object, ok := document.(map[string]any)
		if !ok || object[key] == nil {
			t.Fatalf("the description has no %v", path)
		}
		document = object[key]
	}
	return document
}

func holds(t *testing.T, schema, document any) {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("urn:test", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("urn:test")
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(document); err != nil {
		t.Error(err)
	}
}

package cli

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
	"yichuang/store"
)

// read asks the API with a token; an empty one sends none.
func read(t *testing.T, url, token string) (status int, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// TestAPI_cases: every account of the story reads with a token exactly the cases
// that it reads on its pages: listed, counted, found and opened. Pay is left out
// for the police as it is there, and no answer holds a passport number.
func TestAPI_cases(t *testing.T) {
	url, work := storyAt(t)
	rows, err := work.window.DB.Cases(t.Context(), store.CaseFilter{Scope: people.Scope{Account: people.System, Places: []people.PlaceCode{people.Nation}, AnyOffice: true}, Limit: 100})
	if err != nil || len(rows) < 8 {
		t.Fatalf("the story has %d cases, %v", len(rows), err)
	}
	listSchema, caseSchema := schemaOf(t, url, "CaseList"), schemaOf(t, url, "Case")
	readers := 0
	for _, d := range work.people {
		posts, err := work.window.Posts(t.Context(), d.Account)
		if err != nil || len(posts) == 0 {
			t.Fatalf("%s: %d posts, %v", d.Account, len(posts), err)
		}
		token, err := work.window.MakeToken(t.Context(), people.Who{Account: d.Account}, posts[0].ID, "test", civil.DateOf(demoNow()))
		if err != nil {
			t.Fatal(err)
		}
		status, list := read(t, url+"/api/v1/cases", token)
		var listed struct {
			Cases []struct{ Number, Person string }
			Total int
		}
		if err := json.Unmarshal([]byte(list), &listed); err != nil || status != http.StatusOK || listed.Total != len(listed.Cases) {
			t.Fatalf("%s: %d %s, %v", d.Account, status, list, err)
		}
		mustFit(t, listSchema, list)
		for _, row := range rows {
			number := casefile.CaseNumber(row.Number)
			c, err := work.window.Case(t.Context(), posts[0].Who, number)
			mine := err == nil
			status, body := read(t, url+"/api/v1/cases/"+string(number), token)
			if mine != (status == http.StatusOK) || mine != strings.Contains(list, string(number)) {
				t.Errorf("%s and %s: reads it %t, got %d, listed %t", d.Account, number, mine, status, strings.Contains(list, string(number)))
			}
			if strings.Contains(list+body, "DEMO") {
				t.Errorf("%s: a passport number in %s", d.Account, body)
			}
			if !mine {
				if strings.Contains(body, string(number)) {
					t.Errorf("%s: a refusal tells of %s: %s", d.Account, number, body)
				}
				if _, found := read(t, url+"/api/v1/cases?text="+string(number), token); strings.Contains(found, string(number)) {
					t.Errorf("%s: a search finds %s", d.Account, number)
				}
				continue
			}
			readers++
			mustFit(t, caseSchema, body)
			if _, pay := c.Answers["job.annual_salary"]; pay != strings.Contains(body, "job.annual_salary") {
				t.Errorf("%s and %s: pay on the page %t, in the answer %t", d.Account, number, pay, !pay)
			}
		}
	}
	if readers < 20 {
		t.Errorf("only %d readings were allowed: is the story played?", readers)
	}
}

// schemaOf compiles a schema of the description that the server gives.
func schemaOf(t *testing.T, url, name string) *jsonschema.Schema {
	t.Helper()
	_, text := read(t, url+"/openapi.json", "")
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("openapi.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("openapi.json#/components/schemas/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// mustFit holds an answer to its schema.
func mustFit(t *testing.T, schema *jsonschema.Schema, text string) {
	t.Helper()
	answer, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err == nil {
		err = schema.Validate(answer)
	}
	if err != nil {
		t.Errorf("%s: %v", text, err)
	}
}

// TestAPI_refusals: who brings no token that answers gets no case, a misspelt
// filter answers with nothing rather than everything.
func TestAPI_refusals(t *testing.T) {
	url, work := storyAt(t)
	for _, token := range []string{"", "yct_AAAA", "nonsense"} {
		if status, body := read(t, url+"/api/v1/cases", token); status != http.StatusUnauthorized || !strings.Contains(body, "Bearer") {
			t.Errorf("%q: got %d %s", token, status, body)
		}
	}
	token, err := work.window.MakeToken(t.Context(), people.Who{Account: "hr-wang"}, "employer-hr", "test", civil.DateOf(demoNow()))
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/api/v1/cases", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", token)
	bare, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer bare.Body.Close()
	if bare.StatusCode != http.StatusUnauthorized {
		t.Errorf("a token without its scheme reads: %d", bare.StatusCode)
	}
	for query, path := range map[string]string{"stat=draft": "stat", "page=0": "page", "open=perhaps": "open", "changed_since=yesterday": "changed_since"} {
		if status, body := read(t, url+"/api/v1/cases?"+query, token); status != http.StatusUnprocessableEntity || !strings.Contains(body, `"path":"`+path+`"`) {
			t.Errorf("%s: got %d %s", query, status, body)
		}
	}
	if _, body := read(t, url+"/api/v1/cases?state=draft&open=true&place=370200", token); !strings.Contains(body, `"total":1`) || !strings.Contains(body, "QD26-004174-F") {
		t.Errorf("the drafts of Qingdao: %s", body)
	}
	if _, body := read(t, url+"/api/v1/cases/QD26-004172-R", token); !strings.Contains(body, `"statutory":true`) || !strings.Contains(body, `"due_on":"2026-04-21"`) || !strings.Contains(body, `"passport"`) {
		t.Errorf("the late case: %s", body)
	}
}

package api

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
)

// determinationSchema describes the answer; the tests hold real answers to it.
//
//go:embed determination.schema.json
var determinationSchema []byte

// object is a JSON object of the description; its keys are written sorted.
type object = map[string]any

// describe makes the OpenAPI document: facts from the vocabulary, examples by
// determining the example facts.
func (s *Server) describe() ([]byte, error) {
	example, answer, err := s.examples()
	if err != nil {
		return nil, err
	}
	refusal := func(why string) object {
		return object{"description": why, "content": object{"application/problem+json": object{"schema": reference("Problem")}}}
	}
	assessment := object{
		"operationId": "assess",
		"summary":     "Determine what the policies mean for a person, a job and an employer",
		"description": "Missing and null both mean unknown; unknown is not false. Without “on” the filing date is today in Asia/Shanghai.",
		"requestBody": object{"required": true, "content": jsonContent("Facts", example)},
		"responses": object{
			"200": object{"description": "The determination, whatever its verdict", "content": jsonContent("Determination", answer)},
			"413": refusal("The facts are larger than 64 KiB"),
			"415": refusal("The body is no application/json"),
			"422": refusal("A fact is wrong; path names it"),
		},
	}
	document := object{
		"openapi":           "3.1.0",
		"jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
		"info": object{"title": "Yichuang", "version": "1", "summary": "What the policies mean for a foreigner's work in China",
			"license": object{"name": "Apache-2.0", "identifier": "Apache-2.0"}},
		"paths": object{"/api/v1/assessments": object{"post": assessment}, "/api/v1/cases": object{"get": listOperation(refusal)}, "/api/v1/cases/{number}": object{"get": caseOperation(refusal)}},
		"components": object{"securitySchemes": object{"token": object{"type": "http", "scheme": "bearer", "description": "A token of an account, made on its page; it reads what the account reads"}}, "schemas": object{
			"CaseList": json.RawMessage(caseListSchema), "Case": json.RawMessage(caseSchema),
			"Facts": json.RawMessage(s.Vocabulary.JSONSchema()), "Determination": json.RawMessage(determinationSchema), "Problem": problemSchema(),
		}},
	}
	return json.MarshalIndent(document, "", "  ")
}

func reference(schema string) object { return object{"$ref": "#/components/schemas/" + schema} }

func jsonContent(schema string, example json.RawMessage) object {
	media := object{"schema": reference(schema)}
	if example != nil {
		media["example"] = example
	}
	return object{"application/json": media}
}

// examples are the facts of the scenario and what they determine; nil both
// where no scenario is shipped.
func (s *Server) examples() (example, answer json.RawMessage, err error) {
	if len(s.Example) == 0 {
		return nil, nil, nil
	}
	f := s.Vocabulary.New()
	if err := s.Vocabulary.Parse(s.Example, f); err != nil {
		return nil, nil, fmt.Errorf("example of the description: %w", err)
	}
	answer, err = s.answer(f)
	if err != nil {
		return nil, nil, fmt.Errorf("example of the description: %w", err)
	}
	return f.AppendCanonical(nil), answer, nil
}

func problemSchema() object {
	text := object{"type": "string"}
	return object{
		"type": "object", "required": []string{"title", "status", "detail"},
		"properties": object{"title": text, "status": object{"type": "integer"}, "detail": text,
			"path": object{"type": "string", "description": "dotted path of the fact that is wrong"}},
	}
}

func (s *Server) showDescription(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(s.description) // a reader that has gone away needs no answer
}

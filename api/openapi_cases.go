package api

import (
	_ "embed"
)

// caseSchema and caseListSchema describe what reading cases answers; the tests
// hold real answers to them.
var (
	//go:embed case.schema.json
	caseSchema []byte
	//go:embed case-list.schema.json
	caseListSchema []byte
)

// byToken says that an operation reads for an account.
var byToken = []object{{"token": []string{}}}

// listOperation describes the list of cases.
func listOperation(refusal func(string) object) object {
	query := func(name, kind, why string) object {
		return object{"name": name, "in": "query", "description": why, "schema": object{"type": kind}}
	}
	return object{
		"operationId": "listCases", "security": byToken,
		"summary":     "Cases in the scope of the token's account, the one changed last in front",
		"description": "What is not in the account's scope is not listed, counted or found. A filter that is not named here is refused.",
		"parameters": []object{
			query("text", "string", "a case number, or words of the person's or the employer's name"),
			query("state", "string", "as “state” in the answer, such as correction or reviewing"),
			query("place", "string", "a code of GB/T 2260 or xpcc-n: cases of that place and of those within it"),
			query("open", "boolean", "true: only cases that have not ended"),
			query("changed_since", "string", "RFC 3339, inclusive"),
			query("page", "integer", "from 1; “next” in the answer is the address of the next one"),
		},
		"responses": object{
			"200": object{"description": "A page of at most 50 cases", "content": jsonContent("CaseList", nil)},
			"401": refusal("No token that answers"),
			"422": refusal("A filter is wrong; path names it"),
		},
	}
}

// caseOperation describes one case.
func caseOperation(refusal func(string) object) object {
	return object{
		"operationId": "showCase", "security": byToken,
		"summary":    "One case as the account's pages show it",
		"parameters": []object{{"name": "number", "in": "path", "required": true, "schema": object{"type": "string"}}},
		"responses": object{
			"200": object{"description": "The case", "content": jsonContent("Case", nil)},
			"401": refusal("No token that answers"),
			"404": refusal("No such case in the account's scope"),
		},
	}
}

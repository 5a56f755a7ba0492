package web

import (
	"strings"
	"testing"

	"yichuang/people"
)

// statementPages are lists with who reads them, and the most statements that a
// page of 25 rows may ask of the database.
var statementPages = []struct {
	account people.PartyID
	path    string
	most    int
}{
	{"officer-zhang", "/officer?tab=team", 15}, {"officer-zhang", "/officer?q=EXAMPLE", 15},
	{"officer-ur", "/officer?tab=team", 15}, {"police-ur", "/officer?tab=waiting", 15}, {"approver-zhao", "/approve", 15},
	{"clerk-li", "/desk", 15}, {"clerk-ur", "/desk", 15}, {"clerk-li", "/permits", 15},
	{"desk-shen", "/requests", 15}, {"agent-sun", "/agency", 15}, {"agent-sun", "/agency/cases", 15}, {"agent-sun", "/my", 20},
	{"hr-wang", "/my", 20}, {"hr-ur", "/permits", 15},
	{"supervisor-chen", "/watch?list=late", 25}, {"supervisor-ur", "/watch?list=soon", 25},
	{"supervisor-chen", "/watch?list=ratings", 25}, {"supervisor-ur", "/watch/sanctions", 15},
	{"supervisor-ur", "/watch/false", 15}, {"supervisor-ur", "/integrity?list=entries", 15}, {"supervisor-ur", "/integrity?list=sanctions", 15},
	{"supervisor-ur", "/integrity?list=revocations", 15},
}

// A list asks the database the same however many rows it shows: 25 rows of 25
// different people cost no statement more than the few of the story, beyond what
// a list that was empty before needs for its first row.
func TestLists_statements(t *testing.T) {
	s, _ := newDemoSite(t)
	db := s.server.Window.DB
	var statements []string
	db.Trace(func(statement string) { statements = append(statements, statement) })
	count := func(path string) (int, int) {
		statements = nil
		got := s.get(path)
		if got.status != 200 {
			t.Fatalf("%s: status %d", path, got.status)
		}
		return len(statements), len(got.body)
	}
	few, short := make([]int, len(statementPages)), make([]int, len(statementPages))
	for i, page := range statementPages {
		s.is(page.account)
		few[i], short[i] = count(page.path)
	}
	s.multiply(t)
	for i, page := range statementPages {
		s.is(page.account)
		n, long := count(page.path)
		if long < short[i]+2000 {
			t.Errorf("%s %s: %d bytes, %d with more rows: what does it list?", page.account, page.path, short[i], long)
		}
		t.Logf("%s %s: %d statements for %d bytes, %d for %d", page.account, page.path, few[i], short[i], n, long)
		if n > few[i]+5 || n > page.most {
			t.Errorf("%s %s: %d statements, %d before there were more rows, at most %d:\n%s", page.account, page.path, n, few[i], page.most, strings.Join(statements, "\n"))
		}
	}
}

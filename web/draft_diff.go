package web

import (
	"slices"
	"strconv"
	"strings"

	"yichuang/facts"
	"yichuang/locale"
	"yichuang/office"
	"yichuang/policy"
)

// changeTable compares the draft with the newest text; of a new policy it says
// what comes.
func (s *Server) changeTable(p *locale.Printer, trial office.DraftTrial) Table {
	t := Table{Caption: p.T("rules.diff.caption"), Columns: columns(p, "rules.diff.", "where", "old", "new"), Empty: p.T("rules.diff.empty")}
	isNew := trial.Base == nil
	if isNew {
		t.Caption, t.Columns = p.T("rules.diff.caption.new"), columns(p, "rules.diff.", "where", "new")
	}
	for _, c := range trial.Changes(func(w facts.Wording) string { return wording(p, w) }) {
		where := Cell{Text: changeName(p, c.Where)}
		if c.Where == "pack scope" {
			c.Old, c.New = "", s.scope(p, trial.Pack)
			if !isNew {
				c.Old = s.scope(p, trial.Base)
			}
		} else if !isNew {
			where.Note = s.plainly(p, trial, &c)
		}
		row := []Cell{where, {Text: side(p, c.Old)}, {Text: side(p, c.New)}}
		if isNew {
			row = slices.Delete(row, 1, 2)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// plainly says a changed rule as the clause's page does, where its figures alone
// changed, and returns what the rule is called. A change of its condition stays as
// it is written.
func (s *Server) plainly(p *locale.Printer, trial office.DraftTrial, c *policy.Change) (name string) {
	before, when, _ := strings.Cut(c.Old, " when ")
	after, then, conditional := strings.Cut(c.New, " when ")
	clause, at, numbered := strings.Cut(c.Where, " rule ")
	n, err := strconv.Atoi(at)
	if !numbered || err != nil || when != then {
		return ""
	}
	if conditional { // the same condition says nothing about the change
		c.Old, c.New = before, after
	}
	old, new := ruleAt(trial.Base, clause, n), ruleAt(trial.Pack, clause, n)
	if old == nil || new == nil || !old.SameKey(new) {
		return ""
	}
	if a, b := s.figures(p, old), s.figures(p, new); a != b && a != "" && b != "" {
		c.Old, c.New = a, b
	}
	return s.name(p, string(new.Kind), new.ID)
}

// ruleAt is the n-th rule of a clause, from 1; nil where there is none.
func ruleAt(pack *policy.Pack, clause string, n int) *policy.Rule {
	if c, ok := pack.Clause(clause); ok && n >= 1 && n <= len(c.Rules) {
		return c.Rules[n-1]
	}
	return nil
}

// side is one side of a change; what is not there is said, never left blank.
func side(p *locale.Printer, text string) string {
	switch text {
	case "":
		return p.T("rules.diff.nothing")
	case "open":
		return p.T("rules.diff.open")
	}
	return text
}

// changeName says where a change is: "pack until", "S4 rule 1", "S4 text" or
// "reading grade-floor" of the comparison.
func changeName(p *locale.Printer, where string) string {
	first, rest, _ := strings.Cut(where, " ")
	rule, numbered := strings.CutPrefix(rest, "rule ")
	switch {
	case first == "pack":
		return p.T("rules.diff.pack." + rest)
	case first == "reading":
		return p.T("rules.diff.reading", "id", rest)
	case rest == "title" || rest == "text" || rest == "note":
		return p.T("rules.diff."+rest, "clause", first)
	case numbered:
		return p.T("rules.diff.rule", "clause", first, "n", rule)
	}
	return p.T("rules.diff.clause", "clause", first)
}

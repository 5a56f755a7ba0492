package web

import (
	"net/http"

	"yichuang/fault"
	"yichuang/locale"
	"yichuang/policy"
)

// clausePage is one clause: our summary, and what the engine does with it.
type clausePage struct {
	Shell
	Heading, Cite  string
	Status         Tag
	Kinds          []Tag
	Banner         string
	Summary, Note  string
	Rules          []ruleWords
	Reason         string
	Previous, Next Link
}

func (s *Server) showClause(w http.ResponseWriter, r *http.Request) error {
	pack, err := s.findPack(r.PathValue("pack"))
	if err != nil {
		return err
	}
	clause, ok := pack.Clause(r.PathValue("clause"))
	if !ok {
		return fault.New(fault.NotFound, "fault.no-clause", "id", r.PathValue("clause"))
	}
	page := clausePage{Shell: s.shell(w, r, "page.clause.title")}
	p := page.Printer()
	page.Heading = p.T("policy.clause.line", "clause", clause.ID, "title", wording(p, clause.Title))
	page.Title = page.Heading
	page.Cite = wording(p, clause.Cite)
	page.Crumbs = []Link{{p.T("crumb.home"), "/"}, {p.T("page.policies.title"), "/policy"}, {wording(p, pack.Title), "/policy/" + pack.ID}}
	page.Status, page.Kinds, page.Banner = status(p, pack, page.On), kinds(p, clause), banner(p, pack, page.On)
	page.Summary, page.Note, page.Reason = wording(p, clause.Summary), wording(p, clause.Note), wording(p, clause.Reason)
	page.Rules = s.speaker(p, pack).inWords(clause, nil)
	page.Previous, page.Next = neighbours(pack, clause)
	return s.render(w, http.StatusOK, page.Lang, "clause_show", page)
}

// figures are what a rule gives where its condition holds; "" for kinds whose
// name says it all.
func (s *Server) figures(p *locale.Printer, rule *policy.Rule) string {
	switch rule.Kind {
	case policy.Points:
		if bands := rule.Points.Bands; len(bands) > 0 {
			return p.T("rule.points.bands", "least", bands[0].Points, "most", bands[len(bands)-1].Points)
		}
		return p.T("rule.points", "n", rule.Points.Value)
	case policy.Ground:
		return s.className(p, rule.Class)
	case policy.Limit:
		return s.limitFigures(p, rule)
	case policy.Term:
		if rule.Term.Months > 0 {
			return p.T("rule.term", "months", p.T("unit.months", "n", rule.Term.Months))
		}
	case policy.Material:
		if rule.Material.Treatment != "" {
			return say(p, treatments[rule.Material.Treatment]).Text
		}
	case policy.Deadline:
		return p.T("rule.deadline", "length", p.T("unit."+rule.Deadline.Unit, "n", rule.Deadline.Amount))
	case policy.Duty:
		return wording(p, rule.Text)
	}
	return ""
}

func (s *Server) limitFigures(p *locale.Printer, rule *policy.Rule) string {
	switch rule.Limit.Effect {
	case policy.Waive:
		return p.T("rule.limit.waive")
	case policy.Discretion:
		return p.T("rule.limit.discretion")
	}
	return s.bounds(p, rule.ID, rule.Limit.Min, rule.Limit.Max)
}

// neighbours are the clauses before and after, in the order of the pack.
func neighbours(pack *policy.Pack, clause *policy.Clause) (previous, next Link) {
	for i, c := range pack.Clauses {
		if c != clause {
			continue
		}
		if i > 0 {
			before := pack.Clauses[i-1]
			previous = Link{before.ID, "/policy/" + before.Ref()}
		}
		if i+1 < len(pack.Clauses) {
			after := pack.Clauses[i+1]
			next = Link{after.ID, "/policy/" + after.Ref()}
		}
	}
	return previous, next
}

package web

import (
	"net/http"
	"slices"

	"yichuang/casefile"
	"yichuang/determination"
	"yichuang/locale"
	"yichuang/office"
)

// decisionFields ask what a decision on a track needs: the term of a grant, the
// reason, the clauses, and of a refusal what was established.
func (s *Server) decisionFields(p *locale.Printer, c casefile.Case, t casefile.Track) ([]Input, map[string][]string) {
	known := map[string][]string{}
	var fields []Input
	if term := c.Longest(t.ID); t.Termed && term != nil {
		hint := p.T("page.letter.term.hint", "until", term.Until, "binding", p.T("binding."+string(term.Binding)))
		fields = append(fields,
			Input{ID: "from", Type: "date", Label: p.T("page.case.from")},
			Input{ID: "until", Type: "date", Label: p.T("page.case.until"), Hint: hint})
		known["from"], known["until"] = []string{term.From.String()}, []string{term.Until.String()}
	}
	fields = append(fields,
		Input{ID: "facts", Type: "textarea", Label: p.T("page.letter.facts"), Hint: p.T("page.letter.facts.hint")},
		Input{ID: "reason", Type: "textarea", Label: p.T("page.case.reason"), Hint: p.T("page.letter.reason.hint")},
		Input{ID: "clauses", Type: "checks", Label: p.T("page.letter.clauses"), Hint: p.T("page.letter.clauses.hint")},
		Input{ID: "clause", Type: "select", Label: p.T("page.letter.clause.other"), Choices: s.clauseChoices(p, c, true)})
	if matter, ok := s.Window.Matters.Find(c.Matter); ok {
		plan, _ := matter.Track(t.ID)
		fields = append(fields, ownInputs(p, string(t.ID)+".", plan.Results)...)
	}
	return fields, known
}

// suggestedClauses are those on which the computed result rests: grounds, limits
// and term.
func (s *Server) suggestedClauses(p *locale.Printer, c casefile.Case) ([]Choice, error) {
	d, err := s.Window.Determine(c)
	if err != nil {
		return nil, err
	}
	var refs []string
	add := func(e determination.Entry) {
		for _, ref := range append([]string{e.Clause}, e.Also...) {
			if ref != "" && !slices.Contains(refs, ref) {
				refs = append(refs, ref)
			}
		}
	}
	for _, l := range d.Limits {
		if l.Status == "not-met" {
			add(l.Entry)
		}
	}
	for _, g := range d.Grounds {
		add(g.Entry)
	}
	for _, l := range d.Limits {
		add(l.Entry)
	}
	if d.Term != nil {
		add(determination.Entry{Clause: d.Term.Clause, Also: d.Term.Also})
	}
	for _, x := range d.Discretion {
		add(determination.Entry{Clause: x.Clause})
	}
	var out []Choice
	for _, ref := range refs {
		out = append(out, Choice{Value: ref, Label: s.clauseLabel(p, ref)})
	}
	return out, nil
}

// clauseChoices are all clauses in force for the case, with none chosen first.
func (s *Server) clauseChoices(p *locale.Printer, c casefile.Case, optional bool) []Choice {
	var out []Choice
	if optional {
		out = append(out, Choice{Label: p.T("page.letter.clause.none")})
	}
	refs, err := s.Window.Clauses(c)
	if err != nil {
		return out
	}
	for _, ref := range refs {
		out = append(out, Choice{Value: ref, Label: s.clauseLabel(p, ref)})
	}
	return out
}

// clauseLabel cites a clause with what it is about.
func (s *Server) clauseLabel(p *locale.Printer, ref string) string {
	clause, ok := s.Engine.Clause(ref, s.today())
	if !ok {
		return ref
	}
	return wording(p, clause.Cite) + p.T("list.colon") + wording(p, clause.Title)
}

// deskDecision reads the decision from the desk's form. The kind of letter says
// how the track ends.
func (s *Server) deskDecision(r *http.Request, in office.Write) (casefile.Decision, error) {
	kind := casefile.LetterKind(r.PathValue("letter"))
	outcome := casefile.Granted
	if kind == casefile.RefusalLetter {
		outcome = casefile.Refused
	}
	r.PostForm.Set("outcome", string(outcome))
	d, err := s.decisionOf(r, in)
	if err != nil {
		return d, err
	}
	d.Clauses = nil
	for _, ref := range append(slices.Clone(r.PostForm["clauses"]), r.PostForm.Get("clause")) {
		if ref != "" && !slices.ContainsFunc(d.Clauses, func(k casefile.Citation) bool { return k.Clause == ref }) {
			d.Clauses = append(d.Clauses, casefile.Citation{Clause: ref})
		}
	}
	d.Facts = plainText(r.PostForm.Get("facts"))
	return d, nil
}

func (s *Server) draftFromDesk(r *http.Request, w *office.Window, in office.Write) error {
	d, err := s.deskDecision(r, in)
	if err != nil {
		return err
	}
	return last(w.Draft(r.Context(), in, d))
}

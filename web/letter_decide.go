package web

import (
	"net/http"
	"slices"

	"yichuang/casefile"
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
		Input{ID: "clauses", Type: "checks", Label: p.T("page.letter.clauses"), Hint: p.T("page.letter.clauses.hint")})
	if matter, ok := s.Window.Matters.Find(c.Matter); ok {
		plan, _ := matter.Track(t.ID)
		fields = append(fields, ownInputs(p, string(t.ID)+".", plan.Results)...)
	}
	return fields, known
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
	for _, ref := range r.PostForm["clauses"] {
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

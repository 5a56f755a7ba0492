package web

import (
	"cmp"
	"slices"

	"yichuang/casefile"
	"yichuang/determination"
	"yichuang/locale"
)

// clauseOrder are the clauses in force for a case, the nearest to it first: those
// that its determination cites, those of its matter, the rest.
type clauseOrder struct{ Cited, Matter, Rest []string }

// clauseOrder sorts every clause in force for the case; each stands once.
func (s *Server) clauseOrder(c casefile.Case) (clauseOrder, error) {
	d, err := s.Window.Determine(c)
	if err != nil {
		return clauseOrder{}, err
	}
	refs, err := s.Window.Clauses(c)
	if err != nil {
		return clauseOrder{}, err
	}
	order := clauseOrder{Cited: citedClauses(d)}
	if d.Service != "" && d.Service != determination.PlainService { // what is asked for is itself the condition
		for _, ref := range s.citing(d, "service", d.Service) {
			if slices.Contains(refs, ref) && !slices.Contains(order.Cited, ref) {
				order.Cited = append(order.Cited, ref)
			}
		}
	}
	if matter, ok := s.Window.Matters.Find(c.Matter); ok {
		if _, way := d.Way(matter.Route); matter.Route != "" && way.Clause != "" && !slices.Contains(order.Cited, way.Clause) {
			order.Cited = append(order.Cited, way.Clause)
		}
		for _, ref := range matterClauses(c, matter) {
			if slices.Contains(refs, ref) && !slices.Contains(order.Cited, ref) {
				order.Matter = append(order.Matter, ref)
			}
		}
	}
	for _, ref := range refs {
		if !slices.Contains(order.Cited, ref) && !slices.Contains(order.Matter, ref) {
			order.Rest = append(order.Rest, ref)
		}
	}
	return order, nil
}

// citedClauses are those on which the computed result rests: limits that are not
// met, grounds of the best class, other grounds, other limits, the term and what is
// for an officer.
func citedClauses(d *determination.Determination) (refs []string) {
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
	for _, best := range []bool{true, false} {
		for _, g := range d.Grounds {
			if (g.Class == d.Class) == best {
				add(g.Entry)
			}
		}
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
	return refs
}

// matterClauses are those that the matter names itself, of its guide and its time
// limits too.
func matterClauses(c casefile.Case, matter casefile.Matter) (refs []string) {
	all := slices.Concat(matter.Clauses, matter.Guide.Basis)
	for _, point := range matter.Guide.Conditions {
		all = append(all, point.Clause)
	}
	for _, l := range c.Limits {
		all = append(all, l.Clause)
	}
	for _, kind := range casefile.LetterKinds {
		all = append(all, matter.Basis[kind])
	}
	for _, ref := range all {
		if ref != "" && !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	return refs
}

// clauseBoxes fill the field of a decision's clauses: what is near stands open, the
// rest is folded, by policy.
func (s *Server) clauseBoxes(p *locale.Printer, c casefile.Case, in *Input) error {
	order, err := s.clauseOrder(c)
	if err != nil {
		return err
	}
	in.Choices = s.clauseLines(p, slices.Concat(order.Cited, order.Matter))
	in.Groups = s.byPolicy(p, order.Rest)
	in.More = p.T("page.letter.clause.more", "n", len(order.Rest))
	return nil
}

// clauseGroups are the same as the groups of a select. Without a result there are
// those in force alone.
func (s *Server) clauseGroups(p *locale.Printer, c casefile.Case) (out []ChoiceGroup) {
	order, err := s.clauseOrder(c)
	if err != nil {
		if order.Rest, err = s.Window.Clauses(c); err != nil {
			return nil
		}
	}
	for _, near := range []ChoiceGroup{
		{p.T("page.letter.clause.cited"), s.clauseLines(p, order.Cited)},
		{p.T("page.letter.clause.matter"), s.clauseLines(p, order.Matter)},
	} {
		if len(near.Choices) > 0 {
			out = append(out, near)
		}
	}
	return append(out, s.byPolicy(p, order.Rest)...)
}

// byPolicy groups clauses under the policies that they stand in, in their order.
func (s *Server) byPolicy(p *locale.Printer, refs []string) (out []ChoiceGroup) {
	for _, choice := range s.clauseLines(p, refs) {
		name := choice.Value
		if clause, ok := s.Engine.Clause(choice.Value, s.today()); ok {
			name = wording(p, clause.Pack.Title)
		}
		if len(out) == 0 || out[len(out)-1].Name != name {
			out = append(out, ChoiceGroup{Name: name})
		}
		last := &out[len(out)-1]
		last.Choices = append(last.Choices, choice)
	}
	return out
}

// clauseLines cite clauses with what they are about and our summary of them.
func (s *Server) clauseLines(p *locale.Printer, refs []string) []Choice {
	out := make([]Choice, len(refs))
	for i, ref := range refs {
		out[i] = Choice{Value: ref, Label: ref}
		if clause, ok := s.Engine.Clause(ref, s.today()); ok {
			out[i].Label = wording(p, clause.Cite) + p.T("list.colon") + wording(p, clause.Title)
			out[i].Hint = cmp.Or(wording(p, clause.Summary), wording(p, clause.Note))
		}
	}
	return out
}

// basisOf is the clause that a letter of the case rests on where none is chosen.
func (s *Server) basisOf(c casefile.Case, kind casefile.LetterKind) string {
	matter, _ := s.Window.Matters.Find(c.Matter)
	return matter.Basis[kind]
}

package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"yichuang/determination"
	"yichuang/facts"
	"yichuang/locale"
	"yichuang/policy"
)

// assessment prints a determination for people: the result first, then what decides,
// what follows, what is unknown and why it matters, and what would change it.
type assessment struct {
	strings.Builder
	*locale.Printer
	set    *policy.Set
	places *facts.Places
	d      *determination.Determination
}

func writeAssessment(w io.Writer, p *locale.Printer, pr *product, d *determination.Determination,
	advice []determination.Advice, lapsed []determination.Lapsed,
) error {
	r := &assessment{Printer: p, set: pr.engine.Policies, places: pr.Places, d: d}
	r.result()
	r.lapsed(lapsed)
	r.decides()
	r.points()
	r.follows()
	r.unknown()
	r.advice(advice)
	r.basis()
	_, err := io.WriteString(w, r.String())
	return err
}

func (r *assessment) line(format string, args ...any) { fmt.Fprintf(r, format+"\n", args...) }

func (r *assessment) heading(key string) { r.line("\n%s", r.T(key)) }

func (r *assessment) text(w facts.Wording) string { return r.Pick(w.Zh, w.En) }

func (r *assessment) name(kind, id string) string {
	if w, ok := r.set.Name(kind, id); ok {
		return r.text(w)
	}
	return id
}

func (r *assessment) fact(path string) string {
	if f, ok := r.set.Vocabulary().Lookup(path); ok {
		return r.text(f.Label)
	}
	return path
}

// word is the label of a closed word of a fact; a word without one stands as is.
func (r *assessment) word(path, word string) string {
	f, ok := r.set.Vocabulary().Lookup(path)
	if i := slices.Index(f.Words, word); ok && i >= 0 && i < len(f.WordLabels) {
		return r.text(f.WordLabels[i])
	}
	return word
}

func (r *assessment) place(code string) string {
	if p, ok := r.places.Lookup(facts.PlaceCode(code)); ok {
		return r.Pick(p.Name.ZH, p.Name.EN)
	}
	return code
}

// cite names clauses: the one that won, those that agree, those it replaced.
func (r *assessment) cite(e determination.Entry) string {
	out := strings.Join(append([]string{e.Clause}, e.Also...), ", ")
	if len(e.Replaced) > 0 {
		out += "; " + r.T("result.replaced", "clauses", strings.Join(e.Replaced, ", "))
	}
	return "[" + out + "]"
}

func (r *assessment) result() {
	d := r.d
	service := r.word("service", d.Service)
	r.line("%s (%s) · %s · %s, %s", r.place(d.Place), d.Place, r.Date(d.On), service, r.word("application", d.Application))
	key := "result." + string(d.Verdict)
	switch {
	case d.Service != "work-permit":
	case d.Class == "none":
		key += ".none"
	case d.Class != "":
		key += ".class"
	}
	class := r.T("class.open")
	if d.Class != "" {
		class = r.T("class." + d.Class)
	}
	r.line("%s", r.T(key, "place", r.place(d.Place), "service", service, "class", class, "n", len(d.Unknown)))
	r.line("%s", r.T("page.result.indication"))
	for _, ref := range d.Policies {
		pack, _ := r.set.Pack(ref.ID)
		title := r.text(pack.Title)
		switch {
		case ref.InForce:
			r.line("%s", r.T("page.result.meta.policies", "policies", title+" ("+ref.ID+")"))
		case ref.Until != nil && *ref.Until < d.On:
			r.line("%s", r.T("result.policy.ended", "policy", title, "until", r.Date(*ref.Until)))
		case ref.From != nil:
			r.line("%s", r.T("result.policy.not-yet", "policy", title, "from", r.Date(*ref.From)))
		}
	}
}

// lapsed says what policies that are not in force would have given.
func (r *assessment) lapsed(list []determination.Lapsed) {
	for _, l := range list {
		then := r.T("assess.result", "verdict", r.T("verdict."+string(l.Then.Verdict)), "class", r.class(l.Then.Class))
		if l.Then.Term != nil {
			then += r.T("assess.term", "months", r.T("unit.months", "n", l.Then.Term.Months))
		}
		r.line("%s", r.T("assess.lapsed", "policy", r.text(l.Pack.Title), "on", r.Date(l.On), "then", then))
	}
}

func (r *assessment) class(c string) string {
	if c == "" {
		return r.T("class.open")
	}
	return r.T("class." + c)
}

func (r *assessment) decides() {
	r.heading("page.result.decides")
	for _, g := range r.d.Grounds {
		note := ""
		if g.ToProve {
			note = " · " + r.T("result.ground.to-prove")
		}
		r.line("  %s: %s %s%s", g.Class, r.name("ground", g.ID), r.cite(g.Entry), note)
	}
	if len(r.d.Grounds) == 0 {
		r.line("  %s", r.T("page.result.grounds.none"))
	}
	for _, l := range r.d.Limits {
		key := "verdict." + l.Status
		switch l.Status {
		case "waived":
			key = "limit.waived"
		case "discretion":
			key = "verdict.officer"
		}
		r.line("  %s: %s%s %s", r.name("limit", l.ID), r.T(key), bounds(l), r.cite(l.Entry))
	}
	for _, x := range r.d.Discretion {
		kind, id, _ := strings.Cut(x.Matter, ":")
		r.line("  %s: %s [%s]", r.T("verdict.officer"), r.name(kind, id), x.Clause)
	}
}

func bounds(l determination.Limit) string {
	out := ""
	if l.Min != "" {
		out += " ≥ " + l.Min
	}
	if l.Max != "" {
		out += " ≤ " + l.Max
	}
	return out
}

func (r *assessment) points() {
	p := r.d.Points
	if p.Total != nil {
		r.line("\n%s", r.T("points.sentence", "total", *p.Total))
	} else {
		r.line("\n%s", r.T("points.sentence.range", "min", p.Min, "max", p.Max))
	}
	for _, e := range p.Elements {
		open, cited := "", ""
		if !e.Settled {
			open = " – " + r.T("points.could", "max", e.Max)
		}
		if e.Clause != "" {
			cited = " " + r.cite(determination.Entry{Clause: e.Clause, Also: e.Also})
		}
		r.line("  %3d  %s%s%s", e.Points, r.name("points", e.ID), open, cited)
	}
}

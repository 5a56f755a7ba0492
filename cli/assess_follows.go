package cli

import (
	"strings"

	"yichuang/determination"
)

// follows prints what a result brings: routes, term, papers, limits, rights.
func (r *assessment) follows() {
	d := r.d
	r.entries("page.result.routes", "route", d.Routes)
	if t := d.Term; t != nil {
		r.heading("page.result.term")
		cited := r.cite(determination.Entry{Clause: t.Clause, Also: t.Also, Replaced: t.Replaced})
		r.line("  %s %s", r.T("term.sentence", "from", r.Date(t.From), "until", r.Date(t.Until)), cited)
		r.line("  %s", r.T("term.binding."+t.Binding, "months", r.T("unit.months", "n", t.Months)))
		if t.UpperBound {
			r.line("  %s", r.T("term.upper-bound"))
		}
	}
	if len(d.Materials) > 0 {
		r.heading("page.result.papers")
	}
	for _, m := range d.Materials {
		var notes []string
		for _, f := range m.Form {
			notes = append(notes, r.name("form", f))
		}
		if m.Key {
			notes = append(notes, r.T("material.key"))
		}
		note := ""
		if len(notes) > 0 {
			note = " · " + strings.Join(notes, " · ")
		}
		r.line("  %s: %s %s%s", r.T("material."+m.Treatment), r.name("material", m.ID), r.cite(m.Entry), note)
	}
	if len(d.Deadlines) > 0 {
		r.heading("page.result.dates")
	}
	for _, l := range d.Deadlines {
		length := r.T("unit."+l.Unit, "n", l.Amount)
		within := r.T("deadline."+l.Direction+"."+l.From, "length", length)
		if l.Statutory {
			within = r.T("assess.statutory", "within", within)
		}
		r.line("  %s: %s %s", r.name("deadline", l.ID), within, r.cite(l.Entry))
	}
	var rights []determination.Entry
	for _, e := range d.Entitlements {
		rights = append(rights, e.Entry)
	}
	r.entries("page.result.entitlements", "entitlement", rights)
	r.entries("page.result.duties", "duty", d.Duties)
}

func (r *assessment) entries(heading, kind string, list []determination.Entry) {
	if len(list) == 0 {
		return
	}
	r.heading(heading)
	for _, e := range list {
		r.line("  %s %s", r.name(kind, e.ID), r.cite(e))
	}
}

// unknown lists the missing facts, each with the outcomes that wait for it.
func (r *assessment) unknown() {
	if len(r.d.Unknown) == 0 {
		return
	}
	r.heading("page.result.unknown")
	for _, path := range r.d.Unknown {
		var waiting []string
		for _, p := range r.d.Possible {
			for _, need := range p.Needs {
				if need == path {
					waiting = append(waiting, r.T("result.outcome."+p.Kind, "name", r.name(p.Kind, p.ID)))
				}
			}
		}
		const most = 4
		if len(waiting) > most {
			waiting = append(waiting[:most], r.T("assess.more", "n", len(waiting)-most))
		}
		why := ""
		if len(waiting) > 0 {
			why = " – " + r.T("result.unknown.decides", "outcomes", r.List(waiting))
		}
		r.line("  %s (%s)%s", r.fact(path), path, why)
	}
}

// advice prints changes that give a better result, with the day a door opens or
// closes.
func (r *assessment) advice(list []determination.Advice) {
	if len(list) == 0 {
		return
	}
	r.heading("assess.advice")
	for _, a := range list {
		var changes []string
		for _, c := range a.Changes {
			changes = append(changes, r.T("assess.change", "what", r.action(c.Path), "to", r.changed(c)))
		}
		r.line("  %s → %s, %s [%s]", r.List(changes), r.T("verdict."+string(a.Verdict)), r.class(a.Class), strings.Join(a.Clauses, ", "))
		if a.Opens != nil {
			r.line("    %s", r.T("assess.opens", "date", r.Date(*a.Opens)))
		}
		if a.Closes != nil {
			r.line("    %s", r.T("assess.closes", "date", r.Date(*a.Closes)))
		}
	}
}

func (r *assessment) action(path string) string {
	f, _ := r.set.Vocabulary().Lookup(path)
	return r.text(f.Action)
}

func (r *assessment) changed(c determination.Change) string {
	switch {
	case c.Path == "place":
		return r.place(c.To)
	case c.To == "true":
		return r.T("assess.yes")
	}
	return r.word(c.Path, c.To)
}

// basis prints readings, figures and the receipt.
func (r *assessment) basis() {
	r.heading("page.result.basis")
	for _, p := range r.d.Parameters {
		if p.Value == nil {
			r.line("  %s: %s", p.ID, r.T("parameter.missing", "place", r.place(p.Place)))
			continue
		}
		r.line("  %s: %s", p.ID, r.T("parameter.value", "place", r.place(p.Place), "value", r.Number(*p.Value), "from", p.ValidFrom.String()))
	}
	for _, reading := range r.d.Readings {
		r.line("  %s = %s", reading.ID, reading.Option)
	}
	for _, p := range r.d.Receipt.Packs {
		r.line("  %s %.12s…", p.ID, p.Hash)
	}
	r.line("  %s %s %.12s… %s %.12s…", r.d.Receipt.Engine, r.T("receipt.facts"), r.d.Receipt.Facts,
		r.T("receipt.determination"), r.d.Receipt.Determination)
}

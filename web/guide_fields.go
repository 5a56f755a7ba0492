package web

import (
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/people"
	"yichuang/policy"
)

// sections are the fields of the guide in their order (experience.md §8).
func (g guideOf) sections(policies []string) []guideSection {
	t := g.p.T
	section := func(id, after string, fields ...guideField) guideSection {
		return guideSection{ID: id, Heading: t("guide.section." + id), Fields: fields, After: after}
	}
	return []guideSection{
		section("item", "",
			g.field("name", says(pick(g.p, g.m.Title))), g.field("code", says(string(g.m.ID))),
			g.field("decides", g.bodies(g.m.Tracks)...), g.field("accepts", g.bodies(g.m.Tracks[:1])...)),
		section("basis", "", g.field("basis", g.basis()...)),
		section("who", "",
			g.field("who", g.words(g.m.Guide.Who)...), g.field("conditions", g.conditions()...), g.field("grounds", g.grounds()...),
			g.field("numbers", g.words(g.m.Guide.Numbers)...)),
		section("how", "",
			g.field("handling", says(t("guide.handling."+string(g.m.Kind)))), g.field("form", says(t("guide.form"))), g.field("visits", g.visits()...)),
		section("papers", "papers"),
		section("flow", "flow",
			g.field("law", g.limitLines(true)...), g.field("promise", g.limitLines(false)...), g.field("paused", g.paused()...)),
		section("cost", "", g.field("fee", g.fee()...), g.field("between", says(t("guide.between."+string(g.m.Kind))))),
		section("result", "sample",
			g.field("result", g.words(g.m.Guide.Result)...), g.field("validity", g.validity()...), g.field("delivery", g.words(g.m.Guide.Delivery)...)),
		section("where", "",
			g.field("place", g.ofOffices(g.address)...), g.field("hours", g.ofOffices(g.hours)...), g.field("phone", g.ofOffices(g.phone)...),
			g.field("complaint", append(g.ofOffices(g.complaint), says(t("guide.complaint.lines")))...), g.field("remedy", g.remedies()...)),
		section("questions", "questions"),
		section("version", "", g.field("version", lines(policies)...), g.field("updated", says(g.updated()))),
	}
}

func says(text string) guideSays { return guideSays{Text: text} }

func lines(texts []string) (out []guideSays) {
	for _, text := range texts {
		out = append(out, says(text))
	}
	return out
}

// field drops sentences without text and asks where none is left, so that no
// field is ever empty.
func (g guideOf) field(id string, sentences ...guideSays) guideField {
	sentences = slices.DeleteFunc(sentences, func(s guideSays) bool { return s.Text == "" })
	if len(sentences) == 0 {
		sentences = []guideSays{g.ask(g.m.Tracks[0].Office)}
	}
	sentences = g.askOnce(sentences)
	return guideField{ID: id, Name: g.p.T("guide.field." + id), Lines: sentences}
}

func (g guideOf) words(w people.Words) []guideSays { return []guideSays{says(pick(g.p, w))} }

// askOnce puts what is to be asked in one sentence, the last.
func (g guideOf) askOnce(sentences []guideSays) []guideSays {
	var known []guideSays
	var asked []string
	for _, s := range sentences {
		if !s.Ask {
			known = append(known, s)
		} else if !slices.Contains(asked, s.office) {
			asked = append(asked, s.office)
		}
	}
	if len(asked) > 0 {
		known = append(known, guideSays{Text: g.p.T("guide.ask", "office", g.p.List(asked)), Ask: true})
	}
	return known
}

// ask sends people to the office for what only it can say.
func (g guideOf) ask(kind people.OfficeKind) guideSays {
	name := g.kindName(kind)
	if o, ok := g.desk(kind); ok {
		name = pick(g.p, o.Name)
	}
	return guideSays{Text: name, Ask: true, office: name}
}

func (g guideOf) kindName(kind people.OfficeKind) string { return g.p.T("office.kind." + string(kind)) }

// desk is the office of the kind that serves the place.
func (g guideOf) desk(kind people.OfficeKind) (people.Office, bool) {
	i := slices.IndexFunc(g.desks, func(o people.Office) bool { return o.Kind == kind })
	if i < 0 {
		return people.Office{}, false
	}
	return g.desks[i], true
}

// officeName is the office of a track at the place, or its kind where the place
// has none in this window yet.
func (g guideOf) officeName(t casefile.TrackPlan) string {
	if o, ok := g.desk(t.Office); ok {
		return pick(g.p, o.Name)
	}
	return g.kindName(t.Office)
}

func (g guideOf) bodies(tracks []casefile.TrackPlan) (out []guideSays) {
	for _, t := range tracks {
		text := g.officeName(t)
		if len(tracks) > 1 {
			text = g.p.T("guide.of", "what", trackName(g.p, string(t.ID)), "text", text)
		}
		out = append(out, says(text))
	}
	return out
}

func (g guideOf) basis() (out []guideSays) {
	for _, ref := range append(slices.Clone(g.m.Clauses), g.m.Guide.Basis...) {
		if clause, ok := g.s.Engine.Clause(ref, g.on); ok {
			out = append(out, guideSays{Text: g.p.T("guide.basis", "cite", wording(g.p, clause.Cite), "title", wording(g.p, clause.Title)), Chips: g.s.chips(g.p, g.on, ref)})
		}
	}
	return out
}

func (g guideOf) conditions() (out []guideSays) {
	for _, c := range g.m.Guide.Conditions {
		line := says(g.p.Pick(c.ZH, c.EN))
		if c.Clause != "" {
			line.Chips = g.s.chips(g.p, g.on, c.Clause)
		}
		out = append(out, line)
	}
	return out
}

// grounds are those of the packs in force, a line for each class, with what
// limits it; a matter that knows no classes says so.
func (g guideOf) grounds() (out []guideSays) {
	classed := slices.ContainsFunc(g.rules, func(r determination.Outlined) bool {
		return r.Kind == policy.Service && r.ID == g.m.Service && (len(r.Classes) > 0 || !r.Holds && slices.Contains(g.m.Fields, "applicant.claims"))
	})
	if !classed {
		return lines([]string{g.p.T("guide.grounds.none")})
	}
	for _, class := range groundsOrder {
		var names, refs []string
		for _, r := range g.rules {
			if name := g.s.name(g.p, "ground", r.ID); r.Kind == policy.Ground && r.Class == class && !slices.Contains(names, name) {
				names, refs = append(names, name), append(refs, r.Clause.Ref())
			}
		}
		if len(names) > 0 {
			out = append(out, guideSays{Text: g.p.T("guide.grounds", "class", class, "names", strings.Join(names, g.p.T("guide.bounds.join"))), Chips: g.s.chips(g.p, g.on, refs...)})
		}
	}
	return append(out, g.bounds()...)
}

// bounds are the limits of age, education and experience.
func (g guideOf) bounds() (out []guideSays) {
	for _, id := range []string{"age", "education", "experience"} {
		var refs, titles []string
		for _, r := range g.rules {
			if title := wording(g.p, r.Clause.Title); r.Kind == policy.Limit && r.ID == id && !slices.Contains(titles, title) {
				refs, titles = append(refs, r.Clause.Ref()), append(titles, title)
			}
		}
		if len(refs) > 0 {
			out = append(out, guideSays{Text: g.p.T("guide.bounds", "limit", g.s.name(g.p, "limit", id), "titles", strings.Join(titles, g.p.T("guide.bounds.join"))), Chips: g.s.chips(g.p, g.on, refs...)})
		}
	}
	return out
}

// visits says how often somebody has to come, and to whom.
func (g guideOf) visits() []guideSays {
	for _, t := range g.m.Tracks {
		if t.InPerson {
			return []guideSays{says(g.p.T("guide.visits.one", "office", g.officeName(t))), says(g.p.T("guide.visits.originals"))}
		}
	}
	if g.m.Kind == casefile.ForRequest {
		return []guideSays{says(g.p.T("guide.visits.none"))}
	}
	return []guideSays{says(g.p.T("guide.visits.none")), says(g.p.T("guide.visits.originals"))}
}

// limitLines are the legal limits, or the promises; where there is none, it says so.
func (g guideOf) limitLines(statutory bool) (out []guideSays) {
	for _, l := range g.limits {
		if l.Statutory == statutory {
			name := g.p.T("guide.of", "what", g.s.name(g.p, "deadline", l.step), "text", l.Text)
			if !slices.ContainsFunc(out, func(s guideSays) bool { return s.Text == name }) {
				out = append(out, guideSays{Text: name, Chips: l.Chips})
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	if statutory {
		return lines([]string{g.p.T("guide.limit.law.none")})
	}
	return lines([]string{g.p.T("guide.limit.promise.none")})
}

// paused says what is not counted.
func (g guideOf) paused() []guideSays {
	clause, pauses := g.m.Basis[casefile.PauseLetter]
	if !pauses {
		return lines([]string{g.p.T("guide.paused.correction")})
	}
	names := make([]string, len(casefile.Grounds))
	for i, ground := range casefile.Grounds {
		names[i] = g.p.T("ground-of-pause." + string(ground))
	}
	return []guideSays{
		{Text: g.p.T("guide.paused", "grounds", g.p.List(names)), Chips: g.s.chips(g.p, g.on, clause)},
		says(g.p.T("guide.paused.correction")),
	}
}

// validity is what the guide says, with the caps of the packs by class.
func (g guideOf) validity() []guideSays {
	out := g.words(g.m.Guide.Validity)
	for _, r := range g.rules {
		if r.Kind != policy.Term || r.Term.Months == 0 {
			continue
		}
		text := g.p.T("guide.validity", "months", g.p.T("unit.months", "n", r.Term.Months))
		if len(r.Classes) > 0 {
			text = g.p.T("guide.validity.class", "months", g.p.T("unit.months", "n", r.Term.Months), "classes", strings.Join(r.Classes, g.p.T("guide.class.join")))
		}
		if !slices.ContainsFunc(out, func(s guideSays) bool { return s.Text == text }) {
			out = append(out, guideSays{Text: text, Chips: g.s.chips(g.p, g.on, r.Clause.Ref())})
		}
	}
	return out
}

func (g guideOf) updated() string {
	day, err := civil.ParseDate(g.m.Guide.Updated)
	if err != nil {
		return "" // a matter that a city brings along without a guide
	}
	return g.p.T("guide.updated", "date", day)
}

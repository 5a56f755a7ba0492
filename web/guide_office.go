package web

import (
	"slices"

	"yichuang/casefile"
	"yichuang/people"
)

// ofOffices is what each office of the matter says of something; one that says
// nothing is asked.
func (g guideOf) ofOffices(of func(people.Office) string) (out []guideSays) {
	var kinds []people.OfficeKind
	for _, t := range g.m.Tracks {
		if slices.Contains(kinds, t.Office) {
			continue
		}
		kinds = append(kinds, t.Office)
		o, found := g.desk(t.Office)
		text := ""
		if found {
			text = of(o)
		}
		if text == "" {
			out = append(out, g.ask(t.Office))
			continue
		}
		if len(g.m.Tracks) > 1 {
			text = g.p.T("guide.of", "what", pick(g.p, o.Name), "text", text)
		}
		out = append(out, says(text))
	}
	return out
}

func (g guideOf) address(o people.Office) string   { return pick(g.p, o.Address) }
func (g guideOf) hours(o people.Office) string     { return pick(g.p, o.Hours) }
func (g guideOf) phone(o people.Office) string     { return o.Phone }
func (g guideOf) complaint(o people.Office) string { return pick(g.p, o.Complaint) }

// fee is what the offices publish, else what the guide says is known, else the
// office is asked.
func (g guideOf) fee() (out []guideSays) {
	known := false
	for _, t := range g.m.Tracks {
		if o, ok := g.desk(t.Office); ok && o.Fees.ZH != "" {
			out, known = append(out, says(g.p.T("guide.of", "what", pick(g.p, o.Name), "text", pick(g.p, o.Fees)))), true
		}
	}
	if known {
		return out
	}
	return g.words(g.m.Guide.Fee)
}

// adverse are the outcomes that people may want to challenge.
var adverse = []casefile.Outcome{casefile.Refused, casefile.Returned, casefile.Declined}

// notAccepted is the key of the remedy against a case that was not accepted.
const notAccepted = "not-accepted"

// remedies are the texts of the offices for what goes against the applicant.
func (g guideOf) remedies() (out []guideSays) {
	asked := false
	for _, t := range g.m.Tracks {
		o, _ := g.desk(t.Office)
		found := false
		for _, outcome := range append([]string{notAccepted}, outcomesOf(t, g.m.Kind)...) {
			if text := pick(g.p, o.Remedies[string(t.ID)+"/"+outcome]); text != "" {
				found = true
				out = append(out, says(g.p.T("guide.remedy", "track", trackName(g.p, string(t.ID)), "outcome", g.p.T("label."+outcome), "text", text)))
			}
		}
		if !found && !asked {
			out, asked = append(out, g.ask(t.Office)), true
		}
	}
	return out
}

// outcomesOf are the adverse ends that a track of the kind can have.
func outcomesOf(t casefile.TrackPlan, kind casefile.MatterKind) (out []string) {
	for _, o := range adverse {
		byKind := map[casefile.Outcome]casefile.MatterKind{casefile.Refused: casefile.ForPermit, casefile.Returned: casefile.ForFiling, casefile.Declined: casefile.ForRequest}
		if byKind[o] == kind && (len(t.Outcomes) == 0 || slices.Contains(t.Outcomes, o)) {
			out = append(out, string(o))
		}
	}
	return out
}

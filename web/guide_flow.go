package web

import (
	"cmp"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/locale"
	"yichuang/policy"
)

// guideStep is a step of the way through a matter: who does what, by when. Lane
// is the track it belongs to, "" for steps that are common to all.
type guideStep struct {
	N, Lane   int
	Name, Who string
	Text      string
	Limits    []guideLimit
	Chip      string // the shortest limit, for the picture
}

// guideLimit is the law's limit or a promise, in words, with its clauses.
type guideLimit struct {
	Statutory bool
	Tag       Tag
	Text      string
	Chips     []Chip
	step      string
	track     casefile.TrackID
	length    string
}

// commonLane is the lane of steps that belong to no single track.
const commonLane = -1

// limitsOf lists the limits of the matter: those of the rules that can hold, with
// the classes for which they do, and the matter's own where the rules have none.
func (s *Server) limitsOf(p *locale.Printer, on civil.Date, m casefile.Matter, rules []determination.Outlined) []guideLimit {
	var limits []guideLimit
	for _, t := range m.Tracks {
		for _, r := range rules {
			if r.Kind != policy.Deadline || r.Deadline.Direction == "before" || !slices.Contains(t.Steps, r.ID) {
				continue
			}
			from := r.Deadline.From
			if r.ID == casefile.StepAcceptance {
				from = string(casefile.AtSubmission)
			}
			limits = append(limits, s.guideLimit(p, on, guideLimit{Statutory: r.Deadline.Statutory, step: r.ID, track: t.ID}, r.Deadline.Amount, r.Deadline.Unit, from, r.Clause.Ref(), r.Classes))
		}
		for _, own := range m.Limits {
			if own.Track == t.ID && !slices.ContainsFunc(limits, func(l guideLimit) bool { return l.track == t.ID && l.step == own.Step && l.Statutory == own.Statutory }) {
				limits = append(limits, s.guideLimit(p, on, guideLimit{Statutory: own.Statutory, step: own.Step, track: t.ID}, own.Amount, string(own.Unit), string(own.From), own.Clause, nil))
			}
		}
	}
	slices.SortStableFunc(limits, func(a, b guideLimit) int { return cmp.Compare(rank(b.Statutory), rank(a.Statutory)) })
	return limits
}

func rank(statutory bool) int {
	if statutory {
		return 1
	}
	return 0
}

func (s *Server) guideLimit(p *locale.Printer, on civil.Date, l guideLimit, amount int, unit, from, clause string, classes []string) guideLimit {
	l.length = p.T("unit."+unit, "n", amount)
	l.Text = p.T("deadline.after."+from, "length", l.length)
	if len(classes) > 0 {
		l.Text = p.T("guide.limit.class", "limit", l.Text, "classes", strings.Join(classes, p.T("guide.class.join")))
	}
	if l.Tag = (Tag{"info", "clock", p.T("guide.limit.promise")}); l.Statutory {
		l.Tag = Tag{"", "clock", p.T("guide.limit.law")}
	}
	if clause != "" {
		l.Chips = s.chips(p, on, clause)
	}
	return l
}

// flowOf is the way through the matter, step by step.
func (s *Server) flowOf(p *locale.Printer, m casefile.Matter, limits []guideLimit, rules []determination.Outlined, office func(casefile.TrackPlan) string) []guideStep {
	steps := []guideStep{{Lane: commonLane, Name: p.T("guide.step.send"), Who: askers(p, m), Text: p.T("guide.step.send.text")}}
	first := m.Tracks[0]
	steps = append(steps, guideStep{
		Lane: commonLane, Name: p.T("guide.step.check"), Who: office(first), Text: p.T("guide.step.check." + string(m.Kind)),
		Limits: only(limits, func(l guideLimit) bool { return l.step == casefile.StepAcceptance }),
	})
	if joint(m, rules) {
		steps = append(steps, guideStep{Lane: commonLane, Name: p.T("guide.step.joint"), Who: offices(p, m, office), Text: p.T("guide.step.joint.text")})
	}
	for lane, t := range m.Tracks {
		step := guideStep{Lane: lane, Name: p.T("guide.step.review."+string(m.Kind), "track", trackName(p, string(t.ID))), Who: office(t), Text: pick(p, m.Guide.Review[t.ID])}
		if t.After != "" {
			step.Text = p.T("guide.join", "first", step.Text, "second", p.T("guide.step.after", "track", trackName(p, string(t.After))))
		}
		step.Limits = only(limits, func(l guideLimit) bool {
			return l.track == t.ID && l.step != casefile.StepAcceptance && l.step != deliveryStep
		})
		steps = append(steps, step)
	}
	steps = append(steps, guideStep{
		Lane: commonLane, Name: p.T("guide.step.deliver"), Who: offices(p, m, office), Text: pick(p, m.Guide.Delivery),
		Limits: unique(only(limits, func(l guideLimit) bool { return l.step == deliveryStep })),
	})
	for i := range steps {
		steps[i].N = i + 1
		steps[i].Chip = shortLimit(p, steps[i].Limits)
	}
	return steps
}

// deliveryStep is the step of handing the result over.
const deliveryStep = "delivery"

// joint reports whether a limit is counted from a joint review of the offices.
func joint(m casefile.Matter, rules []determination.Outlined) bool {
	return len(m.Tracks) > 1 && slices.ContainsFunc(rules, func(r determination.Outlined) bool {
		return r.Kind == policy.Deadline && r.Deadline.From == string(casefile.AtJointReview)
	})
}

func offices(p *locale.Printer, m casefile.Matter, office func(casefile.TrackPlan) string) string {
	var names []string
	for _, t := range m.Tracks {
		if name := office(t); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return p.List(names)
}

func only(limits []guideLimit, of func(guideLimit) bool) (out []guideLimit) {
	for _, l := range limits {
		if of(l) {
			out = append(out, l)
		}
	}
	return out
}

// unique leaves out limits that say the same for another track.
func unique(limits []guideLimit) (out []guideLimit) {
	for _, l := range limits {
		if !slices.ContainsFunc(out, func(o guideLimit) bool { return o.Text == l.Text && o.Statutory == l.Statutory }) {
			out = append(out, l)
		}
	}
	return out
}

// shortLimit is what the picture says of the limits: the promises where there are
// any, else the law's.
func shortLimit(p *locale.Printer, limits []guideLimit) string {
	var promised, lawful []string
	for _, l := range limits {
		list := &promised
		if l.Statutory {
			list = &lawful
		}
		if !slices.Contains(*list, l.length) {
			*list = append(*list, l.length)
		}
	}
	if len(promised) == 0 {
		promised = lawful
	}
	switch len(promised) {
	case 0:
		return ""
	case 1:
		return promised[0]
	}
	return p.T("guide.limit.or", "lengths", strings.Join(promised, p.T("guide.limit.slash")))
}

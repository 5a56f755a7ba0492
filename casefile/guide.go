package casefile

import (
	"slices"

	"yichuang/civil"
	"yichuang/people"
)

// Guide is what a guide says of the matter beside what follows from its tracks,
// papers and limits, from the packs in force and from the offices of a place.
type Guide struct {
	Updated string       `yaml:"updated"` // the day on which these words were last read through
	Who     people.Words `yaml:"who"`     // who may apply, and for whom

	// Given are facts, as text by path, that hold for everybody who asks: of the
	// matter for people abroad, that they are not in China.
	Given map[string]string `yaml:"given"`

	Basis      []string     `yaml:"basis"`      // clauses that it rests on everywhere
	Conditions []GuidePoint `yaml:"conditions"` // beside the grounds and limits of the packs
	Numbers    people.Words `yaml:"numbers"`    // how many are given; "no limit" is an answer
	Fee        people.Words `yaml:"fee"`        // empty: the office says

	Result   people.Words             `yaml:"result"`
	Sample   SlotID                   `yaml:"sample"` // a paper, of which a drawing is shown
	Validity people.Words             `yaml:"validity"`
	Delivery people.Words             `yaml:"delivery"`
	Review   map[TrackID]people.Words `yaml:"review"` // what each track's officers look at

	Questions []GuideAnswer `yaml:"questions"`

	// Instead is the nearest matter where this one is not offered.
	Instead MatterID `yaml:"instead"`
}

// GuidePoint is a sentence and the clause that it rests on, or "".
type GuidePoint struct {
	ZH     string `yaml:"zh"`
	EN     string `yaml:"en"`
	Clause string `yaml:"clause"`
}

// GuideAnswer is a question that people ask, and its answer.
type GuideAnswer struct {
	Ask    people.Words `yaml:"ask"`
	Answer people.Words `yaml:"answer"`
}

// checkGuide holds that nothing that a guide has to say is left open. A matter
// that a city brings along may come without one; its page then names the office.
func (m Matter) checkGuide(p *problems) {
	g := m.Guide
	if g.Updated == "" {
		return
	}
	_, err := civil.ParseDate(g.Updated)
	p.unless(err == nil, "guide: updated %q is no day (YYYY-MM-DD)", g.Updated)
	for name, w := range map[string]people.Words{
		"who": g.Who, "numbers": g.Numbers, "result": g.Result, "validity": g.Validity, "delivery": g.Delivery,
	} {
		p.words("guide: "+name, w)
	}
	p.unless((g.Fee.ZH == "") == (g.Fee.EN == ""), "guide: fee needs zh and en, or neither")
	p.unless(g.Sample != "", "guide: it names no sample of the result")
	p.unless(len(g.Conditions) > 0, "guide: it has no conditions")
	for _, c := range g.Conditions {
		p.words("guide: condition", people.Words{ZH: c.ZH, EN: c.EN})
	}
	for _, t := range m.Tracks {
		p.words("guide: review of track "+string(t.ID), g.Review[t.ID])
	}
	p.unless(len(g.Review) == len(m.Tracks), "guide: it reviews a track that is not there")
	p.unless(len(g.Basis)+len(m.Clauses) > 0, "guide: it names no legal basis")
	p.unless(len(g.Questions) > 0, "guide: it answers no question")
	for _, q := range g.Questions {
		p.words("guide: question", q.Ask)
		p.words("guide: answer", q.Answer)
	}
	closable := len(m.Places)+len(m.Clauses) > 0
	p.unless(!closable || m.Otherwise.ZH != "" || g.Instead != "", "guide: it can be closed; name the nearest matter as instead")
	p.unless(g.Instead != m.ID, "guide: instead names the matter itself")
}

// Nearest is the matter to turn to where m is not offered: one of the same service
// and application that is, or the one that its guide names, if that is offered.
func (ms Matters) Nearest(m Matter, offered func(Matter) bool) (nearest Matter, ok bool) {
	i := slices.IndexFunc(ms, func(o Matter) bool {
		return o.ID != m.ID && m.Service != "" && o.Service == m.Service && o.Application == m.Application && offered(o)
	})
	if i >= 0 && m.Guide.Instead == "" {
		return ms[i], true
	}
	if nearest, ok = ms.Find(m.Guide.Instead); ok && offered(nearest) {
		return nearest, true
	}
	if i >= 0 {
		return ms[i], true
	}
	return Matter{}, false
}

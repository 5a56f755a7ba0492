package casefile

import (
	"strings"
	"testing"

	"yichuang/civil"
)

// lines spells a timeline: stage/track since..done, "-" where not known.
func lines(steps []Step) string {
	spell := func(d *civil.Date) string {
		if d == nil {
			return "-"
		}
		return d.String()[5:]
	}
	var b strings.Builder
	for _, s := range steps {
		b.WriteString(string(s.Stage) + "/" + string(s.Track) + " " + spell(s.Since) + ".." + spell(s.Done) + "\n")
	}
	return b.String()
}

func wantLines(t *testing.T, c Case, want string) {
	t.Helper()
	if got := lines(c.Timeline()); got != strings.TrimLeft(want, "\n") {
		t.Errorf("got\n%swant%s", got, want)
	}
}

// TestTimeline shows what was, what runs and what is expected, track by track.
func TestTimeline(t *testing.T) {
	s := submitted(t)
	wantLines(t, s.Case, `
submitted/ 04-20..04-20
accepted/ 04-20..-
joint-review/ -..-
decision/permit -..-
delivery/permit -..-
decision/residence -..-
delivery/residence -..-
`)
	s.on("2026-04-21").must(s.RequestCorrection(s.by(clerk), correction("")))
	s.on("2026-04-22").must(s.Answer(s.by(hr), CorrectionAnswered{Done: []int{0}}, AnswersSaved{}))
	s.on("2026-04-23").accept(clerk)
	s.on("2026-04-24").must(s.PassJointReview(s.by(officer), ""))
	s.must(s.PassJointReview(s.by(cop), ""))
	s.on("2026-04-29").decide(grant("permit", "2026-05-01", "2031-04-30"))
	s.must(s.Issue(s.by(officer), s.matter, Letter{Ref: ref(1), Kind: GrantLetter, Track: "permit", Hash: "h"}))
	s.on("2026-04-30").must(s.Deliver(s.by(clerk), ref(1), Delivery{How: "counter", To: "anna"}))
	wantLines(t, s.Case, `
submitted/ 04-20..04-20
correction/ 04-21..04-22
accepted/ 04-20..04-23
joint-review/ 04-23..04-24
decision/permit 04-23..04-29
delivery/permit 04-29..04-30
decision/residence 04-29..-
delivery/residence -..-
`)
	steps := s.Timeline()
	if got := join(steps[4].Clocks); got != "permit/work-permit/law/acceptance, permit/work-permit/promise/joint-review" {
		t.Errorf("got clocks %s on the decision; want law and promise", got)
	}
	if !steps[6].Running() || steps[4].Running() || steps[7].Running() || steps[1].Letters[0] != ref(9) || steps[5].Letters[0] != ref(1) {
		t.Errorf("got steps %+v", steps)
	}
	took := s.Durations(calendar(t))
	if took["accepted/"] != 3 || took["decision/permit"] != 4 || took["delivery/permit"] != 1 || len(took) != 4 {
		t.Errorf("got durations %v", took)
	}
}

// TestTimeline_exits end where the case ended.
func TestTimeline_exits(t *testing.T) {
	s := submitted(t)
	s.on("2026-04-22").must(s.Withdraw(s.by(hr), ""))
	wantLines(t, s.Case, `
submitted/ 04-20..04-20
exit/ 04-22..04-22
`)
	s = accepted(t)
	s.on("2026-04-22").must(s.Withdraw(s.by(hr), ""))
	s.on("2026-04-23").must(s.Rate(s.by(hr), Rated{Stars: 3}))
	wantLines(t, s.Case, `
submitted/ 04-20..04-20
accepted/ 04-20..04-20
exit/ 04-22..04-22
`)
	s = accepted(t)
	s.decide(refusal())
	wantLines(t, s.Case, `
submitted/ 04-20..04-20
accepted/ 04-20..04-20
decision/permit 04-20..04-20
delivery/permit 04-20..-
`)
}

package web

import (
	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/locale"
	"yichuang/people"
)

// timeline prints the steps, past, present and expected, each with the limits
// that run on it: the law's and the local promise side by side.
func (s *Server) timeline(p *locale.Printer, c casefile.Case) []stepLine {
	cal, ok := s.calendarOf(c)
	if !ok || c.Status == casefile.StatusDraft {
		return nil
	}
	var out []stepLine
	for _, step := range c.Timeline() {
		line := stepLine{Track: step.Track, Name: p.T("stage." + string(step.Stage))}
		line.State = Tag{"", "", p.T("stage.expected")}
		if step.Since != nil {
			line.Since = p.Date(*step.Since)
			line.State = Tag{"info", "clock", p.T("stage.running")}
		}
		if step.Done != nil {
			line.Done = p.Date(*step.Done)
			line.State = Tag{"ok", "check", p.T("stage.done")}
		}
		var dues []string
		paused := p.T("clock.paused")
		for _, id := range step.Clocks {
			if due := s.clockText(p, c, cal, id); due != "" && step.Done == nil {
				dues = append(dues, due)
			}
		}
		line.Due = compact(dues)
		if len(line.Due) == 1 && line.Due[0] == paused {
			line.State, line.Due = Tag{"pause", "pause", p.T("label.paused")}, nil
		}
		out = append(out, line)
	}
	return out
}

// lanes parts the steps of the whole case from those of its tracks. A case with
// one track has one list.
func lanes(p *locale.Printer, steps []stepLine) (common []stepLine, byTrack []laneBlock) {
	last := casefile.TrackID("")
	for _, step := range steps {
		switch {
		case step.Track == "":
			common = append(common, step)
			continue
		case step.Track != last:
			byTrack = append(byTrack, laneBlock{Name: p.T("track." + string(step.Track))})
			last = step.Track
		}
		lane := &byTrack[len(byTrack)-1]
		lane.Steps = append(lane.Steps, step)
	}
	return common, byTrack
}

func compact(list []string) []string {
	var out []string
	for _, s := range list {
		if s != "" && (len(out) == 0 || out[len(out)-1] != s) {
			out = append(out, s)
		}
	}
	return out
}

// clockText says until when a limit runs, whether it is the law's or a promise,
// and which days off were left out.
func (s *Server) clockText(p *locale.Printer, c casefile.Case, cal *civil.Calendar, id casefile.ClockID) string {
	for _, k := range c.Clocks {
		if k.Limit.ID() != id {
			continue
		}
		standing := k.Standing(cal, s.today())
		if standing.State == casefile.Pausing {
			return p.T("clock.paused")
		}
		if standing.Due == nil {
			return ""
		}
		key := "clock.promise"
		if k.Limit.Statutory {
			key = "clock.law"
		}
		due := p.T(key, "date", *standing.Due)
		if len(standing.Missing) > 0 {
			due += p.T("clock.provisional")
		}
		if k.Limit.Unit == casefile.InWorkingDays {
			due += crossed(p, cal, k, *standing.Due)
		}
		return due
	}
	return ""
}

// crossed counts the holidays and working weekends between start and end.
func crossed(p *locale.Printer, cal *civil.Calendar, k casefile.Clock, due civil.Date) string {
	began, ok := k.Began()
	if !ok {
		return ""
	}
	holidays, worked := 0, 0
	for d := began + 1; d <= due; d++ {
		switch cal.Day(d).Kind {
		case civil.DayOff, civil.Regional:
			holidays++
		case civil.MakeUp:
			worked++
		}
	}
	switch {
	case holidays+worked == 0:
		return ""
	case worked == 0:
		return p.T("clock.crossed.off", "n", holidays)
	}
	return p.T("clock.crossed", "n", holidays, "worked", worked)
}

// trackBlock is an agency's part of the case with what the reader may do.
func (s *Server) trackBlock(p *locale.Printer, who people.Who, c casefile.Case, t casefile.Track) trackBlock {
	b := trackBlock{ID: string(t.ID), Name: p.T("track." + string(t.ID)), Office: string(t.Office)}
	if t.Decision != nil {
		b.Decision = decisionText(p, "label.", *t.Decision)
		if t.Decision.Outcome == casefile.Forwarded {
			b.Forwarded = s.forwarded(p, who, c, t)
		}
		return b
	}
	if t.Draft != nil {
		b.Draft = decisionText(p, "outcome.", *t.Draft)
		b.MaySign = c.Status.Allows(people.Approve) && who.May(people.Approve, c.Subject(t.ID), s.Now()) == nil
	}
	may := func(act people.Act) bool {
		return t.Begun != nil && c.Status.Allows(act) && who.May(act, c.Subject(t.ID), s.Now()) == nil
	}
	b.Concludes = c.Kind != casefile.ForPermit && may(people.Conclude)
	b.MayDraft = c.Kind == casefile.ForPermit && may(people.Draft)
	for _, o := range t.Outcomes {
		b.Outcomes = append(b.Outcomes, Choice{Value: string(o), Label: p.T("outcome." + string(o))})
	}
	if term := c.Longest(t.ID); term != nil {
		b.From, b.Until = term.From.String(), term.Until.String()
	}
	return b
}

// forwarded is what became of a case that was sent on to the authority that
// decides, or the form on which the office records it.
func (s *Server) forwarded(p *locale.Printer, who people.Who, c casefile.Case, t casefile.Track) *forwardedLine {
	line := &forwardedLine{State: Tag{"info", "clock", p.T("forwarded.waits")}, Note: t.Decision.Detail["result-note"]}
	switch t.Decision.Detail["result"] {
	case "granted":
		line.State = Tag{"ok", "check", p.T("forwarded.granted")}
	case "refused":
		line.State = Tag{"bad", "cross", p.T("forwarded.refused")}
	default:
		line.May = c.Status.Allows(people.Conclude) && who.May(people.Conclude, c.Subject(t.ID), s.Now()) == nil
	}
	return line
}

// decisionText is a decision in words: "outcome." says what a draft would do, and
// "label." what was done.
func decisionText(p *locale.Printer, as string, d casefile.Decision) *decisionLine {
	line := &decisionLine{Outcome: p.T(as + string(d.Outcome)), Reason: d.Reason, By: string(d.Drafter)}
	if d.Term != nil {
		line.Until = p.T("term.given", "from", d.Term.From, "until", d.Term.Until)
	}
	return line
}

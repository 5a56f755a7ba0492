package casefile

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"yichuang/people"
)

// slotPrefix begins what names a paper among facts: "slot/<id>".
const slotPrefix = "slot/"

// factPrefix begins the condition of a finding on one fact of the form.
const factPrefix = "fact:"

// Hidden lists the facts and papers ("slot/<id>") that an office has no need to
// see: what every track that it reviews in the case leaves out. An office without
// a track in the case is bound by its rights alone.
func (c Case) Hidden(m Matter, office people.OfficeID) []string {
	var hidden []string
	first := true
	for _, t := range c.Tracks {
		if t.Office != office {
			continue
		}
		plan, _ := m.Track(t.ID)
		if first {
			hidden, first = slices.Clone(plan.Hidden), false
			continue
		}
		hidden = slices.DeleteFunc(hidden, func(what string) bool { return !slices.Contains(plan.Hidden, what) })
	}
	return hidden
}

// Checks lists the facts that an office finds by itself; empty: all that it sees.
func (c Case) Checks(m Matter, office people.OfficeID) []string {
	var checks []string
	for _, t := range c.Tracks {
		if plan, _ := m.Track(t.ID); t.Office == office {
			checks = append(checks, plan.Checks...)
		}
	}
	return checks
}

// SeenBy is the case as who may read it: without what the office of an authority
// has no need to see. Every read path shows this and nothing else; acts are done
// on the whole case. Where anything is hidden, another office's findings and
// reasons go too: they speak of what is hidden in words of their own.
func (c Case) SeenBy(m Matter, who people.Who) Case {
	if !who.Role.Staff() {
		c.Marks = nil // notes for a request that is not sent yet
		return c
	}
	hidden := c.Hidden(m, who.Office)
	if len(hidden) == 0 {
		return c
	}
	return c.clone().without(hidden, who.Office)
}

func (c Case) without(hidden []string, office people.OfficeID) Case {
	slotHidden := func(id SlotID) bool { return slices.Contains(hidden, slotPrefix+string(id)) }
	maps.DeleteFunc(c.Answers, func(path string, _ json.RawMessage) bool { return slices.Contains(hidden, path) })
	c.Known = slices.DeleteFunc(c.Known, func(k Known) bool { return slices.Contains(hidden, k.Path) })
	c.Slots = slices.DeleteFunc(c.Slots, func(s Slot) bool { return slotHidden(s.ID) })
	c.Commitments = slices.DeleteFunc(c.Commitments, func(k Commitment) bool { return slotHidden(k.Slot) })
	for i := range c.Requests {
		c.Requests[i].Items = withoutItems(c.Requests[i].Items, hidden)
	}
	c.Marks = slices.DeleteFunc(c.Marks, func(m Mark) bool { return slotHidden(m.Slot) })
	c.Findings = slices.DeleteFunc(c.Findings, func(f Finding) bool { return !strings.HasPrefix(f.Condition, factPrefix) })
	for i := range c.Tracks {
		if t := &c.Tracks[i]; t.Office != office {
			t.Draft, t.Decision = bare(t.Draft), bare(t.Decision)
		}
	}
	if t := c.Tolerance; t != nil {
		rest := *t
		rest.Slots = slices.DeleteFunc(slices.Clone(t.Slots), slotHidden)
		c.Tolerance = &rest
	}
	return c
}

func withoutItems(items []CorrectionItem, hidden []string) []CorrectionItem {
	return slices.DeleteFunc(slices.Clone(items), func(i CorrectionItem) bool {
		return slices.Contains(hidden, i.Field) || slices.Contains(hidden, slotPrefix+string(i.Slot))
	})
}

// bare is another office's decision as the result that one's own builds on.
func bare(d *Decision) *Decision {
	if d == nil {
		return nil
	}
	return &Decision{Track: d.Track, Outcome: d.Outcome, Class: d.Class, Term: d.Term, Permit: d.Permit, On: d.On, Deemed: d.Deemed, Drafter: d.Drafter}
}

// EventSeenBy is an event of the case as the office may read it; ok is false
// where nothing of it is left.
func (c Case) EventSeenBy(m Matter, who people.Who, e Event) (seen Event, ok bool) {
	if !who.Role.Staff() {
		return e, !isNote(e)
	}
	hidden := c.Hidden(m, who.Office)
	if len(hidden) == 0 {
		return e, true
	}
	slotHidden := func(id SlotID) bool { return slices.Contains(hidden, slotPrefix+string(id)) }
	switch body := e.Body.(type) {
	case AnswersSaved:
		set := maps.Clone(body.Set)
		maps.DeleteFunc(set, func(path string, _ json.RawMessage) bool { return slices.Contains(hidden, path) })
		e.Body = AnswersSaved{Set: set}
		return e, len(set) > 0
	case RegisterRead:
		e.Body = RegisterRead{Known: slices.DeleteFunc(slices.Clone(body.Known), func(k Known) bool { return slices.Contains(hidden, k.Path) })}
	case PaperSupplied:
		return e, !slotHidden(body.Slot)
	case PaperJudged:
		return e, !slotHidden(body.Slot)
	case SpotMarked:
		return e, !slotHidden(body.Mark.Slot)
	case SpotCleared:
		return e, !slotHidden(body.Slot)
	case CommitmentSigned:
		return e, !slotHidden(body.Commitment.Slot)
	case CorrectionRequested:
		body.Items = withoutItems(body.Items, hidden)
		e.Body = body
	case FindingRecorded:
		return e, strings.HasPrefix(body.Finding.Condition, factPrefix)
	case DecisionDrafted:
		return e, c.officeOf(body.Decision.Track) == who.Office
	case DecisionSentBack:
		return e, c.officeOf(body.Track) == who.Office
	case DecisionTaken:
		if c.officeOf(body.Decision.Track) != who.Office {
			e.Body = DecisionTaken{Decision: *bare(&body.Decision)}
		}
	case ClockPaused:
		return e, c.officeOf(body.Track) == who.Office
	case Determined:
		e.Body = Determined{Snapshot: body.Snapshot}
	}
	return e, true
}

func (c Case) officeOf(track TrackID) people.OfficeID {
	t, _ := c.Track(track)
	return t.Office
}

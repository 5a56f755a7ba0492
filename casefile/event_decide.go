package casefile

import (
	"time"

	"yichuang/permit"
)

// DecisionDrafted proposes a decision for the second signature.
type DecisionDrafted struct {
	Decision Decision `json:"decision"`
}

// Kind is "decision-drafted".
func (DecisionDrafted) Kind() Kind { return "decision-drafted" }

func (b DecisionDrafted) fold(c *Case, _ Event) {
	if t := c.track(b.Decision.Track); t != nil {
		draft := b.Decision
		t.Draft = &draft
		c.Status = StatusDeciding
	}
}

// DecisionSentBack returns the draft to its drafter.
type DecisionSentBack struct {
	Track  TrackID `json:"track"`
	Reason string  `json:"reason"`
}

// Kind is "decision-sent-back".
func (DecisionSentBack) Kind() Kind { return "decision-sent-back" }

func (b DecisionSentBack) fold(c *Case, _ Event) {
	if t := c.track(b.Track); t != nil {
		t.Draft = nil
	}
}

// DecisionTaken is the decision: signed by a second person, concluded by one
// (filing, request), or by law (Deemed). It ends the track, opens the tracks
// that waited for a grant, and decides the case once no track is left.
type DecisionTaken struct {
	Decision Decision `json:"decision"`
}

// Kind is "decision-taken".
func (DecisionTaken) Kind() Kind { return "decision-taken" }

func (b DecisionTaken) fold(c *Case, e Event) {
	t := c.track(b.Decision.Track)
	if t == nil {
		return
	}
	decision, on := b.Decision, e.On()
	if decision.On != nil {
		on = *decision.On
	}
	decision.On = &on
	t.Decision, t.Draft = &decision, nil
	if decision.Permit != "" && t.After == "" {
		c.Permit = decision.Permit
	}
	c.stopClocks(e.On(), func(l Limit) bool { return l.Track == b.Decision.Track && l.Step != StepDelivery })
	if decision.Outcome.Favourable() {
		c.openAfter(b.Decision.Track, e)
	}
	c.startClocks()
	c.Status = StatusDeciding
	if c.finished() {
		c.Status = StatusDecided
	}
}

// openAfter opens the tracks that waited for the granted one.
func (c *Case) openAfter(after TrackID, e Event) {
	for i := range c.Tracks {
		if c.Tracks[i].After == after && c.Tracks[i].Begun == nil {
			on := e.On()
			c.Tracks[i].Begun = &on
		}
	}
}

// ResultRecorded notes what the authority decided to which a case was forwarded.
type ResultRecorded struct {
	Track  TrackID `json:"track"`
	Result string  `json:"result"` // "granted", "refused" or "unknown"
	Note   string  `json:"note,omitempty"`
}

// Kind is "result-recorded".
func (ResultRecorded) Kind() Kind { return "result-recorded" }

func (b ResultRecorded) fold(c *Case, _ Event) {
	t := c.track(b.Track)
	if t == nil || t.Decision == nil {
		return
	}
	decision := *t.Decision
	detail := map[string]string{"result": b.Result}
	for k, v := range decision.Detail {
		if k != "result" {
			detail[k] = v
		}
	}
	if b.Note != "" {
		detail["result-note"] = b.Note
	}
	decision.Detail = detail
	t.Decision = &decision
}

// PermitCancelled records that the authority cancelled the permit that the case
// is about, with the refusal of what was applied for.
type PermitCancelled struct {
	Permit permit.Number `json:"permit"`
	Clause string        `json:"clause"`
}

// Kind is "permit-cancelled".
func (PermitCancelled) Kind() Kind { return "permit-cancelled" }

func (b PermitCancelled) fold(c *Case, e Event) {
	c.Ended = &Ending{Cause: "authority", Permit: b.Permit, On: e.On()}
}

// CancelPermit follows from a refusal that the law ties to the cancellation of
// the permit held. It says nothing where it does not.
func (c Case) CancelPermit(by By, refused Decision) []Event {
	if !c.Cancels(refused) {
		return nil
	}
	return c.emit(by, PermitCancelled{Permit: c.Permit, Clause: c.Determination.Cancels})
}

// Cancels reports whether the law ties the cancellation of the permit held to the
// decision, once it is signed.
func (c Case) Cancels(d Decision) bool {
	found := c.Determination
	return found != nil && found.Cancels != "" && c.Permit != "" && d.Outcome == Refused && len(c.Tracks) > 0 && d.Track == c.Tracks[0].ID
}

// ResultEnded records that what the case led to ended by itself: a filing beside
// a permit that has ended, a permit that rested on another.
type ResultEnded struct {
	Ending
}

// Kind is "result-ended".
func (ResultEnded) Kind() Kind { return "result-ended" }

func (b ResultEnded) fold(c *Case, _ Event) {
	ended := b.Ending
	c.Ended = &ended
}

// EndResult records that what the case led to has ended, once. Nobody acts: it
// follows from the end of the permit that it rested on.
func (c Case) EndResult(at time.Time, why Ending) []Event {
	if c.Ended != nil {
		return nil
	}
	return c.lawful(at, ResultEnded{Ending: why})
}

// Closed ends the case: everything is delivered.
type Closed struct{}

// Kind is "closed".
func (Closed) Kind() Kind { return "closed" }

func (Closed) fold(c *Case, e Event) {
	c.Status = StatusClosed
	c.stopClocks(e.On(), func(Limit) bool { return true })
}

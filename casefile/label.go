package casefile

import "slices"

// Label is what people read for a case's state: a code of the catalogues
// (label.<code>), computed and never stored.
type Label string

// The labels of experience.md §3.
const (
	LabelDraft       Label = "draft"
	LabelSubmitted   Label = "submitted"
	LabelCorrection  Label = "correction"
	LabelAccepted    Label = "accepted"
	LabelReviewing   Label = "reviewing"
	LabelPaused      Label = "paused"
	LabelApproving   Label = "approving"
	LabelGranted     Label = "granted"
	LabelRefused     Label = "refused"
	LabelNotAccepted Label = "not-accepted"
	LabelWithdrawn   Label = "withdrawn"
	LabelLapsed      Label = "lapsed"
	LabelClosed      Label = "closed"
	LabelReceived    Label = "received" // of a filing
	LabelComplete    Label = "complete" // of a filing
	LabelReturned    Label = "returned" // of a filing
	LabelEnded       Label = "ended"    // of a filing: it ended with the permit
	LabelFulfilled   Label = "fulfilled"
	LabelDeclined    Label = "declined"
	LabelForwarded   Label = "forwarded"
)

// Tone is how a label looks; colour never carries it alone.
type Tone string

// The tones.
const (
	Neutral   Tone = "neutral"
	Notice    Tone = "info"
	Attention Tone = "warn"
	Halted    Tone = "pause"
	Fine      Tone = "ok"
	Adverse   Tone = "bad"
)

// tones is the table of experience.md §3.
var tones = map[Label]Tone{
	LabelDraft: Neutral, LabelSubmitted: Notice, LabelCorrection: Attention, LabelAccepted: Notice,
	LabelReviewing: Notice, LabelPaused: Halted, LabelApproving: Notice, LabelGranted: Fine, LabelRefused: Adverse,
	LabelNotAccepted: Adverse, LabelWithdrawn: Neutral, LabelLapsed: Neutral, LabelClosed: Neutral,
	LabelReceived: Notice, LabelComplete: Fine, LabelReturned: Attention, LabelEnded: Neutral,
	LabelFulfilled: Fine, LabelDeclined: Adverse, LabelForwarded: Notice,
}

// Tone returns how the label looks.
func (l Label) Tone() Tone { return tones[l] }

// Labels lists every label, unsorted.
func Labels() []Label {
	labels := make([]Label, 0, len(tones))
	for l := range tones {
		labels = append(labels, l)
	}
	return labels
}

// fixed are the labels that follow from the status alone.
var fixed = map[Status]Label{
	StatusDraft: LabelDraft, StatusWithdrawn: LabelWithdrawn, StatusNotAccepted: LabelNotAccepted,
	StatusLapsed: LabelLapsed, StatusClosed: LabelClosed,
}

// Label computes what people read for the case: its status, an open request, a
// pause, a draft decision or the outcome.
func (c Case) Label() Label {
	if c.Ended != nil && c.Kind == ForFiling {
		return LabelEnded
	}
	if l, ok := fixed[c.Status]; ok {
		return l
	}
	if c.OpenRequest() != nil && c.Status != StatusDecided {
		return LabelCorrection
	}
	if c.Held != "" {
		return LabelPaused
	}
	if c.Status == StatusDecided {
		return c.outcomeLabel()
	}
	if c.Status == StatusSubmitted {
		return c.forKind(LabelSubmitted)
	}
	return c.underReview()
}

// underReview is the label of an accepted case: what the tracks that are still
// open have most in common, the most urgent first.
func (c Case) underReview() Label {
	labels := map[Label]bool{}
	for _, t := range c.Tracks {
		if t.Begun != nil && t.Decision == nil {
			labels[c.TrackLabel(t)] = true
		}
	}
	for _, l := range []Label{LabelApproving, LabelReviewing, LabelPaused} {
		if labels[l] {
			return l
		}
	}
	return c.forKind(LabelAccepted)
}

// TrackLabel computes the label of one track. A track that waits for another
// has the empty label.
func (c Case) TrackLabel(t Track) Label {
	switch {
	case t.Decision != nil:
		return Label(t.Decision.Outcome)
	case t.Begun == nil:
		return ""
	case t.Draft != nil:
		return LabelApproving
	case c.Ticks(t.ID, Pausing):
		return LabelPaused
	case t.Assigned != "":
		return LabelReviewing
	}
	return c.forKind(LabelAccepted)
}

// outcomeLabel is the outcome of the first track that ended adversely, else of
// the first.
func (c Case) outcomeLabel() Label {
	i := slices.IndexFunc(c.Tracks, func(t Track) bool { return t.Decision != nil && !t.Decision.Outcome.Favourable() })
	if i < 0 {
		i = 0
	}
	if d := c.Tracks[i].Decision; d != nil {
		return Label(d.Outcome)
	}
	return c.forKind(LabelAccepted)
}

// forKind puts the words of a filing in place of those of an application.
func (c Case) forKind(l Label) Label {
	if c.Kind == ForFiling && (l == LabelSubmitted || l == LabelAccepted) {
		return LabelReceived
	}
	return l
}

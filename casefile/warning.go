package casefile

import (
	"time"

	"yichuang/civil"
)

// WarningKind is why somebody should look at a case.
type WarningKind string

// The warnings of the supervisor's and the officers' lists.
const (
	WarnLate        WarningKind = "late"
	WarnToday       WarningKind = "due-today"
	WarnSoon        WarningKind = "due-soon"          // at most 2 units left
	WarnDeemedGrant WarningKind = "deemed-grant"      // shouts: granted by law unless decided
	WarnSilence     WarningKind = "deemed-acceptance" // accepted by law unless answered
	WarnPaused      WarningKind = "paused-long"
	WarnSecond      WarningKind = "second-correction"
	WarnDraft       WarningKind = "draft-ends"
	WarnTolerance   WarningKind = "papers-due"
	WarnRating      WarningKind = "call-back"
	WarnReport      WarningKind = "reported"
)

// Warning is one reason to look at a case. Clock, Due and Left are set where a
// date is behind it.
type Warning struct {
	Kind  WarningKind
	Clock ClockID
	Due   *civil.Date
	Left  int
}

// soon is how many units before its end a clock warns; shout is how many
// calendar days before the end of a permit the deemed extension shouts;
// pausedLong is after how many calendar days a pause is looked at.
const (
	soon       = 2
	shout      = 14
	pausedLong = 10
)

// Warnings lists every reason to look at the case on the day of at.
func (c Case) Warnings(cal *civil.Calendar, at time.Time) []Warning {
	today := civil.DateOf(at)
	var found []Warning
	for _, k := range c.Clocks {
		if w, ok := k.warning(cal, today); ok {
			found = append(found, w)
		}
	}
	if c.Status == StatusDraft {
		saved := civil.DateOf(c.SavedAt)
		if end := saved.AddDays(DraftLife); today >= saved.AddDays(DraftReminder) {
			found = append(found, Warning{Kind: WarnDraft, Due: &end, Left: int(end - today)})
		}
	}
	if c.Tolerance.Running() && c.Tolerance.Due-today <= soon {
		due := c.Tolerance.Due
		found = append(found, Warning{Kind: WarnTolerance, Due: &due, Left: int(due - today)})
	}
	if len(c.Requests) > 1 && c.Open() {
		found = append(found, Warning{Kind: WarnSecond})
	}
	if c.Rating != nil && c.Rating.CallBack() {
		found = append(found, Warning{Kind: WarnRating})
	}
	if len(c.Reports) > 0 && c.Open() {
		found = append(found, Warning{Kind: WarnReport})
	}
	return found
}

// warning is what the clock itself says on the day.
func (k Clock) warning(cal *civil.Calendar, today civil.Date) (Warning, bool) {
	s := k.Standing(cal, today)
	w := Warning{Clock: k.Limit.ID(), Due: s.Due, Left: s.Left}
	switch {
	case s.State == Pausing:
		since := k.Entries[len(k.Entries)-1].On
		w.Kind = WarnPaused
		return w, today-since > pausedLong
	case s.State != Running:
		return w, false
	case k.Limit.Step == StepDeemedGrant:
		w.Kind = WarnDeemedGrant
		return w, s.Left <= shout
	case s.Left < 0:
		w.Kind = WarnLate
	case k.Limit.Step == StepAcceptance && k.Limit.Statutory && s.Left <= soon:
		w.Kind = WarnSilence
	case s.Left == 0:
		w.Kind = WarnToday
	default:
		w.Kind = WarnSoon
		return w, s.Left <= soon
	}
	return w, true
}

package casefile

import (
	"slices"

	"yichuang/civil"
)

// Stage is a step of the timeline, as a code of the catalogues (stage.<code>).
type Stage string

// The stages in their order. Track stages stand once for every track.
const (
	StageSubmitted  Stage = "submitted"
	StageCorrection Stage = "correction" // once for every request
	StageAccepted   Stage = "accepted"
	StageReviewed   Stage = "joint-review"
	StageDecision   Stage = "decision"
	StageDelivery   Stage = "delivery"
	StageExit       Stage = "exit" // withdrawn, not accepted or lapsed
)

// Step is one line of the timeline. A step is done, running, or expected.
type Step struct {
	Stage   Stage
	Track   TrackID     // empty: of the case as a whole
	Since   *civil.Date // nil: expected
	Done    *civil.Date // nil: not done
	Clocks  []ClockID   // the limits that run or ran on it, law and promise
	Letters []Reference
	Request int // number of the correction request
}

// Running reports whether the step has begun and is not done.
func (s Step) Running() bool { return s.Since != nil && s.Done == nil }

// Timeline lists the steps of the case, past, present and expected, in the order
// in which people read them. Due dates are those of the named clocks.
func (c Case) Timeline() []Step {
	steps := []Step{c.step(StageSubmitted, "", StepAcceptance, c.moment(AtSubmission), c.moment(AtSubmission))}
	steps[0].Clocks = nil
	for _, r := range c.Requests {
		on := r.On
		steps = append(steps, Step{Stage: StageCorrection, Since: &on, Done: r.Answered, Letters: []Reference{r.Notice}, Request: r.ID})
	}
	if c.Exit != nil && c.moment(AtAcceptance) == nil {
		return append(steps, c.exitStep())
	}
	steps = append(steps, c.step(StageAccepted, "", StepAcceptance, c.moment(AtSubmission), c.moment(AtAcceptance)))
	if reviewed := c.moment(AtJointReview); reviewed != nil || c.AwaitsReview() {
		steps = append(steps, Step{Stage: StageReviewed, Since: c.moment(AtAcceptance), Done: reviewed})
	}
	for _, t := range c.Tracks {
		if !c.barred(t) {
			steps = append(steps, c.trackSteps(t)...)
		}
	}
	if c.Exit != nil {
		steps = slices.DeleteFunc(steps, func(s Step) bool { return s.Done == nil })
		steps = append(steps, c.exitStep())
	}
	return steps
}

// trackSteps are the decision of the track and the delivery of its result.
func (c Case) trackSteps(t Track) []Step {
	var decided, delivered *civil.Date
	if t.Decision != nil {
		decided = t.Decision.On
	}
	decision := c.step(StageDecision, t.ID, "", t.Begun, decided)
	delivery := c.step(StageDelivery, t.ID, StepDelivery, decided, nil)
	for _, l := range c.ValidLetters() {
		if l.Track != t.ID || decided == nil || l.On < *decided {
			continue
		}
		delivery.Letters = append(delivery.Letters, l.Ref)
		if l.Delivered != nil {
			on := civil.DateOf(l.Delivered.At)
			delivered = &on
		}
	}
	delivery.Done = delivered
	return []Step{decision, delivery}
}

// step is a step with the clocks of the limit's step; "" is those for deciding.
func (c Case) step(stage Stage, track TrackID, limit string, since, done *civil.Date) Step {
	s := Step{Stage: stage, Track: track, Since: since, Done: done}
	for _, k := range c.Clocks {
		l := k.Limit
		if (track == "" || l.Track == track) && (l.Step == limit || limit == "" && l.Decides()) {
			s.Clocks = append(s.Clocks, l.ID())
		}
	}
	return s
}

// AwaitsReview reports whether a limit counts from a joint review to come.
func (c Case) AwaitsReview() bool {
	return c.Status != StatusDecided && c.Status != StatusClosed && slices.ContainsFunc(c.Limits, func(l Limit) bool { return l.From == AtJointReview })
}

func (c Case) exitStep() Step {
	on := c.Exit.On
	return Step{Stage: StageExit, Since: &on, Done: &on}
}

// moment is the day of the moment, or nil.
func (c Case) moment(m Moment) *civil.Date {
	if on, come := c.Moments[m]; come {
		return &on
	}
	return nil
}

// Durations are the working days that the case's finished steps took, by
// stage/track, for the supervisor's figures. Pauses are not taken out: it is
// what the applicant waited.
func (c Case) Durations(cal *civil.Calendar) map[string]civil.WorkingDays {
	took := map[string]civil.WorkingDays{}
	for _, s := range c.Timeline() {
		if s.Since != nil && s.Done != nil && s.Stage != StageSubmitted && s.Stage != StageExit && s.Stage != StageCorrection {
			took[string(s.Stage)+"/"+string(s.Track)] = cal.WorkingDaysBetween(*s.Since, *s.Done)
		}
	}
	return took
}

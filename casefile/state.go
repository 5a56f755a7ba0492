package casefile

import (
	"slices"

	"yichuang/fault"
	"yichuang/people"
)

// ByLaw stands in the table for what happens without anybody acting: silence on
// the first check, an extension undecided at expiry, an answer or a paper that
// did not come. Pass returns those events.
const ByLaw people.Act = "by-law"

// Transition says that in status From the act is allowed, and to which statuses
// it can lead.
type Transition struct {
	From Status
	Act  people.Act
	To   []Status
}

// Transitions is the one table of statuses and acts. docs/states.md is drawn
// from it. Reading, opening and contesting are not in it: they do not depend on
// the status.
var Transitions = slices.Concat(
	stay(StatusDraft, people.Edit, people.Upload, people.Sign, people.Consent, people.Message, people.Reveal),
	[]Transition{
		{StatusDraft, people.Submit, []Status{StatusSubmitted}},
		{StatusDraft, people.Withdraw, []Status{StatusWithdrawn}},
		{StatusDraft, ByLaw, []Status{StatusLapsed}},
	},
	stay(StatusSubmitted, people.Upload, people.Sign, people.Consent, people.Answer, people.Book, people.Report, people.Message,
		people.Judge, people.Correct, people.Tolerate, people.Assign, people.Find, people.Issue, people.Deliver, people.Reveal),
	[]Transition{
		{StatusSubmitted, people.Accept, []Status{StatusAccepted}},
		{StatusSubmitted, people.NotAccept, []Status{StatusNotAccepted}},
		{StatusSubmitted, people.Withdraw, []Status{StatusWithdrawn}},
		{StatusSubmitted, ByLaw, []Status{StatusAccepted, StatusLapsed}},
	},
	stay(StatusAccepted, inReview...),
	[]Transition{
		{StatusAccepted, people.Draft, []Status{StatusDeciding}},
		{StatusAccepted, people.Conclude, []Status{StatusDeciding, StatusDecided}},
		{StatusAccepted, people.Withdraw, []Status{StatusWithdrawn}},
		{StatusAccepted, ByLaw, []Status{StatusLapsed, StatusDeciding, StatusDecided}},
	},
	stay(StatusDeciding, inReview...),
	stay(StatusDeciding, people.Draft, people.SendBack),
	[]Transition{
		{StatusDeciding, people.Approve, []Status{StatusDeciding, StatusDecided}},
		{StatusDeciding, people.Conclude, []Status{StatusDeciding, StatusDecided}},
		{StatusDeciding, people.Withdraw, []Status{StatusWithdrawn}},
		{StatusDeciding, ByLaw, []Status{StatusLapsed, StatusDeciding, StatusDecided}},
	},
	stay(StatusDecided, people.Conclude, people.Book, people.Report, people.Message, people.Issue, people.Deliver, people.HandBack, people.Rate, people.Reveal),
	[]Transition{{StatusDecided, people.Close, []Status{StatusClosed}}},
	stay(StatusClosed, people.Conclude, people.Report, people.Message, people.Issue, people.Deliver, people.HandBack, people.Rate, people.Reveal),
	stay(StatusWithdrawn, people.Message, people.Issue, people.Deliver, people.Rate, people.Reveal),
	stay(StatusNotAccepted, people.Message, people.Issue, people.Deliver, people.Rate, people.Reveal),
	stay(StatusLapsed, people.Message, people.Issue, people.Deliver, people.Rate, people.Reveal),
)

// inReview is what can be done while agencies review, without changing the status.
var inReview = []people.Act{
	people.Upload, people.Sign, people.Answer, people.Book, people.Report, people.Message,
	people.Judge, people.Correct, people.Assign, people.Pause, people.Resume, people.Extend, people.Review, people.Find,
	people.Issue, people.Deliver, people.Reveal,
}

func stay(status Status, acts ...people.Act) []Transition {
	rows := make([]Transition, len(acts))
	for i, act := range acts {
		rows[i] = Transition{status, act, []Status{status}}
	}
	return rows
}

// Allows reports whether the status allows the act. Rights are another question.
func (s Status) Allows(act people.Act) bool {
	return act == people.Read || slices.ContainsFunc(Transitions, func(t Transition) bool { return t.From == s && t.Act == act })
}

// allow is Allows as a fault that names the status and the act.
func (s Status) allow(act people.Act) error {
	if s.Allows(act) {
		return nil
	}
	return fault.New(fault.Conflict, "fault.case.status", "status", string(s), "act", string(act)).
		WithDetail("a case in status %s does not allow %s", s, act)
}

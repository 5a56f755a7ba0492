package casefile

import (
	"encoding/json"
	"fmt"
	"time"

	"yichuang/civil"
	"yichuang/people"
)

// Kind names a kind of event in storage. Kinds are never renamed: old events
// must be read for as long as their cases are kept.
type Kind string

// Body is what an event of one kind says. Every kind is one struct.
type Body interface {
	// Kind returns the kind under which the body is stored.
	Kind() Kind
	// fold changes the state as the event says. It checks nothing: what
	// happened has happened.
	fold(c *Case, e Event)
}

// Event is one change of a case. Version counts from 1 without gaps.
type Event struct {
	Case    CaseNumber
	Version int
	At      time.Time
	Actor   people.PartyID
	Role    people.Role    // empty for the system
	For     people.PartyID // the principal for whom an agent acted, or the officer stood in for
	Body    Body
}

// On is the day of the event in Asia/Shanghai.
func (e Event) On() civil.Date { return civil.DateOf(e.At) }

// Kind is the kind of the event's body.
func (e Event) Kind() Kind { return e.Body.Kind() }

// wireEvent is the JSON form of an event.
type wireEvent struct {
	Case    CaseNumber      `json:"case"`
	Version int             `json:"version"`
	At      time.Time       `json:"at"`
	Actor   people.PartyID  `json:"actor"`
	Role    people.Role     `json:"role,omitempty"`
	For     people.PartyID  `json:"for,omitempty"`
	Kind    Kind            `json:"kind"`
	Body    json.RawMessage `json:"body"`
}

// MarshalJSON writes the event with its kind beside the body.
func (e Event) MarshalJSON() ([]byte, error) {
	body, err := json.Marshal(e.Body)
	if err != nil {
		return nil, fmt.Errorf("write event %s/%d: %w", e.Case, e.Version, err)
	}
	return json.Marshal(wireEvent{e.Case, e.Version, e.At, e.Actor, e.Role, e.For, e.Kind(), body})
}

// UnmarshalJSON reads an event and refuses kinds it does not know.
func (e *Event) UnmarshalJSON(b []byte) error {
	var w wireEvent
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	body, err := DecodeBody(w.Kind, w.Body)
	if err != nil {
		return fmt.Errorf("read event %s/%d: %w", w.Case, w.Version, err)
	}
	*e = Event{w.Case, w.Version, w.At, w.Actor, w.Role, w.For, body}
	return nil
}

// DecodeBody reads the body of an event of the kind.
func DecodeBody(kind Kind, b []byte) (Body, error) {
	decode, ok := registry[kind]
	if !ok {
		return nil, fmt.Errorf("event kind %q is unknown", kind)
	}
	return decode(b)
}

// registry reads every kind of body.
var registry = register(
	of[Opened](), of[AnswersSaved](), of[Determined](), of[PaperSupplied](), of[PaperJudged](),
	of[RegisterRead](), of[CommitmentSigned](), of[ConsentAsked](), of[ConsentGiven](), of[ConsentRefused](), of[Submitted](),
	of[SpotMarked](), of[SpotCleared](), of[CorrectionRequested](), of[CorrectionAnswered](),
	of[ToleranceGranted](), of[ToleranceMet](), of[ToleranceLapsed](),
	of[Accepted](), of[NotAccepted](), of[Withdrawn](), of[Lapsed](), of[Closed](),
	of[TrackAssigned](), of[ReviewPartPassed](), of[JointReviewPassed](), of[FindingRecorded](),
	of[ClockPaused](), of[ClockResumed](), of[ClockExtended](), of[DueRevised](),
	of[DecisionDrafted](), of[DecisionSentBack](), of[DecisionTaken](), of[ResultRecorded](), of[ResultEnded](), of[PermitCancelled](),
	of[LetterIssued](), of[LetterDelivered](), of[AppointmentSet](),
	of[HandlingHeld](), of[HandlingReleased](), of[HandedBack](),
	of[FamilyNoted](), of[Messaged](), of[EmployerBound](), of[Reported](), of[Rated](), of[Revealed](),
)

// entry pairs a kind with the function that reads its body.
type entry struct {
	kind   Kind
	decode func([]byte) (Body, error)
}

func of[B Body]() entry {
	var zero B
	return entry{zero.Kind(), func(b []byte) (Body, error) {
		var body B
		if err := json.Unmarshal(b, &body); err != nil {
			return nil, err
		}
		return body, nil
	}}
}

func register(entries ...entry) map[Kind]func([]byte) (Body, error) {
	m := make(map[Kind]func([]byte) (Body, error), len(entries))
	for _, e := range entries {
		if m[e.kind] != nil {
			panic("two events of kind " + string(e.kind))
		}
		m[e.kind] = e.decode
	}
	return m
}

// Kinds lists every kind of event, unsorted.
func Kinds() []Kind {
	kinds := make([]Kind, 0, len(registry))
	for k := range registry {
		kinds = append(kinds, k)
	}
	return kinds
}

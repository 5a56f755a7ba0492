package casefile

import (
	"time"

	"yichuang/civil"
	"yichuang/people"
)

// LetterKind is a kind of numbered letter. The list is closed; names and texts
// are in the catalogues and the office's data.
type LetterKind string

// The letters of experience.md §7.
const (
	ReceiptLetter       LetterKind = "receipt"
	CorrectionLetter    LetterKind = "correction"
	AcceptanceLetter    LetterKind = "acceptance"
	NotAcceptedLetter   LetterKind = "not-accepted"
	ToleranceLetter     LetterKind = "tolerance"
	PauseLetter         LetterKind = "pause" // what is not counted, told in writing
	ExtensionLetter     LetterKind = "extension-of-time"
	GrantLetter         LetterKind = "grant"
	RefusalLetter       LetterKind = "refusal"
	ChangeLetter        LetterKind = "change"
	ProlongLetter       LetterKind = "prolong"
	CancellationLetter  LetterKind = "cancellation"
	RevocationLetter    LetterKind = "revocation"
	ReissueLetter       LetterKind = "reissue"
	FilingLetter        LetterKind = "filing"   // filed
	ReturnLetter        LetterKind = "returned" // filing returned
	ReplyLetter         LetterKind = "reply"    // to a request
	ConfirmationLetter  LetterKind = "confirmation"
	WithdrawalLetter    LetterKind = "withdrawal"
	ProofOfDelivery     LetterKind = "delivery"
	SanctionLetter      LetterKind = "sanction"
	HearingLetter       LetterKind = "hearing"
	DeemedAcceptLetter  LetterKind = "deemed-acceptance"
	DeemedGrantedLetter LetterKind = "deemed-grant"
)

// LetterKinds lists every kind.
var LetterKinds = []LetterKind{
	ReceiptLetter, CorrectionLetter, AcceptanceLetter, NotAcceptedLetter, ToleranceLetter, PauseLetter,
	ExtensionLetter, GrantLetter, RefusalLetter, ChangeLetter, ProlongLetter, CancellationLetter,
	RevocationLetter, ReissueLetter, FilingLetter, ReturnLetter, ReplyLetter, ConfirmationLetter,
	WithdrawalLetter, ProofOfDelivery, SanctionLetter, HearingLetter, DeemedAcceptLetter, DeemedGrantedLetter,
}

// Supervisory reports whether the letter belongs to supervision, which any case
// can meet with: no matter lists it.
func (k LetterKind) Supervisory() bool {
	return k == SanctionLetter || k == HearingLetter || k == RevocationLetter
}

// Reference is a letter's number. An office counts its letters of a year; how
// the number is written on paper is the office's data (people.Office.Numbering).
type Reference struct {
	Office people.OfficeID `json:"office"`
	Year   int             `json:"year"`
	Number int             `json:"number"` // 1 is the first of the year
}

// Given reports whether the reference names a letter.
func (r Reference) Given() bool { return r.Office != "" && r.Number > 0 }

// Letter is an issued letter. It is immutable: a wrong one is superseded by a
// new one, never edited. Hash is of the document as issued.
type Letter struct {
	Ref        Reference      `json:"ref"`
	Kind       LetterKind     `json:"kind"`
	Track      TrackID        `json:"track,omitempty"`
	Hash       string         `json:"hash"`
	On         civil.Date     `json:"on"`
	By         people.PartyID `json:"by"`
	Supersedes *Reference     `json:"supersedes,omitempty"`
	Delivered  *Delivery      `json:"delivered,omitempty"`
}

// How a letter can go, and what an appointment to collect is called.
const (
	Online     = "online"
	AtCounter  = "counter"
	ByPost     = "post"
	Collecting = "collect"
)

// Delivery is how, when and to whom a letter went.
type Delivery struct {
	How string         `json:"how"` // "online", "counter", "post"
	To  string         `json:"to"`
	At  time.Time      `json:"at"`
	By  people.PartyID `json:"by"`
}

// Appointment is a booked time at an office.
type Appointment struct {
	ID      int             `json:"id"`
	Purpose string          `json:"purpose"` // "originals", "collect", "biometrics"
	Office  people.OfficeID `json:"office"`
	At      time.Time       `json:"at"`
	State   string          `json:"state"` // "booked", "changed", "kept", "missed", "cancelled"
}

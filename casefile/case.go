package casefile

import (
	"encoding/json"
	"slices"
	"time"

	"yichuang/civil"
	"yichuang/people"
	"yichuang/permit"
)

// Case is the folded state of a case. Only Fold makes one; holders read it.
type Case struct {
	Number      CaseNumber       `json:"number"`
	Version     int              `json:"version"` // of the last event folded in; 0: nothing happened yet
	Matter      MatterID         `json:"matter"`
	Kind        MatterKind       `json:"kind"`
	Service     string           `json:"service"`
	Application string           `json:"application,omitempty"`
	Place       people.PlaceCode `json:"place"`
	Status      Status           `json:"status"`

	Employer  people.PartyID   `json:"employer"` // the principal; a platform that applies itself stands here
	Agent     people.PartyID   `json:"agent,omitempty"`
	Foreigner people.PartyID   `json:"foreigner,omitempty"`
	Serves    people.PartyID   `json:"serves,omitempty"`  // the person for whom the foreigner works, where the permit rests on another's
	Basis     permit.Number    `json:"basis,omitempty"`   // the permit of the person served; empty for a permanent resident
	Permit    permit.Number    `json:"permit,omitempty"`  // the permit that the case is about, or that it granted
	Alters    bool             `json:"alters,omitempty"`  // no other case may alter Permit meanwhile
	Expires   *civil.Date      `json:"expires,omitempty"` // last day of the permit that an extension prolongs
	InTime    bool             `json:"in_time,omitempty"` // the extension was filed early enough to be deemed granted
	Consents  []Consent        `json:"consents,omitempty"`
	Handlers  []people.PartyID `json:"handlers,omitempty"` // accounts that acted on the applicant's side

	OpenedAt time.Time      `json:"opened_at"`
	OpenedBy people.PartyID `json:"opened_by"`
	SavedAt  time.Time      `json:"saved_at"` // last change by the applicant's side; drafts live DraftLife

	ChangedAt time.Time `json:"changed_at"`       // of the last event
	Relief    bool      `json:"relief,omitempty"` // cancelling, leaving, correcting data: no sanction stops it
	Held      string    `json:"held,omitempty"`   // id of the sanction that holds it

	Answers       map[string]json.RawMessage `json:"answers,omitempty"` // by fact path
	Known         []Known                    `json:"known,omitempty"`   // what the window knew itself, by path
	Determination *Snapshot                  `json:"determination,omitempty"`
	Pinned        bool                       `json:"pinned,omitempty"` // the policy day is fixed since submission

	Moments map[Moment]civil.Date `json:"moments,omitempty"` // days on which clocks can begin
	Deemed  bool                  `json:"deemed,omitempty"`  // accepted by silence

	Tracks       []Track             `json:"tracks,omitempty"`
	Slots        []Slot              `json:"slots,omitempty"`
	Limits       []Limit             `json:"limits,omitempty"`
	Clocks       []Clock             `json:"clocks,omitempty"`
	Commitments  []Commitment        `json:"commitments,omitempty"`
	Requests     []CorrectionRequest `json:"requests,omitempty"`
	Marks        []Mark              `json:"marks,omitempty"` // spots to ask about in the next request; for staff alone
	Tolerance    *Tolerance          `json:"tolerance,omitempty"`
	Reviews      []Review            `json:"reviews,omitempty"` // parts of the joint review that passed
	Findings     []Finding           `json:"findings,omitempty"`
	Letters      []Letter            `json:"letters,omitempty"`
	Appointments []Appointment       `json:"appointments,omitempty"`
	Family       []Relative          `json:"family,omitempty"` // who comes along, those taken off the plan included
	Reports      []Reported          `json:"reports,omitempty"`
	Rating       *Rated              `json:"rating,omitempty"`
	Exit         *Exit               `json:"exit,omitempty"`  // how it ended without a decision
	Ended        *Ending             `json:"ended,omitempty"` // what it led to has ended since
}

// DraftLife is how long a draft is kept after its last change; DraftReminder
// days after it the applicant is told (experience.md §5).
const (
	DraftLife     civil.Days = 90
	DraftReminder civil.Days = 75
)

// Snapshot names the determination that the case rests on. The determination
// itself is kept beside the case by its hash.
type Snapshot struct {
	On      civil.Date `json:"on"` // the policy day
	Hash    string     `json:"hash"`
	Law     LawOf      `json:"law"`
	Verdict string     `json:"verdict"`
	Class   string     `json:"class,omitempty"`
	Route   string     `json:"route,omitempty"`  // the verdict on the matter's way to apply; empty: it has none
	Ground  string     `json:"ground,omitempty"` // on which the term rests
	// Term is the longest term computed. A deemed extension gets it; an
	// officer may give less.
	Term *permit.Term `json:"term,omitempty"`
	// Conditions are the duties that a grant turns into conditions of the permit.
	Conditions []permit.Condition `json:"conditions,omitempty"`
	// Cancels is the clause by which a refusal cancels the permit; empty: it does not.
	Cancels string `json:"cancels,omitempty"`
}

// LawOf names the law that a determination was made under, so that it can be made
// again word for word whatever is published later: how many texts the desk had
// published, and the exact text of every pack that spoke.
type LawOf struct {
	Published int64             `json:"published,omitempty"`
	Texts     map[string]string `json:"texts,omitempty"` // hash by pack
}

// Track is one agency's part of the case.
type Track struct {
	ID       TrackID           `json:"id"`
	Office   people.OfficeID   `json:"office"`
	Kind     people.OfficeKind `json:"kind"`
	After    TrackID           `json:"after,omitempty"`
	Grants   permit.Kind       `json:"grants,omitempty"`
	Termed   bool              `json:"termed,omitempty"` // a grant needs a term
	Longer   int               `json:"longer,omitempty"` // by how much its law's clock may be extended, once, in its unit
	Outcomes []Outcome         `json:"outcomes"`
	Assigned people.PartyID    `json:"assigned,omitempty"`
	Begun    *civil.Date       `json:"begun,omitempty"` // the day the agency has the file; nil: waits
	Draft    *Decision         `json:"draft,omitempty"` // drafted, not signed
	Decision *Decision         `json:"decision,omitempty"`
}

// Exit says why a case ended without a decision.
type Exit struct {
	Cause  string     `json:"cause"` // "withdrawn", "not-accepted", "draft", "correction", "tolerance"
	On     civil.Date `json:"on"`
	Reason string     `json:"reason,omitempty"`
	Clause string     `json:"clause,omitempty"`
	Office string     `json:"office,omitempty"` // where to turn instead
	Remedy string     `json:"remedy,omitempty"`
}

// Ending says that what the case led to, a filing or a permit, ended by itself
// with the permit that it rested on.
type Ending struct {
	Cause  string        `json:"cause"` // "cancelled", "revoked", "expired", "employer-changed"
	Permit permit.Number `json:"permit,omitempty"`
	On     civil.Date    `json:"on"`
}

// Track returns the case's track; ok is false when it has none of the id.
func (c Case) Track(id TrackID) (t Track, ok bool) {
	i := slices.IndexFunc(c.Tracks, func(t Track) bool { return t.ID == id })
	if i < 0 {
		return Track{}, false
	}
	return c.Tracks[i], true
}

// Open reports whether the case has not ended.
func (c Case) Open() bool { return !c.Status.Final() }

// Subject returns the case as rights depend on it. Track names the track acted
// on; empty is the case as a whole.
func (c Case) Subject(track TrackID) people.Subject {
	s := people.Subject{
		Place: c.Place, Principal: c.Employer, Foreigner: c.Foreigner, Agent: c.Agent,
		Handlers: c.Handlers, OpenedBy: c.OpenedBy, Draft: c.Status == StatusDraft, Request: c.Kind == ForRequest,
	}
	for _, t := range c.Tracks {
		s.Offices = append(s.Offices, t.Office)
		if t.ID == track {
			s.Office = t.Office
			if t.Draft != nil {
				s.Drafter = t.Draft.Drafter
			}
		}
	}
	for _, consent := range c.Consents {
		if consent.Party == "" {
			continue // nobody is named yet
		}
		s.Consenters = append(s.Consenters, consent.Party)
	}
	return s
}

package casefile

import (
	"slices"

	"yichuang/people"
	"yichuang/permit"
)

// MatterID names a matter of the matters data, such as "work-permit-first".
type MatterID string

// TrackID names an agency's track in a matter: "permit", "residence", "filing".
type TrackID string

// SlotID names a paper. It is the id of a determination's material, or of the
// matter's own slot.
type SlotID string

// MatterKind says what a case can end with.
type MatterKind string

// The kinds of matter.
const (
	ForPermit  MatterKind = "permit"  // an application: granted or refused, by two persons
	ForFiling  MatterKind = "filing"  // received, then complete or returned; never granted or refused
	ForRequest MatterKind = "request" // answered: fulfilled, declined or forwarded
)

// Matter is what can be applied for, filed or asked. It is read from YAML in
// packs/matters or packs/<pack>/matters and immutable afterwards.
type Matter struct {
	ID      MatterID     `yaml:"id"`
	Kind    MatterKind   `yaml:"kind"`
	Title   people.Words `yaml:"title"`
	Summary people.Words `yaml:"summary"`

	// Service and Application are the facts that the matter stands for; a
	// determination is asked for them.
	Service     string `yaml:"service"`
	Application string `yaml:"application"`

	// Route is the way to apply that the matter stands for; empty: none in particular.
	// Whether it is open to the person is a condition of the case.
	Route string `yaml:"route"`

	// Places limits the matter to places; empty: everywhere. Clauses are the
	// clauses that open it: where none of them is in force, the matter is closed.
	Places  []people.PlaceCode `yaml:"places"`
	Clauses []string           `yaml:"clauses"`

	Guide Guide `yaml:"guide"`

	Tracks    []TrackPlan   `yaml:"tracks"`
	Slots     []SlotPlan    `yaml:"slots"`     // papers beside or instead of the determination's
	Fields    []string      `yaml:"fields"`    // fact paths asked on the form, in order
	Required  []string      `yaml:"required"`  // fact paths without which the case cannot be sent
	Questions []Question    `yaml:"questions"` // asked beside the facts, read by people alone
	Letters   []LetterKind  `yaml:"letters"`   // letters that the matter can issue
	Roles     []people.Role `yaml:"roles"`     // who may start it
	Consents  []ConsentPlan `yaml:"consents"`  // parties whose consent it needs

	// Demands are what a request must show to be sent. Otherwise says what the
	// national rules give where no clause in force offers the matter.
	Demands   []Demand     `yaml:"demands"`
	Otherwise people.Words `yaml:"otherwise"`

	// Basis are the clauses that a letter rests on where the act cites none.
	Basis map[LetterKind]string `yaml:"basis"`

	Limits []Limit     `yaml:"limits"` // time limits beside those of the determination
	Permit *PermitPlan `yaml:"permit"` // what a grant does to a permit
	Filing *FilingPlan `yaml:"filing"` // what a complete filing puts on record
	Deemed *DeemedPlan `yaml:"deemed"` // an extension undecided at expiry
	Relief bool        `yaml:"relief"` // cancelling, leaving, correcting data: no sanction stops it
}

// TrackPlan is one agency's part.
type TrackPlan struct {
	ID       TrackID           `yaml:"id"`
	Office   people.OfficeKind `yaml:"office"`
	Role     people.Role       `yaml:"role"`      // who reviews
	After    TrackID           `yaml:"after"`     // the track whose grant opens this one; empty: opens at acceptance
	Steps    []string          `yaml:"steps"`     // deadlines of the determination that are this track's clocks
	Outcomes []Outcome         `yaml:"outcomes"`  // empty: those of the kind
	Permit   permit.Kind       `yaml:"permit"`    // what this track grants, if it is a permit
	Termed   bool              `yaml:"term"`      // a grant has a term; false: the permit keeps its end
	Longer   int               `yaml:"longer"`    // by how much the law's clock may be extended, once, in its unit
	Checks   []string          `yaml:"checks"`    // facts that its officers find by themselves, where something is hidden from them; empty: all they see
	Hidden   []string          `yaml:"hidden"`    // fact paths and papers ("slot/<id>") that its officers do not need
	InPerson bool              `yaml:"in_person"` // the person must come once (biometrics)
	Results  []Question        `yaml:"results"`   // what the office fills in when it ends the track
}

// SlotPlan is a paper that the matter itself asks for.
type SlotPlan struct {
	ID        SlotID       `yaml:"id"`
	Title     people.Words `yaml:"title"`
	Treatment Treatment    `yaml:"treatment"`
	Key       bool         `yaml:"key"`
	By        people.Role  `yaml:"by"` // who supplies it; empty: whoever handles the case
}

// PermitPlan is how the matter stands to a permit.
type PermitPlan struct {
	Needs  bool          `yaml:"needs"`  // an existing permit must be named
	Kind   permit.Kind   `yaml:"kind"`   // of the permit that is named; empty: a work permit, or for a cancellation any
	Rests  bool          `yaml:"rests"`  // the grant serves another person, on whose permit it rests and with which it ends
	Change permit.Change `yaml:"change"` // the version that a grant on the first track makes; empty: none

	// Clause caps the term of a grant by what is on record: the permit of the
	// person served, the stay first given. It is the clause that says so.
	Clause string `yaml:"clause"`

	// Caps are last days taken from facts, for a grant on whose term the
	// determination says nothing. After is the fact on the day after which it begins.
	// From is the fact that begins it otherwise, Days the fact that says how long.
	Caps  []CapPlan `yaml:"caps"`
	After string    `yaml:"after"`
	From  string    `yaml:"from"`
	Days  string    `yaml:"days"`

	// Conditions are duties of a determination that a grant turns into conditions
	// of the permit, kept with it until an extension without them.
	Conditions []string `yaml:"conditions"`

	// Cancels are duties of a determination by which the authority cancels the
	// permit that the case is about when it refuses what was applied for.
	Cancels []string `yaml:"cancels"`
}

// CapPlan is a last day that a fact sets: the contract's, the passport's.
type CapPlan struct {
	Binding permit.Binding `yaml:"binding"`
	Fact    string         `yaml:"fact"`
}

// FilingPlan is what a filing puts on record once every track is complete. Lasts
// names the operator's parameter that says for how many months; without one it
// holds until what it rests on ends.
type FilingPlan struct {
	Records string `yaml:"records"` // one of Recordings
	Lasts   string `yaml:"lasts"`
}

// What a complete filing puts on record: part-time work or an own business
// beside a permit, or an employer's data filed in advance.
const (
	Engagement = "engagement"
	Prefiling  = "prefiling"
)

// Recordings lists what a filing can put on record.
var Recordings = []string{Engagement, Prefiling}

// Alters reports whether a grant alters an existing permit, so that only one
// such case may be open.
func (p PermitPlan) Alters() bool { return p.Change != "" && p.Change != permit.Granted }

// About reports whether the matter is about permits of the kind.
func (p PermitPlan) About(kind permit.Kind) bool {
	switch {
	case p.Kind != "":
		return kind == p.Kind
	case p.Change == permit.WasCancelled:
		return kind == permit.Work || kind == permit.DomesticWork || kind == permit.Startup
	}
	return kind == permit.Work
}

// DeemedPlan is the law's answer to silence on an extension: filed at least
// DaysBefore calendar days before the permit ends and undecided when it ends,
// it is granted.
type DeemedPlan struct {
	DaysBefore int    `yaml:"days_before"`
	Clause     string `yaml:"clause"`
}

// OnlyWay reports whether the matter is nothing but its way to apply: clauses
// offer it, so without the way there is nothing to send. Of other matters the
// office decides where an application belongs.
func (m Matter) OnlyWay() bool { return m.Route != "" && len(m.Clauses) > 0 }

// Track returns the plan of the track; ok is false when the matter has none.
func (m Matter) Track(id TrackID) (plan TrackPlan, ok bool) {
	i := slices.IndexFunc(m.Tracks, func(p TrackPlan) bool { return p.ID == id })
	if i < 0 {
		return TrackPlan{}, false
	}
	return m.Tracks[i], true
}

// Outcome is how a track ends.
type Outcome string

// The outcomes. Which are allowed follows from the matter's kind, or from the
// track where it names them.
const (
	Granted   Outcome = "granted"
	Refused   Outcome = "refused"
	Complete  Outcome = "complete"  // filing
	Returned  Outcome = "returned"  // filing: with what is missing
	Fulfilled Outcome = "fulfilled" // request
	Declined  Outcome = "declined"  // request: with the reason
	Forwarded Outcome = "forwarded" // to the authority that decides; its result is recorded
)

// outcomes are those of each kind.
var outcomes = map[MatterKind][]Outcome{
	ForPermit:  {Granted, Refused},
	ForFiling:  {Complete, Returned},
	ForRequest: {Fulfilled, Declined, Forwarded},
}

// Favourable reports whether the applicant got what was asked for.
func (o Outcome) Favourable() bool {
	return o == Granted || o == Complete || o == Fulfilled || o == Forwarded
}

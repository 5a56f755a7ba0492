package determination

import "yichuang/civil"

// Verdict answers one condition or the whole question, in four values, never a
// bare yes or no.
type Verdict string

// The verdicts. Officer means that the law leaves it to an authority; Unknown
// that the facts do not settle it. Neither is ever taken for the other or for
// NotMet.
const (
	Met     Verdict = "met"
	NotMet  Verdict = "not-met"
	Officer Verdict = "officer"
	Unknown Verdict = "unknown"
)

// Determination is what the packs in force at a place and date say about the
// facts. Its JSON form is design/contract.md "Determination (output)"; the keys
// stand in that order. It is a value: nothing in it changes later.
type Determination struct {
	On          civil.Date
	Place       string
	Zone        []string // nil while unknown, ["none"] outside every zone
	Service     string
	Application string
	Policies    []PolicyRef
	Verdict     Verdict
	Eligible    *bool  // nil while an officer decides or facts are missing
	Class       string // "A" "B" "C" "none", or "" while unknown facts could decide it

	Grounds      []Ground
	Points       Points
	Limits       []Limit
	Routes       []Entry
	Term         *Term // nil where there is none, see the contract
	Materials    []Material
	Deadlines    []Deadline
	Entitlements []Entitlement
	Duties       []Entry
	Discretion   []Discretion
	Possible     []Possible
	Unknown      []string // paths of facts that can still change the result, sorted
	Readings     []ReadingUse
	Parameters   []ParameterUse
	Receipt      Receipt
}

// PolicyRef is a pack whose scope holds the place, in force on the day or not.
type PolicyRef struct {
	ID          string
	InForce     bool
	From, Until *civil.Date // first and last day in force; nil: open
}

// Entry is the part that every outcome has: its id, the clause that won
// ("pack/clause"), clauses that agree and clauses that it replaced.
type Entry struct {
	ID       string
	Clause   string
	Also     []string
	Replaced []string

	pack int    // of Clause, general first; entries are ordered by it
	held uint64 // of a route: which of its rules hold, by their order in the plan; 0: not noted
}

// Ground is a ground that holds. ToProve: it rests on a claim whose papers are
// still to be seen.
type Ground struct {
	Class string
	Entry
	ToProve bool
}

// Points is the points table, applied. Total is nil while Min ≠ Max.
type Points struct {
	Total    *int
	Min, Max int
	Elements []Element // in the contract's order
}

// Element is one row of the points table. An unknown element carries its
// minimum; its clause is empty while it gives no point.
type Element struct {
	ID       string
	Points   int
	Max      int // what it could still become
	Clause   string
	Also     []string
	RestsOn  []string // what gives the points where a pack says so: "degree", "certificate"
	Settled  bool
	Replaced []string
}

// Limit is one limit of the best class's most favourable ground. Status is
// "met", "not-met", "waived", "discretion" or "unknown".
type Limit struct {
	Entry
	Status string
	Ground string
	Min    string // as a number or a word ("18", "bachelor"); "" where none
	Max    string
}

// Term is the longest term the permit may run. Months is the policy cap, Until
// the last valid day. UpperBound: a limiting date is not known yet.
type Term struct {
	From, Until civil.Date
	Months      int
	Binding     string
	Ground      string
	UpperBound  bool
	Clause      string
	Also        []string
	Replaced    []string
}

// Material is a paper and how it is treated: "required", "commitment",
// "deferrable" or "exempt".
type Material struct {
	Entry
	Treatment string
	Form      []string
	FormBy    []string // the clauses that say in which form
	Key       bool     // cannot follow later under a tolerance
}

// Deadline is a time limit of an authority for a step on a track.
type Deadline struct {
	Entry            // ID is the step
	Track     string // "permit", "residence", "delivery"
	Amount    int
	Unit      string // "working-days", "days", "months"
	From      string // the event whose day is day 0
	Direction string // "after" or "before" that event
	Statutory bool

	// Elsewhere is the clause of a more special policy that sets a time for this step
	// in other applications, and not in this one; empty: none does.
	Elsewhere string
}

// Entitlement is something the person may have or do besides the permit.
type Entitlement struct {
	Entry
	Detail []Detail // in the pack's order
}

// Detail is a number that belongs to an entitlement, such as rent_percent.
type Detail struct {
	Name  string
	Value float64
}

// PlainService is the service whose result is a class.
const PlainService = "work-permit"

// Discretion is what an officer decides, and whose officer.
type Discretion struct {
	Matter    string // kind and id, "limit:age"
	Clause    string
	Authority string
}

// Possible is an outcome that could still hold; Needs are the facts (paths) and
// parameters ("parameter:average-wage") that it waits for.
type Possible struct {
	Kind, ID, Clause string
	Needs            []string
}

// ReadingUse is the option of a doubtful wording that was used.
type ReadingUse struct{ ID, Option string }

// ParameterUse is a dated value that was used; Value is nil where none is loaded.
type ParameterUse struct {
	ID, Place string
	Value     *float64
	ValidFrom *civil.Date
}

// Receipt lets anyone run the determination again and prove it equal.
type Receipt struct {
	Engine        string
	Packs         []PackHash
	Facts         string // SHA-256 of the canonical facts, hex
	Determination string // SHA-256 of the JSON before the receipt, hex
}

// PackHash names the exact text of a pack.
type PackHash struct{ ID, Hash string }

// reset empties the determination and keeps its memory for the next.
func (d *Determination) reset() {
	*d = Determination{
		Policies: d.Policies[:0], Grounds: d.Grounds[:0], Points: Points{Elements: d.Points.Elements[:0]},
		Limits: d.Limits[:0], Routes: d.Routes[:0], Materials: d.Materials[:0], Deadlines: d.Deadlines[:0],
		Entitlements: d.Entitlements[:0], Duties: d.Duties[:0], Discretion: d.Discretion[:0],
		Possible: d.Possible[:0], Readings: d.Readings[:0], Parameters: d.Parameters[:0],
		Receipt: Receipt{Packs: d.Receipt.Packs[:0]},
	}
}

package policy

import (
	"yichuang/civil"
	"yichuang/facts"
)

// Expr is a checked condition or measure: a small typed tree. It is what packs
// mean; plan.go turns it into closures, and a second, naive evaluator in the
// tests walks it.
type Expr struct {
	Op   Op
	Type Type
	Args []*Expr

	Field *facts.Field // Fact, Item, Known: what is read
	Num   float64
	Str   string   // constant text; the id of a parameter, reading or outcome; a scope
	Strs  []string // constant list
	Bool  bool
	Run   int // Run: how many in a row

	Origin Origin // of a number or a date that is written: where
}

// Origin is where a figure of a condition is written: the file in the pack's
// folder, the place of the YAML value that holds the condition, and which of its
// figures it is, from 0. Line 0 is none.
type Origin struct {
	File      string
	Line, Col int
	N         int
}

// Type is the type of an Expr's value.
type Type uint8

// The types. Word is a text from a closed list, a code or a free text.
const (
	BoolType Type = iota
	NumType
	WordType
	DateType
	SetType
	ListType
	WordsType // a constant list
)

// Op is what an Expr does.
type Op uint8

// The operations. Outcome operations read earlier strata.
const (
	OpConst Op = iota
	OpFact
	OpItem  // field of the list item in hand
	OpKnown // is the fact known, or condition Args[0] settled: never unknown itself
	OpOn
	OpAge
	OpPlace
	OpPlaceFlag // Str: western, old_industrial
	OpPlaceIn   // Str: scope
	OpLiesIn    // Args[0] code, Str: scope
	OpParameter // Str: id
	OpParameterOfYear
	OpReading
	OpOfficer
	OpOfficerIfUnknown
	OpNot
	OpAnd
	OpOr
	OpIf
	OpEq
	OpNe
	OpLt
	OpLe
	OpGt
	OpGe
	OpAdd
	OpSub
	OpMul
	OpWhole
	OpIn     // Args[0] word in Strs
	OpHas    // Str in set Args[0]
	OpAny    // any of Strs in set Args[0]
	OpIsNone // Args[0] date or word
	OpAddDays
	OpAddMonths
	OpAddYears
	OpExists // some item of list Args[0] makes Args[1] true
	OpRun    // Run items of list Args[0], consecutive in Args[1], each making Args[2] true
	OpClass
	OpGround
	OpGrounds // Str in the grounds that hold
	OpTotal   // points
	OpRestsOn // Str among what the points rest on
	OpRoutes  // Str among the routes
	OpLimits  // some ground of the best class keeps its limits
)

// stratum is the earliest kind whose rules may read the operation.
func (op Op) stratum() Kind {
	switch op {
	case OpTotal, OpRestsOn:
		return Ground
	case OpGrounds, OpClass, OpGround:
		return Limit
	case OpLimits:
		return Service
	case OpRoutes:
		return Term
	}
	return Points
}

// Walk calls f for e and everything below it.
func (e *Expr) Walk(f func(*Expr)) {
	if e == nil {
		return
	}
	f(e)
	for _, a := range e.Args {
		a.Walk(f)
	}
}

// Facts returns the paths of the facts the expression reads, in the order met.
func (e *Expr) Facts() []string {
	var out []string
	seen := map[string]bool{}
	e.Walk(func(e *Expr) {
		var path string
		switch {
		case e.Op == OpAge:
			path = "applicant.birth_date"
		case (e.Op == OpFact || e.Op == OpKnown) && e.Field != nil:
			path = e.Field.Path
		}
		if path != "" && !seen[path] {
			seen[path] = true
			out = append(out, path)
		}
	})
	return out
}

func boolConst(b bool) *Expr { return &Expr{Op: OpConst, Type: BoolType, Bool: b} }

func and(a, b *Expr) *Expr {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return &Expr{Op: OpAnd, Type: BoolType, Args: []*Expr{a, b}}
}

func dateConst(d civil.Date) *Expr { return &Expr{Op: OpConst, Type: DateType, Num: float64(d)} }

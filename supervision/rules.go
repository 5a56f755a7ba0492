package supervision

import "yichuang/fault"

// Rules are the operator's figures for checks after the fact.
type Rules struct {
	Share     int  // percent of the commitments drawn at random
	Threshold int  // score from which every commitment is checked
	Risk      Risk // what the score is made of
	Days      int  // working days within which a check is to be finished
	Months    int  // for which an entry counts that follows from a decision
}

// DefaultRules hold where an operator has set nothing.
var DefaultRules = Rules{Share: 10, Threshold: 3, Risk: Risk{Entry: 3, FirstTime: 1, Agent: 1}, Days: 20, Months: 12}

// RuleNames name the figures, as operators set them, in the order in which they
// are shown.
var RuleNames = []string{
	"supervision-share", "supervision-threshold", "supervision-risk-entry", "supervision-risk-first", "supervision-risk-agent", "supervision-days",
	"supervision-entry-months",
}

// figure is where a named figure lies in the rules, and the range it may have.
func (r *Rules) figure(name string) (value *int, least, most int) {
	switch name {
	case "supervision-share":
		return &r.Share, 0, 100
	case "supervision-threshold":
		return &r.Threshold, 1, 1000
	case "supervision-risk-entry":
		return &r.Risk.Entry, 0, 100
	case "supervision-risk-first":
		return &r.Risk.FirstTime, 0, 100
	case "supervision-risk-agent":
		return &r.Risk.Agent, 0, 100
	case "supervision-days":
		return &r.Days, 1, 250
	case "supervision-entry-months":
		return &r.Months, 1, 60
	}
	return nil, 0, 0
}

// Get is a named figure.
func (r Rules) Get(name string) int {
	if value, _, _ := r.figure(name); value != nil {
		return *value
	}
	return 0
}

// With sets a named figure.
func (r Rules) With(name string, n int) (Rules, error) {
	value, least, most := r.figure(name)
	if value == nil {
		return r, fault.At("name", "%q is no figure of supervision", name)
	}
	if n < least || n > most {
		return r, fault.New(fault.Invalid, "fault.supervision.figure", "least", least, "most", most).WithPath(name).
			WithDetail("%s is %d, it must lie between %d and %d", name, n, least, most)
	}
	*value = n
	return r, nil
}

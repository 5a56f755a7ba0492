package people

import (
	"slices"
	"time"
)

// Scope is what a Who may read, in the form that a query can apply. Every read
// path (list, search, count, export, attachment, API) filters by it, and the
// single read asks the same Scope: there is no second rule. The zero Scope
// holds nothing.
//
// A case is held when any of these is true:
//   - its foreigner is Foreigner;
//   - its principal is among Principals;
//   - Consenter is among its consenters;
//   - its place lies in Places, one of its tracks belongs to Office (or
//     AnyOffice is set), and it is sent, or was opened by Account, or Account is
//     System: the law's time runs on drafts too.
type Scope struct {
	Account    PartyID
	Foreigner  PartyID
	Principals []PartyID
	Consenter  PartyID
	Places     []PlaceCode
	Office     OfficeID
	AnyOffice  bool
}

// Scope returns what w may read at the instant.
func (w Who) Scope(at time.Time) Scope {
	if w.Disabled || !w.Role.Can(Read) {
		return Scope{}
	}
	switch w.Role {
	case Applicant:
		return Scope{Account: w.Account, Foreigner: w.Party}
	case EmployerHR, Incubator:
		return Scope{Account: w.Account, Principals: []PartyID{w.Party}, Consenter: w.Party}
	case Agency:
		return Scope{Account: w.Account, Principals: w.principals(at)}
	}
	return Scope{
		Account: w.Account, Places: w.Places, Office: w.Office,
		AnyOffice: w.Role == Supervisor || w.Role == IntegrityOfficer,
	}
}

// principals are the employers whose mandate to w's agency is alive, sorted.
func (w Who) principals(at time.Time) []PartyID {
	var ids []PartyID
	for _, m := range w.Mandates {
		if m.Agent == w.Party && m.Alive(at) {
			ids = append(ids, m.Principal)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Holds reports whether the subject lies in the scope.
func (s Scope) Holds(on Subject) bool {
	switch {
	case s.Foreigner != "" && s.Foreigner == on.Foreigner,
		on.Principal != "" && slices.Contains(s.Principals, on.Principal),
		s.Consenter != "" && slices.Contains(on.Consenters, s.Consenter):
		return true
	}
	return anyHolds(s.Places, on.Place) &&
		(s.AnyOffice || (s.Office != "" && slices.Contains(on.Offices, s.Office))) &&
		(!on.Draft || on.OpenedBy == s.Account || s.Account == System)
}

// Empty reports whether the scope holds nothing at all, so that a query need
// not run.
func (s Scope) Empty() bool {
	return s.Foreigner == "" && len(s.Principals) == 0 && s.Consenter == "" && len(s.Places) == 0
}
